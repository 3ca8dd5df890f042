// Copied by specwright 0.1.0 from specwright-runtime.

//! What HTTP/2 says of requests that came to nothing, and of connections on which nothing comes any more.

use std::error::Error as StdError;
use std::iter::successors;
use std::time::Duration;

use h2::Reason;

/// How long nothing may come on a connection until its server is asked whether it is there. All calls share it, so that
/// one that went silent would take them all with it, and their next tries. Idle ones are asked as well: a call should not be
/// what finds out.
pub(super) const SILENCE: Duration = Duration::from_secs(20);

/// How long the server has to answer that, before the connection is given up.
pub(super) const ANSWER: Duration = Duration::from_secs(10);

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
