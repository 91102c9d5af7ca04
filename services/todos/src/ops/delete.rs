//! Deletes what is in the trash, for ever.

use std::time::Duration;

use chassis::audit::Deed;
use chassis::http::{Caller, Expected};
use chassis::transact;
use kit::Result;
use serde_json::json;

use crate::model::ItemId;
use crate::ops::{hint, no_such_item, read, take_turn};
use crate::{App, db};

/// Deletes an item in the trash for ever.
///
/// # Errors
/// `todos/no-such-item` (404), also for one that is not in the trash; `request/changed-meanwhile` (412).
pub(crate) async fn delete(app: &App, caller: &Caller, id: ItemId, expected: Expected) -> Result<()> {
    let user = caller.who()?.user;
    transact!(app.db, |tx| {
        take_turn(tx, user).await?;
        let item = read(tx, user, id, expected).await?;
        if !db::trash::delete(tx, user, id).await? {
            return Err(no_such_item().detail("This item is not in the trash. Put it there first."));
        }
        tx.audit(Deed {
            actor: Some(user),
            action: "item.delete",
            subject: Some(id.uuid()),
            address: caller.address(),
            detail: json!({ "number": item.number }),
        })
        .await?;
        hint(app, tx, user, &[id.uuid()]);
        Ok(())
    })
}

/// Empties the caller's trash; answers how much was in it.
pub(crate) async fn empty_trash(app: &App, caller: &Caller) -> Result<u64> {
    let user = caller.who()?.user;
    transact!(app.db, |tx| {
        take_turn(tx, user).await?;
        let deleted = db::trash::empty(tx, user).await?;
        if deleted > 0 {
            tx.audit(Deed {
                actor: Some(user),
                action: "trash.empty",
                subject: Some(user),
                address: caller.address(),
                detail: json!({ "deleted": deleted }),
            })
            .await?;
            hint(app, tx, user, &[]);
        }
        Ok(deleted)
    })
}

/// Deletes for ever what has been in anybody's trash for too long. Safe to repeat: it deletes what is left.
pub(crate) async fn empty_old_trash(app: &App) -> Result<()> {
    let before = app.db.now().minus(Duration::from_secs(u64::from(app.config.trash_days) * 86_400));
    // A piece at a time, so that nobody waits for long behind it.
    loop {
        let deleted = db::trash::expire(&app.db, before).await?;
        if deleted == 0 {
            return Ok(());
        }
        tracing::info!(deleted, "old trash deleted");
    }
}
