//! Deletes a gizmo.

use chassis::http::Expected;
use chassis::transact;
use kit::Result;
use uuid::Uuid;

use crate::model::GizmoId;
use crate::ops::refusal;
use crate::{App, db};

/// Deletes a gizmo for ever.
///
/// # Errors
/// `demo/no-such-gizmo` (404); `request/changed-meanwhile` (412).
pub(crate) async fn delete(app: &App, (user, id): (Uuid, GizmoId), expected: Expected) -> Result<()> {
    transact!(app.db, |tx| {
        if db::delete(tx, (user, id), expected.version()).await? {
            return Ok(());
        }
        Err(refusal(tx, user, id).await?)
    })
}
