//! Calls that wait for the same credential: what one that gives up, or fails, leaves to the others.

use std::error::Error as _;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use specwright_runtime::{
    CallOptions, CredentialProvider, Error, RetryPolicy, Timer, Token, TransportError,
    TransportErrorKind,
};
use tokio::task::JoinHandle;

use super::canned::Canned;
use super::clock::Clock;
use super::garden::Client;
use super::renewals::{Counter, builder, client, giving, plants, sealed, sent, update, updates};

/// A client whose calls have so many milliseconds.
fn hasty(
    canned: &Canned,
    clock: &Clock,
    timeout: u64,
    provider: impl CredentialProvider,
) -> Client {
    let builder = builder(canned, clock, provider);
    builder
        .timeout(Duration::from_millis(timeout))
        .build()
        .unwrap()
}

/// Begins a call, and lets it come to where it waits.
async fn begun(client: &Client) -> JoinHandle<Result<(), Error>> {
    let client = client.clone();
    let call = tokio::spawn(async move { update(&client).await });
    tokio::task::yield_now().await;
    call
}

/// Gives `t1`, `t2` and so on, but for the first one, which never comes.
fn silent_at_first() -> (Arc<AtomicU32>, impl CredentialProvider) {
    giving(|number| async move {
        if number == 1 {
            pending::<()>().await;
        }
        Ok(Token::new(format!("t{number}")))
    })
}

#[tokio::test]
async fn a_token_that_takes_longer_than_a_call_comes_to_a_later_one() {
    let (asked, provider) = giving(|_| async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        Ok(Token::new("t1"))
    });
    let canned = plants(1);
    let client = hasty(&canned, &Clock::default(), 40, provider);
    let mut calls = 1;
    while let Err(error) = update(&client).await {
        assert!(error.is_timeout(), "{error:?}");
        assert!(calls < 20);
        calls += 1;
    }
    assert!(calls > 1);
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert_eq!(sent(&canned), ["t1"]);
}

#[tokio::test]
async fn who_gives_up_leaves_it_to_the_next() {
    let (canned, provider) = (plants(2), Counter::default());
    let client = client(&canned, &Clock::default(), provider.clone());
    let first = begun(&client).await;
    let others = [
        begun(&client).await,
        begun(&client).await,
        begun(&client).await,
    ];
    first.abort();
    let [second, third, fourth] = others;
    // It is the next in turn, and gives up before it knows.
    second.abort();
    third.await.unwrap().unwrap();
    fourth.await.unwrap().unwrap();
    assert_eq!(provider.asked(), 1);
    assert_eq!(sent(&canned), ["t1", "t1"]);
}

