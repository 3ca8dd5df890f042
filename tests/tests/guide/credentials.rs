// GUIDE
use photos::runtime::{
    BoxFuture, ClientCredentials, Credential, CredentialProvider, ProviderError, Token,
};
// end

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
