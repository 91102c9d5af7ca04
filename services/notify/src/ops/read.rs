//! Marks notes as read.

use chassis::http::extract::NOT_FOUND;
use chassis::transact;
use kit::{Id, Result, Who};
use serde_json::json;

use crate::model::Note;
use crate::ops::hint;
use crate::{App, db};

/// Marks a note of the caller and all older ones as read; answers how many are left. Safe to repeat.
///
/// # Errors
/// `request/not-found` (404) when the caller has no such note.
pub(crate) async fn read(app: &App, who: &Who, up_to: Id<Note>) -> Result<i64> {
    transact!(app.db, |tx| {
        if !db::has_note(tx, who.user, up_to).await? {
            return Err(NOT_FOUND.because("There is no such note among yours."));
        }
        let changed = db::read_up_to(tx, who.user, up_to, tx.now()).await?;
        let left = db::unread(tx, who.user).await?;
        if changed > 0 {
            hint(app, tx, who.user, json!({ "unread": left }));
        }
        Ok(left)
    })
}
