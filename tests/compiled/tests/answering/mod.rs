//! A server for one answer.

use runtime::Operation;
use runtime::mock::Mock;
use specwright_runtime as runtime;

/// A mock that answers an operation with a text of a media type.
pub fn answering<P: Operation>(media_type: &str, text: &str) -> Mock {
    let mock = Mock::new();
    let response = http::Response::builder().header("content-type", media_type);
    let response = response.body(text.to_owned());
    mock.on::<P>()
        .sends(response.expect("the media type is one"));
    mock
}
