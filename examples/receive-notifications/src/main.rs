//! Receives an account's notifications with axum: verifies the signature, then decodes.
//!
//! ```text
//! export WEBHOOK_SECRET=...            # what `set-webhook` printed
//! cargo run -p receive-notifications   # listens on 127.0.0.1:3000
//! ```

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use cloudflare_stream::receivers::Receiver;
use cloudflare_stream::runtime::webhook::Error;
use cloudflare_stream::types::{MediaState, VideoNotification};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let secret = std::env::var("WEBHOOK_SECRET").map_err(|_| "WEBHOOK_SECRET is not set")?;
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    println!("http://{}/hook", listener.local_addr()?);
    axum::serve(listener, app(Receiver::new(secret))).await?;
    Ok(())
}

fn app(receiver: Receiver) -> Router {
    Router::new()
        .route("/hook", post(hook))
        .with_state(Arc::new(receiver))
}

/// Takes the body as bytes: the signature covers them as they came, so nothing may decode them before.
async fn hook(
    State(receiver): State<Arc<Receiver>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(), (StatusCode, String)> {
    let video = receiver
        .video_processed(&headers, &body)
        .map_err(|error| (status(&error), error.to_string()))?;
    println!("{}", line(&video));
    Ok(())
}

/// The sender is told to stay away where the message is not its own, and that it is at fault where it is.
fn status(error: &Error) -> StatusCode {
    match error {
        Error::Body(_) => StatusCode::BAD_REQUEST,
        _ => StatusCode::FORBIDDEN,
    }
}

fn line(video: &VideoNotification) -> String {
    match &video.status.state {
        Some(MediaState::Ready) => format!("{} is ready to stream", video.uid),
        Some(MediaState::Error) => {
            let status = &video.status;
            // The guide spells the member in two ways.
            let code = status
                .error_reason_code
                .as_ref()
                .or(status.err_reason_code.as_ref());
            format!(
                "{} failed: {}",
                video.uid,
                code.map_or("no reason given", String::as_str)
            )
        }
        // Also a state that did not exist when the client was compiled.
        Some(other) => format!("{} is in the state {other}", video.uid),
        None => format!("{} has no state", video.uid),
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt;

    use super::*;

    // Computed with Python's hmac.
    const SECRET: &str = "85011ed3a913c6ad5f9cf6c5573cc0a7";
    const TIME: u64 = 1_230_811_200;
    const BODY: &str = r#"{"uid":"6b9e68b07dfee8cc2d116e4c51d6a957","readyToStream":true,"status":{"state":"ready"}}"#;
    const SIGNATURE: &str = "b8f46d000fbe14415af0ee466d66fc9b4349ab2acfaab6b799dc41743cd86741";

    async fn answer(header: Option<String>, body: &'static str) -> StatusCode {
        let receiver = Receiver::new(SECRET).at(SystemTime::UNIX_EPOCH + Duration::from_secs(TIME));
        let mut request = Request::post("/hook");
        if let Some(header) = header {
            request = request.header("Webhook-Signature", header);
        }
        let request = request
            .body(Body::from(body))
            .expect("the request is well-formed");
        let response = app(receiver).oneshot(request).await;
        response.expect("the app never fails").status()
    }

    fn signed(signature: &str) -> Option<String> {
        Some(format!("time={TIME},sig1={signature}"))
    }

    #[tokio::test]
    async fn a_signed_notification_is_taken() {
        assert_eq!(answer(signed(SIGNATURE), BODY).await, StatusCode::OK);
    }

    #[tokio::test]
    async fn an_unsigned_notification_is_turned_away() {
        assert_eq!(answer(None, BODY).await, StatusCode::FORBIDDEN);
    }

    #[tokio::test]
    async fn a_changed_notification_is_turned_away() {
        assert_eq!(answer(signed(SIGNATURE), "{}").await, StatusCode::FORBIDDEN);
    }

    #[tokio::test]
    async fn a_signed_body_of_another_shape_is_a_bad_request() {
        let empty = "9f21cf1f5397488ffc3dbf431a0baa3d9e13746c2417e7a995cbb62f67bda76e";
        assert_eq!(answer(signed(empty), "{}").await, StatusCode::BAD_REQUEST);
    }
}
