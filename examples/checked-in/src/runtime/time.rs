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
/// spellings that only ISO 8601 has are taken as well; one without an offset is no moment. Two values are equal if they
/// are the same moment.
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
}

impl FromStr for DateTime {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self {
            timestamp: text.parse()?,
            text: text.to_owned(),
        })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_survives_and_the_moment_counts() {
        let texts = [
            "2014-01-02T02:20:00Z",
            "2014-01-02T04:20:00.000+02:00",
            "2019-01-01T01:02:21.076571Z",
        ];
        for text in texts {
            let json = format!("\"{text}\"");
            let moment: DateTime = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&moment).unwrap(), json);
        }
        assert_eq!(
            texts[0].parse::<DateTime>().unwrap(),
            texts[1].parse::<DateTime>().unwrap()
        );
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        let error = serde_json::from_str::<DateTime>("\"yesterday\"")
            .unwrap_err()
            .to_string();
        assert!("2024-02-30T00:00:00Z".parse::<DateTime>().is_err());
        assert!("2024-02-03T00:00:00".parse::<DateTime>().is_err());
        assert!(
            error.contains("expected a date and time as in RFC 3339"),
            "{error}"
        );
        assert!("2024-02-30".parse::<Date>().is_err());
    }
}
