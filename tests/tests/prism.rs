//! The client against Prism, which holds each request against the description and answers with its examples.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use cloudflare_stream::types::{DeletedEnvelope, Failure, WebhookEnvelope};
use cloudflare_stream::{Client, ClientBuilder, Error, Response};
use specwright_runtime::http::{HeaderMap, HeaderValue, Request};
use specwright_runtime::{
    Body, BoxFuture, Form, ReqwestTransport, Timeouts, Transport, TransportError, http,
};
use tests::prism::Prism;

const ACCOUNT: &str = "023e105f4ecef8ad9ca31a8372d0c353";
/// What the examples have.
const URL: &str = "https://example.com";
/// What the tests send. Nobody listens there: Prism really sends the callbacks of the description.
const NOWHERE: &str = "http://127.0.0.1:1/hook";
const TOKEN: &str = "Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY";

/// Gives a client credentials.
type Credentials = fn(ClientBuilder) -> ClientBuilder;

/// The alternatives of the description, by name.
const SECURITY: [(&str, Credentials); 2] = [
    ("token", |client| client.api_token(TOKEN)),
    ("email and key", |client| {
        client
            .api_email("user@example.com")
            .api_key("144c9defac04969c7bfad8efaa8ea194")
    }),
];

#[tokio::test]
async fn a_form_of_several_parts_keeps_to_its_description() {
    use compiled_fixtures::multipart;

    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/multipart.yaml");
    let prism = Prism::start(&fixture);
    let client = multipart::Client::builder().base_url(prism.address());
    let photos = client.build().unwrap().photos();
    // Without lists: Prism takes each part for one value.
    let photo = photos.add("data", "A title").stars(5);
    photo.send().await.unwrap();
    photos.add_pages().note("text").send().await.unwrap();
    let form = Form::new().value("any", "text");
    photos.add_form(form).send().await.unwrap();
}

#[tokio::test]
async fn each_of_several_bodies_can_be_sent() {
    use compiled_fixtures::several_bodies;
    use several_bodies::runtime::CallOptions;

    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/several-bodies.yaml");
    let prism = Prism::start(&fixture);
    let client = several_bodies::Client::builder().base_url(prism.address());
    let client = client.build().unwrap();
    let messages = client.messages();
    messages.create("A text").send().await.unwrap();
    let with_file = messages.create_multipart("A text").file("data");
    with_file.send().await.unwrap();
    for media_type in ["application/merge-patch+json", "application/json"] {
        let options = CallOptions::new().header("content-type", media_type);
        let update = messages.update("7").name("red").with_options(options);
        update.send().await.unwrap();
    }
    let scripts = client.scripts();
    scripts.put("7").name("red").send().await.unwrap();
    let script = scripts.put_javascript("7", "alert(1)");
    script.send().await.unwrap();
    let module = scripts.put_wasm("7", &b"\0asm"[..]);
    module.send().await.unwrap();
}

#[tokio::test]
async fn parameters_keep_to_their_styles() {
    use compiled_fixtures::styles;
    use styles::types::Point;

    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/styles.yaml");
    let prism = Prism::start(&fixture);
    let client = styles::Client::builder().base_url(prism.address());
    let places = client.build().unwrap().places();
    let list = || vec![-1, 2];
    let point = |x: &str| Point {
        x: x.to_owned(),
        y: 5,
    };
    // What is always the same is sent as well: `a/b?` and the like.
    let found = places.find(
        5,
        list(),
        list(),
        // Commas stand between what is written as one value.
        point("a b&c"),
        point("a b,c=d&e"),
        list(),
        point("a b,c=d&e"),
        point("a b,c=d&e"),
        list(),
        point("a b"),
        point("a b"),
        5,
    );
    let found = found.with_response().await.unwrap();
    assert_eq!(violations(Some(found.headers())), None);
    assert!(found.body().len() >= 2);
    places.add(5, true).send().await.unwrap();
}

