//! What demo does.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod edit;

use chassis::db::Tx;
use chassis::http::CHANGED;
use kit::{Error, Result};
use uuid::Uuid;

use crate::db;
use crate::model::GizmoId;
use crate::problems::NO_SUCH_GIZMO;

pub(crate) fn no_such_gizmo() -> Error {
    NO_SUCH_GIZMO.because("There is no such gizmo among yours. It may have been deleted.")
}

/// Why a guarded statement found nothing: it is not there, or not as its caller saw it any more.
pub(crate) async fn refusal(tx: &Tx, user: Uuid, id: GizmoId) -> Result<Error> {
    Ok(match db::by_id(tx, user, id).await? {
        Some(_) => CHANGED.because("Load it again, and see whether you still want this."),
        None => no_such_gizmo(),
    })
}
