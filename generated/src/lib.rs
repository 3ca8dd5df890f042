//! A client of Cloudflare Stream's webhooks.
//!
//! All code of this crate is compiled from `spec/stream-webhook.yaml` by the build script.
//!
//! ```no_run
//! # async fn example() -> Result<(), cloudflare_stream::Error> {
//! let client = cloudflare_stream::Client::from_env()?; // CLOUDFLARE_API_TOKEN, or email and key
//! let webhook = client
//!     .stream()
//!     .webhooks()
//!     .update()
//!     .account_id("023e105f4ecef8ad9ca31a8372d0c353") // or set once on the client
//!     .notification_url("https://example.com/hook")
//!     .send()
//!     .await?;
//! println!("{:?}", webhook.modified);
//! # Ok(())
//! # }
//! ```

include!(concat!(env!("OUT_DIR"), "/client/mod.rs"));
