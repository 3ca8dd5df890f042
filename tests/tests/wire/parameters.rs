//! The account identifier: where it comes from, and what is checked before anything is sent.

use cloudflare_stream::{Client, Error};
use serde_json::json;
use specwright_runtime::error::ArgumentProblem;
use tests::server::{Request, Server};

use crate::{TOKEN, builder, ok, only};

/// What a server gets from a client that is given this account, or the error where it gets nothing.
async fn called_with(account: &str, check: bool) -> Result<Request, Error> {
    let server = Server::start([ok(json!({}))]).await;
    let ready = builder(&server).api_token(TOKEN).check_parameters(check);
    let client = ready.build().expect("a client");
    let call = client.stream().webhooks().get().account_id(account);
    match call.send().await {
        Ok(_) => Ok(only(&server)),
        Err(error) => {
            assert!(server.requests().is_empty(), "{error}");
            Err(error)
        }
    }
}

fn problem(error: &Error) -> &ArgumentProblem {
    match error {
        Error::Argument(error) => {
            assert_eq!(error.parameter(), "account_id");
            error.problem()
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn missing_in_both_is_an_error_before_anything_is_sent() {
    let server = Server::start([]).await;
    let ready = Client::builder().base_url(server.url());
    let client = ready.api_token(TOKEN).build().expect("a client");
    let webhooks = client.stream().webhooks();
    for error in [
        webhooks.get().send().await.err(),
        webhooks.update().send().await.err(),
        webhooks.delete().send().await.err(),
        webhooks.get().with_response().await.err(),
    ] {
        let error = error.expect("there is no account");
        let missing = ArgumentProblem::Missing {
            on_client: true,
            env: Some("CLOUDFLARE_ACCOUNT_ID"),
        };
        assert_eq!(problem(&error), &missing);
        let text = error.to_string();
        assert!(text.contains("`account_id` is required"), "{text}");
        assert!(text.contains("CLOUDFLARE_ACCOUNT_ID"), "{text}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_limit_is_in_characters() {
    let longest = "x".repeat(32);
    let request = called_with(&longest, true).await.expect("it fits");
    assert_eq!(
        request.target,
        format!("/client/v4/accounts/{longest}/stream/webhook")
    );

    let error = called_with(&"x".repeat(33), true).await;
    let error = error.expect_err("it is too long");
    let too_long = ArgumentProblem::TooLong {
        limit: 32,
        length: 33,
    };
    assert_eq!(problem(&error), &too_long);
    assert_eq!(
        error.to_string(),
        "stream.webhooks.get: `account_id` has 33 characters, and at most 32 are allowed"
    );

    // 64 bytes, of which 32 fit; percent-encoded they are 192.
    let request = called_with(&"ä".repeat(32), true).await.expect("it fits");
    assert_eq!(
        request.target,
        format!("/client/v4/accounts/{}/stream/webhook", "%C3%A4".repeat(32))
    );
    let error = called_with(&"ä".repeat(33), true).await;
    assert_eq!(problem(&error.expect_err("it is too long")), &too_long);
}

#[tokio::test]
async fn what_the_client_was_given_is_checked_as_well() {
    let server = Server::start([]).await;
    let ready = builder(&server).api_token(TOKEN);
    let client = ready.account_id("x".repeat(40)).build().expect("a client");
    let outcome = client.stream().webhooks().delete().send().await;
    let too_long = ArgumentProblem::TooLong {
        limit: 32,
        length: 40,
    };
    assert_eq!(problem(&outcome.expect_err("it is too long")), &too_long);
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_check_of_limits_can_be_turned_off() {
    let long = "x".repeat(33);
    let request = called_with(&long, false).await.expect("it is not checked");
    assert_eq!(
        request.target,
        format!("/client/v4/accounts/{long}/stream/webhook")
    );
    // These would be another path: they are refused in any case.
    for (account, expected) in [
        ("", ArgumentProblem::Empty),
        (".", ArgumentProblem::DotSegment),
        ("..", ArgumentProblem::DotSegment),
    ] {
        let error = called_with(account, false).await.expect_err(account);
        assert_eq!(problem(&error), &expected);
    }
}

#[tokio::test]
async fn no_account_leads_to_another_path() {
    for (account, encoded) in [
        ("a/b", "a%2Fb"),
        ("../b", "..%2Fb"),
        ("a?b=c", "a%3Fb%3Dc"),
        ("a#b", "a%23b"),
        ("a b", "a%20b"),
        ("a%2Fb", "a%252Fb"),
        ("a\r\nb", "a%0D%0Ab"),
    ] {
        let request = called_with(account, true).await.expect(account);
        let target = request.target.replace("%3d", "%3D");
        let accepted = [
            format!("/client/v4/accounts/{encoded}/stream/webhook"),
            // `=` may stay as it is in a path (RFC 3986, section 3.3).
            format!(
                "/client/v4/accounts/{}/stream/webhook",
                encoded.replace("%3D", "=")
            ),
        ];
        assert!(accepted.contains(&target), "{account}: {target}");
    }
}
