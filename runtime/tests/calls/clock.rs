//! A timer that takes no time.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use specwright_runtime::{BoxFuture, Timer};

/// Its time passes only while somebody sleeps.
#[derive(Clone, Default)]
pub struct Clock {
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl Clock {
    /// How long was slept each time.
    pub fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap().clone()
    }
}

impl Timer for Clock {
    fn now(&self) -> Duration {
        self.slept().iter().sum()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.slept.lock().unwrap().push(time);
        Box::pin(std::future::ready(()))
    }

    /// In real time: what is waited for may be a real server.
    fn limit(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }

    /// Sun, 06 Nov 1994 08:49:37 GMT.
    fn date(&self) -> Option<SystemTime> {
        Some(SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777))
    }
}
