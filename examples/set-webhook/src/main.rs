//! Has the notifications of an account sent to a URL, and prints the secret that they are signed with.
//!
//! ```text
//! export CLOUDFLARE_API_TOKEN=... CLOUDFLARE_ACCOUNT_ID=...
//! cargo run -p set-webhook -- https://example.com/hook
//! ```

use std::process::ExitCode;

use cloudflare_stream::{Client, Error};

#[tokio::main]
async fn main() -> ExitCode {
    let Some(url) = std::env::args().nth(1) else {
        eprintln!("usage: set-webhook URL");
        return ExitCode::from(2);
    };
    match set(url).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The operation and what went wrong, then what caused that. None of it shows a credential.
            let mut cause: Option<&dyn std::error::Error> = Some(&error);
            while let Some(error) = cause {
                eprintln!("{error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

async fn set(url: String) -> Result<(), Error> {
    let client = Client::from_env()?;
    let webhooks = client.stream().webhooks();

    // Cloudflare's guide spells it `notificationUrl`, which is the second of the two names.
    let webhook = webhooks.update().notification_url_2(url).send().await?;

    if let Some(modified) = &webhook.modified {
        println!("set at {}", modified.as_str());
    }
    if let Some(secret) = &webhook.secret {
        // The one place that asks for the text: `{:?}` would print `[redacted]`.
        println!("export WEBHOOK_SECRET={}", secret.expose());
    }
    Ok(())
}
