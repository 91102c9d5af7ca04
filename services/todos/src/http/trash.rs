//! Into the trash, out of it, and gone.

use axum::extract::State;
use chassis::http::{Caller, Expected, Hal, Json, Path};
use http::StatusCode;
use kit::Result;
use serde::Serialize;
use utoipa::ToSchema;

use super::items::{One, Shown, one};
use crate::App;
use crate::model::ItemId;
use crate::ops;

/// Puts an item into the trash. Safe to repeat.
#[utoipa::path(delete, path = "/api/v1/todos/items/{id}", tag = "todos", params(("id" = Uuid, Path)),
    responses((status = 200, body = Hal<Shown>), (status = 401), (status = 404), (status = 412)))]
pub(crate) async fn throw_away(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ItemId>,
    expected: Expected,
) -> Result<One> {
    Ok(one(&ops::trash::trash(&app, caller.who()?.user, id, expected).await?))
}

/// Takes an item out of the trash, back to where it stood. Safe to repeat.
#[utoipa::path(post, path = "/api/v1/todos/items/{id}/restorations", tag = "todos", params(("id" = Uuid, Path)),
    responses((status = 200, body = Hal<Shown>), (status = 401), (status = 404), (status = 409), (status = 412)))]
pub(crate) async fn restore(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ItemId>,
    expected: Expected,
) -> Result<One> {
    Ok(one(&ops::trash::restore(&app, caller.who()?.user, id, expected).await?))
}

/// How much was deleted.
#[derive(Serialize, ToSchema)]
#[schema(as = TodoDeleted)]
pub(crate) struct Deleted {
    deleted: u64,
}

/// Empties the caller's trash, for ever.
#[utoipa::path(delete, path = "/api/v1/todos/trash", tag = "todos",
    responses((status = 200, body = Deleted), (status = 401)))]
pub(crate) async fn empty(State(app): State<App>, caller: Caller) -> Result<Json<Deleted>> {
    Ok(Json(Deleted { deleted: ops::delete::empty_trash(&app, &caller).await? }))
}

/// Deletes an item in the trash, for ever.
#[utoipa::path(delete, path = "/api/v1/todos/trash/{id}", tag = "todos", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 401), (status = 404), (status = 412)))]
pub(crate) async fn delete(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ItemId>,
    expected: Expected,
) -> Result<StatusCode> {
    ops::delete::delete(&app, &caller, id, expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
