//! What comes back: every so many days, weeks, months or years.

use jiff::civil::{Date, Weekday};
use kit::error::Checks;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::due::{days_after, days_between, months_after};

/// How something comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TodoRepeat)]
pub struct Repeat {
    /// What is counted.
    pub every: Every,
    /// How many of them lie between two times: 1 to 365.
    #[serde(default = "one")]
    pub interval: i32,
    /// On which days of the week; only with `week`. Without any it is the day on which it was first due.
    #[serde(default)]
    pub days: Vec<Day>,
}

/// What is counted between two times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "they say it themselves")]
#[schema(as = TodoEvery)]
pub enum Every {
    Day,
    Week,
    Month,
    Year,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "they say it themselves")]
#[schema(as = TodoDay)]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

fn one() -> i32 {
    1
}

impl Repeat {
    /// Notes what is wrong with it.
    pub fn check(&self, checks: &mut Checks) {
        let interval = (1..=365).contains(&self.interval);
        checks.need(interval, "repeat.interval", "An interval is a number from 1 to 365.");
        let days = self.days.is_empty() || (self.every == Every::Week && self.days.len() <= 7);
        checks.need(days, "repeat.days", "Days are named where something comes back every week.");
    }

    /// The first day after `after` in the series that began on `since`; nothing at the end of all calendars.
    ///
    /// The series is counted from its beginning, so that what is due on the 31st comes on the last day of shorter
    /// months and on the 31st again after them.
    #[must_use]
    pub fn next(&self, since: Date, after: Date) -> Option<Date> {
        match self.every {
            Every::Day => next_by_days(since, after, self.interval),
            Every::Week if self.days.is_empty() => next_by_days(since, after, 7 * self.interval),
            Every::Week => self.next_by_weekday(since, after),
            Every::Month => next_by_months(since, after, self.interval),
            Every::Year => next_by_months(since, after, 12 * self.interval),
        }
    }

    /// Weeks begin on Monday; those between two intervals are left out.
    fn next_by_weekday(&self, since: Date, after: Date) -> Option<Date> {
        let first_week = monday(since)?;
        let weeks = days_between(first_week, monday(after)?) / 7;
        let this = weeks - weeks.rem_euclid(self.interval);
        let mut days: Vec<i32> = self.days.iter().map(|day| *day as i32).collect();
        days.sort_unstable();
        let weeks = [this, this + self.interval].into_iter();
        weeks
            .flat_map(|week| days.iter().map(move |day| 7 * week + day))
            .filter_map(|days| days_after(first_week, days))
            .find(|date| *date > after)
    }
}

fn next_by_days(since: Date, after: Date, interval: i32) -> Option<Date> {
    let gone = days_between(since, after);
    days_after(since, gone - gone.rem_euclid(interval) + interval)
}

fn next_by_months(since: Date, after: Date, interval: i32) -> Option<Date> {
    let years = i32::from(after.year()) - i32::from(since.year());
    let gone = 12 * years + i32::from(after.month()) - i32::from(since.month());
    let this = gone - gone.rem_euclid(interval);
    [this, this + interval].into_iter().filter_map(|n| months_after(since, n)).find(|date| *date > after)
}

fn monday(date: Date) -> Option<Date> {
    days_after(date, -i32::from(date.weekday().since(Weekday::Monday)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::due::day;

    fn repeat(every: Every, interval: i32, days: &[Day]) -> Repeat {
        Repeat { every, interval, days: days.to_vec() }
    }

    /// The next days of a series, one after another.
    fn series(repeat: &Repeat, since: &str, many: usize) -> Vec<String> {
        let since = day(since).unwrap();
        let days = std::iter::successors(Some(since), |last| repeat.next(since, *last));
        days.skip(1).take(many).map(|date| date.to_string()).collect()
    }

    #[test]
    fn the_31st_comes_back_after_shorter_months() {
        let monthly = repeat(Every::Month, 1, &[]);
        assert_eq!(series(&monthly, "2027-01-31", 3), ["2027-02-28", "2027-03-31", "2027-04-30"]);
    }

    #[test]
    fn a_leap_day_comes_back() {
        let yearly = repeat(Every::Year, 2, &[]);
        assert_eq!(series(&yearly, "2028-02-29", 2), ["2030-02-28", "2032-02-29"]);
    }

    #[test]
    fn weeks_between_intervals_are_left_out() {
        let fortnightly = repeat(Every::Week, 2, &[Day::Fri, Day::Mon]);
        // A Wednesday; its own week has a Friday left, the next one is not in the series.
        let days = series(&fortnightly, "2026-11-25", 3);
        assert_eq!(days, ["2026-11-27", "2026-12-07", "2026-12-11"]);
    }

    #[test]
    fn says_what_cannot_be() {
        let fields = |repeat: Repeat| {
            let mut checks = Checks::default();
            repeat.check(&mut checks);
            checks.done().map_or_else(|e| e.fields().len(), |()| 0)
        };
        assert_eq!(fields(repeat(Every::Week, 1, &[Day::Sun])), 0);
        assert_eq!(fields(repeat(Every::Day, 0, &[Day::Sun])), 2);
        assert_eq!(fields(repeat(Every::Month, 366, &[])), 1);
    }

    /// Whether a day is one of the series, told day by day and without arithmetic of ours.
    fn is_in(repeat: &Repeat, since: Date, date: Date) -> bool {
        let weekday = |date: Date| date.weekday().to_monday_zero_offset();
        let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
        let last = date.tomorrow().unwrap().day() == 1;
        match repeat.every {
            Every::Day => days_between(since, date) % repeat.interval == 0,
            Every::Week => {
                let weeks = (days_between(since, date) + i32::from(weekday(since))).div_euclid(7);
                let days: Vec<i32> = repeat.days.iter().map(|day| *day as i32).collect();
                let on = if days.is_empty() { vec![i32::from(weekday(since))] } else { days };
                weeks % repeat.interval == 0 && on.contains(&i32::from(weekday(date)))
            }
            every => {
                let interval = if every == Every::Year { 12 } else { 1 } * repeat.interval;
                (months(date) - months(since)) % interval == 0
                    && (date.day() == since.day() || (last && date.day() < since.day()))
            }
        }
    }

    fn any_repeat() -> impl Strategy<Value = Repeat> {
        let every = prop::sample::select(vec![Every::Day, Every::Week, Every::Month, Every::Year]);
        let all = vec![Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];
        (every, 1..5_i32, prop::sample::subsequence(all, 0..=7)).prop_map(|(every, interval, days)| {
            let days = if every == Every::Week { days } else { Vec::new() };
            Repeat { every, interval, days }
        })
    }

    proptest! {
        #[test]
        fn the_next_day_is_the_first_of_the_series(
            repeat in any_repeat(), since in 0..40_000_i32, later in 0..2_000_i32,
        ) {
            let since = days_after(day("1970-01-01").unwrap(), since).unwrap();
            let after = days_after(since, later).unwrap();
            let next = repeat.next(since, after).unwrap();
            let mut date = after.tomorrow().unwrap();
            while !is_in(&repeat, since, date) {
                date = date.tomorrow().unwrap();
            }
            prop_assert_eq!(next, date, "{:?} since {} after {}", repeat, since, after);
        }
    }
}
