//! What HTTP calls a token.

/// Whether it is a token (RFC 9110, section 5.6.2): the name of a header, or half of a media type.
pub(crate) fn is_token(text: &str) -> bool {
    let is_of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_of_token)
}
