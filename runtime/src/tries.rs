//! All tries of a call: which failures are worth another one, and whether there may be one.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::budget::Spent;
use super::client::Inner;
use super::error::{Effort, Error, Received};
use super::exchange::{self, Lost, Outcome};
use super::prepare::{Begun, Prepared};
use super::proof::{Given, Proof};
use super::renewal::Terms;
use super::retry::NotRetried;
use super::streaming::Rest;
use super::transport::TransportErrorKind;
use super::{random, wait};

/// A response, with what of it is still to be read.
pub(super) type Answer = (Received, Rest);

/// What follows from one try.
struct Verdict {
    /// Whether another try may come to something else.
    retryable: bool,
    /// Whether a server may have done something for the request, so that another try would repeat it.
    sent: bool,
    /// How long the response asks to wait.
    asked: Option<Duration>,
    /// Whether the response forbids another try.
    forbidden: bool,
}

/// Sends a call, again and again if need be.
pub(super) async fn send(client: &Inner, call: &Prepared) -> Result<Answer, Error> {
    let now = client.clock.now();
    let mut begun = Begun {
        call: now,
        this_try: now,
        tries: 1,
    };
    // How many tries were for other credentials: they are no retries.
    let mut renewed = 0;
    // The answer by which there is one now.
    let mut refusal: Option<Box<Received>> = None;
    loop {
        if pace(client, call, begun.call).await {
            begun.this_try = client.clock.now();
        }
        let (outcome, proof) = match one(client, call, &begun, refusal.is_some()).await {
            Ok(done) => done,
            Err(mut error) => {
                if let Error::Credentials(error) = &mut error {
                    error.after(begun.tries - 1, refusal);
                }
                return Err(error);
            }
        };
        refusal = None;
        let verdict = verdict(client, call, &outcome, begun.tries);
        if let Outcome::Answer(received, rest) = &outcome {
            if let Some(pace) = &client.pace {
                pace.learn(client.clock.now(), &rest.address, &received.headers);
            }
            // A call that can't be sent again leaves the other credential to the next one.
            if renewed == 0
                && is_refused(call, received, rest, &proof)
                && client.credentials.refused(&proof, &client.clock)
                && call.body.is_there()
            {
                renewed = 1;
                refusal = Some(Box::new(received.clone()));
                begun = begun.again(client.clock.now());
                continue;
            }
        }
        let mut effort = Effort {
            tries: begun.tries,
            retryable: verdict.retryable,
            retry_after: verdict.asked,
            stopped: None,
        };
        let tries = begun.tries - renewed;
        match another(client, call, &verdict, tries, begun.call) {
            Ok((pause, spent)) => {
                #[cfg(feature = "tracing")]
                super::trace::retried(&outcome, begun.tries, pause);
                client.clock.sleep(pause).await;
                spent.keep();
                begun = begun.again(client.clock.now());
            }
            Err(stopped) => {
                effort.stopped = stopped;
                return finish(client, outcome, effort, tries > 1);
            }
        }
    }
}

/// Waits where the server has said that there may be no more requests now, if the call has the time for it. Says whether
/// it did.
async fn pace(client: &Inner, call: &Prepared, begun: Duration) -> bool {
    let Some(pace) = client.pace.as_ref().filter(|_| client.clock.can_wait()) else {
        return false;
    };
    let mut waited = false;
    loop {
        let now = client.clock.now();
        let left = call.limits.whole.saturating_sub(now.saturating_sub(begun));
        let wait = pace.wait(now, &call.request.address);
        let Some(wait) = wait.filter(|wait| *wait < left) else {
            return waited;
        };
        client.clock.sleep(wait).await;
        // There may be less room than there are requests that waited.
        waited = true;
    }
}

/// Whether a server refused these credentials. Other origins never saw them, nor did any where the call's options have
/// others.
fn is_refused(call: &Prepared, received: &Received, rest: &Rest, proof: &Proof) -> bool {
    received.status == StatusCode::UNAUTHORIZED
        && rest.address.has_origin_of(&call.request.address)
        && !call.extra.keys().any(|name| proof.has(name))
}

