//! Works: found, listed, shown.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chassis::cache::{Asked, Page};
use chassis::http::{Json, Path, Query};
use kit::{Id, Result, cursor};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::cards::{SHARED, WorkCard, WorkPage, shared};
use super::facets::{Facets, counted_by_search, counted_on_shelf};
use super::look::{Look, LookParams, values};
use crate::App;
use crate::ops::find::{self, DEEPEST};
use crate::ops::show;
use crate::shelf::{Order, Place};

/// A page of works.
#[derive(Serialize, ToSchema)]
pub(crate) struct Works {
    items: Vec<WorkCard>,
    /// The cursor of the next page; nothing on the last.
    next: Option<String>,
    /// How many there are in all.
    total: i64,
    /// How long it took, in milliseconds, for whoever asked first.
    took_ms: u64,
    /// The spelling that was looked for instead, when nothing has the words as typed.
    corrected: Option<String>,
    /// True when search is away and only the starts of titles were compared.
    fallback: bool,
    facets: Facets,
}

/// Lists the catalogue, or finds works by words.
#[utoipa::path(get, path = "/api/v1/games/works", tag = "games", params(LookParams),
    responses((status = 200, body = Works), (status = 422)))]
pub(crate) async fn list(
    State(app): State<App>,
    Query(pairs): Query<Vec<(String, String)>>,
    asked: Asked,
) -> Result<Response> {
    let begun = app.host.clock().now();
    let mut look = Look::read(pairs)?;
    let took = |mut works: Works| {
        works.took_ms = u64::try_from(app.host.clock().now().since(begun).as_millis()).unwrap_or(0);
        works
    };
    if !look.words.is_empty() {
        // The index follows the catalogue in its own time: no version says what it knows.
        settle(&app, &mut look).await?;
        let works = by_words(&app, look).await?;
        return Ok((SHARED, Json(took(works))).into_response());
    }
    let read = || async {
        let version = settle(&app, &mut look).await?;
        Page::of(version, &took(on_shelf(&app, look, None).await?))
    };
    shared(&app, asked, read).await
}

/// Brings the shelf up to date and holds lists of values against it; answers the version of the catalogue.
async fn settle(app: &App, look: &mut Look) -> Result<i64> {
    let version = app.shelf.freshen(&app.db).await?;
    let typed = look.typed();
    if !typed.is_empty() {
        look.wanted.values = app.shelf.ask(move |books| values(books, &typed)).await?;
    }
    Ok(version)
}

/// The order that a cursor belongs to, and the place in it.
type Bookmark = (Order, Place);

fn bookmark(look: &Look, order: Order) -> Result<Option<Place>> {
    match look.page.after::<Bookmark>()? {
        Some((of, place)) if of == order => Ok(Some(place)),
        None => Ok(None),
        Some(_) => Err(kit::error::INVALID
            .err()
            .field("cursor", "This is a cursor of another order. Leave it out to start at the first page.")),
    }
}

/// Without words, or with the start of a title alone while search is away.
async fn on_shelf(app: &App, look: Look, start: Option<String>) -> Result<Works> {
    let order = look.order.unwrap_or_default();
    let after = bookmark(&look, order)?;
    let (size, wanted) = (usize::try_from(look.page.size())?, look.wanted);
    let fallback = start.is_some();
    let found = app.shelf.ask(move |books| {
        let (found, counts) = books.find(&wanted, (order, after.as_ref()), size, start.as_deref());
        let facets = counted_on_shelf(books, &counts);
        (found, counts.total, facets)
    });
    let (found, total, facets) = found.await?;
    let works = find::hydrate(app, &found.ids).await?;
    Ok(Works {
        items: works.into_iter().map(WorkCard::try_from).collect::<Result<_>>()?,
        next: found.next.map(|place| cursor::encode(&(order, place))),
        total: i64::try_from(total)?,
        took_ms: 0,
        corrected: None,
        fallback,
        facets,
    })
}

async fn by_words(app: &App, look: Look) -> Result<Works> {
    let size = look.page.size();
    let (found, next) = match look.order {
        None => {
            // While search was away the list went on by titles.
            let from = look
                .page
                .after::<u32>()
                .or_else(|error| look.page.after::<Bookmark>().map(|_| None).map_err(|_| error))?;
            let from = from.unwrap_or(0);
            let found = find::find(app, &look.words, &look.wanted, (from, size)).await?;
            let next = found.as_ref().and_then(|found| {
                let seen = from.saturating_add(u32::try_from(found.ids.len()).unwrap_or(0));
                let more = i64::from(seen) < found.total && !found.ids.is_empty() && seen < DEEPEST;
                more.then(|| cursor::encode(&seen))
            });
            (found, next)
        }
        Some(order) => {
            let after = bookmark(&look, order)?;
            let wish = (order, after, usize::try_from(size)?);
            match find::find_arranged(app, &look.words, &look.wanted, wish).await? {
                Some((found, next)) => (Some(found), next.map(|place| cursor::encode(&(order, place)))),
                None => (None, None),
            }
        }
    };
    let Some(found) = found else {
        let start = kit::text::sort_key(&look.words);
        return on_shelf(app, without_foreign_cursor(look), Some(start)).await;
    };
    let works = find::hydrate(app, &found.ids).await?;
    Ok(Works {
        items: works.into_iter().map(WorkCard::try_from).collect::<Result<_>>()?,
        next,
        total: found.total,
        took_ms: 0,
        corrected: found.corrected,
        fallback: false,
        facets: counted_by_search(&found.counts),
    })
}

/// A list that was begun with search and goes on without it begins anew.
fn without_foreign_cursor(mut look: Look) -> Look {
    if look.order.is_none() && look.page.after::<u32>().is_ok() {
        look.page.cursor = None;
    }
    look
}

/// Shows a work. One that was merged into another shows that one.
#[utoipa::path(get, path = "/api/v1/games/works/{id}", tag = "games", params(("id" = Uuid, Path)),
    responses((status = 200, body = WorkPage), (status = 304), (status = 404)))]
pub(crate) async fn show(State(app): State<App>, Path(id): Path<Uuid>, asked: Asked) -> Result<Response> {
    let read = || async {
        let page = WorkPage::try_from(show::show(&app.db, Id::new(id)).await?)?;
        Page::of(page.version(), &page)
    };
    shared(&app, asked, read).await
}
