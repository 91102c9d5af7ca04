//! Works: found, listed, shown.

use axum::extract::State;
use chassis::http::{Json, Path, Query};
use kit::error::INVALID;
use kit::{Id, Page, Result, cursor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::facts::facts;
use crate::db::{self, Facet, Listed, Wanted};
use crate::formats::Money;
use crate::model::{Release, Work, WorkId};
use crate::ops::{find, show};
use crate::summary::Summary;
use crate::{App, date};

/// What somebody looks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Look {
    q: Option<String>,
    platform: Option<String>,
    genre: Option<String>,
    year: Option<i16>,
    cursor: Option<String>,
    limit: Option<u32>,
}

/// A work on a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct WorkCard {
    #[schema(value_type = Uuid)]
    id: Id<Work>,
    /// The number that classic paths show.
    number: i64,
    title: String,
    /// The title in its own script, such as 悪魔城ドラキュラ.
    alt_title: Option<String>,
    /// When it first came out.
    year: Option<i16>,
    /// The first one first.
    platforms: Vec<String>,
    genres: Vec<String>,
    developer: Option<String>,
    publisher: Option<String>,
}

impl WorkCard {
    fn new(id: WorkId, number: i64, title: String, summary: Summary) -> Self {
        Self {
            id,
            number,
            title,
            alt_title: summary.alt_title,
            year: summary.date.map(date::Date::year),
            platforms: summary.platforms,
            genres: summary.genres,
            developer: summary.developer,
            publisher: summary.publisher,
        }
    }
}

impl TryFrom<Listed> for WorkCard {
    type Error = kit::Error;

    fn try_from(row: Listed) -> Result<Self> {
        Ok(Self::new(row.id, row.number, row.title, serde_json::from_str(&row.summary)?))
    }
}

/// A value to filter by, and how many works have it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Counted {
    name: String,
    count: i64,
}

/// Values to filter by.
#[derive(Serialize, ToSchema)]
pub(crate) struct Facets {
    /// The most first.
    platforms: Vec<Counted>,
}

/// A page of works.
#[derive(Serialize, ToSchema)]
pub(crate) struct Works {
    items: Vec<WorkCard>,
    /// The cursor of the next page; nothing on the last.
    next: Option<String>,
    /// How many there are in all.
    total: i64,
    /// How long it took, in milliseconds.
    took_ms: u64,
    /// The spelling that was looked for instead, when nothing has the words as typed.
    corrected: Option<String>,
    /// True when search is away and only the starts of titles were compared.
    fallback: bool,
    facets: Facets,
}

