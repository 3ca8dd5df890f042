// GUIDE
use photos::Call;
use photos::resources::albums::{AlbumCreateParams, AlbumReplaceParams};
use photos::resources::photos::PhotoGetParams;
use photos::runtime::{CallOptions, Field, Operation, Value};
use photos::types::{Album, PhotoCover, State};
// end

use super::*;
use photos::resources::albums::AlbumGetParams;
use photos::resources::photos::PhotoDownloadParams;

fn with_an_album() -> (Mock, Client) {
    let album = json!({"id": "a1", "title": "Summer", "shared": true});
    answered::<AlbumCreateParams>(|create| create.responds(201, album).times(2))
}

#[tokio::test]
async fn required_and_optional() -> Result<(), Error> {
    let (mock, client) = with_an_album();
    // GUIDE
    let album = client.albums().create("Summer").shared(true).send().await?;
    println!("{}", album.id);
    // end
    // GUIDE
    let params = AlbumCreateParams {
        shared: Some(true),
        ..AlbumCreateParams::new("Summer")
    };
    let album = client.call(params).send().await?;
    // end
    assert_eq!(album.shared, Some(true));
    assert_eq!(mock.requests()[0].body(), mock.requests()[1].body());
    let (mock, client) = with_an_album();
    // GUIDE
    let cover = PhotoCover {
        caption: Some("At the lake".into()),
        ..PhotoCover::new("p1")
    };
    let album = client.albums().create("Summer").cover(cover).send().await?;
    // end
    assert_eq!(album.id, "a1");
    let cover = json!({"kind": "photo", "photo": "p1", "caption": "At the lake"});
    assert_eq!(mock.requests()[0].json()["cover"], cover);
    Ok(())
}

#[tokio::test]
async fn read_changed_and_written() -> Result<(), Error> {
    let mock = Mock::new();
    let album = json!({"id": "a1", "title": "Summer", "shared": true});
    mock.on::<AlbumGetParams>().responds(200, &album);
    mock.on::<AlbumReplaceParams>().responds(200, &album);
    let client = client(&mock);
    // GUIDE
    let mut album = client.albums().get("a1").send().await?;
    album.title.push_str(" at the lake");
    let params = AlbumReplaceParams::with_body("a1", album);
    let album = client.call(params).send().await?;
    // end
    assert_eq!(album.id, "a1");
    let body = json!({"title": "Summer at the lake", "shared": true});
    assert_eq!(mock.requests()[1].json(), body);
    Ok(())
}

#[tokio::test]
async fn the_whole_response() -> Result<(), Error> {
    let (_, client) = with_a_photo();
    // GUIDE
    let response = client.photos().get("p1").with_response().await?;
    println!("{} {:?}", response.status(), response.request_id());
    let etag = response.headers().get("etag").cloned();
    let photo = response.into_body();
    // end
    assert_eq!((etag, photo.id.as_str()), (None, "p1"));
    let (_, client) = with_a_photo();
    // GUIDE
    let raw = client.photos().get("p1").with_raw_response().await?;
    println!("{:?}", raw.json::<Value>());
    let photo = raw.into_output::<PhotoGetParams>()?;
    // end
    assert_eq!(photo.id, "p1");
    Ok(())
}

#[tokio::test]
async fn values() -> Result<(), Error> {
    let (_, client) = with_a_photo();
    let photo = client.photos().get("p1").send().await?;
    // GUIDE
    match &photo.caption {
        Field::Absent => println!("nothing is said of a caption"),
        Field::Null => println!("it has none"),
        Field::Value(caption) => println!("{caption}"),
    }
    match &photo.state {
        State::Ready => println!("done"),
        State::Processing => println!("not yet"),
        other => println!("newer than this client: {}", other.as_str()),
    }
    if let Some(taken) = &photo.taken {
        println!("{} is {}", taken.as_str(), taken.timestamp());
    }
    // end
    assert!(photo.caption.is_null());
    Ok(())
}

#[test]
fn what_an_enum_lists() {
    // GUIDE
    for value in State::VALUES {
        println!("{value} is {:?}", State::from(*value));
    }
    // end
    assert_eq!(State::VALUES, ["processing", "ready"]);
}

#[test]
fn options_and_fields() {
    // GUIDE
    let caption: Option<String> = None; // what the user typed, perhaps
    let removed: Field<String> = caption.clone().into();
    let kept = Field::or_absent(caption);
    // end
    assert_eq!((removed, kept), (Field::Null, Field::Absent));
}

