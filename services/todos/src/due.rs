//! When something is due: a day, perhaps a time, and the zone in which both are meant (decision D34).
//!
//! What a person says is kept word for word, since the rules of zones change. The instants are computed from it.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use kit::Time;
use kit::error::Checks;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// When something is due, as its owner says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TodoDue)]
pub struct Due {
    /// A day between 1970 and 2199, such as `2026-11-27`.
    pub date: String,
    /// A time such as `18:00`; null when the whole day is left for it.
    #[serde(default)]
    pub time: Option<String>,
    /// The zone in which both are meant, such as `Europe/Berlin`.
    pub zone: String,
}

/// The instants that follow from a due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moments {
    /// When the day begins in its zone.
    pub day_begins_at: Time,
    /// When the day ends in its zone.
    pub day_ends_at: Time,
    /// From when on it is late: the time if there is one, else the end of the day.
    pub due_at: Time,
}

impl Due {
    /// Notes what is wrong with it.
    pub fn check(&self, checks: &mut Checks) {
        checks.need(day(&self.date).is_some(), "due.date", "A date is written like 2026-11-27.");
        let time = self.time.as_deref().is_none_or(|time| clock(time).is_some());
        checks.need(time, "due.time", "A time is written like 18:00.");
        let zone = zone(&self.zone).is_some();
        checks.need(zone, "due.zone", "A zone has a name such as Europe/Berlin or UTC.");
    }

    /// The instants that follow from it; nothing when [`check`](Self::check) would complain.
    ///
    /// A time that a zone leaves out when its clocks go forward is moved past the gap; of one that comes twice when
    /// they go back the first is meant. A day may have 23 or 25 hours, and need not begin at midnight.
    #[must_use]
    pub fn moments(&self) -> Option<Moments> {
        let (date, zone) = (day(&self.date)?, zone(&self.zone)?);
        let day_begins_at = begin(date, &zone)?;
        let day_ends_at = begin(date.tomorrow().ok()?, &zone)?;
        let due_at = match &self.time {
            // A zone that moves across the date line leaves a whole day out: it is over as soon as it begins.
            Some(time) => instant(date.to_datetime(clock(time)?), &zone)?.min(day_ends_at),
            None => day_ends_at,
        };
        Some(Moments { day_begins_at, day_ends_at, due_at })
    }

    /// The same time in the same zone on another day.
    #[must_use]
    pub fn on(&self, date: Date) -> Self {
        Self { date: date.to_string(), ..self.clone() }
    }

    /// Which day it is at this instant where this is due.
    #[must_use]
    pub fn today(&self, now: Time) -> Option<Date> {
        let now = Timestamp::from_microsecond(now.micros()).ok()?;
        Some(now.to_zoned(zone(&self.zone)?).date())
    }
}

/// Reads a day as it is stored and sent.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    // There is one way to write a day, so that days are in order when their texts are.
    ((1970..=2199).contains(&date.year()) && date.to_string() == text).then_some(date)
}

fn clock(text: &str) -> Option<jiff::civil::Time> {
    let time = jiff::civil::Time::strptime("%H:%M", text).ok()?;
    (time.strftime("%H:%M").to_string() == text).then_some(time)
}

fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

fn begin(date: Date, zone: &TimeZone) -> Option<Time> {
    let start = zone.to_zoned(date.to_datetime(jiff::civil::Time::midnight())).ok()?;
    // Some clocks go forward at midnight: such a day begins where the gap ends.
    let start = start.start_of_day().unwrap_or(start);
    Some(Time::from_micros(start.timestamp().as_microsecond()))
}

fn instant(at: DateTime, zone: &TimeZone) -> Option<Time> {
    let zoned = zone.to_ambiguous_zoned(at).compatible().ok()?;
    Some(Time::from_micros(zoned.timestamp().as_microsecond()))
}

/// So many months after a day; the last of the month where that has no such day.
pub(crate) fn months_after(date: Date, months: i32) -> Option<Date> {
    date.checked_add(months.months()).ok()
}

/// So many days after a day.
pub(crate) fn days_after(date: Date, days: i32) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