#[tokio::test]
async fn every_operation_keeps_to_the_description_with_either_security() {
    let prism = start();
    for (name, credentials) in SECURITY {
        let client = client(&prism, credentials, None);
        eprintln!("with {name}:");

        let response = update(&client).await;
        let body = response.into_body();
        assert!(body.success);
        assert_eq!(body.errors.len(), 1);
        assert_eq!(body.errors[0].code, 1000);
        assert_eq!(
            body.errors[0]
                .source
                .as_ref()
                .and_then(|source| source.pointer.as_deref()),
            Some("pointer")
        );
        let webhook = body.result.expect("the example has a result");
        assert_eq!(webhook.notification_url.as_deref(), Some(URL));
        assert_eq!(
            webhook.modified.map(|time| time.to_string()).as_deref(),
            Some("2014-01-02T02:20:00Z")
        );
        assert!(webhook.secret.is_some());

        let webhook = get(&client).await.into_body().result;
        assert_eq!(
            webhook
                .and_then(|webhook| webhook.notification_url)
                .as_deref(),
            Some(URL)
        );

        assert_eq!(
            delete(&client).await.into_body().result.as_deref(),
            Some("ok")
        );
    }
}

#[tokio::test]
async fn answers_that_the_schemas_allow_decode() {
    let prism = start();
    let client = client(&prism, SECURITY[0].1, Some("dynamic=true"));
    // Prism makes up another answer each time: optional members are there or not, texts are any.
    for _ in 0..20 {
        update(&client).await;
        get(&client).await;
        delete(&client).await;
    }
}

#[tokio::test]
async fn failures_that_the_description_has_are_typed() {
    let prism = start();
    for status in [400, 404, 429, 499] {
        let prefer = format!("code={status}");
        let client = client(&prism, SECURITY[0].1, Some(&prefer));
        let webhooks = client.stream().webhooks();
        let errors = [
            webhooks
                .update()
                .notification_url(NOWHERE)
                .send()
                .await
                .err(),
            webhooks.get().send().await.err(),
            webhooks.delete().send().await.err(),
        ];
        for error in errors {
            let error = error.expect("the answer is a failure");
            assert_eq!(
                error.status().map(|status| status.as_u16()),
                Some(status),
                "{error}"
            );
            assert_eq!(violations(error.headers()), None);
            let failure: &Failure = error
                .failure()
                .unwrap_or_else(|| panic!("untyped: {error:?}"));
            assert!(!failure.success);
        }
    }
}

/// The tests above can fail: Prism does find fault with what a client might get wrong.
#[tokio::test]
async fn prism_reports_what_breaks_the_description() {
    let prism = start();
    let path = format!("/accounts/{ACCOUNT}/stream/webhook");
    let token = format!("Authorization: Bearer {TOKEN}\r\n");
    let json = "Content-Type: application/json\r\n";
    let cases = [
        (
            "GET",
            &path,
            String::new(),
            "",
            "401",
            "Invalid security scheme used",
        ),
        (
            "GET",
            &path,
            "X-Auth-Email: user@example.com\r\n".to_owned(),
            "",
            "401",
            "Invalid security scheme used",
        ),
        (
            "PUT",
            &path,
            format!("{token}{json}"),
            r#"{"notification_url": 5}"#,
            "422",
            "notification_url must be string",
        ),
        (
            "PUT",
            &path,
            format!("{token}{json}"),
            r#"{"notificationUrl": "not a URL"}"#,
            "422",
            "notificationUrl must match format",
        ),
        (
            "PUT",
            &path,
            token.clone(),
            "",
            "422",
            "Body parameter is required",
        ),
        (
            "GET",
            &format!("/accounts/{ACCOUNT}0/stream/webhook"),
            token.clone(),
            "",
            "422",
            "must NOT have more than 32 characters",
        ),
    ];
    for (method, path, headers, body, status, message) in cases {
        let answer = exchange(&prism, method, path, &headers, body);
        let head = answer.split("\r\n\r\n").next().unwrap_or_default();
        assert!(
            head.starts_with(&format!("HTTP/1.1 {status} ")),
            "{method} {path}\n{headers}{body}\n{head}"
        );
        let found = head
            .lines()
            .find(|line| line.to_ascii_lowercase().starts_with("sl-violations:"));
        assert!(
            found.is_some_and(|found| found.contains(message)),
            "{method} {path}\n{headers}{body}\n{head}"
        );
    }

    // The generated client itself is reported, once it is told not to look at limits.
    let client = client(
        &prism,
        |client| client.api_token(TOKEN).check_parameters(false),
        None,
    );
    let call = client.stream().webhooks().get().account_id("0".repeat(33));
    let error = call.send().await.expect_err("the account is too long");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
    let found = violations(error.headers()).expect("Prism says why");
    assert!(
        found.contains("must NOT have more than 32 characters"),
        "{found}"
    );
    assert!(error.failure::<Failure>().is_some());
}

