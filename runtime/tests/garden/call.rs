use super::runtime::{self, Error};

#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<P> {
    client: runtime::Client,
    pub(super) params: P,
}

impl<P: runtime::Operation> Call<P> {
    pub(super) fn new(client: &runtime::Client, params: P) -> Self {
        Self {
            client: client.clone(),
            params,
        }
    }

    pub async fn send(self) -> Result<P::Output, Error> {
        self.client.send(&self.params).await
    }

    pub async fn with_response(self) -> Result<runtime::Response<P::Response>, Error> {
        self.client.call(&self.params).await
    }
}
