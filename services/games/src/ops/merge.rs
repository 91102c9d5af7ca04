//! Makes two works one.

use std::collections::BTreeSet;

use chassis::db::Tx;
use kit::Result;

use super::write::check_ties;
use crate::db::{self, Hung, StoredWork};
use crate::model::{Kind, WorkId};
use crate::summary::Summary;

/// Hands everything that a work has to another one: releases, history, locks, what hangs on it, and what staff
/// keeps apart from it. Answers how `into` hangs on others afterwards.
///
/// Only under the lock of the house. The caller writes what `into` says then, as its next version.
///
/// # Errors
/// As any statement.
pub(crate) async fn absorb(tx: &Tx, from: &StoredWork, into: &StoredWork) -> Result<Hung<'static>> {
    let below = db::hanging_on(tx, &[from.id]).await?;
    db::merge_work(tx, from.id, into.id).await?;
    db::move_edits(tx, from.id, into.id).await?;
    db::move_locks(tx, from.id, into.id).await?;
    for (other, by, at) in db::apart_from(tx, from.id).await? {
        if other != into.id {
            db::keep_apart(tx, pair(other, into.id), (by, at)).await?;
        }
    }
    db::forget_apart_of(tx, from.id).await?;
    db::delete_doubts_of(tx, from.id).await?;
    // One that hung on the other hangs on nothing now.
    let own = into.hung();
    let alone = own.parent == Some(from.id) || own.base == Some(from.id);
    if alone {
        db::free_work(tx, into.id).await?;
    }
    for other in below.iter().filter(|other| other.id != into.id) {
        rehang(tx, other, from.id, into).await?;
    }
    let above: BTreeSet<WorkId> = from.hung().parent.into_iter().chain(from.hung().base).collect();
    db::touch_works(tx, &above.into_iter().filter(|id| *id != into.id).collect::<Vec<_>>()).await?;
    Ok(if alone { Hung::ALONE } else { Hung { edition: None, ..own } })
}

/// Hangs on `into` what hung on `from`, or on nothing where that cannot be.
async fn rehang(tx: &Tx, other: &StoredWork, from: WorkId, into: &StoredWork) -> Result<()> {
    let old = other.hung();
    let moved = |to: Option<WorkId>| if to == Some(from) { Some(into.id) } else { to };
    let mut hung = Hung { parent: moved(old.parent), base: moved(old.base), ..old };
    if check_ties(tx, other.id, hung).await.is_err() {
        let kind = if old.kind.needs_parent() { Kind::Main } else { old.kind };
        hung = Hung { kind, ..Hung::ALONE };
    }
    db::hang_work(tx, (other.id, other.version), hung).await?;
    Ok(())
}

/// Keeps what staff locked on either of two works that become one; where both are locked, the word of the one
/// that stays. `locks` are those of both, as they were before.
pub(crate) fn keep_locked(
    locks: &[(WorkId, String)],
    (into, mine): (WorkId, &Summary),
    (from, theirs): (WorkId, &Summary),
    summary: &mut Summary,
) {
    let of = |work: WorkId| locks.iter().filter(move |(id, _)| *id == work).map(|(_, field)| field.as_str());
    let own: Vec<&str> = of(into).collect();
    let brought: Vec<&str> = of(from).filter(|field| !own.contains(field)).collect();
    summary.keep(mine, &own);
    summary.keep(theirs, &brought);
}

/// Two works in the order in which pairs are stored.
pub(crate) fn pair(a: WorkId, b: WorkId) -> (WorkId, WorkId) {
    (a.min(b), a.max(b))
}