#[test]
fn nothing_is_left_running_after_a_panic() {
    let prism = start();
    let address = prism.address().trim_start_matches("http://").to_owned();
    assert!(TcpStream::connect(&address).is_ok());
    let test = std::thread::spawn(move || {
        let _prism = prism;
        panic!("as a test that fails does");
    });
    assert!(test.join().is_err());
    assert!(TcpStream::connect(&address).is_err());
}

fn start() -> Prism {
    Prism::start(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/stream-webhook.yaml"))
}

fn client(prism: &Prism, credentials: Credentials, prefer: Option<&str>) -> Client {
    let builder = Client::builder()
        .base_url(prism.address())
        .account_id(ACCOUNT);
    let builder = match prefer {
        Some(prefer) => builder.transport(Preferring::new(prefer)),
        None => builder,
    };
    credentials(builder).build().expect("the client is set up")
}

async fn update(client: &Client) -> Response<WebhookEnvelope> {
    let call = client.stream().webhooks().update();
    accepted(
        call.notification_url(NOWHERE)
            .notification_url_2(NOWHERE)
            .with_response()
            .await,
    )
}

async fn get(client: &Client) -> Response<WebhookEnvelope> {
    accepted(client.stream().webhooks().get().with_response().await)
}

async fn delete(client: &Client) -> Response<DeletedEnvelope> {
    accepted(client.stream().webhooks().delete().with_response().await)
}

/// The response, if Prism found nothing wrong and it decoded.
fn accepted<T>(response: Result<Response<T>, Error>) -> Response<T> {
    match response {
        Ok(response) => {
            assert_eq!(response.status(), 200);
            assert_eq!(violations(Some(response.headers())), None);
            response
        }
        Err(error) => panic!("{error}\nviolations: {:?}", violations(error.headers())),
    }
}

/// What Prism found wrong with a request, or with its own answer.
fn violations(headers: Option<&HeaderMap>) -> Option<&str> {
    let value = headers?.get("sl-violations")?;
    Some(value.to_str().expect("Prism writes ASCII"))
}

/// Adds the header that tells Prism which answer to give.
struct Preferring {
    prefer: HeaderValue,
    inner: ReqwestTransport,
}

impl Preferring {
    fn new(prefer: &str) -> Self {
        let timeouts = Timeouts {
            whole: Duration::from_secs(60),
            connect: Duration::from_secs(5),
            read: None,
        };
        Self {
            prefer: prefer.parse().expect("the value is a header"),
            inner: ReqwestTransport::new(timeouts).expect("reqwest is set up"),
        }
    }
}

impl Transport for Preferring {
    fn send(
        &self,
        mut request: Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        request.headers_mut().insert("prefer", self.prefer.clone());
        self.inner.send(request)
    }
}

/// Sends a request as it is written here, and gives the whole answer.
fn exchange(prism: &Prism, method: &str, path: &str, headers: &str, body: &str) -> String {
    let host = prism.address().trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).expect("Prism listens");
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
    .expect("Prism reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("Prism answers");
    answer
}
