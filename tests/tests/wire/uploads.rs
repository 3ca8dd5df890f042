//! Uploads: forms of several parts, read back by another parser, and bodies that are streams.

use std::sync::{Arc, Mutex};

use compiled_fixtures::multipart::resources::photos::PhotoAddParams;
use compiled_fixtures::multipart::types::Place;
use compiled_fixtures::{multipart, part_headers, text_and_bytes, untyped_parts};
use multer::Multipart;
use serde_json::json;
use specwright_runtime::{Body, Form, Upload};
use tests::server::{Answer, Request, Server};

use crate::only;

fn client(server: &Server) -> multipart::Client {
    let client = multipart::Client::builder().base_url(server.url());
    client.build().unwrap()
}

/// Name, file name, media type and text of each part, as another parser reads them.
async fn parts(request: &Request) -> Vec<[String; 4]> {
    let length = request.body.len().to_string();
    assert_eq!(request.header("content-length"), Some(length.as_str()));
    let boundary = multer::parse_boundary(request.header("content-type").unwrap()).unwrap();
    let mut form = Multipart::with_reader(request.body.as_bytes(), boundary);
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await.unwrap() {
        let text = |value: Option<&str>| value.unwrap_or("-").to_owned();
        parts.push([
            text(field.name()),
            text(field.file_name()),
            text(field.content_type().map(AsRef::as_ref)),
            field.text().await.unwrap(),
        ]);
    }
    parts
}

