//! The nouns of todos and their rules.

use kit::error::Checks;
use kit::{Id, Result, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::due::{Due, day};
use crate::repeat::Repeat;

/// The name of an item.
pub type ItemId = Id<Item>;
/// The name of a list.
pub type ListId = Id<List>;

/// The topic of a member's items is this and the member's id.
pub const TOPIC: &str = contracts::live::ITEMS.prefix;

/// Something to do.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its name.
    pub id: ItemId,
    /// The number that classic paths show.
    pub number: i64,
    /// The list on which it stands.
    pub list: ListId,
    /// Where it stands there: items are in the order of their ranks.
    pub rank: i64,
    /// What is to be done.
    pub title: String,
    /// What else is to be known.
    pub note: String,
    /// When it was done.
    pub completed_at: Option<Time>,
    /// When it is due.
    pub due: Option<Due>,
    /// 0 for none to 3 for the highest.
    pub priority: i64,
    /// Words to find it by.
    pub labels: Vec<String>,
    /// How it comes back.
    pub repeat: Option<Repeat>,
    /// The day from which repeating counts: the first on which it was due.
    pub repeat_since: Option<String>,
    /// The item whose next time this is.
    pub follows: Option<ItemId>,
    /// When it was put into the trash.
    pub trashed_at: Option<Time>,
    /// Counts its changes, from 1 on.
    pub version: i64,
    /// When it was made.
    pub created_at: Time,
    /// When it last changed.
    pub updated_at: Time,
}

impl Item {
    /// An item that only has a title yet, and stands on no list.
    #[must_use]
    pub fn new(id: ItemId, title: &str, now: Time) -> Self {
        Self {
            id,
            number: 0,
            list: Id::new(uuid::Uuid::nil()),
            rank: 0,
            title: title.trim().to_owned(),
            note: String::new(),
            completed_at: None,
            due: None,
            priority: 0,
            labels: Vec::new(),
            repeat: None,
            repeat_since: None,
            follows: None,
            trashed_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// Sets when it is due and how it comes back; repeating counts from this day on.
    pub fn plan(&mut self, due: Option<Due>, repeat: Option<Repeat>) {
        self.repeat_since = due.as_ref().filter(|_| repeat.is_some()).map(|due| due.date.clone());
        (self.due, self.repeat) = (due, repeat);
    }

    /// Whether what it says can be kept.
    ///
    /// # Errors
    /// `request/invalid` (422) with the fields that cannot.
    pub fn check(&self) -> Result<()> {
        let mut checks = Checks::default();
        check_line(&mut checks, "title", &self.title, 200);
        checks.need(self.note.chars().count() <= 10_000, "note", "A note has at most 10,000 characters.");
        checks.need((0..=3).contains(&self.priority), "priority", "A priority is 0, 1, 2 or 3.");
        checks.need(self.labels.len() <= MOST_LABELS, "labels", "An item has at most 10 labels.");
        for label in &self.labels {
            check_line(&mut checks, "labels", label, 40);
        }
        if let Some(due) = &self.due {
            due.check(&mut checks);
        }
        if let Some(repeat) = &self.repeat {
            repeat.check(&mut checks);
            checks.need(
                self.due.is_some(),
                "repeat",
                "Say first when it is due: repeating counts from there.",
            );
        }
        checks.done()
    }

    /// When it is due for the next time, after it was done at `now`.
    ///
    /// Days that have gone by meanwhile are left out; today is not.
    #[must_use]
    pub fn next_due(&self, now: Time) -> Option<Due> {
        let (due, repeat) = (self.due.as_ref()?, self.repeat.as_ref()?);
        let since = day(self.repeat_since.as_deref()?)?;
        let yesterday = due.today(now)?.yesterday().ok()?;
        let next = due.on(repeat.next(since, day(&due.date)?.max(yesterday))?);
        // A series ends where the calendar of this house does.
        day(&next.date).map(|_| next)
    }
}

/// How many labels an item may have.
const MOST_LABELS: usize = 10;

/// Labels as they are kept: trimmed, in lower case, each once.
#[must_use]
pub fn labels(given: &[String]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for label in given.iter().map(|label| label.trim().to_lowercase()) {
        if !labels.contains(&label) {
            labels.push(label);
        }
        // One too many is refused, and what follows changes nothing about that.
        if labels.len() > MOST_LABELS {
            break;
        }
    }
    labels
}

/// A list of items.
#[derive(Clone, Debug)]
pub struct List {
    /// Its name for programs.
    pub id: ListId,
    /// Its name for people.
    pub name: String,
    /// How it looks.
    pub color: Option<Color>,
    /// Where it stands among the lists of its member.
    pub rank: i64,
    /// Whether it is the one that is always there.
    pub is_default: bool,
    /// Counts its changes, from 1 on.
    pub version: i64,
    /// When it was made.
    pub created_at: Time,
    /// How many of its items are neither done nor in the trash.
    pub open: i64,
}

impl List {
    /// The list that every member has.
    #[must_use]
    pub fn default(id: ListId, now: Time) -> Self {
        let name = "To do".to_owned();
        Self { id, name, color: None, rank: GAP, is_default: true, version: 1, created_at: now, open: 0 }
    }

    /// Whether what it says can be kept.
    ///
    /// # Errors
    /// `request/invalid` (422) with the fields that cannot.
    pub fn check(&self) -> Result<()> {
        let mut checks = Checks::default();
        check_line(&mut checks, "name", &self.name, 100);
        checks.done()
    }
}

/// How a list looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "they say it themselves")]
#[schema(as = TodoColor)]
pub enum Color {
    Amber,
    Rose,
    Teal,
    Violet,
    Blue,
    Green,
}

impl Color {
    const ALL: [Self; 6] = [Self::Amber, Self::Rose, Self::Teal, Self::Violet, Self::Blue, Self::Green];

    /// As it is stored and sent.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Amber => "amber",
            Self::Rose => "rose",
            Self::Teal => "teal",
            Self::Violet => "violet",
            Self::Blue => "blue",
            Self::Green => "green",
        }
    }

