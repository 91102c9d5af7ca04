//! Lets a field say again what its sources say.

use chassis::db::Tx;
use chassis::transact;
use kit::Result;

use super::derive::derived;
use super::write::{By, check_ties, current, face, hung, meet, note, save};
use crate::App;
use crate::db::{self, Hung, StoredWork};
use crate::formats::Row;
use crate::model::WorkId;
use crate::model::face::{FIELDS, Face, TIES};
use crate::problems::NOT_LOCKED;
use crate::summary::Summary;

/// Unlocks a field of a work. Safe to repeat, except that the second time says that nothing is locked.
///
/// # Errors
/// `games/no-such-game`, `games/not-locked` (404); `games/tie-refused` (422) when what the titles say cannot
/// be beside the ties that staff set; `request/changed-meanwhile` (412).
pub(crate) async fn unlock(
    app: &App,
    id: WorkId,
    expected: Option<i64>,
    field: &str,
    by: &By,
) -> Result<WorkId> {
    let id = transact!(app.db, |tx| {
        db::touch_house(tx).await?;
        let work = current(tx, id).await?;
        meet(expected, &work)?;
        if !FIELDS.contains(&field) || !db::unlock_field(tx, work.id, field).await? {
            return Err(NOT_LOCKED.because("Imports change it already as its sources say."));
        }
        let summary: Summary = serde_json::from_str(&work.summary)?;
        let before = face(&work, &summary);
        let mut after = before.clone();
        after.put(field, &sourced(tx, &work).await?);
        let changes = before.changes(&after)?;
        let hung = hung(&after, work.hung().kind);
        if TIES.contains(&field) && hung != work.hung() {
            check_ties(tx, work.id, hung).await?;
        }
        let mut now = rows(tx, &work).await?;
        let locked = db::locked_fields(tx, &[work.id]).await?;
        let locked: Vec<&str> = locked.iter().map(|(_, field)| field.as_str()).collect();
        now.keep(&summary, &locked);
        save(tx, &work, &now, hung).await?;
        note(tx, work.id, by, "unlock", &changes).await?;
        Ok(work.id)
    })?;
    app.untold.notify_one();
    Ok(id)
}

/// What the releases of a work say, summed up.
async fn rows(tx: &Tx, work: &StoredWork) -> Result<Summary> {
    let releases = db::releases_of(tx, &[work.id]).await?;
    let rows: Vec<Row> =
        releases.iter().map(|release| serde_json::from_str(&release.facts)).collect::<Result<_, _>>()?;
    Ok(Summary::of(&rows.iter().collect::<Vec<_>>()))
}

/// The face of a work as its sources have it.
async fn sourced(tx: &Tx, work: &StoredWork) -> Result<Face> {
    let summary = rows(tx, work).await?;
    let ties = derived(tx, std::slice::from_ref(work)).await?.remove(&work.id).unwrap_or(Hung::ALONE);
    let bare = StoredWork {
        title: summary.title.clone(),
        kind: ties.kind.number(),
        parent: ties.parent,
        version_parent: ties.base,
        version_title: ties.edition.map(str::to_owned),
        ..work.clone()
    };
    Ok(face(&bare, &summary))
}
