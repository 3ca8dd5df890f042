// Copied by specwright 0.1.0 from specwright-runtime.

//! What JavaScript has where there is no system: the time, waiting for it to pass, and numbers that nobody can foretell.
//!
//! All of it is looked up among what is global, which browsers, their workers and Node have alike. A module that declares
//! these functions would have `unsafe` in what a macro makes of it.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};

use js_sys::{Date, Function, Promise, Reflect, Uint32Array, global};
use tokio::sync::oneshot;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::timer::Timer;
use super::transport::BoxFuture;

/// Goes by the clock of the browser, or whatever else runs this.
struct JavaScript;

impl Timer for JavaScript {
    fn now(&self) -> Duration {
        // It is not adjusted as the date is, which is what there is where it is not. Each worker counts from its own beginning.
        let now = || {
            let performance = get(&global(), "performance")?;
            let now = get(&performance, "now")?.dyn_into::<Function>().ok()?;
            let now = now.call0(&performance).ok()?.as_f64()?;
            Some(get(&performance, "timeOrigin")?.as_f64()? + now)
        };
        milliseconds(now().unwrap_or_else(Date::now))
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        sleep(time)
    }

    fn date(&self) -> Option<SystemTime> {
        date()
    }
}

/// The timer of all clients, where there is one.
pub(super) fn timer() -> Option<Arc<dyn Timer>> {
    can_wait().then(|| Arc::new(JavaScript) as _)
}

/// Whether there is one.
pub(super) fn can_wait() -> bool {
    function("setTimeout").is_some()
}

/// The date.
pub(super) fn date() -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(milliseconds(Date::now()))
}

/// Waits for so long, from now on.
pub(super) fn sleep(time: Duration) -> BoxFuture<'static, ()> {
    let (passed, passing) = oneshot::channel();
    spawn_local(pass(time, passed));
    Box::pin(async move {
        // The other end says so, and is not dropped before.
        let _ = passing.await;
    })
}

/// Says that the time has passed, unless nobody wants to know any more: a timer that is left keeps Node from ending.
async fn pass(time: Duration, mut passed: oneshot::Sender<()>) {
    /// As long as `setTimeout` can wait: what is longer has passed at once.
    const LONGEST: u128 = i32::MAX as u128;

    let mut left = time.as_nanos().div_ceil(1_000_000);
    while left > 0 {
        let part = left.min(LONGEST);
        left -= part;
        let mut set = None;
        let promise = Promise::new(&mut |resolve, _| {
            let timer = function("setTimeout");
            let timer = timer.and_then(|it| {
                it.call2(&global(), &resolve, &JsValue::from(part as f64))
                    .ok()
            });
            set = timer.map(|timer| (timer, resolve));
        });
        if unless(pin!(passed.closed()), JsFuture::from(promise))
            .await
            .is_none()
        {
            if let (Some((timer, resolve)), Some(clear)) = (set, function("clearTimeout")) {
                let _ = clear.call1(&global(), &timer);
                // What waits for a promise is kept until that comes to something.
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
            return;
        }
    }
    let _ = passed.send(());
}

/// What a future comes to, unless nobody waits for it any more before that.
pub(super) async fn unless<T>(
    mut left: Pin<&mut impl Future<Output = ()>>,
    future: impl Future<Output = T>,
) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => left.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// Bits that nobody can foretell, where there are such.
pub(super) fn random() -> Option<u64> {
    let crypto = get(&global(), "crypto")?;
    let numbers = Uint32Array::new_with_length(2);
    let fill = get(&crypto, "getRandomValues")?;
    fill.dyn_ref::<Function>()?.call1(&crypto, &numbers).ok()?;
    Some(u64::from(numbers.get_index(0)) << 32 | u64::from(numbers.get_index(1)))
}

pub(super) fn function(name: &str) -> Option<Function> {
    get(&global(), name)?.dyn_into().ok()
}

/// What an object has by this name.
pub(super) fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &JsValue::from(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

fn milliseconds(number: f64) -> Duration {
    Duration::try_from_secs_f64(number / 1000.0).unwrap_or_default()
}
