//! A member's notes.

use axum::extract::State;
use chassis::http::{Caller, Items, Json, Query};
use kit::{Id, Page, Result, Time};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::App;
use crate::db::{self, NoteRow};
use crate::model::{self, Note, words};
use crate::ops;

/// A note, with its words in English.
#[derive(Serialize, ToSchema)]
#[schema(as = Note)]
struct Shown {
    #[schema(value_type = Uuid)]
    id: Id<Note>,
    /// What happened, such as `accounts.welcome`; the page words it by this.
    kind: String,
    title: &'static str,
    body: &'static str,
    /// A path of the page that it leads to.
    link: Option<&'static str>,
    /// What the words speak of.
    #[schema(value_type = Object)]
    params: Value,
    #[schema(value_type = String, format = DateTime)]
    at: Time,
    read: bool,
}

impl From<NoteRow> for Shown {
    fn from(row: NoteRow) -> Self {
        let model::Words { title, body, link } = words(&row.kind);
        let params = serde_json::from_str(&row.params).unwrap_or_default();
        Self {
            id: row.id,
            kind: row.kind,
            title,
            body,
            link,
            params,
            at: row.at,
            read: row.read_at.is_some(),
        }
    }
}

/// A page of notes.
#[derive(Serialize, ToSchema)]
pub(crate) struct Notes {
    items: Vec<Shown>,
    /// The cursor of the next page; nothing on the last.
    next: Option<String>,
    /// How many notes are not read.
    unread: i64,
}

/// Up to which note everything is read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadUpTo {
    /// A note of the caller.
    #[schema(value_type = Uuid)]
    up_to: Id<Note>,
}

/// How many notes are not read.
#[derive(Serialize, ToSchema)]
pub(crate) struct Unread {
    unread: i64,
}

/// Lists the caller's notes, newest first.
#[utoipa::path(get, path = "/api/v1/notify/notes", tag = "notify",
    params(("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Notes), (status = 401)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(page): Query<Page>,
) -> Result<Json<Notes>> {
    let user = caller.who()?.user;
    let rows = db::notes(&app.db, user, page.before()?, page.size() + 1).await?;
    let Items { items, next } = Items::page(rows, &page, |row| (row.at.micros(), row.id)).map(Into::into);
    let unread = db::unread(&app.db, user).await?;
    Ok(Json(Notes { items, next, unread }))
}

/// Marks a note and all older ones as read. Safe to repeat.
#[utoipa::path(post, path = "/api/v1/notify/reads", tag = "notify", request_body = ReadUpTo,
    responses((status = 200, body = Unread), (status = 401), (status = 404)))]
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<ReadUpTo>,
) -> Result<Json<Unread>> {
    let unread = ops::read::read(&app, caller.who()?, body.up_to).await?;
    Ok(Json(Unread { unread }))
}
