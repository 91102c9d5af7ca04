//! Makes a gizmo.

use chassis::http::{Answer, Once};
use chassis::{random, transact};
use kit::Result;
use serde::Serialize;
use uuid::Uuid;

use crate::model::{Gizmo, MOST, name};
use crate::problems::TOO_MANY_GIZMOS;
use crate::{App, db};

/// Makes a gizmo of this name; `show` words the answer.
///
/// Safe to repeat with a key: it is kept with the answer, in the transaction that inserts the gizmo.
///
/// # Errors
/// `request/invalid` (422) with the field; `demo/too-many-gizmos` (409).
pub(crate) async fn create<B: Serialize + Sync + Send>(
    app: &App,
    user: Uuid,
    once: &Once,
    given: &str,
    show: impl Fn(Gizmo) -> B + Send + Sync,
) -> Result<Answer> {
    let name = name(given)?;
    transact!(app.db, |tx| {
        if let Some(answer) = once.earlier(tx).await? {
            return Ok(answer);
        }
        let (id, created_at) = (random::id(tx.now()), tx.now());
        let gizmo = Gizmo { id, name: name.to_owned(), version: 1, created_at };
        if !db::insert(tx, user, &gizmo).await? {
            return Err(TOO_MANY_GIZMOS.because(format!("{MOST} fit. Delete one that you do not need.")));
        }
        once.keep(tx, 201, &show(gizmo)).await
    })
}
