//! Credentials that a provider gives: when it is asked, how often, and what its failures do.

use std::error::Error as _;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use specwright_runtime::http::{Request, Response, StatusCode};
use specwright_runtime::{
    Body, BoxFuture, CallOptions, Credential, CredentialProvider, Error, Layer, Next, NotRetried,
    ProviderError, Sent, Timer, Token, Upload,
};

use super::canned::Canned;
use super::clock::Clock;
use super::garden::{Client, ClientBuilder};

const PLANT: &str = r#"{"ok":true,"data":{"id":"p1"}}"#;

/// Gives `t1`, `t2` and so on, each of which takes a moment.
#[derive(Clone, Default)]
pub(super) struct Counter {
    pub asked: Arc<AtomicU32>,
    pub good_for: Option<Duration>,
    pub keeps_refused: bool,
}

impl Counter {
    pub fn asked(&self) -> u32 {
        self.asked.load(Ordering::SeqCst)
    }
}

impl CredentialProvider for Counter {
    fn credential(&self) -> BoxFuture<'_, Result<Token, ProviderError>> {
        Box::pin(async {
            let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            tokio::time::sleep(Duration::from_millis(20)).await;
            let token = Token::new(format!("t{number}"));
            Ok(match self.good_for {
                Some(time) => token.expires_in(time),
                None => token,
            })
        })
    }

    fn replaces_refused(&self) -> bool {
        !self.keeps_refused
    }
}

/// A provider that gives this when it is asked for the first, second, .. time, and how often it was asked.
pub(super) fn giving<F>(
    give: impl Fn(u32) -> F + Send + Sync + 'static,
) -> (Arc<AtomicU32>, impl CredentialProvider)
where
    F: Future<Output = Result<Token, ProviderError>> + Send + 'static,
{
    let asked = Arc::new(AtomicU32::new(0));
    let count = asked.clone();
    let provider = move || give(count.fetch_add(1, Ordering::SeqCst) + 1);
    (asked, provider)
}

/// Why there is no token.
pub(super) fn sealed() -> Result<Token, ProviderError> {
    Err("the vault is sealed".into())
}

pub(super) fn builder(
    canned: &Canned,
    clock: &Clock,
    provider: impl CredentialProvider,
) -> ClientBuilder {
    Client::builder()
        .transport(canned.clone())
        .timer(clock.clone())
        .token(Credential::from_provider(provider))
        .garden_id("g1")
}

pub(super) fn client(canned: &Canned, clock: &Clock, provider: impl CredentialProvider) -> Client {
    builder(canned, clock, provider).build().unwrap()
}

pub(super) fn plants(count: usize) -> Canned {
    (0..count).fold(Canned::default(), |canned, _| canned.json(200, PLANT))
}

/// The tokens that were sent.
pub(super) fn sent(canned: &Canned) -> Vec<String> {
    let token = |asked: &String| {
        let mut lines = asked.lines();
        let line = lines.find_map(|line| line.strip_prefix("authorization: Bearer "));
        line.unwrap_or_default().to_owned()
    };
    canned.asked().iter().map(token).collect()
}

pub(super) async fn update(client: &Client) -> Result<(), Error> {
    client.plants().update("p1").send().await.map(drop)
}

/// Makes many calls at once.
pub(super) async fn updates(client: &Client, count: usize) -> Vec<Result<(), Error>> {
    let calls: Vec<_> = (0..count)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { update(&client).await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for call in calls {
        outcomes.push(call.await.unwrap());
    }
    outcomes
}

#[tokio::test(flavor = "multi_thread")]
async fn one_call_asks_and_all_others_wait() {
    let (canned, provider) = (plants(200), Counter::default());
    let client = client(&canned, &Clock::default(), provider.clone());
    for outcome in updates(&client, 100).await {
        outcome.unwrap();
    }
    assert_eq!(provider.asked(), 1);
    assert_eq!(sent(&canned), vec!["t1"; 100]);
    update(&client).await.unwrap();
    assert_eq!(provider.asked(), 1);
}

#[tokio::test]
async fn a_renewal_is_no_retry_to_the_budget() {
    let refused = |canned: Canned| canned.json(503, "{}");
    let canned = refused(refused(Canned::default()));
    let canned = refused(canned.json(401, "{}").json(200, PLANT));
    let builder = builder(&canned, &Clock::default(), Counter::default());
    let client = builder.retry_budget(1).build().unwrap();
    // It takes the budget.
    update(&client).await.unwrap_err();
    update(&client).await.unwrap();
    let error = update(&client).await.unwrap_err();
    assert_eq!(error.not_retried(), Some(NotRetried::Budget));
}

#[tokio::test]
async fn a_provider_is_not_asked_before_it_has_to_be() {
    let (canned, provider) = (Canned::default().json(200, "[]"), Counter::default());
    let client = client(&canned, &Clock::default(), provider.clone());
    // This operation needs nothing.
    client.plants().remove("p1").send().await.unwrap();
    assert_eq!(provider.asked(), 0);
}

#[tokio::test]
async fn what_expires_is_replaced_a_little_earlier() {
    for (good_for, just_before, replaced) in [(3600, 3539, 1), (100, 89, 1)] {
        let (canned, clock) = (plants(9), Clock::default());
        let provider = Counter {
            good_for: Some(Duration::from_secs(good_for)),
            ..Counter::default()
        };
        let client = client(&canned, &clock, provider.clone());
        update(&client).await.unwrap();
        clock.sleep(Duration::from_secs(just_before)).await;
        update(&client).await.unwrap();
        assert_eq!(provider.asked(), 1);
        clock.sleep(Duration::from_secs(replaced)).await;
        update(&client).await.unwrap();
        assert_eq!(sent(&canned), ["t1", "t1", "t2"]);
    }
}

#[tokio::test]
async fn what_a_server_refuses_is_replaced_once() {
    let canned = Canned::default().json(401, "{}").json(200, PLANT);
    let client = client(&canned, &Clock::default(), Counter::default());
    let call = client.plants().update("p1");
    assert_eq!(call.with_response().await.unwrap().tries(), 2);
    assert_eq!(sent(&canned), ["t1", "t2"]);

    let canned = Canned::default().json(401, "{}").json(401, "{}");
    let provider = Counter::default();
    let client = self::client(&canned, &Clock::default(), provider.clone());
    let error = update(&client).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.tries()), (401, 2));
    assert_eq!(provider.asked(), 2);
}

