//! Puts an item somewhere else.

use chassis::db::Tx;
use chassis::http::Expected;
use chassis::transact;
use kit::Result;
use uuid::Uuid;

use crate::model::{GAP, Item, ItemId, ListId, between};
use crate::ops::create::unknown;
use crate::ops::{check_not_in_trash, hint, read, save, take_turn};
use crate::{App, db};

/// Puts an item before another one, on that one's list; or at the end of its own.
///
/// # Errors
/// `todos/no-such-item` (404); `todos/in-trash` (409); `request/changed-meanwhile` (412); `request/invalid` (422) when
/// the other one is not to be had.
pub(crate) async fn place(
    app: &App,
    user: Uuid,
    id: ItemId,
    expected: Expected,
    other: Option<ItemId>,
) -> Result<Item> {
    transact!(app.db, |tx| {
        let turn = take_turn(tx, user).await?;
        let mut item = read(tx, user, id, expected).await?;
        check_not_in_trash(&item)?;
        (item.list, item.rank) = match other {
            Some(other) => before(tx, user, other).await?,
            None => last(tx, user, item.list).await?,
        };
        save(tx, user, turn, &mut item).await?;
        hint(app, tx, user, &[item.id.uuid()]);
        Ok(item)
    })
}

/// The list of an item, and a free rank right before it. Where there is none, the list is spread out first.
pub(crate) async fn before(tx: &Tx, user: Uuid, other: ItemId) -> Result<(ListId, i64)> {
    loop {
        let found = db::items::neighbours(tx, user, other).await?;
        let (list, above, below) = found.ok_or_else(|| unknown("before"))?;
        if let Some(rank) = between(below, above) {
            return Ok((list, rank));
        }
        db::items::spread(tx, user, list).await?;
    }
}

async fn last(tx: &Tx, user: Uuid, list: ListId) -> Result<(ListId, i64)> {
    let (list, last, _) = db::items::room(tx, user, Some(list)).await?.ok_or(chassis::db::Error::NoRow)?;
    Ok((list, last + GAP))
}