#[tokio::test]
async fn each_member_is_a_part() {
    let server = Server::start([Answer::empty(204)]).await;
    let place = Place {
        lat: 1.5,
        lon: None,
    };
    let photo = Upload::from("data").name("Büro \"1\"\r\n.png");
    client(&server)
        .photos()
        .add(photo.media_type("image/png"), "A \"title\"\r\n")
        .stars(3)
        .tags(["x", "y & z"])
        .place(place)
        .thumbnails(vec![Upload::from("one"), Upload::from("two").name("2")])
        .preview("small")
        .labels(["l"])
        .mask("mask")
        .send()
        .await
        .unwrap();
    let parts = parts(&only(&server)).await;
    let expected = [
        ["photo", "Büro %221%22%0D%0A.png", "image/png", "data"],
        ["title", "-", "-", "A \"title\"\r\n"],
        ["stars", "-", "-", "3"],
        ["tags", "-", "-", "x"],
        ["tags", "-", "-", "y & z"],
        ["place", "-", "application/json", r#"{"lat":1.5}"#],
        ["thumbnails", "blob", "application/octet-stream", "one"],
        ["thumbnails", "2", "application/octet-stream", "two"],
        ["preview", "blob", "image/webp", "small"],
        ["labels", "-", "application/json", r#"["l"]"#],
        ["mask", "blob", "image/png", "mask"],
    ];
    assert_eq!(parts, expected);
}

#[tokio::test]
async fn what_has_no_type_is_a_file_and_lists_are_parts() {
    use untyped_parts::types::{Medium, Stamp};
    let server = Server::start([Answer::empty(204)]).await;
    let client = untyped_parts::Client::builder().base_url(server.url());
    let works = client.build().unwrap().works();
    let pages = [Upload::from("one"), Upload::from("two").name("2")];
    let png = Upload::from("cover").media_type("image/png");
    works
        .add_documents("7", pages, Medium::Oil)
        .cover(png)
        .back("back")
        .scan("scan")
        .more(["more"])
        .meta(json!({"a": 1}))
        .remark(json!("a remark"))
        .tags(["x", "y"])
        .stamps([Stamp { year: 1 }, Stamp { year: 2 }])
        .labels(["l"])
        .send()
        .await
        .unwrap();
    let bytes = "application/octet-stream";
    let expected = [
        ["cover", "blob", "image/png", "cover"],
        ["pages", "blob", bytes, "one"],
        ["pages", "2", bytes, "two"],
        ["back", "blob", "image/png", "back"],
        ["scan", "blob", bytes, "scan"],
        ["more", "blob", bytes, "more"],
        ["meta", "-", "application/json", r#"{"a":1}"#],
        ["remark", "-", "text/plain", "a remark"],
        ["medium", "-", "application/json", r#""oil""#],
        ["tags", "-", "text/plain", "x"],
        ["tags", "-", "text/plain", "y"],
        ["stamps", "-", "application/json", r#"{"year":1}"#],
        ["stamps", "-", "application/json", r#"{"year":2}"#],
        ["labels", "-", "application/json", r#"["l"]"#],
    ];
    assert_eq!(parts(&only(&server)).await, expected);
}

#[tokio::test]
async fn what_is_not_set_is_no_part_and_an_optional_form_is_not_sent() {
    let server = Server::start([(); 3].map(|()| Answer::empty(204))).await;
    let client = client(&server);
    let params = PhotoAddParams::new("data", "title");
    client.call(params).send().await.unwrap();
    client.photos().add_pages().send().await.unwrap();
    let form = Form::new().value("any", "thing").file("f", "data");
    client.photos().add_form(form).send().await.unwrap();
    let requests = server.requests();
    assert_eq!(parts(&requests[0]).await.len(), 2);
    assert_eq!(requests[1].header("content-type"), None);
    assert_eq!(requests[1].body, "");
    let form = parts(&requests[2]).await;
    assert_eq!(form[0], ["any", "-", "-", "thing"]);
    assert_eq!(form[1], ["f", "blob", "application/octet-stream", "data"]);
}

#[tokio::test]
async fn a_file_is_sent_from_the_disk_with_its_name_length_and_progress() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cat.png");
    let text = "meow ".repeat(50_000);
    std::fs::write(&path, &text).unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let progress = Arc::clone(&seen);
    let photo = Upload::open(&path).await.unwrap();
    let photo = photo.on_progress(move |sent, total| progress.lock().unwrap().push((sent, total)));
    let server = Server::start([Answer::empty(204)]).await;
    let call = client(&server).photos().add(photo, "Cat");
    call.send().await.unwrap();
    let expected = ["photo", "cat.png", "application/octet-stream", &text];
    assert_eq!(parts(&only(&server)).await[0], expected);
    let seen = seen.lock().unwrap();
    let total = Some(text.len() as u64);
    assert!(seen.len() > 1, "{seen:?}");
    assert!(seen.is_sorted() && seen.iter().all(|(_, all)| *all == total));
    assert_eq!(seen.last(), Some(&(text.len() as u64, total)));
}

#[tokio::test]
async fn a_body_of_any_media_type_is_bytes_or_a_stream() {
    let server = Server::start([(); 2].map(|()| Answer::new(200, "text/plain", "ok"))).await;
    let client = text_and_bytes::Client::builder().base_url(server.url());
    let client = client.build().unwrap();
    let files = client.files();
    files.write("a", "bytes").send().await.unwrap();
    let stream = Upload::from(Body::wrap(Body::from("stream"))).media_type("image/webp");
    let call = files.write("a", stream.clone());
    call.send().await.unwrap();
    let sent: Vec<_> = server
        .requests()
        .iter()
        .map(|it| {
            (
                it.header("content-type").unwrap().to_owned(),
                it.body.clone(),
            )
        })
        .collect();
    let pair = |media_type: &str, body: &str| (media_type.to_owned(), body.to_owned());
    assert_eq!(
        sent,
        [pair("image/png", "bytes"), pair("image/webp", "stream")]
    );
    // It is gone now, which is said before anything is sent.
    let error = files.write("a", stream).send().await.unwrap_err();
    assert!(
        error.to_string().contains("the stream was sent before"),
        "{error}"
    );
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn what_any_media_type_may_carry_is_no_json_where_it_is_binary() {
    let server = Server::start([Answer::new(200, "image/png", "no JSON")]).await;
    let client = text_and_bytes::Client::builder().base_url(server.url());
    let client = client.build().unwrap();
    let answer = client.files().exchange("bytes").send().await.unwrap();
    assert_eq!(answer, "no JSON".as_bytes());
    let request = only(&server);
    assert_eq!(
        request.header("content-type"),
        Some("application/octet-stream")
    );
    assert_eq!(request.body, "bytes");
}

#[tokio::test]
async fn bytes_are_sent_again_and_a_stream_is_not() {
    let failing = || Answer::empty(503);
    let server = Server::start([failing(), Answer::new(200, "text/plain", "ok"), failing()]).await;
    let client = text_and_bytes::Client::builder().base_url(server.url());
    let client = client.build().unwrap();
    client.files().write("a", "b").send().await.unwrap();
    let stream = Upload::from(Body::wrap(Body::from("b")));
    let call = client.files().write("a", stream);
    let error = call.send().await.unwrap_err();
    assert!(error.to_string().contains("once"), "{error}");
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn parts_have_headers() {
    let server = Server::start([Answer::empty(204)]).await;
    let client = part_headers::Client::builder().base_url(server.url());
    client
        .build()
        .unwrap()
        .photos()
        .add(
            "data",
            part_headers::resources::photos::PhotoAddXRights::Free,
        )
        .tags(["x", "y"])
        .tags_x_language(["de", "en"])
        .send()
        .await
        .unwrap();
    let request = only(&server);
    let boundary = multer::parse_boundary(request.header("content-type").unwrap()).unwrap();
    let mut form = Multipart::with_reader(request.body.as_bytes(), boundary);
    let mut seen = Vec::new();
    while let Some(part) = form.next_field().await.unwrap() {
        let mut headers = Vec::new();
        for (name, value) in part.headers() {
            if name.as_str().starts_with("x-") {
                headers.push(format!("{name}: {}", value.to_str().unwrap()));
            }
        }
        seen.push((part.name().unwrap().to_owned(), headers));
    }
    let part = |name: &str, header: &str| (name.to_owned(), vec![header.to_owned()]);
    let expected = [
        part("photo", "x-rights: free"),
        part("tags", "x-language: de,en"),
        part("tags", "x-language: de,en"),
    ];
    assert_eq!(seen, expected);
}
