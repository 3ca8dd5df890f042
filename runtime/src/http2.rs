//! What HTTP/2 says of requests that came to nothing.

use std::error::Error as StdError;
use std::iter::successors;

use h2::Reason;

/// Whether a server says that it did not process a request: it refused the stream, or it shuts down and ended with an
/// earlier one (RFC 9113, section 8.7).
pub(super) fn is_unprocessed(error: &(dyn StdError + 'static)) -> bool {
    let mut causes = successors(Some(error), |&error| error.source());
    let Some(error) = causes.find_map(|error| error.downcast_ref::<h2::Error>()) else {
        return false;
    };
    let is_shutdown = error.is_go_away() && error.reason() == Some(Reason::NO_ERROR);
    let is_refusal = error.is_reset() && error.reason() == Some(Reason::REFUSED_STREAM);
    error.is_remote() && (is_shutdown || is_refusal)
}