#[tokio::test]
async fn a_server_that_refuses_everything_costs_a_token_each_five_seconds() {
    let canned = (0..13).fold(Canned::default(), |canned, _| canned.json(401, "{}"));
    let (clock, provider) = (Clock::default(), Counter::default());
    let client = client(&canned, &clock, provider.clone());
    for (pause, asked) in [(0, 2), (0, 2), (4, 2), (1, 3), (0, 3), (4, 3), (1, 4)] {
        clock.sleep(Duration::from_secs(pause)).await;
        let error = update(&client).await.unwrap_err();
        assert_eq!(error.status().unwrap(), StatusCode::UNAUTHORIZED);
        assert_eq!(provider.asked(), asked);
    }
    assert_eq!(
        sent(&canned),
        ["t1", "t2", "t2", "t2", "t2", "t3", "t3", "t3", "t3", "t4"]
    );
    // What is refused after it was good for a while is replaced at once.
    clock.sleep(Duration::from_secs(600)).await;
    update(&client).await.unwrap_err();
    assert_eq!(sent(&canned)[10..], ["t4", "t5"]);
}

#[tokio::test]
async fn a_replacement_is_no_retry() {
    let canned = Canned::default()
        .json(503, "{}")
        .json(401, "{}")
        .json(503, "{}")
        .json(200, PLANT);
    let clock = Clock::default();
    let client = client(&canned, &clock, Counter::default());
    let call = client.plants().update("p1");
    assert_eq!(call.with_response().await.unwrap().tries(), 4);
    assert_eq!(sent(&canned), ["t1", "t1", "t2", "t2"]);
    assert_eq!(clock.slept().len(), 2);
}

/// Refuses the first token.
struct Expired;

impl Layer for Expired {
    fn send<'a>(&'a self, request: Request<Body>, next: Next<'a>) -> Sent<'a> {
        Box::pin(async move {
            // Some requests are answered when the next token is there already.
            tokio::task::yield_now().await;
            if request.headers()["authorization"] == "Bearer t1" {
                let mut refusal = Response::new(Body::from("{}"));
                *refusal.status_mut() = StatusCode::UNAUTHORIZED;
                return Ok(refusal);
            }
            next.send(request).await
        })
    }

