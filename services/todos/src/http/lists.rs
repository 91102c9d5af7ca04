//! A member's lists.

use axum::extract::State;
use chassis::http::{Answer, Caller, Expected, Hal, Items, Json, Once, Path, Tagged, given};
use chassis::transact;
use http::StatusCode;
use kit::{Result, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{Color, List, ListId};
use crate::ops::create_list::create_list;
use crate::ops::delete_list::delete_list;
use crate::ops::edit_list::{Change, edit_list};
use crate::ops::take_turn;
use crate::{App, db};

/// A list of items.
#[derive(Serialize, ToSchema)]
#[schema(as = TodoList)]
pub(crate) struct Shown {
    #[schema(value_type = Uuid)]
    id: ListId,
    name: String,
    color: Option<Color>,
    /// How many of its items are neither done nor in the trash.
    open: i64,
    version: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Time,
}

/// A list, with what can be done with it now.
fn shown(list: List) -> Hal<Shown> {
    let here = format!("/api/v1/todos/lists/{}", list.id);
    let items = format!("/api/v1/todos/items?list={}", list.id);
    let List { id, name, color, open, version, created_at, is_default, .. } = list;
    Hal::new(Shown { id, name, color, open, version, created_at })
        .link("self", &here)
        .link("items", items)
        .template("edit", "PATCH", &here)
        .template_if(!is_default, "delete", "DELETE", here)
}

/// Lists the caller's lists in their order. There is always one.
#[utoipa::path(get, path = "/api/v1/todos/lists", tag = "todos",
    responses((status = 200, body = Items<Hal<Shown>>), (status = 401)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Items<Hal<Shown>>>> {
    let user = caller.who()?.user;
    let mut lists = db::lists::all(&app.db, user).await?;
    if lists.is_empty() {
        lists = transact!(app.db, |tx| {
            take_turn(tx, user).await?;
            Ok(db::lists::all(tx, user).await?)
        })?;
    }
    Ok(Json(Items::all(lists).map(shown)))
}

/// A new list.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTodoList)]
pub(crate) struct New {
    /// 1 to 100 characters.
    name: String,
    color: Option<Color>,
}

/// Makes a list behind the others.
#[utoipa::path(post, path = "/api/v1/todos/lists", tag = "todos", request_body = New,
    responses((status = 201, body = Hal<Shown>), (status = 401), (status = 409), (status = 422)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    once: Once,
    Json(new): Json<New>,
) -> Result<Answer> {
    create_list(&app, caller.who()?.user, &once, (&new.name, new.color), shown).await
}

/// What is to be changed; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TodoListChange)]
pub(crate) struct Edit {
    name: Option<String>,
    /// Null takes the colour away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Color>)]
    color: Option<Option<Color>>,
    /// The list goes right before this one; null puts it behind all.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Uuid>)]
    before: Option<Option<ListId>>,
}

/// Changes a list, or puts it somewhere else.
#[utoipa::path(patch, path = "/api/v1/todos/lists/{id}", tag = "todos", params(("id" = Uuid, Path)), request_body = Edit,
    responses((status = 200, body = Hal<Shown>), (status = 401), (status = 404), (status = 412), (status = 422)))]
pub(crate) async fn edit(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ListId>,
    expected: Expected,
    Json(Edit { name, color, before }): Json<Edit>,
) -> Result<Tagged<Json<Hal<Shown>>>> {
    let change = Change { name, color, before };
    let list = edit_list(&app, caller.who()?.user, id, expected, &change).await?;
    Ok(Tagged(list.version, Json(shown(list))))
}

/// Deletes a list. Its items go to the trash.
#[utoipa::path(delete, path = "/api/v1/todos/lists/{id}", tag = "todos", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 401), (status = 404), (status = 409), (status = 412)))]
pub(crate) async fn delete(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ListId>,
    expected: Expected,
) -> Result<StatusCode> {
    delete_list(&app, caller.who()?.user, id, expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
