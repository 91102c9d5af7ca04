//! What the catalogue can be browsed by.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use chassis::cache::{Asked, Page as Shown};
use chassis::http::{Path, Query};
use kit::{Page, Result, cursor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::cards::shared;
use crate::App;
use crate::problems::NO_SUCH_FACET;
use crate::shelf::{Books, Counts, Facet};

/// A value to filter by, and how many works have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Facet)]
pub(crate) struct Counted {
    name: String,
    count: i64,
}

/// Values to filter by, the most first.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct Facets {
    /// At most 100.
    platforms: Vec<Counted>,
    /// At most 20, as all that follow.
    genres: Vec<Counted>,
    years: Vec<Counted>,
    /// Such as `1990`: the years from 1990 to 1999. The first one first.
    decades: Vec<Counted>,
    companies: Vec<Counted>,
    franchises: Vec<Counted>,
}

/// How many values of most facets a list shows.
const SHOWN: usize = 20;
/// How many platforms it shows.
const PLATFORMS: usize = 100;

/// The most of a list of names and counts.
fn most<'n>(of: impl Iterator<Item = (&'n str, u64)>, shown: usize) -> Vec<Counted> {
    let mut all: Vec<(Reverse<u64>, &str)> = of.map(|(name, count)| (Reverse(count), name)).collect();
    // Companies are thousands; only the first of them are put in order.
    if all.len() > shown {
        all.select_nth_unstable(shown);
        all.truncate(shown);
    }
    all.sort_unstable();
    let made = all.into_iter();
    made.map(|(count, name)| Counted { name: name.to_owned(), count: i64::try_from(count.0).unwrap_or(0) })
        .collect()
}

fn by_years(years: &BTreeMap<i16, u64>) -> (Vec<Counted>, Vec<Counted>) {
    let mut decades: BTreeMap<i16, u64> = BTreeMap::new();
    for (year, count) in years {
        *decades.entry(year - year % 10).or_default() += count;
    }
    let named: Vec<(String, u64)> = years.iter().map(|(year, count)| (year.to_string(), *count)).collect();
    let count = |n: u64| i64::try_from(n).unwrap_or(0);
    (
        most(named.iter().map(|(name, count)| (name.as_str(), *count)), SHOWN),
        decades.into_iter().map(|(name, n)| Counted { name: name.to_string(), count: count(n) }).collect(),
    )
}

/// The facets of what was found on the shelf.
pub(crate) fn counted_on_shelf(books: &Books, counts: &Counts) -> Facets {
    let of = |facet: Facet, shown: usize| {
        most(books.counted(facet, counts).map(|(named, count)| (&*named.name, count)), shown)
    };
    let (years, decades) = by_years(&counts.years);
    Facets {
        platforms: of(Facet::Platform, PLATFORMS),
        genres: of(Facet::Genre, SHOWN),
        companies: of(Facet::Company, SHOWN),
        franchises: of(Facet::Franchise, SHOWN),
        years,
        decades,
    }
}

/// The facets of what search found: name of the facet, value, count.
pub(crate) fn counted_by_search(counts: &[(String, String, i64)]) -> Facets {
    let of = |facet: &'static str| {
        let of = counts.iter().filter(move |(name, ..)| name == facet);
        of.map(|(_, value, count)| (value.as_str(), count.unsigned_abs()))
    };
    let years = of("year").filter_map(|(year, count)| Some((year.parse().ok()?, count))).collect();
    let (years, decades) = by_years(&years);
    Facets {
        platforms: most(of("platform"), PLATFORMS),
        genres: most(of("genre"), SHOWN),
        companies: most(of("company"), SHOWN),
        franchises: most(of("franchise"), SHOWN),
        years,
        decades,
    }
}

/// How somebody browses.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Browse {
    /// Letters that the value contains.
    q: Option<String>,
    /// `count`, the most first, or `name`.
    #[param(inline)]
    sort: Option<Sort>,
    cursor: Option<String>,
    limit: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Sort {
    #[default]
    Count,
    Name,
}

/// A page of values.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FacetPage)]
pub(crate) struct Values {
    items: Vec<Counted>,
    /// The cursor of the next page; nothing on the last.
    next: Option<String>,
    /// How many values there are in all.
    total: usize,
}

/// A value's place: what decides first, and its name.
type Place = (i64, String, String);

/// Lists what the catalogue can be browsed by.
#[utoipa::path(get, path = "/api/v1/games/facets/{name}", tag = "games",
    params(("name" = String, Path, description = "`platforms`, `genres`, `years`, `companies` or `franchises`"), Browse),
    responses((status = 200, body = Values), (status = 404), (status = 422)))]
pub(crate) async fn list(
    State(app): State<App>,
    Path(name): Path<String>,
    Query(browse): Query<Browse>,
    asked: Asked,
) -> Result<Response> {
    let facet = match name.as_str() {
        "platforms" => Some(Facet::Platform),
        "genres" => Some(Facet::Genre),
        "companies" => Some(Facet::Company),
        "franchises" => Some(Facet::Franchise),
        "esrb_ratings" => Some(Facet::Esrb),
        "years" => None,
        _ => {
            return Err(
                NO_SUCH_FACET.because("Known are platforms, genres, years, companies and franchises.")
            );
        }
    };
    let page = Page { cursor: browse.cursor, limit: browse.limit };
    let sort = browse.sort.unwrap_or_default();
    let after = page.after::<Place>()?;
    let (size, letters) =
        (usize::try_from(page.size())?, kit::text::fold(browse.q.unwrap_or_default().trim()));
    let all = move |books: &Books| {
        let counts = books.counts();
        let fits = |folded: &str| letters.is_empty() || folded.contains(&letters);
        let mut all: Vec<(Place, u64)> = match facet {
            Some(facet) => {
                let named = books.counted(facet, &counts).filter(|(named, _)| fits(&named.folded));
                named.map(|(named, n)| (place(sort, &named.folded, &named.name, n), n)).collect()
            }
            None => {
                let years = counts.years.iter().map(|(year, n)| (year.to_string(), *n));
                let years = years.filter(|(year, _)| fits(year));
                years.map(|(year, n)| (place(sort, &year, &year, n), n)).collect()
            }
        };
        all.sort_unstable();
        let total = all.len();
        let begin = after.map_or(0, |after| all.partition_point(|(place, _)| *place <= after));
        let end = (begin + size).min(total);
        let next = all[begin..end].last().filter(|_| end < total).map(|(place, _)| cursor::encode(place));
        let shown = all.drain(begin..end);
        let counted =
            shown.map(|((.., name), n)| Counted { name, count: i64::try_from(n).unwrap_or(i64::MAX) });
        Values { items: counted.collect(), next, total }
    };
    let read = || async {
        let version = app.shelf.freshen(&app.db).await?;
        Shown::of(version, &app.shelf.ask(all).await?)
    };
    shared(&app, asked, read).await
}

fn place(sort: Sort, folded: &str, name: &str, count: u64) -> Place {
    let first = if sort == Sort::Count { -i64::try_from(count).unwrap_or(i64::MAX) } else { 0 };
    (first, folded.to_owned(), name.to_owned())
}
