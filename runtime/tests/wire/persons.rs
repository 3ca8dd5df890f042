//! Tokens of persons who agreed, from a server, and how they are refreshed.

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use specwright_runtime::{
    AuthorizationCode, AuthorizationEndpoint, Credential, Error, Login, Timer, Tokens,
};
use url::Url;

use super::PLANT;
use super::clock::Clock;
use super::garden::Client;
use super::server::{Reply, Server, json};

const GARDENER: AuthorizationEndpoint = AuthorizationEndpoint::new(
    "gardener",
    "https://garden.example/agree?tenant=t1",
    "/oauth/token",
)
.with_scopes(&["plants:read"]);

const FIRST: &str = r#"{"access_token":"acc3ss-1","refresh_token":"r3fresh-1","token_type":"bearer","expires_in":100,"scope":"plants:read","user":7}"#;
const SECOND: &str = r#"{"access_token":"acc3ss-2","refresh_token":"r3fresh-2"}"#;
const THIRD: &str = r#"{"access_token":"acc3ss-3","expires_in":100}"#;

fn app(server: &Server) -> AuthorizationCode {
    AuthorizationCode::new(GARDENER, "my app")
        .secret("hunter2")
        .token_url(format!("{}/oauth/token", server.url))
        .redirect_url("https://app.example/back")
}

fn client(server: &Server, credential: impl Into<Credential>) -> Client {
    let builder = Client::builder().base_url(server.url.as_str());
    builder.garden_id("g1").token(credential).build().unwrap()
}

/// A parameter of the address that a person is sent to.
fn parameter(login: &Login, name: &str) -> Option<String> {
    let url = Url::parse(login.url()).unwrap();
    let mut pairs = url.query_pairs();
    pairs.find_map(|(known, value)| (known == name).then(|| value.into_owned()))
}

/// Where a person comes back to who agreed.
fn back(login: &Login) -> String {
    let state = parameter(login, "state").unwrap();
    format!("https://app.example/back?code=c0de-42&state={state}")
}

/// The parameters of a form that a server was sent.
fn form(asked: &str) -> Vec<(String, String)> {
    let (_, body) = asked.split_once("\r\n\r\n").unwrap();
    let pairs = url::form_urlencoded::parse(body.as_bytes());
    pairs.into_owned().collect()
}

fn of<'f>(form: &'f [(String, String)], name: &str) -> Option<&'f str> {
    let pair = form.iter().find(|(known, _)| known == name);
    pair.map(|(_, value)| value.as_str())
}

