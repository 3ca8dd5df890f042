use futures_util::{SinkExt as _, TryStreamExt as _};
use photos::resources::albums::AlbumJoinParams;
use photos::resources::changes::{ChangeExportParams, ChangeWatchParams};
use photos::resources::photos::{
    PhotoAddParams, PhotoDownloadParams, PhotoReplaceParams, PhotoUpdateMultipartParams,
    PhotoUpdateParams,
};
// GUIDE
use photos::runtime::{Body, CallOptions, Upload};
use photos::types::Photo;
// end

use photos::runtime::Upgraded;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::*;

#[tokio::test]
async fn uploads() -> Result<(), Box<dyn std::error::Error>> {
    let (mock, client) = answered::<PhotoAddParams>(|add| add.responds(201, photo()).times(2));
    let bytes = b"\x89PNG".as_slice();
    // GUIDE
    let upload = Upload::from(bytes).name("cat.png").media_type("image/png");
    let photo = client
        .photos()
        .add("a1", upload)
        .caption("A cat")
        .send()
        .await?;
    // end
    assert_eq!(photo.id, "p1");
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("film.mp4");
    std::fs::write(&path, "moving")?;
    // GUIDE
    let upload = Upload::open(&path)
        .await?
        .media_type("video/mp4")
        .on_progress(|sent, total| println!("{sent} of {total:?} bytes"));
    let patient = CallOptions::new().timeout(Duration::from_secs(3600));
    let call = client.photos().add("a1", upload);
    call.with_options(patient).send().await?;
    // end
    let sent = mock.requests()[1].body().clone();
    let sent = String::from_utf8_lossy(&sent);
    assert!(
        sent.contains("filename=\"film.mp4\"") && sent.contains("moving"),
        "{sent}"
    );
    Ok(())
}

#[tokio::test]
async fn bodies_that_are_streams() -> Result<(), Error> {
    let (mock, client) = answered::<PhotoReplaceParams>(|replace| replace.responds(204, ()));
    let frames = Body::from("any http_body::Body");
    // GUIDE
    let stream = Body::wrap(frames); // any `http_body::Body` of `Bytes`
    client.photos().replace("p1", stream).send().await?;
    // end
    mock.verify();
    Ok(())
}

#[tokio::test]
async fn several_bodies() -> Result<(), Error> {
    let (mock, client) =
        answered::<PhotoUpdateMultipartParams>(|update| update.responds(200, photo()));
    let bytes = b"\x89PNG".as_slice();
    // GUIDE
    let upload = Upload::from(bytes).media_type("image/png");
    client
        .photos()
        .update_multipart("p1", upload)
        .caption("Two cats")
        .send()
        .await?;
    // end
    mock.verify();
    let (mock, client) = answered::<PhotoUpdateParams>(|update| update.responds(200, photo()));
    // GUIDE
    let options = CallOptions::new().header("content-type", "application/merge-patch+json");
    client
        .photos()
        .update("p1")
        .caption("Two cats".to_owned())
        .with_options(options)
        .send()
        .await?;
    // end
    let sent = mock.requests();
    let media_type = sent[0].header("content-type");
    assert_eq!(media_type, Some("application/merge-patch+json"));
    assert_eq!(sent[0].json()["caption"], "Two cats");
    Ok(())
}

#[tokio::test]
async fn downloads() -> Result<(), Box<dyn std::error::Error>> {
    let file = || answer("application/octet-stream", "a photo");
    let (mock, client) = answered::<PhotoDownloadParams>(|get| get.sends(file()).times(3));
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("cat.png");
    // GUIDE
    let bytes = client.photos().download("p1").send().await?; // in memory
    println!("{} bytes", bytes.len());
    // end
    // GUIDE
    let mut file = tokio::fs::File::create(&path).await?;
    let response = client
        .photos()
        .download("p1")
        .with_streaming_response()
        .await?;
    let response = response.on_progress(|done, all| println!("{done} of {all:?} bytes"));
    response.copy_to(&mut file).await?;
    // end
    // GUIDE
    let mut response = client
        .photos()
        .download("p1")
        .with_streaming_response()
        .await?;
    while let Some(chunk) = response.chunk().await? {
        println!("{} bytes", chunk.len());
    }
    // end
    mock.verify();
    assert_eq!(std::fs::read(&path)?, b"a photo");
    Ok(())
}

