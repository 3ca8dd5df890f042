//! A client in WebAssembly, for JavaScript: `.ci/wasm` compiles it, and calls a server with it from Node.

#![cfg(target_arch = "wasm32")]

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
        let timeout = Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
        let client = Client::builder()
            .base_url(url)
            .token("t0ken")
            .timeout(timeout)
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

    /// The bytes of a header that came with a photo.
    ///
    /// # Errors
    ///
    /// As `caption`.
    pub async fn header(&self, id: String, name: String) -> Result<Option<Vec<u8>>, String> {
        let call = self.0.photos().get(id);
        let response = call.with_response().await.map_err(told)?;
        let value = response.headers().get(name);
        Ok(value.map(|value| value.as_bytes().to_vec()))
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

    /// Adds a photo to an album, in a form; gives its identifier.
    ///
    /// # Errors
    ///
    /// As `caption`.
    pub async fn add(&self, album: String, photo: Vec<u8>) -> Result<String, String> {
        let photo = self.0.photos().add(album, photo).send().await;
        photo.map(|photo| photo.id).map_err(told)
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

/// How many pages of memory it has.
#[wasm_bindgen]
#[must_use]
pub fn memory_pages() -> usize {
    std::arch::wasm32::memory_size(0)
}

fn told(error: Error) -> String {
    error.to_string()
}
