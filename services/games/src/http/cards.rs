//! Works on the wire.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::response::Response;
use chassis::cache::{Asked, Page};
use chassis::http::Link;
use http::{HeaderName, HeaderValue, header};
use kit::{Id, Result};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::date::Date;
use crate::db::StoredWork;
use crate::formats::{Money, Row, Source};
use crate::model::face::WorkKind;
use crate::model::{Release, ReleaseId, Work};
use crate::ops::show::Shown;
use crate::summary::Summary;

/// Where the works are.
pub(crate) const WORKS: &str = "/api/v1/games/works";

/// What everybody sees alike: a cache may hold it and asks whether it still holds.
pub(crate) const SHARED: [(HeaderName, HeaderValue); 2] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, must-revalidate")),
    (header::VARY, HeaderValue::from_static("Accept, Accept-Encoding")),
];

/// The longest address whose answer is kept.
const LONGEST: usize = 512;

/// Answers with the bytes that everybody gets who asks for this address, until the catalogue changes; `read` makes
/// them for the first who asks.
pub(crate) async fn shared<F: Future<Output = Result<Arc<Page>>> + Send>(
    app: &App,
    asked: Asked,
    read: impl FnOnce() -> F,
) -> Result<Response> {
    let version = app.shelf.current(&app.db).await?;
    if asked.place.len() > LONGEST {
        // Nobody's page writes such an address; it would take more room than what stands behind it.
        return Ok(read().await?.answer(&asked));
    }
    Ok(app.shelf.pages.at(version, asked.place.clone(), read).await?.answer(&asked))
}

/// A work on a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct WorkCard {
    #[schema(value_type = Uuid)]
    id: Id<Work>,
    /// The number that classic paths show.
    number: i64,
    kind: WorkKind,
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
    fn new(work: &StoredWork, summary: &Summary) -> Self {
        Self {
            id: work.id,
            number: work.number,
            kind: WorkKind::of(work.hung().kind, work.version_parent.is_some()),
            title: work.title.clone(),
            alt_title: summary.alt_title.clone(),
            year: summary.date.map(Date::year),
            platforms: summary.platforms.clone(),
            genres: summary.genres.clone(),
            developer: summary.developer.clone(),
            publisher: summary.publisher.clone(),
        }
    }
}

impl TryFrom<StoredWork> for WorkCard {
    type Error = kit::Error;

    fn try_from(work: StoredWork) -> Result<Self> {
        Ok(Self::new(&work, &serde_json::from_str(&work.summary)?))
    }
}

/// A work that another one names.
#[derive(Serialize, ToSchema)]
#[schema(as = NamedWork)]
struct Named {
    #[schema(value_type = Uuid)]
    id: Id<Work>,
    title: String,
}

impl From<StoredWork> for Named {
    fn from(work: StoredWork) -> Self {
        Self { id: work.id, title: work.title }
    }
}

/// A release, as the page of its work shows it.
#[derive(Serialize, ToSchema)]
#[schema(as = Release)]
struct ReleaseCard {
    #[schema(value_type = Uuid)]
    id: Id<Release>,
    platform: String,
    region: Option<String>,
    /// `1986-09-26`, `1986-09` or `1986`.
    #[schema(value_type = Option<String>)]
    date: Option<Date>,
    title: String,
    /// The title as printed, when it is in another script.
    title_exact: Option<String>,
    developer: Option<String>,
    publisher: Option<String>,
    serial: Option<String>,
}

impl From<(ReleaseId, Row)> for ReleaseCard {
    fn from((id, row): (ReleaseId, Row)) -> Self {
        Self {
            id,
            platform: row.platform,
            region: row.region,
            date: row.date,
            title: row.title,
            title_exact: row.title_exact,
            developer: row.developer,
            publisher: row.publisher,
            serial: row.serial,
        }
    }
}

/// Who says so, and under which licence.
#[derive(Serialize, ToSchema)]
#[schema(as = Source)]
struct Credit {
    name: &'static str,
    licence: &'static str,
    /// The line that they ask for.
    credit: &'static str,
}

