//! Gives a gizmo another name.

use chassis::http::Expected;
use chassis::transact;
use kit::Result;
use uuid::Uuid;

use crate::model::{Gizmo, GizmoId, name};
use crate::ops::refusal;
use crate::{App, db};

/// Gives a gizmo another name.
///
/// # Errors
/// `demo/no-such-gizmo` (404); `request/changed-meanwhile` (412); `request/invalid` (422) with the field.
pub(crate) async fn edit(
    app: &App,
    (user, id): (Uuid, GizmoId),
    expected: Expected,
    given: &str,
) -> Result<Gizmo> {
    let name = name(given)?;
    transact!(app.db, |tx| {
        match db::rename(tx, (user, id), expected.version(), name).await? {
            Some(gizmo) => Ok(gizmo),
            None => Err(refusal(tx, user, id).await?),
        }
    })
}
