//! `/todos` as the clients of a to-do system behind a gateway know it (rows S3-10 to S3-16): numbers instead of ids,
//! a bare array, `{detail}` for a refusal. The same ops as the native routes.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chassis::http::{Answer, Caller, Expected, Json, Once, Path, Query};
use chassis::random;
use http::{HeaderValue, StatusCode, header};
use kit::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::model::{Item, ItemId};
use crate::ops::create::create as create_item;
use crate::ops::edit::{Change, edit as edit_item};
use crate::ops::trash::trash;
use crate::problems::{IN_TRASH, NO_SUCH_ITEM};
use crate::{App, db};

/// The most to-dos that one answer holds; a `Link` leads to the rest (row C16).
const PAGE: i64 = 1000;

/// A to-do.
#[derive(Serialize, ToSchema)]
pub(crate) struct Todo {
    id: i64,
    title: String,
    completed: bool,
}

impl Todo {
    fn new(item: &Item) -> Self {
        Self { id: item.number, title: item.title.clone(), completed: item.completed_at.is_some() }
    }
}

/// Which page is wanted; clients of old ask for none.
#[derive(Debug, Deserialize)]
pub(crate) struct After {
    /// Only to-dos with a greater id.
    #[serde(default)]
    after: i64,
}

/// Lists the caller's to-dos by id (row S3-10).
#[utoipa::path(get, path = "/todos", tag = "classic", params(("after" = Option<i64>, Query)),
    responses((status = 200, body = Vec<Todo>), (status = 401)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(After { after }): Query<After>,
) -> Result<Response> {
    let user = caller.who()?.user;
    let rows = db::items::by_number(&app.db, user, after, PAGE).await?;
    let total = db::items::count(&app.db, user).await?;
    let todos: Vec<Todo> =
        rows.into_iter().map(|(id, title, completed)| Todo { id, title, completed }).collect();
    let last = todos.last().filter(|_| i64::try_from(todos.len()).is_ok_and(|shown| shown == PAGE));
    let next = last.map(|last| format!("</todos?after={}>; rel=\"next\"", last.id));
    let mut response = Json(todos).into_response();
    response.headers_mut().insert("x-total-count", HeaderValue::from(total));
    if let Some(next) = next.and_then(|next| HeaderValue::from_str(&next).ok()) {
        response.headers_mut().insert(header::LINK, next);
    }
    Ok(response)
}

/// A new to-do.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewTodo {
    /// 1 to 200 characters.
    title: String,
}

/// Makes a to-do (row S3-11).
#[utoipa::path(post, path = "/todos", tag = "classic", request_body = NewTodo,
    responses((status = 201, body = Todo), (status = 401), (status = 422)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    once: Once,
    Json(new): Json<NewTodo>,
) -> Result<Answer> {
    let now = app.db.now();
    let item = Item::new(random::id(now), &new.title, now);
    create_item(&app, caller.who()?.user, &once, (&item, None), Todo::new).await
}

/// Shows a to-do (row S3-14).
#[utoipa::path(get, path = "/todos/{id}", tag = "classic", params(("id" = i64, Path)),
    responses((status = 200, body = Todo), (status = 401), (status = 404)))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(number): Path<String>,
) -> Result<Json<Todo>> {
    let user = caller.who()?.user;
    let id = id_of(&app, user, &number).await?;
    let item = db::items::by_id(&app.db, user, id).await?.ok_or_else(not_found)?;
    Ok(Json(Todo::new(&item)))
}

/// What is to be changed.
#[derive(Deserialize, ToSchema)]
pub(crate) struct EditTodo {
    title: Option<String>,
    completed: Option<bool>,
}

/// Changes a to-do (row S3-12).
#[utoipa::path(patch, path = "/todos/{id}", tag = "classic", params(("id" = i64, Path)), request_body = EditTodo,
    responses((status = 200, body = Todo), (status = 401), (status = 404), (status = 422)))]
pub(crate) async fn edit(
    State(app): State<App>,
    caller: Caller,
    Path(number): Path<String>,
    Json(body): Json<EditTodo>,
) -> Result<Json<Todo>> {
    let user = caller.who()?.user;
    let id = id_of(&app, user, &number).await?;
    let change = Change { title: body.title, completed: body.completed, ..Change::default() };
    let item = edit_item(&app, user, id, Expected::default(), &change).await.map_err(in_their_words)?;
    Ok(Json(Todo::new(&item)))
}

/// Deletes a to-do (row S3-13): it goes to the trash, from where our page can bring it back.
#[utoipa::path(delete, path = "/todos/{id}", tag = "classic", params(("id" = i64, Path)),
    responses((status = 204), (status = 401), (status = 404)))]
pub(crate) async fn delete(
    State(app): State<App>,
    caller: Caller,
    Path(number): Path<String>,
) -> Result<StatusCode> {
    let user = caller.who()?.user;
    let id = id_of(&app, user, &number).await?;
    trash(&app, user, id, Expected::default()).await.map_err(in_their_words)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The item behind a number; one of somebody else is not found (row S3-15).
async fn id_of(app: &App, user: Uuid, number: &str) -> Result<ItemId> {
    let number = number.parse().map_err(|_| not_found())?;
    db::items::id_of(&app.db, user, number).await?.ok_or_else(not_found)
}

fn not_found() -> Error {
    NO_SUCH_ITEM.because("todo not found")
}

/// What was deleted between two statements is not found either.
fn in_their_words(error: Error) -> Error {
    if [NO_SUCH_ITEM, IN_TRASH].contains(&error.kind()) { not_found() } else { error }
}
