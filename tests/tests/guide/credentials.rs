// GUIDE
use photos::runtime::{
    AuthorizationCode, BoxFuture, ClientCredentials, Credential, CredentialProvider, Login,
    ProviderError, Token, Tokens,
};
// end

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::*;

#[test]
fn texts() -> Result<(), Error> {
    // GUIDE
    let client = Client::builder().token("t0ken").build()?;
    // end
    drop(client);
    let variable = |name: &str| (name == "PHOTOS_TOKEN").then(|| "t0ken".to_owned());
    // GUIDE
    let client = Client::builder().env_with(variable).build()?;
    // end
    drop(client);
    Ok(())
}

#[test]
fn functions() -> Result<(), Error> {
    // GUIDE
    let token = Credential::from_provider(|| async {
        let token = tokio::fs::read_to_string("/run/secrets/token").await?;
        Ok(Token::new(token.trim()).expires_in(Duration::from_secs(600)))
    });
    let client = Client::builder().token(token).build()?;
    // end
    drop(client);
    Ok(())
}

#[tokio::test]
async fn providers() -> Result<(), Error> {
    // GUIDE
    struct Vault {
        path: String,
    }

    impl CredentialProvider for Vault {
        fn credential(&self) -> BoxFuture<'_, Result<Token, ProviderError>> {
            Box::pin(async move {
                let lease = read_from_vault(&self.path).await?;
                Ok(Token::new(lease).expires_in(Duration::from_secs(3600)))
            })
        }
    }

    let vault = Vault {
        path: "photos/token".to_owned(),
    };
    let builder = Client::builder().token(Credential::from_provider(vault));
    // end
    let (mock, _) = with_a_photo();
    let client = builder.transport(mock.clone()).build()?;
    client.photos().get("p1").send().await?;
    assert_eq!(
        mock.requests()[0].header("authorization"),
        Some("[redacted]")
    );
    Ok(())
}

/// What an application would have.
async fn read_from_vault(path: &str) -> Result<String, ProviderError> {
    assert_eq!(path, "photos/token");
    Ok("t0ken".to_owned())
}

#[tokio::test]
async fn oauth() -> Result<(), Error> {
    use tests::server::{Answer, Server};
    let token = r#"{"access_token":"t0ken","token_type":"bearer","expires_in":3600}"#;
    let photo = photo().to_string();
    let server = Server::start([Answer::json(200, token), Answer::json(200, &photo)]).await;
    let token_url = server.url() + "/oauth/token";
    // GUIDE
    let service = ClientCredentials::new("client-id", "client-secret")
        .scopes(["photos"]) // what the description says, unless set
        .token_url(token_url); // here too
    let builder = Client::builder().service(service);
    // end
    let client = builder.base_url(server.url()).build()?;
    client.photos().get("p1").send().await?;
    let requests = server.requests();
    assert_eq!(requests[0].target, "/oauth/token");
    assert_eq!(requests[1].header("authorization"), Some("Bearer t0ken"));
    Ok(())
}

/// What an application keeps of its users.
#[derive(Clone, Default)]
struct Accounts(Arc<Mutex<BTreeMap<String, String>>>);

impl Accounts {
    async fn keep(&self, name: &str, token: Option<&str>) -> Result<(), ProviderError> {
        let token = token.ok_or("no refresh token")?;
        self.0
            .lock()
            .unwrap()
            .insert(name.to_owned(), token.to_owned());
        Ok(())
    }
}

#[tokio::test]
async fn persons() -> Result<(), ProviderError> {
    use tests::server::{Answer, Server};
    let photo = photo().to_string();
    let server = Server::start([
        Answer::json(200, r#"{"access_token":"f1rst","refresh_token":"a"}"#),
        Answer::json(200, &photo),
        Answer::json(401, "{}"),
        Answer::json(200, r#"{"access_token":"s3cond","refresh_token":"b"}"#),
        Answer::json(200, &photo),
        Answer::json(400, r#"{"error":"invalid_grant"}"#),
    ])
    .await;
    let accounts = Accounts::default();
    let mut session = BTreeMap::new();
    // GUIDE
    let app = AuthorizationCode::new(Client::ACCOUNT, "client-id")
        .secret("client-secret") // none where others can read the program
        .redirect_url("https://app.example.com/callback")
        .scopes(["photos.read"]); // what the server takes to be meant, unless set
    // end
    let app = app.token_url(server.url() + "/oauth/token");
    // GUIDE
    let login = app.login()?;
    session.insert("login", serde_json::to_string(&login)?);
    // end
    let state = login.url().split("state=").nth(1).unwrap();
    let state = state.split('&').next().unwrap();
    let callback = format!("https://app.example.com/callback?code=c&state={state}");
    // GUIDE
    let login: Login = serde_json::from_str(&session.remove("login").unwrap_or_default())?;
    let tokens = app.finish(&login, &callback).await?;
    accounts.keep("alice", tokens.refresh_token()).await?;
    // end
    let kept = accounts.clone();
    assert_eq!(kept.0.lock().unwrap()["alice"], "a");
    // GUIDE
    let person = app.credential(tokens).on_refresh(move |tokens| {
        let accounts = accounts.clone();
        async move { accounts.keep("alice", tokens.refresh_token()).await }
    });
    let builder = Client::builder().account(person);
    // end
    let photos = builder.base_url(server.url()).build()?.photos();
    photos.get("p1").send().await?;
    photos.get("p1").send().await?;
    assert_eq!(kept.0.lock().unwrap()["alice"], "b");
    let again = app.credential(Tokens::from_refresh_token("b"));
    let client = Client::builder().account(again).base_url(server.url());
    let error = client.build()?.photos().get("p1").send().await.unwrap_err();
    // GUIDE
    let must_log_in = error.needs_login();
    // end
    assert!(must_log_in, "{error:?}");
    Ok(())
}

#[test]
fn headers() -> Result<(), Error> {
    // GUIDE
    let client = Client::builder()
        .header("Authorization", "Bearer t0ken")
        .build()?;
    // end
    assert!(!format!("{client:?}").contains("t0ken"));
    Ok(())
}

#[test]
fn the_page_has_this_code() {
    let page = include_str!("../../../docs/credentials.md");
    tests::blocks::compare(page, include_str!("credentials.rs"), "GUIDE");
}
