//! Days of release, as precisely as they are known.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A civil date that may lack its day or its month; the first year that it can name is 1950.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: i16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// A date of this precision, unless there is no such day.
    #[must_use]
    pub fn new(year: i16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let known = (1950..=2100).contains(&year)
            && month.is_none_or(|m| (1..=12).contains(&m))
            && day.is_none_or(|d| month.is_some_and(|m| (1..=days(year, m)).contains(&d)));
        known.then_some(Self { year, month, day })
    }

    /// Its year.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }
}

/// How many days the month has.
const fn days(year: i16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// A text that is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADate;

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date such as 1997, 1997-03 or 1997-03-20 is expected")
    }
}
impl std::error::Error for NotADate {}

impl FromStr for Date {
    type Err = NotADate;

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. Only a whole date may lack a leading zero: `1994-1`
    /// may as well have lost a digit.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let mut parts = text.split('-');
        let mut number = |least: usize, most: usize| match parts.next() {
            None => Ok(None),
            Some(part)
                if (least..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()) =>
            {
                part.parse::<i16>().map(Some).map_err(|_| NotADate)
            }
            Some(_) => Err(NotADate),
        };
        let short = if text.matches('-').count() == 2 { 1 } else { 2 };
        let (year, month, day) = (number(4, 4)?, number(short, 2)?, number(short, 2)?);
        if parts.next().is_some() {
            return Err(NotADate);
        }
        let small = |n: Option<i16>| n.and_then(|n| u8::try_from(n).ok());
        Self::new(year.ok_or(NotADate)?, small(month), small(day)).ok_or(NotADate)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_dates_of_every_precision_and_no_others() {
        for text in ["1997", "1997-03", "1997-03-20", "2000-02-29"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        assert_eq!("1989-1-31".parse::<Date>().unwrap().to_string(), "1989-01-31");
        for text in [
            "",
            "NAMCO",
            "()",
            "19934",
            "1994-1",
            "1990-06-",
            "1996-02-30",
            "2001-02-29",
            "201-10-04",
            "1985-13",
            "1949",
            "1990-1-1-1",
            "+199",
        ] {
            assert_eq!(text.parse::<Date>(), Err(NotADate), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_date_reads_back_what_it_shows(y in 1950i16..=2100, m in prop::option::of(1u8..=12), d in prop::option::of(1u8..=31)) {
            if let Some(date) = Date::new(y, m, d) {
                prop_assert_eq!(date.to_string().parse::<Date>(), Ok(date));
            }
        }
    }
}
