//! Writes to-dos for a member of a house that is only looked around in.

use chassis::db::Tx;
use chassis::random;
use jiff::{Timestamp, ToSpan as _};
use kit::{Result, Time};
use uuid::Uuid;

use super::{hint, take_turn};
use crate::due::Due;
use crate::model::{GAP, Item, List, ListId};
use crate::repeat::{Every, Repeat};
use crate::{App, db};

/// One of them: its title, in how many days it is due and at what time, its priority and its label.
type Line = (&'static str, Option<(i64, Option<&'static str>)>, i64, &'static str);

/// What stands on the list that everybody has.
const MINE: [Line; 6] = [
    ("Charge the controllers", Some((0, Some("19:30"))), 2, "venue"),
    ("Bring the box of Chrono Trigger", Some((0, None)), 0, ""),
    ("Return two library games", Some((-2, None)), 0, "home"),
    ("Swap cartridges with a friend", Some((1, Some("18:00"))), 1, "venue"),
    ("Write down the house rules for trades", None, 0, ""),
    ("Find a second copy of Tetris", Some((5, None)), 0, "home"),
];
/// What stands on the second one.
const VENUE: [Line; 3] = [
    ("Patch the seat map of Screen 2", Some((3, None)), 3, "seats"),
    ("Order popcorn salt", Some((9, None)), 0, "kitchen"),
    ("Sweep the foyer", Some((0, Some("21:00"))), 0, "foyer"),
];

/// Gives a member who has nothing yet a list with items on it, due around today.
///
/// Safe to repeat: whoever has an item gets nothing more.
///
/// # Errors
/// As any statement.
pub(crate) async fn fill(app: &App, tx: &Tx, user: Uuid) -> Result<()> {
    let turn = take_turn(tx, user).await?;
    if db::items::count(tx, user).await? > 0 {
        return Ok(());
    }
    let now = tx.now();
    let second = List::default(random::id(now), now);
    let venue = List { name: "Venue".into(), rank: second.rank + GAP, is_default: false, ..second };
    db::lists::insert(tx, user, &venue).await?;
    let mut changed = Vec::new();
    for (list, lines) in [(None, MINE.as_slice()), (Some(venue.id), VENUE.as_slice())] {
        for line in lines {
            changed.push(write(tx, user, turn, (list, line)).await?);
        }
    }
    hint(app, tx, user, &changed);
    Ok(())
}

async fn write(tx: &Tx, user: Uuid, turn: i64, (list, line): (Option<ListId>, &Line)) -> Result<Uuid> {
    let (title, due, priority, label) = *line;
    let room = db::items::room(tx, user, list).await?;
    let (list, last, _) = room.ok_or_else(|| super::create::unknown("list"))?;
    let now = tx.now();
    let mut item = Item::new(random::id(now), title, now);
    item.plan(due.map(|(days, time)| day(now, days, time)).transpose()?, weekly(title));
    (item.priority, item.list, item.rank) = (priority, list, last + GAP);
    item.labels = Some(label).filter(|label| !label.is_empty()).map(str::to_owned).into_iter().collect();
    item.number = tx.next_number("items").await?;
    item.check()?;
    db::items::insert(tx, user, turn, &item).await?;
    Ok(item.id.uuid())
}

/// One of them comes back, so that it can be seen what that is like.
fn weekly(title: &str) -> Option<Repeat> {
    title.starts_with("Sweep").then(|| Repeat { every: Every::Week, interval: 1, days: Vec::new() })
}

/// A day so many days from now, as the clock of the machine has it.
fn day(now: Time, days: i64, time: Option<&str>) -> Result<Due> {
    let at = Timestamp::from_microsecond(now.micros())?.to_zoned(jiff::tz::TimeZone::UTC);
    let date = at.date().checked_add(days.days())?.to_string();
    Ok(Due { date, time: time.map(str::to_owned), zone: "UTC".into() })
}
