//! What happens to a request.

/// What the server does once it has read a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// Answers well.
    None,
    /// Answers well, and says that the connection closes.
    Close,
    /// Answers well, and closes the connection without saying so.
    CloseSilently,
    /// Answers well, after a while.
    SlowHead,
    /// Answers well, after longer than a try may take.
    SlowerHead,
    /// Resets the connection.
    Reset,
    /// Closes the connection.
    Nothing,
    /// Resets the connection in the midst of the body.
    ResetInBody,
    /// Closes the connection before the announced length.
    Short,
    /// Sends more than the announced length.
    Long,
    /// Sends half of what is compressed, with the length of that half.
    TruncatedGzip,
    /// 429, with milliseconds to wait.
    Busy,
    /// 429, with a second to wait.
    BusySecond,
    /// 503, with a date in the past.
    Unavailable,
    /// 503 alone.
    UnavailablePlain,
}

/// Of a hundred requests, how many meet it.
const SHARES: [(Fault, u64); 14] = [
    (Fault::Close, 5),
    (Fault::CloseSilently, 5),
    (Fault::SlowHead, 5),
    (Fault::SlowerHead, 1),
    (Fault::Reset, 3),
    (Fault::Nothing, 3),
    (Fault::ResetInBody, 3),
    (Fault::Short, 3),
    (Fault::Long, 1),
    (Fault::TruncatedGzip, 2),
    (Fault::Busy, 4),
    (Fault::BusySecond, 1),
    (Fault::Unavailable, 3),
    (Fault::UnavailablePlain, 3),
];

impl Fault {
    /// What the request of a call meets.
    pub fn of(seed: u64, call: u64, tried: u32) -> Self {
        let mut left = mixed(seed ^ mixed(call) ^ u64::from(tried)) % 100;
        for (fault, share) in SHARES {
            match left.checked_sub(share) {
                Some(rest) => left = rest,
                None => return fault,
            }
        }
        Self::None
    }

    /// Whether the answer is a good one, however late.
    pub fn is_good(self) -> bool {
        matches!(
            self,
            Self::None | Self::Close | Self::CloseSilently | Self::SlowHead | Self::SlowerHead
        )
    }

    /// Whether the server says that it has too many requests, and does nothing for this one.
    pub fn is_busy(self) -> bool {
        matches!(self, Self::Busy | Self::BusySecond)
    }
}

/// A number that looks like chance (SplitMix64).
pub fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ number >> 31
}
