//! Calls from code that is not async.

use specwright_runtime::{Blocking, Error};
use tokio::runtime::Runtime;

use super::PLANT;
use super::server::{Server, json};

#[test]
fn a_call_can_be_waited_for() {
    let background = Runtime::new().unwrap();
    let replies = [
        json("200 OK", PLANT),
        json("503 Service Unavailable", ""),
        json("200 OK", PLANT),
    ];
    let server = background.block_on(Server::start(replies));
    let client = super::builder(&server).retry(Default::default()).build();
    let plants = client.unwrap().plants();
    assert_eq!(plants.update("p1").send().wait().unwrap().id, "p1");
    // On other threads, with a retry, and after the client is gone.
    let call = plants.update("p1").with_response();
    drop(plants);
    let waiting = std::thread::spawn(move || call.wait().map(|response| response.tries()));
    assert_eq!(waiting.join().unwrap().unwrap(), 2);
}

#[test]
fn it_is_refused_where_it_would_stop_others() {
    let background = Runtime::new().unwrap();
    let server = background.block_on(Server::start([]));
    let plants = super::client(&server).plants();
    let error = background.block_on(async { plants.list().send().wait().unwrap_err() });
    assert!(matches!(error, Error::Configuration(_)), "{error:?}");
    assert!(error.to_string().contains("await the call"), "{error}");
    assert!(server.asked().is_empty());
}
