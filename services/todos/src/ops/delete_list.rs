//! Deletes a list.

use chassis::http::Expected;
use chassis::transact;
use kit::Result;
use uuid::Uuid;

use crate::model::ListId;
use crate::ops::{changed, check_version, hint, no_such_list, take_turn};
use crate::problems::DEFAULT_LIST;
use crate::{App, db};

/// Deletes a list. Its items go to the trash; whoever takes one out finds it on the list that stays.
///
/// # Errors
/// `todos/no-such-list` (404); `todos/default-list` (409); `request/changed-meanwhile` (412).
pub(crate) async fn delete_list(app: &App, user: Uuid, id: ListId, expected: Expected) -> Result<()> {
    transact!(app.db, |tx| {
        let turn = take_turn(tx, user).await?;
        let list = db::lists::by_id(tx, user, id).await?.ok_or_else(no_such_list)?;
        check_version(expected, list.version)?;
        if list.is_default {
            return Err(DEFAULT_LIST.because("There is always this one. Give it another name instead."));
        }
        let room = db::items::room(tx, user, None).await?;
        let (stays, last, _) = room.ok_or(chassis::db::Error::NoRow)?;
        db::trash::take_list(tx, user, (id, stays, last), turn, tx.now()).await?;
        if !db::lists::delete(tx, user, &list).await? {
            return Err(changed());
        }
        db::trash::make_room(tx, user, app.config.most_items).await?;
        hint(app, tx, user, &[id.uuid()]);
        Ok(())
    })
}
