//! Makes a list.

use chassis::http::{Answer, Once};
use chassis::{random, transact};
use kit::Result;
use serde::Serialize;
use uuid::Uuid;

use crate::model::{Color, GAP, List};
use crate::ops::{hint, take_turn};
use crate::problems::TOO_MANY_LISTS;
use crate::{App, db};

/// Puts a list behind the others; `show` words the answer.
///
/// Safe to repeat with a key: it is kept with the answer, in the transaction that inserts the list.
///
/// # Errors
/// `request/invalid` (422) with the fields; `todos/too-many-lists` (409).
pub(crate) async fn create_list<B: Serialize + Sync + Send>(
    app: &App,
    user: Uuid,
    once: &Once,
    (name, color): (&str, Option<Color>),
    show: impl Fn(List) -> B + Send + Sync,
) -> Result<Answer> {
    let now = app.db.now();
    let list = List {
        name: name.trim().to_owned(),
        color,
        is_default: false,
        ..List::default(random::id(now), now)
    };
    list.check()?;
    transact!(app.db, |tx| {
        if let Some(answer) = once.earlier(tx).await? {
            return Ok(answer);
        }
        take_turn(tx, user).await?;
        let most = app.config.most_lists;
        if db::lists::count(tx, user).await? >= i64::from(most) {
            return Err(TOO_MANY_LISTS.because(format!("{most} lists fit. Delete one that you do not need.")));
        }
        let list = List { rank: db::lists::last_rank(tx, user).await? + GAP, ..list.clone() };
        db::lists::insert(tx, user, &list).await?;
        hint(app, tx, user, &[list.id.uuid()]);
        once.keep(tx, 201, &show(list)).await
    })
}
