//! A member's gizmos.

use axum::extract::State;
use chassis::http::{Answer, Caller, Expected, Hal, Items, Json, Once, Path, Query, Tagged};
use http::StatusCode;
use kit::{Page, Result, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::model::{Gizmo, GizmoId};
use crate::ops::no_such_gizmo;
use crate::{App, db, ops};

/// A gizmo.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = DemoGizmo)]
pub(crate) struct Shown {
    #[schema(value_type = Uuid)]
    id: GizmoId,
    name: String,
    version: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Time,
}

/// A gizmo, with what can be done with it now.
fn shown(gizmo: Gizmo) -> Hal<Shown> {
    let here = format!("/api/v1/demo/gizmos/{}", gizmo.id);
    let Gizmo { id, name, version, created_at } = gizmo;
    Hal::new(Shown { id, name, version, created_at })
        .link("self", &here)
        .template("edit", "PATCH", &here)
        .template("delete", "DELETE", here)
}

/// One gizmo as an answer, with its version.
type One = Tagged<Json<Hal<Shown>>>;

fn one(gizmo: Gizmo) -> One {
    Tagged(gizmo.version, Json(shown(gizmo)))
}

/// Lists the caller's gizmos, the newest first.
#[utoipa::path(get, path = "/api/v1/demo/gizmos", tag = "demo",
    params(("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Items<Hal<Shown>>), (status = 401)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(page): Query<Page>,
) -> Result<Json<Items<Hal<Shown>>>> {
    let gizmos = db::page(&app.db, caller.who()?.user, page.before()?, page.size() + 1).await?;
    let items = Items::page(gizmos, &page, |gizmo| (gizmo.created_at.micros(), gizmo.id));
    Ok(Json(items.map(shown)))
}

/// What a member says of a gizmo.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DemoGizmoWords)]
pub(crate) struct Words {
    /// 1 to 100 characters.
    name: String,
}

/// Makes a gizmo.
#[utoipa::path(post, path = "/api/v1/demo/gizmos", tag = "demo", request_body = Words,
    responses((status = 201, body = Hal<Shown>), (status = 401), (status = 409), (status = 422)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    once: Once,
    Json(words): Json<Words>,
) -> Result<Answer> {
    ops::create::create(&app, caller.who()?.user, &once, &words.name, shown).await
}

/// Shows a gizmo.
#[utoipa::path(get, path = "/api/v1/demo/gizmos/{id}", tag = "demo", params(("id" = Uuid, Path)),
    responses((status = 200, body = Hal<Shown>), (status = 401), (status = 404)))]
pub(crate) async fn show(State(app): State<App>, caller: Caller, Path(id): Path<GizmoId>) -> Result<One> {
    Ok(one(db::by_id(&app.db, caller.who()?.user, id).await?.ok_or_else(no_such_gizmo)?))
}

/// Gives a gizmo another name.
#[utoipa::path(patch, path = "/api/v1/demo/gizmos/{id}", tag = "demo", params(("id" = Uuid, Path)), request_body = Words,
    responses((status = 200, body = Hal<Shown>), (status = 401), (status = 404), (status = 412), (status = 422)))]
pub(crate) async fn edit(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<GizmoId>,
    expected: Expected,
    Json(words): Json<Words>,
) -> Result<One> {
    Ok(one(ops::edit::edit(&app, (caller.who()?.user, id), expected, &words.name).await?))
}

/// Deletes a gizmo.
#[utoipa::path(delete, path = "/api/v1/demo/gizmos/{id}", tag = "demo", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 401), (status = 404), (status = 412)))]
pub(crate) async fn delete(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<GizmoId>,
    expected: Expected,
) -> Result<StatusCode> {
    ops::delete::delete(&app, (caller.who()?.user, id), expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