#[tokio::test]
async fn events() -> Result<(), Error> {
    let body = "id: 7\ndata: {\"photo\":\"p1\",\"kind\":\"added\"}\n\n";
    let (_, client) = answered::<ChangeWatchParams>(|watch| {
        watch.sends(answer("text/event-stream", body)).sends(
            Response::builder()
                .status(204)
                .body("")
                .expect("a response"),
        )
    });
    // GUIDE
    let mut changes = client.changes().watch().send().await?.reconnect(5);
    while let Some(change) = changes.next().await {
        let change = change?;
        println!("{} was {}", change.photo, change.kind);
    }
    // end
    assert_eq!(changes.last_event_id(), Some("7"));
    Ok(())
}

#[tokio::test]
async fn lines() -> Result<(), Error> {
    let body = "{\"photo\":\"p1\",\"kind\":\"added\"}\n{\"photo\":\"p1\",\"kind\":\"removed\"}\n";
    let (mock, client) =
        answered::<ChangeExportParams>(|export| export.sends(answer("application/x-ndjson", body)));
    // GUIDE
    let mut changes = client.changes().export().send().await?;
    while let Some(change) = changes.next().await {
        println!("{}", change?.kind);
    }
    // end
    mock.verify();
    Ok(())
}

#[tokio::test]
async fn lines_that_are_not_described() -> Result<(), Error> {
    let body = "{\"id\":\"p1\",\"state\":\"processing\",\"caption\":null}\n\
                {\"id\":\"p1\",\"state\":\"ready\",\"caption\":null}\n";
    let (mock, client) =
        answered::<PhotoGetParams>(|get| get.sends(answer("application/json", body)).times(2));
    // GUIDE
    let options = CallOptions::new().query("watch", "true");
    let call = client.photos().get("p1").with_options(options);
    let response = call.with_streaming_response().await?;
    let mut photos = response.json_lines::<Photo>();
    while let Some(photo) = photos.next().await {
        println!("{}", photo?.state.as_str());
    }
    // end
    let response = client.photos().get("p1").with_streaming_response().await?;
    // GUIDE
    let mut lines = response.lines();
    while let Some(line) = lines.next().await {
        println!("{}", String::from_utf8_lossy(&line?));
    }
    // end
    mock.verify();
    Ok(())
}

#[test]
fn the_page_has_this_code() {
    let page = include_str!("../../../docs/bodies.md");
    tests::blocks::compare(page, include_str!("bodies.rs"), "GUIDE");
}

#[tokio::test]
async fn web_sockets() -> Result<(), Box<dyn std::error::Error>> {
    let (ours, theirs) = tokio::io::duplex(1024);
    let (_mock, client) = answered::<AlbumJoinParams>(|join| join.upgrades(Upgraded::new(ours)));
    let other = tokio::spawn(async move {
        let mut socket = WebSocketStream::from_raw_socket(theirs, Role::Server, None).await;
        let said = socket.try_next().await;
        socket.send("welcome".into()).await?;
        socket.close(None).await?;
        // Until the other end has agreed.
        while socket.try_next().await?.is_some() {}
        said
    });
    // GUIDE
    let connection = client.albums().join("a1").send().await?;
    let mut socket = WebSocketStream::from_raw_socket(connection, Role::Client, None).await;
    socket.send("hello".into()).await?;
    while let Some(message) = socket.try_next().await? {
        println!("{message}");
    }
    // end
    assert_eq!(other.await??, Some("hello".into()));
    Ok(())
}
