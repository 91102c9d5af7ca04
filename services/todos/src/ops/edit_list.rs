//! Changes a list, and puts it somewhere else.

use chassis::db::Tx;
use chassis::http::Expected;
use chassis::transact;
use kit::Result;
use uuid::Uuid;

use crate::model::{Color, GAP, List, ListId, between};
use crate::ops::create::unknown;
use crate::ops::{changed, check_version, hint, no_such_list, take_turn};
use crate::{App, db};

/// What is to be changed; nothing in a field leaves it as it is.
#[derive(Debug, Default)]
pub(crate) struct Change {
    pub(crate) name: Option<String>,
    pub(crate) color: Option<Option<Color>>,
    /// Before which list it is to stand, or behind all.
    pub(crate) before: Option<Option<ListId>>,
}

/// Changes a list.
///
/// # Errors
/// `todos/no-such-list` (404); `request/changed-meanwhile` (412); `request/invalid` (422) with the fields.
pub(crate) async fn edit_list(
    app: &App,
    user: Uuid,
    id: ListId,
    expected: Expected,
    change: &Change,
) -> Result<List> {
    transact!(app.db, |tx| {
        take_turn(tx, user).await?;
        let mut list = db::lists::by_id(tx, user, id).await?.ok_or_else(no_such_list)?;
        check_version(expected, list.version)?;
        if let Some(name) = &change.name {
            list.name = name.trim().to_owned();
        }
        list.color = change.color.unwrap_or(list.color);
        list.check()?;
        match change.before {
            Some(Some(other)) => list.rank = before(tx, user, other).await?,
            Some(None) => list.rank = db::lists::last_rank(tx, user).await? + GAP,
            None => {}
        }
        if !db::lists::save(tx, user, &list).await? {
            return Err(changed());
        }
        list.version += 1;
        hint(app, tx, user, &[id.uuid()]);
        Ok(list)
    })
}

/// A free rank right before a list. Where there is none, all lists are spread out first.
async fn before(tx: &Tx, user: Uuid, other: ListId) -> Result<i64> {
    loop {
        let found = db::lists::neighbours(tx, user, other).await?;
        let (above, below) = found.ok_or_else(|| unknown("before"))?;
        if let Some(rank) = between(below, above) {
            return Ok(rank);
        }
        db::lists::spread(tx, user).await?;
    }
}
