//! Calling operations that answer with a stream.

use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::super::client::Client;
use super::super::decode::DecodeError;
use super::super::error::Error;
use super::super::operation::Operation;
use super::super::options::CallOptions;
use super::super::reply::Reply;
use super::super::response::RawResponse;
use super::{EventStream, Feed, StreamSpec, Streams};

impl Client {
    /// Calls an operation and gives the items of the stream that it answers with.
    ///
    /// # Errors
    ///
    /// See [`Error`]. What goes wrong once the stream has begun is told by the stream.
    pub async fn events<P: Streams>(
        &self,
        mut params: P,
        options: &CallOptions,
    ) -> Result<EventStream<P::Item>, Error> {
        params.ask();
        self.stream(&params, options, P::STREAM).await
    }

    async fn stream<P: Operation, T: DeserializeOwned>(
        &self,
        params: &P,
        options: &CallOptions,
        spec: StreamSpec,
    ) -> Result<EventStream<T>, Error> {
        let call = self.ready(params, options, true)?;
        let feed = Feed::open(Arc::clone(&self.inner), call, spec).await?;
        Ok(EventStream::new(feed))
    }
}

/// A stream of items, which come as they are read. `S` is the operation that answers with it.
#[derive(Debug)]
pub struct Streamed<S>(PhantomData<S>);

impl<S: Streams> Reply for Streamed<S> {
    type Response = EventStream<S::Item>;
    type Output = EventStream<S::Item>;

    fn decode(response: &RawResponse) -> Result<Self::Response, DecodeError> {
        Ok(EventStream::of(response, S::STREAM))
    }

    fn output(response: Self::Response) -> Option<Self::Output> {
        Some(response)
    }

    async fn receive<P: Operation<Reply = Self, Output = Self::Output>>(
        client: &Client,
        params: &P,
        options: &CallOptions,
    ) -> Result<Self::Output, Error> {
        client.stream(params, options, S::STREAM).await
    }
}