#[tokio::test]
async fn limits() -> Result<(), Error> {
    let album = json!({"id": "a1", "title": "a".repeat(81)});
    let (_, client) = answered::<AlbumGetParams>(|get| get.responds(200, album));
    // GUIDE
    let error = client.albums().create("").validate().unwrap_err();
    let problem = "albums.create: `/title` has 0 characters, and at least 1 is needed";
    assert_eq!(error.to_string(), problem);

    use photos::Validate;
    let album: Album = client.albums().get("a1").send().await?;
    if let Err(error) = album.validate() {
        for violation in error.violations() {
            println!("{} {}", violation.pointer(), violation.problem());
        }
    }
    // end
    assert!(album.validate().is_err());
    Ok(())
}

#[tokio::test]
async fn options() -> Result<(), Error> {
    let (mock, client) = with_an_album();
    // GUIDE
    let options = CallOptions::new()
        .header("x-trace", "a1")
        .query("preview", "true")
        .body_field("color", "#ff8800")
        .timeout(Duration::from_secs(5));
    let call = client.albums().create("Summer").with_options(options);
    let album = call.send().await?;
    // end
    assert_eq!(album.id, "a1");
    let asked = &mock.requests()[0];
    assert_eq!(asked.json()["color"], "#ff8800");
    assert_eq!(asked.query("preview").as_deref(), Some("true"));
    Ok(())
}

#[tokio::test]
async fn any_call() -> Result<(), Error> {
    let (mock, client) = with_a_photo();
    // GUIDE
    /// Sends any call, with less patience than the client has, and with whatever options it has already.
    async fn hurried<P: Operation>(mut call: Call<P>) -> Result<P::Output, Error> {
        call.options = call.options.timeout(Duration::from_secs(2));
        println!("{}", P::SPEC.name()); // what is sent is `call.params`
        call.send().await
    }

    let photo = hurried(client.photos().get("p1")).await?;
    // end
    assert_eq!(photo.id, "p1");
    let slow = answered::<PhotoGetParams>(|get| get.hangs())
        .1
        .photos()
        .get("p1");
    let slow = slow.with_options(CallOptions::new().header("x-trace", "a1"));
    assert!(hurried(slow).await.is_err_and(|error| error.is_timeout()));
    assert_eq!(mock.requests().len(), 1);
    Ok(())
}

#[tokio::test]
async fn redirects() -> Result<(), Error> {
    let redirect = Response::builder().status(302);
    let redirect = redirect.header("location", "https://files.example.com/p1");
    let redirect = redirect.body("").expect("it is one");
    let (_, client) = answered::<PhotoDownloadParams>(|download| download.sends(redirect));
    // GUIDE
    let options = CallOptions::new().follow_redirects(false);
    let call = client.photos().download("p1").with_options(options);
    let answer = call.with_raw_response().await?;
    let location = answer.headers().get("location").cloned();
    // end
    assert_eq!(
        location.expect("it is there"),
        "https://files.example.com/p1"
    );
    Ok(())
}

#[tokio::test]
async fn headers_of_all_calls() -> Result<(), Error> {
    // GUIDE
    let client = Client::builder()
        .token("t0ken")
        .header("Photos-Version", "2026-11-01")
        .build()?;
    // end
    drop(client);
    let (mock, _) = with_a_photo();
    let client = Client::builder().token("t0ken").transport(mock.clone());
    let client = client.header("Photos-Version", "2026-11-01").build()?;
    client.photos().get("p1").send().await?;
    let version = mock.requests()[0]
        .header("photos-version")
        .map(str::to_owned);
    assert_eq!(version.as_deref(), Some("2026-11-01"));
    Ok(())
}

#[tokio::test]
async fn calls_side_by_side() -> Result<(), Error> {
    let (_, client) = answered::<PhotoGetParams>(|get| get.responds(200, photo()).times(2));
    // GUIDE
    let photos = client.photos();
    let (first, second) = tokio::try_join!(photos.get("p1").send(), photos.get("p2").send())?;
    // end
    assert_eq!(first, second);
    Ok(())
}

#[test]
fn the_page_has_this_code() {
    let page = include_str!("../../../docs/calls.md");
    tests::blocks::compare(page, include_str!("calls.rs"), "GUIDE");
}