/// What a shop asked.
#[derive(Serialize, ToSchema)]
#[schema(as = Money)]
struct Price {
    amount_minor: i64,
    currency: String,
}

impl From<Money> for Price {
    fn from(money: Money) -> Self {
        Self { amount_minor: money.amount_minor, currency: money.currency }
    }
}

/// What a source calls a release of the work.
#[derive(Serialize, ToSchema)]
struct ExternalId {
    source: &'static str,
    uid: String,
}

/// A work with its releases and what hangs on it.
#[derive(Serialize, ToSchema)]
#[schema(as = Work)]
pub(crate) struct WorkPage {
    #[serde(flatten)]
    card: WorkCard,
    /// The series that it belongs to.
    franchise: Option<String>,
    /// How many can play at once.
    players: Option<u8>,
    /// For whom it is fit, in the letters of the North American board.
    esrb: Option<String>,
    /// The game that it adds to.
    parent: Option<Named>,
    /// The game that it is an edition of.
    edition_of: Option<Named>,
    /// What sets the edition apart.
    edition_title: Option<String>,
    editions: Vec<WorkCard>,
    /// What adds to it.
    additions: Vec<WorkCard>,
    /// The first one first.
    releases: Vec<ReleaseCard>,
    external_ids: Vec<ExternalId>,
    sources: Vec<Credit>,
    /// 0 to 100.
    metascore: Option<u8>,
    price_reference: Option<Price>,
    /// The fields that staff set: no import changes them.
    locked: Vec<String>,
    version: i64,
    #[serde(rename = "_links")]
    links: BTreeMap<&'static str, Link>,
}

impl WorkPage {
    /// What its `ETag` says.
    pub(crate) fn version(&self) -> i64 {
        self.version
    }
}

impl TryFrom<Shown> for WorkPage {
    type Error = kit::Error;

    fn try_from(shown: Shown) -> Result<Self> {
        let summary: Summary = serde_json::from_str(&shown.work.summary)?;
        let work = shown.work;
        let (editions, additions): (Vec<_>, Vec<_>) =
            shown.below.into_iter().partition(|other| other.version_parent == Some(work.id));
        let cards = |works: Vec<StoredWork>| works.into_iter().map(WorkCard::try_from).collect::<Result<_>>();
        let from_lists = |source: &Source| *source != Source::House;
        let ids = shown.releases.iter().filter(|(_, row)| from_lists(&row.source));
        let external_ids =
            ids.map(|(_, row)| ExternalId { source: row.source.slug(), uid: row.uid.clone() }).collect();
        let sources = summary.sources.iter().copied().filter(from_lists);
        let place = format!("{WORKS}/{}", work.id);
        let mut links = BTreeMap::from([("mine", link(format!("{place}/mine")))]);
        links.extend(work.parent.map(|id| ("parent", link(format!("{WORKS}/{id}")))));
        links.extend(work.version_parent.map(|id| ("edition_of", link(format!("{WORKS}/{id}")))));
        links.insert("self", link(place));
        Ok(Self {
            franchise: summary.franchise.clone(),
            players: summary.players,
            esrb: summary.esrb.clone(),
            parent: shown.parent.map(Named::from),
            edition_of: shown.base.map(Named::from),
            edition_title: work.version_title.clone(),
            editions: cards(editions)?,
            additions: cards(additions)?,
            external_ids,
            // Staff may not know what a game was released on.
            releases: shown
                .releases
                .into_iter()
                .filter(|(_, row)| !row.platform.is_empty())
                .map(ReleaseCard::from)
                .collect(),
            sources: sources
                .map(|s| Credit { name: s.name(), licence: s.licence(), credit: s.credit() })
                .collect(),
            metascore: summary.metascore,
            price_reference: summary.price_reference.clone().map(Price::from),
            locked: shown.locked,
            version: work.version,
            card: WorkCard::new(&work, &summary),
            links,
        })
    }
}

fn link(href: String) -> Link {
    Link { href }
}
