//! Changes what is said of a work.

use chassis::db::Tx;
use chassis::transact;
use kit::Result;
use uuid::Uuid;

use super::write::{By, change, current, face, meet};
use crate::model::WorkId;
use crate::model::face::{Change, Face, WorkKind};
use crate::problems::NO_SUCH_ENTRY;
use crate::{App, db};

/// Changes fields of a work; each that says something else afterwards is locked against imports.
///
/// Of two that saw the same version one wins: the check stands behind the lock of the house. Whoever changes
/// what an edition is of need not say that it is one.
///
/// # Errors
/// `games/no-such-game` (404), `request/changed-meanwhile` (412), `request/invalid` and `games/tie-refused` (422).
pub(crate) async fn edit(
    app: &App,
    id: WorkId,
    expected: Option<i64>,
    by: &By,
    put: impl Fn(&mut Face) + Sync,
) -> Result<WorkId> {
    let id = transact!(app.db, |tx| {
        db::touch_house(tx).await?;
        let work = current(tx, id).await?;
        meet(expected, &work)?;
        let before = face(&work, &serde_json::from_str(&work.summary)?);
        let mut after = before.clone();
        put(&mut after);
        agree(&before, &mut after);
        change(tx, &work, after, "edit", by).await?;
        Ok(work.id)
    })?;
    app.untold.notify_one();
    Ok(id)
}

/// Makes `kind` and the ties say one thing, whichever of them was changed.
pub(crate) fn agree(before: &Face, after: &mut Face) {
    if after.edition_of != before.edition_of && after.kind == before.kind {
        match (after.edition_of, after.kind) {
            (Some(_), WorkKind::Game) => after.kind = WorkKind::Edition,
            (None, WorkKind::Edition) => after.kind = WorkKind::Game,
            _ => {}
        }
    }
    if after.kind != WorkKind::Edition && before.kind == WorkKind::Edition {
        after.edition_of = None;
    }
    if after.edition_of.is_none() && before.edition_of.is_some() {
        after.edition_title = None;
    }
    let adds = |kind: WorkKind| matches!(kind, WorkKind::Dlc | WorkKind::Expansion);
    if adds(before.kind) && !adds(after.kind) && after.parent == before.parent {
        after.parent = None;
    }
}

/// Puts the fields of one entry of a work's history back to what they said before it, as a new edit.
///
/// # Errors
/// `games/no-such-entry` (404) for one that is not of this work or changed no field; as [`edit`].
pub(crate) async fn undo(tx: &Tx, id: WorkId, entry: Uuid, expected: Option<i64>, by: &By) -> Result<WorkId> {
    db::touch_house(tx).await?;
    let work = current(tx, id).await?;
    meet(expected, &work)?;
    let made = db::edit_by_id(tx, entry).await?.filter(|edit| edit.work == work.id);
    let made = made.filter(|edit| can_be_undone(&edit.action, edit.made_on == work.id));
    let made = made.ok_or_else(|| NO_SUCH_ENTRY.because("Look at the history of this game again."))?;
    let changes: Vec<Change> = serde_json::from_str(&made.changes)?;
    let mut after = face(&work, &serde_json::from_str(&work.summary)?);
    after.undo(&changes)?;
    change(tx, &work, after, "undo", by).await?;
    Ok(work.id)
}

/// Whether an entry of a history says something that could be put back: what two works became one by is not.
pub(crate) fn can_be_undone(action: &str, made_here: bool) -> bool {
    made_here && matches!(action, "edit" | "undo" | "unlock")
}
