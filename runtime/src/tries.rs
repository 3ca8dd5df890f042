//! All tries of a call: which failures are worth another one, and whether there may be one.

use std::time::Duration;

use http::StatusCode;

use super::client::Inner;
use super::error::{Effort, Error, Received};
use super::exchange::{self, Lost, Outcome};
use super::prepare::{Begun, Prepared};
use super::retry::NotRetried;
use super::transport::{TransportError, TransportErrorKind};
use super::{random, wait};

/// What follows from one try.
struct Verdict {
    /// Whether another try may come to something else.
    retryable: bool,
    /// Whether a server may have seen the request, so that another try would repeat it.
    sent: bool,
    /// How long the response asks to wait.
    asked: Option<Duration>,
    /// Whether the response forbids another try.
    forbidden: bool,
}

/// Sends a call, again and again if need be.
pub(super) async fn send(client: &Inner, call: &Prepared) -> Result<Received, Error> {
    let begun = client.clock.now();
    let mut this_try = begun;
    let mut tries = 0_u32;
    loop {
        let begun = Begun {
            call: begun,
            this_try,
        };
        let outcome = in_time(client, call, begun).await;
        tries = tries.saturating_add(1);
        let verdict = verdict(client, &outcome);
        let mut effort = Effort {
            tries,
            retryable: verdict.retryable,
            retry_after: verdict.asked,
            stopped: None,
        };
        match another(client, call, &verdict, tries, begun.call) {
            Ok(pause) => {
                #[cfg(feature = "tracing")]
                super::trace::retried(&outcome, tries, pause);
                client.clock.sleep(pause).await;
                this_try = client.clock.now();
            }
            Err(stopped) => {
                effort.stopped = stopped;
                return finish(client, call, outcome, effort);
            }
        }
    }
}

/// One try, which ends when its time is up, whatever the transport does.
async fn in_time(client: &Inner, call: &Prepared, begun: Begun) -> Outcome {
    let limit = call.limits.left(begun, begun.this_try);
    let exchange = exchange::exchange(client, call, begun);
    match client.clock.within(limit, exchange).await {
        Some(outcome) => outcome,
        None => Outcome::Lost(Lost {
            url: call.request.url.clone(),
            error: TransportError::new(TransportErrorKind::Timeout, "nothing came of it in time"),
            sent: true,
        }),
    }
}

/// What the last try came to, with how it came to it.
fn finish(
    client: &Inner,
    call: &Prepared,
    outcome: Outcome,
    effort: Effort,
) -> Result<Received, Error> {
    match outcome {
        Outcome::Answer(mut received) => {
            if received.status.is_success() {
                client.budget.earn(effort.tries > 1);
            }
            received.effort = effort;
            Ok(received)
        }
        Outcome::Refused(mut received, reason) => {
            received.effort = effort;
            Err(Error::unexpected(received, reason, client.api.sensitive))
        }
        Outcome::Lost(lost) => Err(Error::transport(call.spec.name, lost, effort)),
    }
}

fn verdict(client: &Inner, outcome: &Outcome) -> Verdict {
    match outcome {
        Outcome::Answer(received) => {
            let wish = wait::wish(&received.headers);
            let passing = is_passing(received.status);
            let refusal = received.status.is_client_error() || received.status.is_server_error();
            Verdict {
                retryable: refusal && wish.unwrap_or(passing),
                sent: true,
                asked: wait::asked(&received.headers, || client.clock.date()),
                forbidden: passing && wish == Some(false),
            }
        }
        Outcome::Refused(..) => Verdict {
            retryable: false,
            sent: true,
            asked: None,
            forbidden: false,
        },
        Outcome::Lost(lost) => Verdict {
            retryable: lost.error.kind() != TransportErrorKind::Other,
            sent: lost.sent,
            asked: None,
            forbidden: false,
        },
    }
}

/// Whether a status stands for something that may pass.
fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 409 | 429) || status.is_server_error()
}

/// How long to wait before another try; or else why there is none, if there is something to say.
fn another(
    client: &Inner,
    call: &Prepared,
    verdict: &Verdict,
    tries: u32,
    begun: Duration,
) -> Result<Duration, Option<NotRetried>> {
    if !verdict.retryable {
        return Err(verdict.forbidden.then_some(NotRetried::Refused));
    }
    let policy = &call.policy;
    let no = |reason| Err(Some(reason));
    if tries > policy.max_retries {
        return no(NotRetried::Limit);
    }
    if !call.replayable {
        return no(NotRetried::Body);
    }
    if verdict.sent && !call.repeatable && !policy.non_idempotent {
        return no(NotRetried::NotIdempotent);
    }
    if !client.clock.can_wait() {
        return no(NotRetried::NoTimer);
    }
    let pause = match verdict.asked {
        Some(asked) if asked > policy.max_retry_after => return no(NotRetried::RetryAfter(asked)),
        Some(asked) => asked,
        None => wait::backoff(policy, tries - 1, random::fraction()),
    };
    let spent = client.clock.now().saturating_sub(begun);
    if pause >= call.limits.whole.saturating_sub(spent) {
        return no(NotRetried::Timeout);
    }
    if !client.budget.spend() {
        return no(NotRetried::Budget);
    }
    Ok(pause)
}