/// Lists the catalogue by title, or finds works by words.
#[utoipa::path(get, path = "/api/v1/games/works", tag = "games",
    params(("q" = Option<String>, Query), ("platform" = Option<String>, Query), ("genre" = Option<String>, Query),
        ("year" = Option<i16>, Query), ("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Works), (status = 422)))]
pub(crate) async fn list(State(app): State<App>, Query(look): Query<Look>) -> Result<Json<Works>> {
    let begun = app.host.clock().now();
    let words = look.q.as_deref().unwrap_or_default().trim();
    if words.chars().count() > 200 {
        return Err(INVALID.err().field("q", "At most 200 characters can be looked for."));
    }
    let page = Page { cursor: look.cursor.clone(), limit: look.limit };
    let year = look.year.map(|year| year.to_string());
    let named = [("platform", &look.platform), ("genre", &look.genre), ("year", &year)];
    let filters = named.into_iter().filter_map(|(name, value)| value.clone().map(|value| (name, value)));
    let filters: Vec<Facet> = filters.collect();
    let mut works = if words.is_empty() {
        by_title(&app, filters, &page).await?
    } else {
        by_words(&app, words, filters, &page).await?
    };
    works.took_ms = u64::try_from(app.host.clock().now().since(begun).as_millis()).unwrap_or(0);
    Ok(Json(works))
}

async fn by_title(app: &App, filters: Vec<Facet>, page: &Page) -> Result<Works> {
    let wanted = Wanted::new(filters);
    let (sort_key, id) = page.after::<(String, Uuid)>()?.unwrap_or_default();
    let size = usize::try_from(page.size())?;
    // One more than shown tells whether there is a next page.
    let most = i64::from(page.size()) + 1;
    let mut rows = db::list(&app.db, &wanted, (&sort_key, Id::new(id)), most).await?;
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).map(|last| cursor::encode(&(&last.sort_key, last.id)));
    let (total, platforms) = if wanted.everything() {
        let facts = facts(app).await?;
        (facts.works(), facts.by_platform.iter().take(100).cloned().collect())
    } else {
        (db::count(&app.db, &wanted).await?, db::platforms(&app.db, &wanted, 100).await?)
    };
    let items = rows.into_iter().map(WorkCard::try_from).collect::<Result<_>>()?;
    Ok(Works { items, next, total, took_ms: 0, corrected: None, fallback: false, facets: counted(platforms) })
}

async fn by_words(app: &App, words: &str, filters: Vec<Facet>, page: &Page) -> Result<Works> {
    let from = page.after::<u32>()?.unwrap_or(0);
    let found = find::find(app, words, filters, (from, page.size())).await?;
    let seen = from + u32::try_from(found.works.len())?;
    let more = i64::from(seen) < found.total && !found.works.is_empty() && seen < find::DEEPEST;
    let items = found.works.into_iter().map(WorkCard::try_from).collect::<Result<_>>()?;
    Ok(Works {
        items,
        next: more.then(|| cursor::encode(&seen)),
        total: found.total,
        took_ms: 0,
        corrected: found.corrected,
        fallback: found.fallback,
        facets: counted(found.platforms),
    })
}

fn counted(platforms: Vec<(String, i64)>) -> Facets {
    Facets { platforms: platforms.into_iter().map(|(name, count)| Counted { name, count }).collect() }
}

/// A release, as the page of its work shows it.
#[derive(Serialize, ToSchema)]
struct ReleaseCard {
    #[schema(value_type = Uuid)]
    id: Id<Release>,
    platform: String,
    region: Option<String>,
    /// `1986-09-26`, `1986-09` or `1986`.
    #[schema(value_type = Option<String>)]
    date: Option<date::Date>,
    title: String,
    /// The title as printed, when it is in another script.
    title_exact: Option<String>,
    developer: Option<String>,
    publisher: Option<String>,
    serial: Option<String>,
}

/// Who says so, and under which licence.
#[derive(Serialize, ToSchema)]
struct Credit {
    name: &'static str,
    licence: &'static str,
    /// The line that they ask for.
    credit: &'static str,
}

/// What a shop asked.
#[derive(Serialize, ToSchema)]
struct Price {
    amount_minor: i64,
    currency: String,
}

impl From<Money> for Price {
    fn from(money: Money) -> Self {
        Self { amount_minor: money.amount_minor, currency: money.currency }
    }
}

/// A work with its releases.
#[derive(Serialize, ToSchema)]
pub(crate) struct WorkPage {
    #[serde(flatten)]
    card: WorkCard,
    /// The series that it belongs to.
    franchise: Option<String>,
    /// How many can play at once.
    players: Option<u8>,
    /// The first one first.
    releases: Vec<ReleaseCard>,
    sources: Vec<Credit>,
    /// 0 to 100.
    metascore: Option<u8>,
    price_reference: Option<Price>,
}

/// Shows a work. One that was merged into another shows that one.
#[utoipa::path(get, path = "/api/v1/games/works/{id}", tag = "games", params(("id" = Uuid, Path)),
    responses((status = 200, body = WorkPage), (status = 404)))]
pub(crate) async fn show(State(app): State<App>, Path(id): Path<Uuid>) -> Result<Json<WorkPage>> {
    let (work, rows) = show::show(&app.db, Id::new(id)).await?;
    let mut summary: Summary = serde_json::from_str(&work.summary)?;
    let sources = summary.sources.iter();
    let sources =
        sources.map(|s| Credit { name: s.name(), licence: s.licence(), credit: s.credit() }).collect();
    let releases = rows.into_iter().map(|(id, row)| ReleaseCard {
        id,
        platform: row.platform,
        region: row.region,
        date: row.date,
        title: row.title,
        title_exact: row.title_exact,
        developer: row.developer,
        publisher: row.publisher,
        serial: row.serial,
    });
    Ok(Json(WorkPage {
        franchise: summary.franchise.take(),
        players: summary.players,
        releases: releases.collect(),
        sources,
        metascore: summary.metascore,
        price_reference: summary.price_reference.take().map(Price::from),
        card: WorkCard::new(work.id, work.number, work.title, summary),
    }))
}
