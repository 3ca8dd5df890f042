//! A client in WebAssembly: `.ci/wasm` compiles it, and calls a server with it from Node.

#![cfg(target_family = "wasm")]

mod fetch;

use photos::{Client, Error};
use wasm_bindgen::prelude::wasm_bindgen;

/// The caption of a photo, for JavaScript.
///
/// # Errors
///
/// What went wrong, in words.
#[wasm_bindgen]
pub async fn caption(url: String, id: String) -> Result<Option<String>, String> {
    let caption = get(url, id).await;
    caption.map_err(|error| error.to_string())
}

async fn get(url: String, id: String) -> Result<Option<String>, Error> {
    let client = Client::builder()
        .base_url(url)
        .token("t0ken")
        .transport(fetch::Fetch)
        .build()?;
    let photo = client.photos().get(id).send().await?;
    Ok(photo.caption.value().cloned())
}
