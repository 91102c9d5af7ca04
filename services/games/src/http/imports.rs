//! Lists of games, uploaded and read.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chassis::http::{Caller, Hal, Items, Json, Path, Query};
use http::{HeaderMap, StatusCode, header};
use kit::error::INVALID;
use kit::{Page, Result, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::keeping::by;
use crate::App;
use crate::db::{self, StoredImport};
use crate::ops::upload;
use crate::problems::{NO_SUCH_IMPORT, NOT_A_FILE};

/// Where the imports are.
const IMPORTS: &str = "/api/v1/games/imports";
/// How a file is sent as it is.
const FILE: &str = "application/octet-stream";

/// An import, how far it is and what came of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Import {
    id: Uuid,
    /// The name of the file.
    name: String,
    /// `libretro`, `gamedatabase` or `steamspy`.
    source: String,
    /// `waiting`, `running`, `done` or `failed`.
    state: String,
    bytes: i64,
    /// How far it was read.
    read_bytes: i64,
    /// How many rows there are; 0 until they were counted.
    rows: i64,
    /// How many were taken in.
    taken: i64,
    /// How many were in the catalogue already, word for word.
    known: i64,
    /// How many were put aside.
    bad: i64,
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Time>,
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Time>,
    /// Why it failed, as a sentence.
    error: Option<String>,
}

fn shown(row: StoredImport) -> Hal<Import> {
    let place = format!("{IMPORTS}/{}", row.id);
    let import = Import {
        id: row.id,
        name: row.name,
        source: row.source,
        started_at: (row.state != "waiting").then_some(row.started_at),
        state: row.state,
        bytes: row.bytes,
        read_bytes: row.read_bytes,
        rows: row.rows,
        taken: row.taken,
        known: row.known,
        bad: row.bad,
        finished_at: row.finished_at,
        error: row.error,
    };
    Hal::new(import).link("rejects", format!("{place}/rejects")).link("self", place)
}

/// What an upload says of itself.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named {
    /// The name of the file.
    name: String,
}

/// Takes a list of games, at most 256 MiB of it, and reads it afterwards. A file that is known is not read again.
#[utoipa::path(post, path = "/api/v1/games/imports", tag = "games", params(Named),
    request_body(content_type = "application/octet-stream", description = "the file as it is"),
    responses((status = 202, body = Hal<Import>), (status = 200, body = Hal<Import>, description = "it is known"),
        (status = 403), (status = 413), (status = 415), (status = 422)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Query(Named { name }): Query<Named>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response> {
    if headers.get(header::CONTENT_TYPE).is_none_or(|mime| mime != FILE) {
        return Err(NOT_A_FILE.because("Send the file as it is with content-type: application/octet-stream."));
    }
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_owned();
    if !(1..=200).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(INVALID.err().field("name", "The name of the file, 1 to 200 characters."));
    }
    let (import, new) = upload::upload(&app, &name, body, &by(&caller)?).await?;
    let status = if new { StatusCode::ACCEPTED } else { StatusCode::OK };
    let place = format!("{IMPORTS}/{}", import.id);
    Ok((status, [(header::LOCATION, place)], Json(shown(import))).into_response())
}

/// Lists the imports, newest first.
#[utoipa::path(get, path = "/api/v1/games/imports", tag = "games",
    params(("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Items<Hal<Import>>), (status = 403)))]
pub(crate) async fn list(
    State(app): State<App>,
    Query(page): Query<Page>,
) -> Result<Json<Items<Hal<Import>>>> {
    let most = i64::from(page.size()) + 1;
    let rows = db::imports_before(&app.db, page.before()?, most).await?;
    Ok(Json(Items::page(rows, &page, |row| (row.started_at.micros(), row.id)).map(shown)))
}

/// Shows how far an import is.
#[utoipa::path(get, path = "/api/v1/games/imports/{id}", tag = "games", params(("id" = Uuid, Path)),
    responses((status = 200, body = Hal<Import>), (status = 403), (status = 404)))]
pub(crate) async fn show(State(app): State<App>, Path(id): Path<Uuid>) -> Result<Json<Hal<Import>>> {
    Ok(Json(shown(find(&app, id).await?)))
}

async fn find(app: &App, id: Uuid) -> Result<StoredImport> {
    let import = db::import_by_id(&app.db, id).await?;
    import.ok_or_else(|| NO_SUCH_IMPORT.because("Look at the list of imports."))
}

/// A row that was put aside.
#[derive(Serialize, ToSchema)]
#[schema(as = ImportReject)]
pub(crate) struct Reject {
    /// The line on which it ends, from 1.
    line: i64,
    reason: String,
    /// Its start.
    text: String,
}

/// Lists the rows of an import that were put aside, in the order of the file.
#[utoipa::path(get, path = "/api/v1/games/imports/{id}/rejects", tag = "games",
    params(("id" = Uuid, Path), ("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Items<Reject>), (status = 403), (status = 404)))]
pub(crate) async fn rejects(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Query(page): Query<Page>,
) -> Result<Json<Items<Reject>>> {
    let import = find(&app, id).await?;
    let after = page.after::<i64>()?.unwrap_or(0);
    let rows = db::rejects(&app.db, import.id, after, i64::from(page.size()) + 1).await?;
    let reject = |(line, reason, text)| Reject { line, reason, text };
    Ok(Json(Items::page(rows, &page, |row| row.0).map(reject)))
}
