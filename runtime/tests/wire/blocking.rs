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

/// An error of who calls.
#[derive(Debug)]
struct Failed(Error);

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

#[test]
fn what_ends_in_an_error_of_ones_own_can_be_waited_for() {
    let background = Runtime::new().unwrap();
    let server = background.block_on(Server::start([json("200 OK", PLANT)]));
    let plants = super::client(&server).plants();
    let name = || async { Ok::<_, Failed>(plants.update("p1").send().await?.id) };
    assert_eq!(name().wait().unwrap(), "p1");
    let Failed(error) = background.block_on(async { name().wait().unwrap_err() });
    assert!(matches!(error, Error::Configuration(_)), "{error:?}");
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

#[test]
fn it_waits_where_tokio_lets_code_block() {
    let several = Runtime::new().unwrap();
    let one = tokio::runtime::Builder::new_current_thread();
    let one = { one }.enable_all().build().unwrap();
    let reply = || json("200 OK", PLANT);
    let server = several.block_on(Server::start([
        json("503 Service Unavailable", ""),
        reply(),
        reply(),
        reply(),
        reply(),
    ]));
    let client = super::builder(&server).retry(Default::default()).build();
    let plants = client.unwrap().plants();
    let wait = {
        let plants = plants.clone();
        move || plants.update("p1").send().wait().map(|plant| plant.id)
    };
    for runtime in [&several, &one] {
        let waiting = wait.clone();
        let id = runtime.block_on(async { tokio::task::spawn_blocking(waiting).await.unwrap() });
        assert_eq!(id.unwrap(), "p1");
    }
    let waiting = wait.clone();
    let id = several.block_on(async {
        let task = tokio::spawn(async move { tokio::task::block_in_place(waiting) });
        task.await.unwrap()
    });
    assert_eq!(id.unwrap(), "p1");
    {
        let _context = one.enter();
        assert_eq!(wait().unwrap(), "p1");
    }
    // Still not in tasks of any kind.
    let within = |wait: &dyn Fn() -> Result<String, Error>| {
        let error = wait().unwrap_err().to_string();
        assert!(error.contains("await the call"), "{error}");
    };
    one.block_on(async { within(&wait) });
    let waiting = wait.clone();
    let task = several.spawn(async move { within(&waiting) });
    several.block_on(task).unwrap();
    assert_eq!(server.asked().len(), 5);
}
