//! What staff does to works.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chassis::http::{Answer, Caller, Expected, Hal, Items, Json, Once, Path, Query, Tagged, given};
use chassis::transact;
use kit::error::INVALID;
use kit::{Id, Page, Result, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::cards::{WORKS, WorkPage};
use crate::App;
use crate::db;
use crate::model::WorkId;
use crate::model::face::{Change, Face, WorkKind};
use crate::ops::edit::can_be_undone;
use crate::ops::write::{By, current};
use crate::ops::{create, edit, show, unlock};

/// The right of whoever keeps the catalogue.
pub(crate) const KEEP: &str = "games.keep";

/// Who changes something.
pub(crate) fn by(caller: &Caller) -> Result<By> {
    Ok(By { user: caller.who()?.user, address: caller.address() })
}

/// What staff says of a work; what is left out stays as it is.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::option_option, reason = "left out, null and a value are three things")]
#[schema(as = WorkChange)]
pub(crate) struct Said {
    title: Option<String>,
    #[serde(deserialize_with = "given")]
    alt_title: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    year: Option<Option<i16>>,
    genres: Option<Vec<String>>,
    #[serde(deserialize_with = "given")]
    developer: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    publisher: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    franchise: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    players: Option<Option<u8>>,
    kind: Option<WorkKind>,
    /// The game that it adds to.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<Uuid>)]
    parent: Option<Option<WorkId>>,
    /// The game that it is an edition of.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<Uuid>)]
    edition_of: Option<Option<WorkId>>,
    #[serde(deserialize_with = "given")]
    edition_title: Option<Option<String>>,
    /// What it was released on; only of a game that is made, since lists say it of the others.
    platforms: Option<Vec<String>>,
}

impl Said {
    fn put(&self, face: &mut Face) {
        fn set<T: Clone>(to: &mut T, said: Option<&T>) {
            if let Some(said) = said {
                to.clone_from(said);
            }
        }
        set(&mut face.title, self.title.as_ref());
        set(&mut face.alt_title, self.alt_title.as_ref());
        set(&mut face.year, self.year.as_ref());
        set(&mut face.genres, self.genres.as_ref());
        set(&mut face.developer, self.developer.as_ref());
        set(&mut face.publisher, self.publisher.as_ref());
        set(&mut face.franchise, self.franchise.as_ref());
        set(&mut face.players, self.players.as_ref());
        set(&mut face.kind, self.kind.as_ref());
        set(&mut face.parent, self.parent.as_ref());
        set(&mut face.edition_of, self.edition_of.as_ref());
        set(&mut face.edition_title, self.edition_title.as_ref());
    }
}

/// Takes a game into the catalogue that no list has.
#[utoipa::path(post, path = "/api/v1/games/works", tag = "games", request_body = Said,
    responses((status = 201, body = WorkPage), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    once: Once,
    Json(said): Json<Said>,
) -> Result<Answer> {
    let by = by(&caller)?;
    let platforms = create::platforms(said.platforms.clone().unwrap_or_default())?;
    let mut face = Face::default();
    said.put(&mut face);
    let answer = transact!(app.db, |tx| {
        if let Some(answer) = once.earlier(tx).await? {
            return Ok(answer);
        }
        let id = create::create(tx, face.clone(), &platforms, &by).await?;
        once.keep(tx, 201, &page(tx, id).await?).await
    })?;
    app.untold.notify_one();
    Ok(answer)
}

async fn page(on: &impl chassis::db::Exec, id: WorkId) -> Result<WorkPage> {
    WorkPage::try_from(show::show(on, id).await?)
}

async fn shown(app: &App, id: WorkId) -> Result<Response> {
    let page = page(&app.db, id).await?;
    Ok(Tagged(page.version(), Json(page)).into_response())
}

/// Changes fields of a work, which are locked against imports from then on.
#[utoipa::path(patch, path = "/api/v1/games/works/{id}", tag = "games", params(("id" = Uuid, Path)),
    request_body = Said,
    responses((status = 200, body = WorkPage), (status = 403), (status = 404), (status = 412), (status = 422)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    expected: Expected,
    Path(id): Path<Uuid>,
    Json(said): Json<Said>,
) -> Result<Response> {
    if said.platforms.is_some() {
        let why = "Its releases say what it was released on.";
        return Err(INVALID.because("Leave the platforms out.").field("platforms", why));
    }
    let put = |face: &mut Face| said.put(face);
    let id = edit::edit(&app, Id::new(id), expected.version(), &by(&caller)?, put).await?;
    shown(&app, id).await
}

/// Lets a field say again what its sources say.
#[utoipa::path(delete, path = "/api/v1/games/works/{id}/locks/{field}", tag = "games",
    params(("id" = Uuid, Path), ("field" = String, Path)),
    responses((status = 200, body = WorkPage), (status = 404), (status = 412), (status = 422)))]
