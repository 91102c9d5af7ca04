//! Makes an item.

use chassis::http::{Answer, Once};
use chassis::transact;
use kit::error::INVALID;
use kit::{Error, Result};
use serde::Serialize;
use uuid::Uuid;

use crate::model::{GAP, Item, ListId};
use crate::ops::{hint, take_turn};
use crate::problems::TOO_MANY_ITEMS;
use crate::{App, db};

/// Puts an item at the end of a list, or of the one that stays; `show` words the answer.
///
/// Safe to repeat with a key: it is kept with the answer, in the transaction that inserts the item.
///
/// # Errors
/// `request/invalid` (422) with the fields; `todos/too-many-items` (409).
pub(crate) async fn create<B: Serialize + Sync + Send>(
    app: &App,
    user: Uuid,
    once: &Once,
    (item, list): (&Item, Option<ListId>),
    show: impl Fn(&Item) -> B + Send + Sync,
) -> Result<Answer> {
    item.check()?;
    transact!(app.db, |tx| {
        if let Some(answer) = once.earlier(tx).await? {
            return Ok(answer);
        }
        let turn = take_turn(tx, user).await?;
        let room = db::items::room(tx, user, list).await?;
        let (list, last, items) = room.ok_or_else(|| unknown("list"))?;
        check_room(app, items + 1)?;
        let number = tx.next_number("items").await?;
        let item = Item { number, list, rank: last + GAP, ..item.clone() };
        db::items::insert(tx, user, turn, &item).await?;
        hint(app, tx, user, &[item.id.uuid()]);
        once.keep(tx, 201, &show(&item)).await
    })
}

/// A field names something that the caller does not have.
pub(crate) fn unknown(field: &str) -> Error {
    INVALID.because("Choose one of your own.").field(field, "There is no such thing among yours.")
}

/// Whether so many items of one member fit.
pub(crate) fn check_room(app: &App, items: i64) -> Result<()> {
    let most = app.config.most_items;
    if items <= i64::from(most) {
        return Ok(());
    }
    Err(TOO_MANY_ITEMS.because(format!("{most} items fit. Put some that are done into the trash.")))
}
