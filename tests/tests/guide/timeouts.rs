// GUIDE
use photos::runtime::CallOptions;
// end

use super::*;

#[test]
fn of_the_client() -> Result<(), Error> {
    // GUIDE
    let client = Client::builder()
        .token("t0ken")
        .timeout(Duration::from_secs(30)) // a call as a whole
        .try_timeout(Duration::from_secs(10)) // each try of it
        .connect_timeout(Duration::from_secs(2)) // until a connection stands
        .read_timeout(Duration::from_secs(15)) // each piece of what is read as it comes
        .build()?;
    // end
    drop(client);
    Ok(())
}

#[tokio::test]
async fn of_a_call() -> Result<(), Error> {
    let (_, client) = answered::<PhotoGetParams>(|get| get.hangs());
    // GUIDE
    let quick = CallOptions::new().timeout(Duration::from_millis(500));
    let call = client.photos().get("p1").with_options(quick);
    let error = call.send().await.unwrap_err();
    assert!(error.is_timeout());
    assert!(!error.is_connect());
    // end
    Ok(())
}

#[tokio::test]
async fn a_call_that_is_given_up() -> Result<(), Error> {
    let (_, client) = with_a_photo();
    let shutdown = std::future::pending::<()>();
    // GUIDE
    tokio::select! {
        photo = client.photos().get("p1").send() => println!("{}", photo?.id),
        () = shutdown => println!("not any more"), // the connection is closed, or free again
    }
    // end
    Ok(())
}

#[test]
fn the_page_has_this_code() {
    let page = include_str!("../../../docs/timeouts.md");
    tests::blocks::compare(page, include_str!("timeouts.rs"), "GUIDE");
}