/// One try, with the credentials that it takes: they are given as long as the try has.
async fn one<'c>(
    client: &'c Inner,
    call: &Prepared,
    begun: &Begun,
    was_refused: bool,
) -> Result<(Outcome, Given<'c>), Error> {
    let proof = match client.credentials.at_hand(call.schemes)? {
        Some(proof) => proof,
        // In a box, because most calls have no such future and would make room for one all the same.
        None => match Box::pin(asked_for(client, call, begun)).await? {
            Some(proof) => Given::Now(Arc::new(proof)),
            None => {
                let lost = Outcome::Lost(Lost {
                    spec: call.spec,
                    address: call.request.address.clone(),
                    error: exchange::late(match was_refused {
                        true => {
                            "the credential was refused with 401, and another one did not come in time"
                        }
                        false => "the credential did not come in time",
                    }),
                    sent: false,
                });
                return Ok((lost, Given::Now(Arc::default())));
            }
        },
    };
    let outcome = exchange::exchange(client, call, &proof, begun).await;
    Ok((outcome, proof))
}

/// Credentials that somebody is asked for, if they come in time.
async fn asked_for(client: &Inner, call: &Prepared, begun: &Begun) -> Result<Option<Proof>, Error> {
    let limit = call.limits.left(begun, begun.this_try);
    let terms = Terms {
        clock: &client.clock,
        policy: &call.policy,
        until: begun.this_try.saturating_add(limit),
    };
    let credentials = &client.credentials;
    let proof = pin!(credentials.proof(call.spec.name, call.schemes, terms));
    client.clock.within(limit, proof).await.transpose()
}

/// What the last try came to, with how it came to it: whether it took retries, for one.
fn finish(
    client: &Inner,
    outcome: Outcome,
    effort: Effort,
    retried: bool,
) -> Result<Answer, Error> {
    match outcome {
        Outcome::Answer(mut received, rest) => {
            if received.status.is_success() {
                client.budget.earn(retried);
            }
            received.effort = effort;
            Ok((received, rest))
        }
        Outcome::Refused(mut received, reason) => {
            received.effort = effort;
            Err(Error::unexpected(received, reason, client.api.sensitive))
        }
        Outcome::Lost(lost) => Err(Error::transport(lost, client.api.sensitive, effort)),
    }
}

fn verdict(client: &Inner, call: &Prepared, outcome: &Outcome, tries: u32) -> Verdict {
    match outcome {
        Outcome::Answer(received, rest) => {
            let asked = wait::asked(&received.headers, || client.clock.date());
            let passing = match received.status {
                // What conflicts with what there is, does so again; what conflicts with an earlier try of itself does not.
                StatusCode::CONFLICT => {
                    call.keyed && tries > 1 || wait::is_asked(&received.headers)
                }
                status => is_passing(status),
            };
            let refusal = received.status.is_client_error() || received.status.is_server_error();
            let wish = refusal.then(|| wait::wish(&received.headers)).flatten();
            Verdict {
                retryable: refusal && wish.unwrap_or(passing),
                // Who has too many requests took none (RFC 6585, section 4), unless this one led elsewhere first.
                sent: received.status != StatusCode::TOO_MANY_REQUESTS
                    || rest.address != call.request.address,
                asked,
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
            retryable: !matches!(
                lost.error.kind(),
                TransportErrorKind::Malformed
                    | TransportErrorKind::Other
                    | TransportErrorKind::Tls
                    | TransportErrorKind::TooLarge { .. }
            ),
            sent: lost.sent,
            asked: None,
            forbidden: false,
        },
    }
}

/// Whether a status stands for something that may pass.
fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429) || status.is_server_error()
}

/// How long to wait before another try, and what it costs; or else why there is none, if there is something to say.
fn another<'c>(
    client: &'c Inner,
    call: &Prepared,
    verdict: &Verdict,
    tries: u32,
    begun: Duration,
) -> Result<(Duration, Spent<'c>), Option<NotRetried>> {
    if !verdict.retryable {
        return Err(verdict.forbidden.then_some(NotRetried::Refused));
    }
    let policy = &call.policy;
    let no = |reason| Err(Some(reason));
    if tries > policy.max_retries {
        return no(NotRetried::Limit);
    }
    if !call.body.is_there() {
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
        Some(asked) => wait::spread(asked, random::fraction()),
        None => wait::backoff(policy, tries - 1, random::fraction()),
    };
    let spent = client.clock.now().saturating_sub(begun);
    if pause >= call.limits.whole.saturating_sub(spent) {
        return no(NotRetried::Timeout);
    }
    match client.budget.spend() {
        Some(spent) => Ok((pause, spent)),
        None => no(NotRetried::Budget),
    }
}
