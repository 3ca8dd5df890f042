// Copied by specwright 0.1.0 from specwright-runtime.

//! Moments and days that keep the text they came as.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment (RFC 3339, section 5.6, `date-time`).
///
/// It is checked when it is read, and written as the text it came as: an offset or trailing zeros are not lost. Some
/// spellings that only ISO 8601 has are taken as well. One without an offset, which many servers send and none should, is
/// taken as a moment of UTC: [`is_local`](Self::is_local) tells. Two values are equal if they are the same moment, to the
/// nanosecond. The last hours of the year 9999 are all [`jiff::Timestamp::MAX`].
#[derive(Clone)]
pub struct DateTime {
    text: String,
    timestamp: jiff::Timestamp,
}

impl DateTime {
    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The moment.
    pub fn timestamp(&self) -> jiff::Timestamp {
        self.timestamp
    }

    /// Whether the text has no offset, so that only its server knows which moment it is.
    pub fn is_local(&self) -> bool {
        local(&self.text).is_some()
    }
}

impl FromStr for DateTime {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self {
            timestamp: text
                .parse()
                .or_else(|error| nearest(text).or_else(|| local(text)).ok_or(error))?,
            text: text.to_owned(),
        })
    }
}

/// The moment of UTC that a text without an offset has, which is a date and a time.
fn local(text: &str) -> Option<jiff::Timestamp> {
    let in_utc = format!("{text}Z");
    let moment = || in_utc.parse().ok().or_else(|| nearest(&in_utc));
    text.contains(['T', 't', ' ']).then(moment)?
}

/// The nearest moment that can be told, of a text that is a moment but has more digits of a second than nine, or is
/// later than all that can be told: the last second of the year 9999 often means "never".
fn nearest(text: &str) -> Option<jiff::Timestamp> {
    let offset = text.find(['Z', 'z']).or_else(|| {
        let time = text.find(['T', 't', ' '])?;
        Some(time + text[time..].find(['+', '-'])?)
    })?;
    let (moment, offset) = text.split_at(offset);
    let (whole, fraction) = moment.split_once('.').unwrap_or((moment, ""));
    if !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let fraction = fraction.get(..9).unwrap_or(fraction);
    let point = if fraction.is_empty() { "" } else { "." };
    let moment = format!("{whole}{point}{fraction}");
    let civil: jiff::civil::DateTime = moment.parse().ok()?;
    let told = format!("{moment}{offset}").parse();
    // An offset is what it should be if a day that can be told has it.
    let is_offset = || format!("2000-01-01T00:00:00{offset}").parse::<jiff::Timestamp>();
    let last = civil.year() == 9999 && civil.month() == 12;
    told.ok()
        .or_else(|| (last && is_offset().is_ok()).then_some(jiff::Timestamp::MAX))
}

impl From<jiff::Timestamp> for DateTime {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self {
            text: timestamp.to_string(),
            timestamp,
        }
    }
}

impl From<std::time::SystemTime> for DateTime {
    /// A moment that is out of range of the calendar becomes its nearest end.
    fn from(time: std::time::SystemTime) -> Self {
        let end = if time < std::time::UNIX_EPOCH {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        };
        jiff::Timestamp::try_from(time).unwrap_or(end).into()
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.timestamp == other.timestamp
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.timestamp.cmp(&other.timestamp)
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.timestamp.hash(state);
    }
}

/// A day (RFC 3339, section 5.6, `full-date`), checked when it is read and written as the text it came as.
#[derive(Clone)]
pub struct Date {
    text: String,
    date: jiff::civil::Date,
}

impl Date {
    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The day.
    pub fn date(&self) -> jiff::civil::Date {
        self.date
    }
}

impl FromStr for Date {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self {
            date: text.parse()?,
            text: text.to_owned(),
        })
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Self {
        Self {
            text: date.to_string(),
            date,
        }
    }
}

impl PartialEq for Date {
    fn eq(&self, other: &Self) -> bool {
        self.date == other.date
    }
}

impl Eq for Date {}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        self.date.cmp(&other.date)
    }
}

impl Hash for Date {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.date.hash(state);
    }
}

macro_rules! as_text {
    ($type:ident, $expected:literal) => {
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.text)
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.text)
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::de::parsed(deserializer, $expected)
            }
        }
    };
}

as_text!(DateTime, "a date and time as in RFC 3339");
as_text!(Date, "a date as in RFC 3339");