#[tokio::test]
async fn a_provider_has_as_long_as_the_call() {
    let (asked, provider) = silent_at_first();
    let (canned, clock) = (plants(1), Clock::default());
    let client = hasty(&canned, &clock, 50, provider);
    for _ in 0..2 {
        let error = update(&client).await.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        let Error::Transport(failure) = &error else {
            panic!("{error:?}")
        };
        assert_eq!(failure.error().kind(), TransportErrorKind::Timeout);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    // What was asked ten seconds ago will not come any more.
    clock.sleep(Duration::from_secs(10)).await;
    update(&client).await.unwrap();
    assert_eq!(sent(&canned), ["t2"]);
}

#[tokio::test]
async fn what_another_call_asked_for_is_not_waited_for_without_end() {
    let (_, provider) = silent_at_first();
    let (canned, clock) = (plants(1), Clock::default());
    let client = client(&canned, &clock, provider);
    begun(&client).await.abort();
    tokio::task::yield_now().await;
    clock.sleep(Duration::from_millis(9980)).await;
    update(&client).await.unwrap();
    assert_eq!(sent(&canned), ["t2"]);
}

#[tokio::test]
async fn what_nobody_waited_for_has_been_good_for_as_long() {
    let (canned, clock) = (plants(3), Clock::default());
    let provider = Counter {
        good_for: Some(Duration::from_secs(100)),
        ..Counter::default()
    };
    let client = client(&canned, &clock, provider);
    begun(&client).await.abort();
    tokio::task::yield_now().await;
    // It ends a hundred seconds after it was asked for.
    for (pause, token) in [(9, "t1"), (80, "t1"), (2, "t2")] {
        clock.sleep(Duration::from_secs(pause)).await;
        update(&client).await.unwrap();
        assert_eq!(sent(&canned).last().unwrap(), token);
    }
}

#[tokio::test]
async fn what_did_not_come_while_the_last_token_lasts_is_there_later() {
    let (asked, provider) = giving(|number| async move {
        if number > 1 {
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        let token = Token::new(format!("t{number}"));
        Ok(token.expires_in(Duration::from_secs(100)))
    });
    let (canned, clock) = (plants(3), Clock::default());
    let client = hasty(&canned, &clock, 100, provider);
    update(&client).await.unwrap();
    clock.sleep(Duration::from_secs(91)).await;
    update(&client).await.unwrap();
    tokio::time::sleep(Duration::from_millis(150)).await;
    clock.sleep(Duration::from_secs(6)).await;
    update(&client).await.unwrap();
    assert_eq!(sent(&canned), ["t1", "t1", "t2"]);
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_provider_that_panics_takes_one_call_down() {
    let (_, provider) = giving(|number| async move {
        tokio::task::yield_now().await;
        assert!(number > 1, "the vault has fallen");
        Ok(Token::new("t2"))
    });
    let canned = plants(2);
    let client = client(&canned, &Clock::default(), provider);
    let (first, second) = (begun(&client).await, begun(&client).await);
    assert!(first.await.unwrap_err().is_panic());
    second.await.unwrap().unwrap();
    assert_eq!(sent(&canned), ["t2"]);
}

/// Finds nobody there, so many times.
fn nobody_there(times: u32) -> (Arc<AtomicU32>, impl CredentialProvider) {
    giving(move |number| async move {
        tokio::time::sleep(Duration::from_millis(20)).await;
        let nobody = || TransportError::new(TransportErrorKind::Connect, "nobody there");
        match number > times {
            true => Ok(Token::new(format!("t{number}"))),
            false => Err(nobody().into()),
        }
    })
}

#[tokio::test]
async fn a_failure_is_that_of_those_who_would_not_try_again() {
    let (asked, provider) = nobody_there(1);
    let (canned, clock) = (plants(3), Clock::default());
    let client = client(&canned, &clock, provider);
    let never = CallOptions::new().retry(RetryPolicy::never());
    let hasty = || {
        let call = client.plants().update("p1");
        tokio::spawn(call.with_options(never.clone()).send())
    };
    let first = hasty();
    tokio::task::yield_now().await;
    let others = [begun(&client).await, begun(&client).await];
    let last = hasty();
    let error = first.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Credentials(_)), "{error:?}");
    for other in others {
        other.await.unwrap().unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    assert_eq!(clock.slept().len(), 1);
    last.await.unwrap().unwrap_err();
    assert_eq!(sent(&canned), ["t2", "t2"]);
}

#[tokio::test]
async fn those_who_wait_try_no_more_often_together_than_one_alone() {
    let (asked, provider) = nobody_there(9);
    let (canned, clock) = (Canned::default(), Clock::default());
    let client = client(&canned, &clock, provider);
    for outcome in updates(&client, 20).await {
        outcome.unwrap_err();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 3);
    assert_eq!(clock.slept().len(), 2);
}

#[tokio::test]
async fn a_credential_that_is_not_replaced_hides_no_answer() {
    let (_, provider) = giving(|number| async move {
        match number {
            1 => Ok(Token::new("hunter2")),
            _ => sealed(),
        }
    });
    let canned = Canned::default().json(503, "{}");
    let canned = canned.then(401, &[("x-seen", "hunter2")], r#"{"no":"hunter2"}"#);
    let client = client(&canned, &Clock::default(), provider);
    let error = update(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "plants.update: 401 Unauthorized, and another credential of `token` was not to be had, after 2 tries"
    );
    assert_eq!(error.source().unwrap().to_string(), "the vault is sealed");
    assert_eq!((error.status().unwrap().as_u16(), error.tries()), (401, 2));
    assert_eq!(error.body().unwrap(), r#"{"no":"hunter2"}"#);
    assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
}

#[tokio::test]
async fn an_answer_from_before_the_last_credential_is_none_of_an_error() {
    let (_, provider) = giving(|number| async move {
        match number {
            1 => Ok(Token::new("t1")),
            2 => Ok(Token::new("t2").expires_in(Duration::ZERO)),
            _ => sealed(),
        }
    });
    let canned = Canned::default().json(401, "{}").json(503, "{}");
    let client = client(&canned, &Clock::default(), provider);
    let error = update(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "plants.update: the credential of `token` was not to be had, after 2 tries"
    );
    assert_eq!((error.status(), error.tries()), (None, 2));
}

#[tokio::test]
async fn a_credential_that_is_not_replaced_in_time_hides_no_answer() {
    let (_, provider) = giving(|number| async move {
        if number > 1 {
            pending::<()>().await;
        }
        Ok(Token::new("t1"))
    });
    let canned = Canned::default().json(401, "{}");
    let client = hasty(&canned, &Clock::default(), 50, provider);
    let error = update(&client).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    let why = error.source().unwrap().to_string();
    assert!(why.contains("refused with 401"), "{why}");
}
