use super::*;

#[tokio::test]
async fn the_first_call() -> Result<(), Error> {
    let (mock, client) = with_a_photo();
    // GUIDE
    let photo = client.photos().get("p1").send().await?;
    println!("{} is {}", photo.id, photo.state.as_str());
    // end
    mock.verify();
    Ok(())
}

#[test]
fn a_client_that_is_set_up() -> Result<(), Error> {
    // GUIDE
    let client = Client::builder()
        .token("t0ken")
        .base_url("https://staging.photos.example/v1")
        .timeout(Duration::from_secs(20))
        .build()?;
    // end
    drop(client);
    Ok(())
}

#[test]
fn the_page_has_this_code() {
    let page = include_str!("../../../docs/getting-started.md");
    tests::blocks::compare(page, include_str!("getting_started.rs"), "GUIDE");
    // The files of the example, the second from its beginning.
    let build = include_str!("../../../examples/photos/build.rs");
    assert!(page.contains(build), "{build}");
    let config = include_str!("../../../examples/photos/specwright.toml");
    let config = config.split("\n[operations.listPhotos]").next();
    assert!(config.is_some_and(|config| page.contains(config)));
    let include = include_str!("../../../examples/photos/src/lib.rs");
    let include = include.lines().last().expect("a line");
    assert!(page.contains(include), "{include}");
}