pub(crate) async fn unlock(
    State(app): State<App>,
    caller: Caller,
    expected: Expected,
    Path((id, field)): Path<(Uuid, String)>,
) -> Result<Response> {
    let id = unlock::unlock(&app, Id::new(id), expected.version(), &field, &by(&caller)?).await?;
    shown(&app, id).await
}

/// What the caller may do with a work.
#[derive(Serialize, ToSchema)]
#[schema(as = WorkMine)]
pub(crate) struct Mine {}

/// Offers what the caller may do with a work now.
#[utoipa::path(get, path = "/api/v1/games/works/{id}/mine", tag = "games", params(("id" = Uuid, Path)),
    responses((status = 200, body = Hal<Mine>), (status = 404)))]
pub(crate) async fn mine(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<Hal<Mine>>> {
    let work = current(&app.db, Id::new(id)).await?;
    let place = format!("{WORKS}/{}", work.id);
    let hal = Hal::new(Mine {}).link("self", format!("{place}/mine")).link("work", &place);
    if !caller.known().is_some_and(|who| who.may(KEEP)) {
        return Ok(Json(hal));
    }
    let locked = !db::locked_fields(&app.db, &[work.id]).await?.is_empty();
    Ok(Json(
        hal.link("history", format!("{place}/history"))
            .template("edit", "PATCH", &place)
            .template("merge", "POST", "/api/v1/games/doubts/answers")
            .template_if(locked, "unlock", "DELETE", format!("{place}/locks/{{field}}"))
            .template_if(!work.hung().kind.needs_parent(), "add_addition", "POST", WORKS)
            .template_if(work.version_parent.is_none(), "add_edition", "POST", WORKS),
    ))
}

/// Something that was done to a work.
#[derive(Serialize, ToSchema)]
#[schema(as = WorkEntry)]
pub(crate) struct Entry {
    id: Uuid,
    #[schema(value_type = String, format = DateTime)]
    at: Time,
    actor: Uuid,
    /// Names are the business of accounts.
    actor_name: Option<String>,
    /// `create`, `edit`, `undo`, `unlock`, `merge` or `keep_apart`.
    action: String,
    #[schema(value_type = Vec<Object>)]
    changes: Vec<Change>,
}

/// Lists what staff did to a work, newest first.
#[utoipa::path(get, path = "/api/v1/games/works/{id}/history", tag = "games",
    params(("id" = Uuid, Path), ("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Items<Hal<Entry>>), (status = 403), (status = 404)))]
pub(crate) async fn history(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Query(page): Query<Page>,
) -> Result<Json<Items<Hal<Entry>>>> {
    let work = current(&app.db, Id::new(id)).await?;
    let before = page.after::<i64>()?.unwrap_or(i64::MAX);
    let rows = db::edits_before(&app.db, work.id, before, i64::from(page.size()) + 1).await?;
    let Items { items, next } = Items::page(rows, &page, |row| row.number);
    let target = format!("{WORKS}/{}/undos", work.id);
    let entry = |row: db::StoredEdit| -> Result<Hal<Entry>> {
        let open = can_be_undone(&row.action, row.made_on == work.id);
        let changes: Vec<Change> = serde_json::from_str(&row.changes)?;
        let open = open && !changes.is_empty();
        let (id, at, actor, action) = (row.id, row.at, row.actor, row.action);
        let entry = Entry { id, at, actor, actor_name: None, action, changes };
        Ok(Hal::new(entry).template_if(open, "undo", "POST", &target))
    };
    Ok(Json(Items { items: items.into_iter().map(entry).collect::<Result<_>>()?, next }))
}

/// An entry of a history.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WorkUndo)]
pub(crate) struct Undo {
    /// Its id.
    entry: Uuid,
}

/// Puts the fields of one entry back to what they said before it.
#[utoipa::path(post, path = "/api/v1/games/works/{id}/undos", tag = "games", params(("id" = Uuid, Path)),
    request_body = Undo,
    responses((status = 200, body = WorkPage), (status = 403), (status = 404), (status = 412), (status = 422)))]
pub(crate) async fn undo(
    State(app): State<App>,
    caller: Caller,
    (once, expected): (Once, Expected),
    Path(id): Path<Uuid>,
    Json(body): Json<Undo>,
) -> Result<Answer> {
    let (by, id) = (by(&caller)?, Id::new(id));
    let answer = transact!(app.db, |tx| {
        if let Some(answer) = once.earlier(tx).await? {
            return Ok(answer);
        }
        let id = edit::undo(tx, id, body.entry, expected.version(), &by).await?;
        once.keep(tx, 200, &page(tx, id).await?).await
    })?;
    app.untold.notify_one();
    Ok(answer)
}