/// How many days lie between two days.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn due(date: &str, time: Option<&str>, zone: &str) -> Due {
        Due { date: date.into(), time: time.map(str::to_owned), zone: zone.into() }
    }

    fn at(due: &Due) -> String {
        due.moments().expect("a due date").due_at.to_string()
    }

    fn hours(due: &Due) -> u64 {
        let moments = due.moments().expect("a due date");
        moments.day_ends_at.since(moments.day_begins_at).as_secs() / 3600
    }

    #[test]
    fn a_time_is_meant_in_its_zone() {
        assert_eq!(at(&due("2026-11-27", Some("18:00"), "Europe/Berlin")), "2026-11-27T17:00:00.000000Z");
        assert_eq!(at(&due("2026-07-27", Some("18:00"), "Europe/Berlin")), "2026-07-27T16:00:00.000000Z");
        assert_eq!(at(&due("2026-11-27", Some("18:00"), "Asia/Kathmandu")), "2026-11-27T12:15:00.000000Z");
    }

    #[test]
    fn a_day_without_a_time_is_late_when_it_is_over() {
        assert_eq!(at(&due("2026-11-27", None, "Europe/Berlin")), "2026-11-27T23:00:00.000000Z");
    }

    #[test]
    fn a_time_in_a_gap_is_moved_past_it() {
        // Clocks in Berlin go from 02:00 to 03:00 on this day.
        let gap = due("2026-03-29", Some("02:30"), "Europe/Berlin");
        assert_eq!(at(&gap), at(&due("2026-03-29", Some("03:30"), "Europe/Berlin")));
        assert_eq!(hours(&gap), 23);
    }

    #[test]
    fn of_a_time_that_comes_twice_the_first_is_meant() {
        // Clocks in Berlin go from 03:00 back to 02:00 on this day.
        let fold = due("2026-10-25", Some("02:30"), "Europe/Berlin");
        assert_eq!(at(&fold), "2026-10-25T00:30:00.000000Z");
        assert_eq!(hours(&fold), 25);
    }

    #[test]
    fn a_day_may_begin_after_midnight() {
        // Clocks in Beirut go forward at midnight.
        let day = due("2026-03-29", None, "Asia/Beirut");
        assert_eq!(day.moments().unwrap().day_begins_at.to_string(), "2026-03-28T22:00:00.000000Z");
        assert_eq!(hours(&day), 23);
    }

    #[test]
    fn today_is_another_day_elsewhere() {
        let now = Time::parse("2026-11-21T23:30:00Z").unwrap();
        let today = |zone| due("2026-01-01", None, zone).today(now).unwrap().to_string();
        assert_eq!([today("UTC"), today("Asia/Tokyo")], ["2026-11-21", "2026-11-22"]);
    }

    #[test]
    fn says_which_part_cannot_be_read() {
        let fields = |due: Due| {
            let mut checks = Checks::default();
            due.check(&mut checks);
            checks.done().map_or_else(|e| e.fields().iter().map(|f| f.field.clone()).collect(), |()| vec![])
        };
        assert_eq!(fields(due("2026-11-27", Some("18:00"), "UTC")), Vec::<String>::new());
        let wrong = due("27.11.2026", Some("6 pm"), "Middle/Earth");
        assert_eq!(fields(wrong), ["due.date", "due.time", "due.zone"]);
        for date in ["20261127", "1969-12-31", "2200-01-01", "2026-02-30", ""] {
            assert_eq!(fields(due(date, Some("7:00"), "UTC")), ["due.date", "due.time"], "{date}");
        }
    }

    const ZONES: &[&str] = &[
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "America/Santiago",
        "Asia/Beirut",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Cairo",
    ];

    proptest! {
        #[test]
        fn every_due_date_has_its_moments(
            days in 0..45_000_i32, minutes in 0..1440_u32, zone in prop::sample::select(ZONES),
        ) {
            let date = days_after(day("1970-01-01").unwrap(), days).unwrap();
            let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
            let moments = due(&date.to_string(), Some(&time), zone).moments().unwrap();
            prop_assert!(moments.day_begins_at <= moments.due_at && moments.due_at <= moments.day_ends_at);
            let whole = due(&date.to_string(), None, zone).moments().unwrap();
            prop_assert_eq!((whole.day_begins_at, whole.due_at), (moments.day_begins_at, moments.day_ends_at));
            // Where the zone has this time, clocks there show it at that instant.
            let there = TimeZone::get(zone).unwrap();
            if !there.to_ambiguous_zoned(date.to_datetime(clock(&time).unwrap())).is_ambiguous() {
                let shown = Timestamp::from_microsecond(moments.due_at.micros()).unwrap().to_zoned(there);
                prop_assert_eq!(shown.strftime("%Y-%m-%d %H:%M").to_string(), format!("{date} {time}"));
            }
        }

        #[test]
        fn one_day_ends_where_the_next_begins(days in 0..45_000_i32, zone in prop::sample::select(ZONES)) {
            let date = days_after(day("1970-01-01").unwrap(), days).unwrap();
            let today = due(&date.to_string(), None, zone);
            let tomorrow = today.on(date.tomorrow().unwrap());
            prop_assert_eq!(today.moments().unwrap().day_ends_at, tomorrow.moments().unwrap().day_begins_at);
        }
    }
}
