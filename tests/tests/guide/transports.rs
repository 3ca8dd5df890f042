// GUIDE
use photos::runtime::http::{Request, Response};
use photos::runtime::{
    Body, BoxFuture, HyperTransport, ReqwestTransport, Transport, TransportError,
    TransportErrorKind,
};
// end
use tests::server::{Answer, Server};

use super::*;

#[tokio::test]
async fn reqwest_as_it_is_wanted() -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::start([Answer::json(200, &photo().to_string())]).await;
    // GUIDE
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none()) // the client follows them itself
        .pool_max_idle_per_host(8)
        .build()?;
    let builder = Client::builder().transport(ReqwestTransport::from(http));
    // end
    let client = builder.token("t0ken").base_url(server.url()).build()?;
    assert_eq!(client.photos().get("p1").send().await?.id, "p1");
    Ok(())
}

#[tokio::test]
async fn hyper() -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::start([Answer::json(200, &photo().to_string())]).await;
    // GUIDE
    let builder = Client::builder().transport(HyperTransport::new()?);
    // end
    let client = builder.token("t0ken").base_url(server.url()).build()?;
    assert_eq!(client.photos().get("p1").send().await?.id, "p1");
    Ok(())
}

#[tokio::test]
async fn any_other() -> Result<(), Error> {
    // GUIDE
    /// Answers what was recorded.
    struct Recorded(String);

    impl Transport for Recorded {
        fn send(
            &self,
            request: Request<Body>,
        ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
            let body = Body::from(self.0.clone());
            Box::pin(async move {
                match request.method().as_str() {
                    "GET" => Ok(Response::new(body)),
                    _ => Err(TransportError::new(
                        TransportErrorKind::Other,
                        "not recorded",
                    )),
                }
            })
        }
    }

    let photo = r#"{"id": "p1", "state": "ready", "caption": null}"#;
    let builder = Client::builder().transport(Recorded(photo.to_owned()));
    // end
    let client = builder.token("t0ken").build()?;
    assert_eq!(client.photos().get("p1").send().await?.id, "p1");
    let error = client.photos().remove("p1").send().await.unwrap_err();
    assert_eq!(error.tries(), 1);
    Ok(())
}

#[test]
fn the_page_has_this_code() {
    let page = include_str!("../../../docs/transports.md");
    tests::blocks::compare(page, include_str!("transports.rs"), "GUIDE");
}
