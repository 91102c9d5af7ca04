//! Settles whether two works are one.

use chassis::db::Tx;
use chassis::http::CHANGED;
use kit::Result;
use serde_json::json;

use super::merge::{absorb, keep_locked, pair};
use super::write::{By, current, face, note, save};
use crate::db::{self, Hung, StoredWork};
use crate::formats::Row;
use crate::model::WorkId;
use crate::model::face::Change;
use crate::problems::ONE_WORK;
use crate::summary::Summary;

/// What staff says of two works.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    pub(crate) a: WorkId,
    pub(crate) b: WorkId,
    pub(crate) same: bool,
    /// The sum of the versions that were looked at; whichever they are now when it is left out.
    pub(crate) version: Option<i64>,
}

/// Merges two works, or keeps them apart for good: no later import lists them again or merges them.
///
/// The older work stays, both ids lead to it, and it has the history of both. Safe to repeat.
///
/// # Errors
/// `games/no-such-game` (404); `games/one-work` (409) when two that are one are to be kept apart;
/// `request/changed-meanwhile` (412).
pub(crate) async fn answer(tx: &Tx, answer: Answer, by: &By) -> Result<WorkId> {
    db::touch_house(tx).await?;
    let (one, other) = (current(tx, answer.a).await?, current(tx, answer.b).await?);
    if one.id == other.id {
        return if answer.same {
            Ok(one.id)
        } else {
            Err(ONE_WORK.because("They were merged. What was merged cannot be parted."))
        };
    }
    if answer.version.is_some_and(|version| version != one.version + other.version) {
        return Err(CHANGED.because("One of them was changed since you looked. Look again."));
    }
    let (older, newer) = if one.number < other.number { (one, other) } else { (other, one) };
    if answer.same {
        merge(tx, &newer, &older, by).await?;
    } else {
        part(tx, (&older, &newer), by).await?;
    }
    Ok(older.id)
}

async fn part(tx: &Tx, (older, newer): (&StoredWork, &StoredWork), by: &By) -> Result<()> {
    let both = pair(older.id, newer.id);
    db::delete_doubt(tx, both).await?;
    if db::keep_apart(tx, both, (by.user, tx.now())).await? {
        for (work, other) in [(older, newer), (newer, older)] {
            note(tx, work.id, by, "keep_apart", &[naming(other)]).await?;
        }
    }
    Ok(())
}

async fn merge(tx: &Tx, from: &StoredWork, into: &StoredWork, by: &By) -> Result<()> {
    let others = db::doubts_of(tx, from.id).await?;
    let locks = db::locked_fields(tx, &[from.id, into.id]).await?;
    db::forget_apart(tx, pair(from.id, into.id)).await?;
    let hung = absorb(tx, from, into).await?;
    let apart = db::apart_from(tx, into.id).await?;
    for (other, reason) in others {
        if other != into.id && !apart.iter().any(|(kept, ..)| *kept == other) {
            db::insert_doubt(tx, pair(into.id, other), &reason).await?;
        }
    }
    let releases = db::releases_of(tx, &[into.id]).await?;
    let rows: Vec<Row> =
        releases.iter().map(|release| serde_json::from_str(&release.facts)).collect::<Result<_, _>>()?;
    let (mine, theirs): (Summary, Summary) =
        (serde_json::from_str(&into.summary)?, serde_json::from_str(&from.summary)?);
    let mut summary = Summary::of(&rows.iter().collect::<Vec<_>>());
    keep_locked(&locks, (into.id, &mine), (from.id, &theirs), &mut summary);
    let edition = into.version_title.as_deref().filter(|_| hung.base.is_some());
    save(tx, into, &summary, Hung { edition, ..hung }).await?;
    // Whoever saw one of the two before has not seen this.
    db::raise_version(tx, into.id, from.version + 1).await?;
    let mut changes = vec![naming(from)];
    let (before, now) = (face(into, &mine), StoredWork { title: summary.title.clone(), ..into.clone() });
    changes
        .extend(before.changes(&face(&now, &summary))?.into_iter().filter(|change| change.field != "title"));
    note(tx, into.id, by, "merge", &changes).await
}

/// The other work of two, as a line of the history.
fn naming(other: &StoredWork) -> Change {
    Change {
        field: "work".into(),
        before: json!({ "id": other.id, "title": other.title }),
        after: json!(null),
    }
}
