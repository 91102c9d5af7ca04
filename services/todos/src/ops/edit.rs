//! Changes an item, finishes and reopens it.

use chassis::http::Expected;
use chassis::transact;
use kit::Result;
use uuid::Uuid;

use crate::due::Due;
use crate::model::{GAP, Item, ItemId, ListId, labels};
use crate::ops::create::unknown;
use crate::ops::follow_up::follow_up;
use crate::ops::{check_not_in_trash, hint, read, save, take_turn};
use crate::repeat::Repeat;
use crate::{App, db};

/// What is to be changed; nothing in a field leaves it as it is.
#[derive(Debug, Default)]
pub(crate) struct Change {
    pub(crate) title: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) list: Option<ListId>,
    pub(crate) due: Option<Option<Due>>,
    pub(crate) priority: Option<i64>,
    pub(crate) labels: Option<Vec<String>>,
    pub(crate) repeat: Option<Option<Repeat>>,
    pub(crate) completed: Option<bool>,
}

/// Changes an item. Finishing one that repeats makes its next time in the same transaction, and only once, however
/// many finish it at the same time or again.
///
/// # Errors
/// `todos/no-such-item` (404); `todos/in-trash` (409); `request/changed-meanwhile` (412); `request/invalid` (422);
/// `todos/too-many-items` (409) when there is no room for the next time.
pub(crate) async fn edit(
    app: &App,
    user: Uuid,
    id: ItemId,
    expected: Expected,
    change: &Change,
) -> Result<Item> {
    transact!(app.db, |tx| {
        let turn = take_turn(tx, user).await?;
        let mut item = read(tx, user, id, expected).await?;
        check_not_in_trash(&item)?;
        let was_done = item.completed_at.is_some();
        change.apply(&mut item);
        item.check()?;
        if let Some(list) = change.list.filter(|list| *list != item.list) {
            let room = db::items::room(tx, user, Some(list)).await?;
            let (list, last, _) = room.ok_or_else(|| unknown("list"))?;
            (item.list, item.rank) = (list, last + GAP);
        }
        let is_done = change.completed.unwrap_or(was_done);
        if is_done != was_done {
            item.completed_at = is_done.then(|| tx.now());
        }
        save(tx, user, turn, &mut item).await?;
        let mut touched = vec![item.id.uuid()];
        if is_done && !was_done {
            touched.extend(follow_up(app, tx, (user, turn), &item).await?.map(ItemId::uuid));
        }
        hint(app, tx, user, &touched);
        Ok(item)
    })
}

impl Change {
    /// Writes down what does not depend on anything else.
    fn apply(&self, item: &mut Item) {
        if let Some(title) = &self.title {
            item.title = title.trim().to_owned();
        }
        if let Some(note) = &self.note {
            item.note.clone_from(note);
        }
        if let Some(priority) = self.priority {
            item.priority = priority;
        }
        if let Some(given) = &self.labels {
            item.labels = labels(given);
        }
        let due = self.due.clone().unwrap_or_else(|| item.due.clone());
        let repeat = self.repeat.clone().unwrap_or_else(|| item.repeat.clone());
        if due != item.due || repeat != item.repeat {
            item.plan(due, repeat);
        }
    }
}
