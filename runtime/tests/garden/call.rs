use super::runtime::{self, Error};

#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<P> {
    client: runtime::Client,
    pub(super) params: P,
    options: runtime::CallOptions,
}

impl<P: runtime::Operation> Call<P> {
    pub(super) fn new(client: &runtime::Client, params: P) -> Self {
        Self {
            client: client.clone(),
            params,
            options: runtime::CallOptions::new(),
        }
    }

    pub fn with_options(mut self, options: runtime::CallOptions) -> Self {
        self.options = options;
        self
    }

    pub async fn send(self) -> Result<P::Output, Error> {
        self.client.send(&self.params, &self.options).await
    }

    pub async fn with_response(self) -> Result<runtime::Response<runtime::ResponseOf<P>>, Error> {
        self.client.call(&self.params, &self.options).await
    }

    pub async fn with_raw_response(self) -> Result<runtime::RawResponse, Error> {
        self.client.raw(&self.params, &self.options).await
    }

    pub async fn send_stream(self) -> Result<runtime::EventStream<P::Item>, Error>
    where
        P: runtime::Streams,
    {
        self.client.events(self.params, &self.options).await
    }

    pub async fn with_streaming_response(self) -> Result<runtime::StreamingResponse, Error> {
        self.client.streaming(&self.params, &self.options).await
    }
}