    fn sees_credentials(&self) -> bool {
        true
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_are_refused_together_replace_it_together() {
    let (canned, provider) = (plants(50), Counter::default());
    let token = Credential::from_provider(provider.clone());
    let builder = Client::builder().transport(canned.clone()).layer(Expired);
    let client = builder.token(token).garden_id("g1").build().unwrap();
    for outcome in updates(&client, 50).await {
        outcome.unwrap();
    }
    assert_eq!(provider.asked(), 2);
}

#[tokio::test]
async fn some_refusals_are_final() {
    let canned = Canned::default().json(401, "{}");
    let provider = Counter {
        keeps_refused: true,
        ..Counter::default()
    };
    let stubborn = client(&canned, &Clock::default(), provider);
    assert_eq!(update(&stubborn).await.unwrap_err().tries(), 1);
    // Another origin never saw it.
    let canned = Canned::default()
        .redirect(303, "https://b.example/")
        .json(401, "{}");
    let provider = Counter::default();
    let elsewhere = client(&canned, &Clock::default(), provider.clone());
    assert_eq!(update(&elsewhere).await.unwrap_err().tries(), 1);
    assert_eq!(provider.asked(), 1);
    // What is fixed can't be replaced.
    let canned = Canned::default().json(401, "{}");
    assert_eq!(
        update(&super::client(&canned)).await.unwrap_err().tries(),
        1
    );
}

#[tokio::test]
async fn a_failure_is_that_of_all_who_waited() {
    let (asked, provider) = giving(|_| async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        sealed()
    });
    let canned = Canned::default();
    let client = client(&canned, &Clock::default(), provider);
    for outcome in updates(&client, 20).await {
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::Credentials(_)), "{error:?}");
        assert_eq!(
            error.to_string(),
            "plants.update: the credential of `token` was not to be had"
        );
        assert_eq!(error.source().unwrap().to_string(), "the vault is sealed");
    }
    assert!(canned.asked().is_empty());
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    // The next call asks again.
    update(&client).await.unwrap_err();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_provider_that_fails_early_costs_nothing() {
    let (asked, provider) = giving(|number| async move {
        match number {
            1 | 5 => Ok(Token::new(format!("t{number}")).expires_in(Duration::from_secs(100))),
            _ => sealed(),
        }
    });
    let (canned, clock) = (plants(6), Clock::default());
    let client = client(&canned, &clock, provider);
    // At first, and 90, 94, 96, 99 and 102 seconds later: it has ended then.
    for (pause, so_far) in [(0, 1), (90, 2), (4, 2), (2, 3), (3, 3)] {
        clock.sleep(Duration::from_secs(pause)).await;
        update(&client).await.unwrap();
        assert_eq!(asked.load(Ordering::SeqCst), so_far);
    }
    clock.sleep(Duration::from_secs(1)).await;
    update(&client).await.unwrap_err();
    assert_eq!(asked.load(Ordering::SeqCst), 4);
    update(&client).await.unwrap();
    assert_eq!(sent(&canned), ["t1", "t1", "t1", "t1", "t1", "t5"]);
    // When it has ended, there is nothing to go on with.
    clock.sleep(Duration::from_secs(101)).await;
    update(&client).await.unwrap_err();
}

#[tokio::test]
async fn a_body_that_is_there_once_leaves_the_other_credential_to_the_next_call() {
    let canned = Canned::default().json(401, "{}").json(200, PLANT);
    let client = client(&canned, &Clock::default(), Counter::default());
    let once = Upload::from(Body::wrap(Body::from("x")));
    let error = client.orders().scan(once).send().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 401);
    update(&client).await.unwrap();
    assert_eq!(sent(&canned), ["t1", "t2"]);
}

#[tokio::test]
async fn what_a_call_has_instead_was_not_the_clients() {
    let canned = Canned::default().json(401, "{}").json(200, PLANT);
    let client = client(&canned, &Clock::default(), Counter::default());
    let options = CallOptions::new().header("authorization", "Bearer other");
    let call = client.plants().update("p1").with_options(options);
    assert_eq!(call.send().await.unwrap_err().tries(), 1);
    update(&client).await.unwrap();
    assert_eq!(sent(&canned), ["other", "t1"]);
}

/// Gives a token for 100 seconds, and nothing after that.
fn silent_after_the_first() -> (Arc<AtomicU32>, impl CredentialProvider) {
    giving(|number| async move {
        if number > 1 {
            pending::<()>().await;
        }
        Ok(Token::new("t1").expires_in(Duration::from_secs(100)))
    })
}

#[tokio::test]
async fn a_provider_that_hangs_while_the_last_token_lasts_costs_one_call_a_moment() {
    let (asked, provider) = silent_after_the_first();
    let (canned, clock) = (plants(21), Clock::default());
    let builder = builder(&canned, &clock, provider);
    let client = builder.timeout(Duration::from_millis(400)).build().unwrap();
    update(&client).await.unwrap();
    clock.sleep(Duration::from_secs(92)).await;
    for outcome in updates(&client, 10).await {
        outcome.unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    // It is asked again some seconds later, and not by each call.
    for outcome in updates(&client, 10).await {
        outcome.unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    assert_eq!(sent(&canned), vec!["t1"; 21]);
}

#[tokio::test]
async fn who_gives_up_while_the_last_token_lasts_leaves_it_for_later() {
    let (asked, provider) = silent_after_the_first();
    let (canned, clock) = (plants(2), Clock::default());
    let client = client(&canned, &clock, provider);
    update(&client).await.unwrap();
    clock.sleep(Duration::from_secs(92)).await;
    let short = tokio::time::timeout(Duration::from_millis(20), update(&client));
    short.await.unwrap_err();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    update(&client).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_good_for_no_time_serves_all_who_waited_for_it() {
    let provider = Counter {
        good_for: Some(Duration::ZERO),
        ..Counter::default()
    };
    let (canned, clock) = (plants(100), Clock::default());
    let client = client(&canned, &clock, provider.clone());
    for outcome in updates(&client, 100).await {
        outcome.unwrap();
    }
    assert!(provider.asked() < 10, "{}", provider.asked());
}

#[test]
fn a_credential_shows_nothing() {
    let shown = format!(
        "{:?} {:?}",
        Credential::from("hunter2"),
        Token::new("hunter2")
    );
    assert!(!shown.contains("hunter2"), "{shown}");
}
