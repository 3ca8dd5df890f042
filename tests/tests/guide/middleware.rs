use std::time::Instant;

// GUIDE
use photos::runtime::http::{HeaderValue, Request};
use photos::runtime::{Body, Layer, Next, Sent, Spec, Try};
// end

use super::*;

#[tokio::test]
async fn layers() -> Result<(), Error> {
    let (mock, _) = answered::<PhotoGetParams>(|get| get.responds(503, ()).responds(200, photo()));
    // GUIDE
    struct Trace;

    impl Layer for Trace {
        fn send<'a>(&'a self, mut request: Request<Body>, next: Next<'a>) -> Sent<'a> {
            Box::pin(async move {
                let name = request.extensions().get::<Spec>().map(|spec| spec.name());
                let tried = request.extensions().get::<Try>().map(|number| number.0);
                let id = HeaderValue::from_static("00-4bf92f3577b34da6a3ce929d0e0e4736-01");
                request.headers_mut().insert("traceparent", id);
                let begun = Instant::now();
                let outcome = next.send(request).await;
                println!("{name:?}, try {tried:?}: {:?}", begun.elapsed());
                outcome
            })
        }
    }

    let builder = Client::builder().token("t0ken").layer(Trace);
    // end
    let client = builder
        .transport(mock.clone())
        .timer(mock.clone())
        .build()?;
    client.photos().get("p1").send().await?;
    assert!(mock.requests()[1].header("traceparent").is_some());
    Ok(())
}

#[tokio::test]
async fn metrics() -> Result<(), Error> {
    let (mock, _) = with_a_photo();
    // GUIDE
    let builder = Client::builder().token("t0ken").on_call(|call| {
        let status = call.status().map_or(0, |status| status.as_u16());
        println!(
            "{} {} {status} tries={} seconds={}",
            call.method(),
            call.path(), // with the names of its parameters: few values, good as a label
            call.tries(),
            call.duration().as_secs_f64(),
        );
    });
    // end
    let client = builder.transport(mock).build()?;
    client.photos().get("p1").send().await?;
    Ok(())
}

#[tokio::test]
async fn limits() -> Result<(), Error> {
    let limited = Response::builder()
        .header("content-type", "application/json")
        .header("ratelimit", "\"default\";r=50;t=30");
    let limited = limited.body(photo().to_string()).expect("a response");
    let (mock, _) = answered::<PhotoGetParams>(|get| get.sends(limited));
    let builder = Client::builder().token("t0ken").transport(mock);
    // GUIDE
    let client = builder.keep_to_rate_limits(true).build()?;
    let response = client.photos().get("p1").with_response().await?;
    for limit in response.rate_limits() {
        println!(
            "{}: {:?} left, reset in {:?}",
            limit.name, limit.remaining, limit.reset
        );
    }
    // end
    assert_eq!(response.rate_limits()[0].remaining, Some(50));
    Ok(())
}

#[test]
fn the_page_has_this_code() {
    let page = include_str!("../../../docs/middleware.md");
    tests::blocks::compare(page, include_str!("middleware.rs"), "GUIDE");
}
