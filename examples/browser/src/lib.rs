//! A client in WebAssembly, for JavaScript: `.ci/wasm` compiles it, and calls a server with it from Node.

#![cfg(target_family = "wasm")]

use std::time::Duration;

use photos::runtime::{Body, Upload};
use photos::{Client, Error};
use wasm_bindgen::prelude::wasm_bindgen;

/// The photos of a server.
#[wasm_bindgen]
pub struct Photos(Client);

#[wasm_bindgen]
impl Photos {
    /// Those at an address.
    ///
    /// # Errors
    ///
    /// Where the address is none.
    #[wasm_bindgen(constructor)]
    pub fn new(url: String, seconds: f64) -> Result<Self, String> {
        let client = Client::builder()
            .base_url(url)
            .token("t0ken")
            .timeout(Duration::from_secs_f64(seconds))
            .build();
        client.map(Self).map_err(told)
    }

    /// The caption of a photo.
    ///
    /// # Errors
    ///
    /// What went wrong, in words, here as elsewhere.
    pub async fn caption(&self, id: String) -> Result<Option<String>, String> {
        let photo = self.0.photos().get(id).send().await.map_err(told)?;
        Ok(photo.caption.value().cloned())
    }

    /// Makes an album, once, whatever the network does; gives its title.
    ///
    /// # Errors
    ///
    /// As `caption`.
    pub async fn create_album(&self, title: String) -> Result<String, String> {
        let album = self.0.albums().create(title).send().await.map_err(told)?;
        Ok(album.title)
    }

    /// How many pieces the original of a photo came in, of which no more are read than so many.
    ///
    /// # Errors
    ///
    /// As `caption`.
    pub async fn pieces(&self, id: String, most: usize) -> Result<usize, String> {
        let call = self.0.photos().download(id);
        let mut original = call.with_streaming_response().await.map_err(told)?;
        let mut pieces = 0;
        while pieces < most && original.chunk().await.map_err(told)?.is_some() {
            pieces += 1;
        }
        Ok(pieces)
    }

    /// Replaces the original of a photo, by a stream.
    ///
    /// # Errors
    ///
    /// As `caption`.
    pub async fn replace(&self, id: String, original: Vec<u8>) -> Result<(), String> {
        let original = Upload::from(Body::wrap(Body::from(original)));
        let call = self.0.photos().replace(id, original);
        call.send().await.map(drop).map_err(told)
    }

    /// The identifiers of the photos that changed, as they come, up to so many. What was lost on the way is asked for again.
    ///
    /// # Errors
    ///
    /// As `caption`.
    pub async fn changes(&self, most: usize) -> Result<Vec<String>, String> {
        let changes = self.0.changes().watch().send().await.map_err(told)?;
        let mut changes = changes.reconnect(3);
        let mut photos = Vec::new();
        while photos.len() < most {
            let Some(change) = changes.next().await else {
                break;
            };
            photos.push(change.map_err(told)?.photo);
        }
        Ok(photos)
    }
}

fn told(error: Error) -> String {
    error.to_string()
}
