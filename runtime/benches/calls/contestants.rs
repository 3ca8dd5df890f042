//! The same call, made in four ways.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client as LegacyClient;
use hyper_util::rt::TokioExecutor;
use serde_json::json;
use specwright_runtime::{BoxFuture, HyperTransport, ReqwestTransport, Timeouts};

use super::garden::types::PlantEnvelope;
use super::garden::{self, Client};

/// Makes one call.
pub type Call = Arc<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

/// All of them, by their names. Within a runtime.
pub fn all(url: &str) -> [(&'static str, Call); 4] {
    [
        ("by hand, reqwest", by_hand(url)),
        ("by hand, hyper", by_hand_hyper(url)),
        ("client, reqwest", reqwest(url)),
        ("client, hyper", hyper(url)),
    ]
}

fn by_hand(url: &str) -> Call {
    let client = ::reqwest::Client::new();
    let url = url.to_owned();
    Arc::new(move || {
        let request = client
            .put(address(&url, "g1", "p1"))
            .timeout(Duration::from_secs(60))
            .bearer_auth("t0ken")
            .header("accept", "application/json")
            .header("user-agent", "garden/1.2.3")
            .json(&json!({"name": "Fern"}));
        Box::pin(async move {
            let response = request.send().await.expect("the server answers");
            let bytes = response.bytes().await.expect("the answer is whole");
            let envelope: PlantEnvelope = serde_json::from_slice(&bytes).expect("it is a plant");
            assert!(envelope.ok);
        })
    })
}

/// Each call is for a plant, so this is made for each. By hand, nobody encodes what comes from the own program.
fn address(url: &str, garden: &str, plant: &str) -> String {
    format!("{url}/gardens/{garden}/plants/{plant}")
}

/// What there is to write where hyper's client is used as it is: over plain TCP, with the same limit of time.
fn by_hand_hyper(url: &str) -> Call {
    let client = LegacyClient::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let url = url.to_owned();
    Arc::new(move || {
        let body = serde_json::to_vec(&json!({"name": "Fern"})).expect("it is JSON");
        let request = http::Request::put(address(&url, "g1", "p1"))
            .header("authorization", "Bearer t0ken")
            .header("accept", "application/json")
            .header("user-agent", "garden/1.2.3")
            .header("content-type", "application/json")
            .body(Full::from(body))
            .expect("all of it is in order");
        let client = client.clone();
        let answer = async move {
            let response = client.request(request).await.expect("the server answers");
            let collected = response.into_body().collect().await;
            let bytes = collected.expect("the answer is whole").to_bytes();
            let envelope: PlantEnvelope = serde_json::from_slice(&bytes).expect("it is a plant");
            assert!(envelope.ok);
        };
        Box::pin(async move {
            tokio::time::timeout(Duration::from_secs(60), answer)
                .await
                .expect("it is in time");
        })
    })
}

fn reqwest(url: &str) -> Call {
    let timeouts = Timeouts {
        whole: Duration::from_secs(60),
        connect: Duration::from_secs(5),
        read: None,
    };
    let transport = ReqwestTransport::new(timeouts).expect("reqwest is set up");
    client(Client::builder().transport(transport), url)
}

fn hyper(url: &str) -> Call {
    let transport = HyperTransport::new().expect("hyper is set up");
    client(Client::builder().transport(transport), url)
}

fn client(builder: garden::ClientBuilder, url: &str) -> Call {
    let client = builder.base_url(url).token("t0ken").garden_id("g1").build();
    let plants = client.expect("everything is set").plants();
    Arc::new(move || {
        let call = plants.update("p1").name("Fern");
        Box::pin(async move {
            call.send().await.expect("the server answers");
        })
    })
}