/// What a call or a login came to that had no token, and the code that the server told.
fn told(error: &Error) -> (String, Option<&str>) {
    let shown = format!("{error:?} {error} {}", error.source().unwrap());
    for secret in ["hunter2", "acc3ss", "r3fresh", "c0de"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let cause = error.token_error().unwrap();
    (cause.to_string(), cause.code())
}

#[tokio::test]
async fn a_person_agrees_and_calls_are_made_in_their_name() {
    let replies = [
        json("200 OK", FIRST),
        json("200 OK", PLANT),
        json("401 Unauthorized", "{}"),
        json("200 OK", SECOND),
        json("200 OK", PLANT),
    ];
    let server = Server::start(replies).await;
    let app = app(&server)
        .scopes(["plants:read", "offline"])
        .login_parameter("prompt", "consent")
        .parameter("audience", "garden");

    let login = app.login().unwrap();
    for (name, value) in [
        ("tenant", "t1"),
        ("response_type", "code"),
        ("client_id", "my app"),
        ("redirect_uri", "https://app.example/back"),
        ("scope", "plants:read offline"),
        ("code_challenge_method", "S256"),
        ("prompt", "consent"),
    ] {
        assert_eq!(parameter(&login, name).as_deref(), Some(value));
    }
    // A session keeps it as text, meanwhile.
    let kept = serde_json::to_string(&login).unwrap();
    let login: Login = serde_json::from_str(&kept).unwrap();
    let tokens = app.finish(&login, &back(&login)).await.unwrap();
    assert_eq!(tokens.access_token(), "acc3ss-1");
    assert_eq!(tokens.refresh_token(), Some("r3fresh-1"));
    assert_eq!(tokens.expires_in(), Some(Duration::from_secs(100)));
    assert_eq!(tokens.scopes(), ["plants:read"]);
    assert_eq!(tokens.member("user").unwrap(), 7);

    let client = client(&server, app.credential(tokens));
    client.plants().update("p1").send().await.unwrap();
    client.plants().update("p1").send().await.unwrap();

    let asked = server.asked();
    let basic = "\r\nauthorization: Basic bXkrYXBwOmh1bnRlcjI=\r\n";
    for (at, grant) in [(0, "authorization_code"), (3, "refresh_token")] {
        assert!(asked[at].starts_with("POST /oauth/token "), "{}", asked[at]);
        assert!(asked[at].contains(basic), "{}", asked[at]);
        let form = form(&asked[at]);
        assert_eq!(of(&form, "grant_type"), Some(grant));
        assert_eq!(of(&form, "audience"), Some("garden"));
    }
    let first = form(&asked[0]);
    assert_eq!(of(&first, "code"), Some("c0de-42"));
    assert_eq!(of(&first, "redirect_uri"), Some("https://app.example/back"));
    let verifier = of(&first, "code_verifier").unwrap();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    assert_eq!(parameter(&login, "code_challenge"), Some(challenge));
    assert_eq!(of(&form(&asked[3]), "refresh_token"), Some("r3fresh-1"));
    for (at, token) in [(1, "acc3ss-1"), (2, "acc3ss-1"), (4, "acc3ss-2")] {
        assert!(
            asked[at].contains(&format!("\r\nauthorization: Bearer {token}\r\n")),
            "{}",
            asked[at]
        );
    }
}

#[tokio::test]
async fn an_application_that_can_keep_no_secret_says_who_it_is_and_proves_it_by_its_verifier() {
    let server = Server::start([json("200 OK", FIRST)]).await;
    let app = AuthorizationCode::new(GARDENER, "my app");
    let app = app.token_url(format!("{}/oauth/token", server.url));
    let login = app.login().unwrap();
    assert_eq!(parameter(&login, "redirect_uri"), None);
    app.finish(&login, &back(&login)).await.unwrap();
    let asked = &server.asked()[0];
    assert!(
        !asked.to_ascii_lowercase().contains("\r\nauthorization:"),
        "{asked}"
    );
    let form = form(asked);
    assert_eq!(of(&form, "client_id"), Some("my app"));
    assert!(of(&form, "code_verifier").is_some());
}

#[tokio::test]
async fn what_is_no_answer_to_the_login_is_sent_to_nobody() {
    let server = Server::start([]).await;
    let app = app(&server);
    let login = app.login().unwrap();
    let state = parameter(&login, "state").unwrap();
    let other = back(&app.login().unwrap());
    let denied = format!("?error=access_denied&error_description=I+would+rather+not&state={state}");
    for (redirected, message, code) in [
        (
            other.as_str(),
            "no token: the answer is not to this login",
            None,
        ),
        (
            "code=c0de-42",
            "no token: the answer is not to this login",
            None,
        ),
        ("", "no token: the answer is not to this login", None),
        (
            denied.as_str(),
            "no token: access_denied: I would rather not",
            Some("access_denied"),
        ),
        (
            &format!("state={state}&error=server_error#_=_"),
            "no token: server_error",
            Some("server_error"),
        ),
        (
            "error=invalid_grant&error_description=Call+0900",
            "no token: the answer is not to this login",
            None,
        ),
        (
            "error=server_error&state=other",
            "no token: the answer is not to this login",
            None,
        ),
        (
            &format!("state={state}"),
            "no token: the answer has no code",
            None,
        ),
    ] {
        let error = app.finish(&login, redirected).await.unwrap_err();
        assert_eq!(told(&error), (message.to_owned(), code), "{redirected}");
        assert_eq!(
            error.to_string(),
            "the credential of `gardener` was not to be had"
        );
    }
    assert_eq!(server.asked().len(), 0);
}

#[tokio::test]
async fn a_server_that_gives_no_tokens_says_why() {
    // GitHub says so with 200.
    for status in ["400 Bad Request", "200 OK"] {
        let no =
            r#"{"error":"invalid_grant","error_description":"c0de-42 was used, hunter2 t3nant"}"#;
        let server = Server::start([json(status, no)]).await;
        let app = app(&server).parameter("assertion", "t3nant");
        let login = app.login().unwrap();
        let error = app.finish(&login, &back(&login)).await.unwrap_err();
        let message = "no token: invalid_grant: [redacted] was used, [redacted] [redacted]";
        assert_eq!(told(&error), (message.to_owned(), Some("invalid_grant")));
    }
    let server = Server::start([Reply::Reset]).await;
    let app = app(&server);
    let login = app.login().unwrap();
    let error = app.finish(&login, &back(&login)).await.unwrap_err();
    let cause = error.source().unwrap().to_string();
    assert!(cause.contains("the connection failed"), "{cause}");
}

#[tokio::test]
async fn addresses_that_are_none_are_told() {
    let relative = AuthorizationCode::new(GARDENER, "me");
    let login = relative.login().unwrap();
    let told = relative.finish(&login, &back(&login)).await.unwrap_err();
    assert_eq!(
        told.to_string(),
        "`gardener`: `token_url` is no absolute URL: relative URL without a base"
    );
    for (app, setter) in [
        (relative.clone().redirect_url("back"), "redirect_url"),
        (
            relative.clone().login_parameter("scope", "a"),
            "`scope` is no further",
        ),
        (relative.authorization_url("/agree"), "authorization_url"),
    ] {
        let told = app.login().unwrap_err().to_string();
        assert!(told.contains(setter), "{told}");
    }
}

#[tokio::test]
async fn refreshed_tokens_are_kept_before_they_are_used() {
    let replies = [
        json("200 OK", SECOND),
        json("200 OK", PLANT),
        json("401 Unauthorized", "{}"),
        json("200 OK", THIRD),
        json("200 OK", PLANT),
    ];
    let server = Server::start(replies).await;
    let kept = Arc::new(Mutex::new(Vec::new()));
    let database = kept.clone();
    let tokens = Tokens::from_refresh_token("r3fresh-1");
    assert_eq!(tokens.access_token(), "");
    let credential = app(&server).credential(tokens).on_refresh(move |tokens| {
        let mut database = database.lock().unwrap();
        database.push([tokens.access_token(), tokens.refresh_token().unwrap()].join(" "));
        let is_down = database.len() < 3;
        async move {
            match is_down {
                true => Err("the database is down".into()),
                false => Ok(()),
            }
        }
    });
    let plants = client(&server, credential).plants();
    for _ in 0..2 {
        let error = plants.update("p1").send().await.unwrap_err();
        assert_eq!(error.source().unwrap().to_string(), "the database is down");
        assert!(!error.needs_login());
    }
    plants.update("p1").send().await.unwrap();
    plants.update("p1").send().await.unwrap();

    // What could not be kept is not asked for again.
    let asked = server.asked();
    assert_eq!(asked.len(), 5);
    assert_eq!(of(&form(&asked[0]), "refresh_token"), Some("r3fresh-1"));
    assert_eq!(of(&form(&asked[3]), "refresh_token"), Some("r3fresh-2"));
    assert!(asked[4].contains("Bearer acc3ss-3"), "{}", asked[4]);
    let [second, third] = ["acc3ss-2 r3fresh-2", "acc3ss-3 r3fresh-2"];
    assert_eq!(*kept.lock().unwrap(), [second, second, second, third]);
}

#[tokio::test]
async fn clients_with_one_credential_have_one_token() {
    let replies = [
        Reply::Trickle(response_of(SECOND), Duration::from_millis(2)),
        json("200 OK", PLANT),
        json("200 OK", PLANT),
        json("200 OK", PLANT),
        json("401 Unauthorized", "{}"),
        json(
            "400 Bad Request",
            r#"{"error":"invalid_grant","error_description":"r3fresh-2"}"#,
        ),
    ];
    let server = Server::start(replies).await;
    let credential = app(&server).credential(Tokens::from_refresh_token("r3fresh-1"));
    let [one, other] = [0, 1].map(|_| client(&server, credential.clone()).plants());
    let calls = [one.update("p1").send(), other.update("p1").send()].map(tokio::spawn);
    for call in calls {
        call.await.unwrap().unwrap();
    }
    // One that is made later has it, too.
    let later = client(&server, credential).plants();
    later.update("p1").send().await.unwrap();
    let asked = server.asked();
    assert_eq!(asked.len(), 4);
    for asked in &asked[1..] {
        assert!(asked.contains("Bearer acc3ss-2"), "{asked}");
    }
    // A person who has taken the agreement back has to log in, and is not asked for again and again.
    for plants in [one, other] {
        let error = plants.update("p1").send().await.unwrap_err();
        let message = "no token: invalid_grant: [redacted]".to_owned();
        assert_eq!(told(&error), (message, Some("invalid_grant")));
        assert!(error.needs_login());
        assert_eq!(server.asked().len(), 6);
    }
}

/// A response with tokens, as text.
fn response_of(tokens: &str) -> String {
    match json("200 OK", tokens) {
        Reply::Bytes(text) => text,
        _ => unreachable!(),
    }
}

#[tokio::test]
async fn a_call_that_is_given_up_leaves_its_refresh_to_the_next() {
    let replies = [
        Reply::Trickle(response_of(SECOND), Duration::from_millis(4)),
        json("200 OK", PLANT),
    ];
    let (server, clock) = (Server::start(replies).await, Clock::default());
    let credential = app(&server).credential(Tokens::from_refresh_token("r3fresh-1"));
    let builder = Client::builder().base_url(server.url.as_str());
    let builder = builder.garden_id("g1").timer(clock.clone());
    let plants = builder.token(credential).build().unwrap().plants();
    let call = tokio::spawn(plants.update("p1").send());
    while server.asked().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    call.abort();
    // However late it is: the refresh token is used, and the next one is in the answer.
    assert!(call.await.unwrap_err().is_cancelled());
    clock.sleep(Duration::from_secs(3600)).await;
    plants.update("p1").send().await.unwrap();
    let asked = server.asked();
    assert_eq!(asked.len(), 2);
    assert!(asked[1].contains("Bearer acc3ss-2"), "{}", asked[1]);
}

#[tokio::test]
async fn a_program_that_kept_both_tokens_asks_for_none() {
    let server = Server::start([json("200 OK", PLANT)]).await;
    let tokens = Tokens::from_refresh_token("r3fresh-1");
    let tokens = tokens.with_access_token("acc3ss-1", Some(Duration::from_secs(600)));
    let plants = client(&server, app(&server).credential(tokens)).plants();
    plants.update("p1").send().await.unwrap();
    assert!(server.asked()[0].contains("Bearer acc3ss-1"));
}

#[tokio::test]
async fn tokens_are_refreshed_where_that_is_and_the_way_the_application_is_known() {
    let endpoint = GARDENER.with_refresh_url("/oauth/refresh");
    let replies = [json("200 OK", SECOND), json("200 OK", PLANT)];
    let server = Server::start(replies).await;
    let app = AuthorizationCode::new(endpoint, "me")
        .secret("hunter2")
        .in_body();
    let tokens = Tokens::from_refresh_token("r3fresh-1");
    let plants = client(&server, app.credential(tokens.clone())).plants();
    plants.update("p1").send().await.unwrap();
    let asked = &server.asked()[0];
    assert!(asked.starts_with("POST /oauth/refresh "), "{asked}");
    assert_eq!(of(&form(asked), "client_secret"), Some("hunter2"));

    // Who says where tokens come from says it of these as well.
    let server = Server::start([json("200 OK", SECOND), json("200 OK", PLANT)]).await;
    let app = app.token_url(format!("{}/here", server.url));
    let plants = client(&server, app.credential(tokens)).plants();
    plants.update("p1").send().await.unwrap();
    assert!(server.asked()[0].starts_with("POST /here "));
}

#[tokio::test]
async fn a_login_is_one_applications_and_one_servers() {
    let server = Server::start([json("200 OK", FIRST)]).await;
    let app = app(&server).issuer("https://garden.example/?t=1");
    let login = app.login().unwrap();
    let other = AuthorizationCode::new(GARDENER, "other").token_url(server.url.as_str());
    let error = other.finish(&login, &back(&login)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the login is that of another application"
    );
    for iss in ["", "&iss=https://evil.example"] {
        let error = app.finish(&login, &format!("{}{iss}", back(&login))).await;
        let message = "no token: the answer is another server's".to_owned();
        assert_eq!(told(&error.unwrap_err()), (message, None));
    }
    assert!(server.asked().is_empty());
    let (_, query) = back(&login)
        .split_once('?')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let answer = format!("{query}&iss=https://garden.example/?t=1");
    app.finish(&login, &answer).await.unwrap();
}

#[tokio::test]
async fn scopes_come_in_many_forms() {
    for (scope, scopes) in [
        (r#""a b""#, &["a", "b"][..]),
        (r#""a,b""#, &["a", "b"]),
        (r#"["a","b"]"#, &["a", "b"]),
        ("null", &[]),
    ] {
        let answer = format!(r#"{{"access_token":"acc3ss","refresh_token":"","scope":{scope}}}"#);
        let server = Server::start([json("200 OK", &answer)]).await;
        let app = app(&server).scopes(GARDENER.scopes());
        let login = app.login().unwrap();
        assert_eq!(parameter(&login, "scope").as_deref(), Some("plants:read"));
        let tokens = app.finish(&login, &back(&login)).await.unwrap();
        assert_eq!(tokens.scopes(), scopes);
        assert_eq!(tokens.refresh_token(), None);
    }
}

#[tokio::test]
async fn a_token_that_nothing_refreshes_is_good_until_it_is_not() {
    let only = FIRST.replace(r#""refresh_token":"r3fresh-1","#, "");
    let replies = [
        json("200 OK", &only),
        json("200 OK", PLANT),
        json("401 Unauthorized", "{}"),
    ];
    let (server, clock) = (Server::start(replies).await, Clock::default());
    let app = app(&server);
    let login = app.login().unwrap();
    let tokens = app.finish(&login, &back(&login)).await.unwrap();
    assert_eq!(tokens.refresh_token(), None);
    let builder = Client::builder().base_url(server.url.as_str());
    let builder = builder.garden_id("g1").timer(clock.clone());
    let client = builder.token(app.credential(tokens)).build().unwrap();
    client.plants().update("p1").send().await.unwrap();
    // Nobody is asked for another one.
    let message =
        "no token: the access token is no longer good, and none came that gets another one";
    for _ in 0..2 {
        let error = client.plants().update("p1").send().await.unwrap_err();
        assert_eq!(told(&error), (message.to_owned(), None));
        assert!(error.needs_login());
        clock.sleep(Duration::from_secs(101)).await;
    }
    assert_eq!(server.asked().len(), 3);
}

#[test]
fn nothing_shows_a_secret() {
    let app = AuthorizationCode::new(GARDENER, "me").secret("hunter2");
    let login = app.login().unwrap();
    let state = parameter(&login, "state").unwrap();
    let tokens = Tokens::from_refresh_token("r3fresh-1");
    let shown = format!(
        "{app:?} {login:?} {tokens:?} {:?}",
        app.credential(tokens.clone())
    );
    for secret in ["hunter2", "r3fresh", &state] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