    /// Reads what [`word`](Self::word) wrote.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|color| color.word() == word)
    }
}

fn check_line(checks: &mut Checks, field: &str, text: &str, most: usize) {
    let length = (1..=most).contains(&text.chars().count());
    checks.need(length, field, format!("Write between 1 and {most} characters."));
    checks.need(!text.chars().any(char::is_control), field, "Write it in one line.");
}

/// How far ranks lie apart at first, so that 32 things fit between two before others have to move.
pub const GAP: i64 = 1 << 32;

/// A rank between two; nothing when they are too close. Ranks are above zero.
#[must_use]
pub fn between(below: Option<i64>, above: i64) -> Option<i64> {
    let below = below.unwrap_or(0);
    (above - below > 1).then(|| below + (above - below) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(due: &str, repeat: &str) -> Item {
        let due = Due { date: due.into(), time: None, zone: "Europe/Berlin".into() };
        let mut item = Item::new(Id::new(uuid::Uuid::nil()), "Water the plants", Time::default());
        item.plan(Some(due), serde_json::from_str(repeat).ok());
        item
    }

    #[test]
    fn the_next_time_leaves_out_what_has_gone_by_but_not_today() {
        let now = Time::parse("2026-11-21T17:00:00Z").unwrap();
        let next = |due, repeat| item(due, repeat).next_due(now).map(|due| due.date);
        let daily = r#"{"every":"day"}"#;
        assert_eq!(next("2026-11-16", daily).as_deref(), Some("2026-11-21"));
        assert_eq!(next("2026-11-21", daily).as_deref(), Some("2026-11-22"));
        assert_eq!(next("2026-11-30", daily).as_deref(), Some("2026-12-01"));
        assert_eq!(next("2026-11-06", r#"{"every":"week"}"#).as_deref(), Some("2026-11-27"));
        assert_eq!(next("2199-12-31", daily), None);
        assert_eq!(next("2026-11-16", "null"), None);
    }

    #[test]
    fn labels_are_kept_once_and_in_lower_case() {
        let given = [" Venue", "venue ", "Café"].map(str::to_owned);
        assert_eq!(labels(&given), ["venue", "café"]);
    }

    #[test]
    fn says_everything_that_is_wrong_at_once() {
        let mut item = item("2026-11-27", r#"{"every":"day","interval":0}"#);
        item.title = String::new();
        item.note = "x".repeat(10_001);
        item.priority = 4;
        item.labels = vec!["two\nlines".into()];
        let error = item.check().unwrap_err();
        let fields: Vec<&str> = error.fields().iter().map(|field| field.field.as_str()).collect();
        assert_eq!(fields, ["title", "note", "priority", "labels", "repeat.interval"]);
        item.due = None;
        assert!(item.check().unwrap_err().fields().iter().any(|field| field.field == "repeat"));
    }

    #[test]
    fn there_is_room_between_two_ranks_32_times() {
        let mut above = GAP;
        let halvings = std::iter::from_fn(|| {
            above = between(None, above)?;
            Some(above)
        });
        assert_eq!(halvings.take_while(|rank| *rank > 0).count(), 32);
        assert_eq!(between(Some(4), 5), None);
        assert_eq!(between(Some(4), 6), Some(5));
    }
}
