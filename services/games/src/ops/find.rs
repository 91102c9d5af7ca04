//! Finds works by words.

use std::collections::HashMap;

use chassis::link;
use contracts::search::SearchClient;
use contracts::search::v1::{AskReply, AskRequest, Facet as Asked};
use kit::{Id, Result};
use uuid::Uuid;

use crate::App;
use crate::db::{self, StoredWork};
use crate::model::WorkId;
use crate::shelf::{Order, Place, Wanted};

/// The most works that can be paged through when words are looked for; so many of the best are put in another order.
pub(crate) const DEEPEST: u32 = 1_000;
/// What search counts beside the works.
const COUNTED: [&str; 5] = ["platform", "genre", "year", "company", "franchise"];

/// What was found.
pub(crate) struct Found {
    pub(crate) ids: Vec<WorkId>,
    pub(crate) total: i64,
    pub(crate) corrected: Option<String>,
    /// Facet, value and how many works have it.
    pub(crate) counts: Vec<(String, String, i64)>,
}

/// Asks search for the works from a place on, the best first; nothing when search is away.
///
/// # Errors
/// What search refuses.
pub(crate) async fn find(
    app: &App,
    words: &str,
    wanted: &Wanted,
    (from, size): (u32, u32),
) -> Result<Option<Found>> {
    let asked = filters(wanted).into_iter().map(|(name, value)| Asked { name: name.into(), value });
    let request = AskRequest {
        words: words.to_owned(),
        kinds: vec!["game".into()],
        filters: asked.collect(),
        count: COUNTED.map(str::to_owned).to_vec(),
        from,
        size,
        ..AskRequest::default()
    };
    match link::ask(SearchClient::clone(&app.search).ask(request)).await {
        Ok(reply) => Ok(Some(read(reply)?)),
        // Away or slow, in this process or in another: the page is filled from our own rows then (decision D19).
        Err(error) if error.kind().status == 503 => Ok(None),
        Err(error) => Err(error),
    }
}

fn read(reply: AskReply) -> Result<Found> {
    let ids = reply.hits.iter().filter_map(|hit| Uuid::from_slice(&hit.id).ok());
    let counts = reply.counts.into_iter();
    Ok(Found {
        ids: ids.map(Id::new).collect(),
        total: i64::try_from(reply.total)?,
        corrected: reply.corrected,
        counts: counts.map(|c| (c.name, c.value, i64::try_from(c.documents).unwrap_or(0))).collect(),
    })
}

/// The best works that search knows, as many as can be paged through, in another order.
///
/// # Errors
/// As [`find`].
pub(crate) async fn find_arranged(
    app: &App,
    words: &str,
    wanted: &Wanted,
    (order, after, most): (Order, Option<Place>, usize),
) -> Result<Option<(Found, Option<Place>)>> {
    let Some(mut found) = find(app, words, wanted, (0, DEEPEST)).await? else { return Ok(None) };
    let ids = std::mem::take(&mut found.ids);
    let page = app.shelf.ask(move |books| books.arrange(&ids, order, after.as_ref(), most)).await?;
    found.ids = page.ids;
    Ok(Some((found, page.next)))
}

/// The works with these ids as they are now, in the order of the ids. One that was merged a moment ago has left
/// the catalogue before search heard of it.
///
/// # Errors
/// As any statement.
pub(crate) async fn hydrate(app: &App, ids: &[WorkId]) -> Result<Vec<StoredWork>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let works = db::works(&app.db, ids).await?.into_iter().filter(|work| work.merged_into.is_none());
    let mut known: HashMap<WorkId, StoredWork> = works.map(|work| (work.id, work)).collect();
    Ok(ids.iter().filter_map(|id| known.remove(id)).collect())
}

/// What is wanted, in the words of search: for each name one of its values. A range is all that lies in it.
fn filters(wanted: &Wanted) -> Vec<(&'static str, String)> {
    let mut out: Vec<(&'static str, String)> = vec![];
    for (facet, values) in &wanted.values {
        out.extend(values.iter().map(|value| (facet.name(), value.clone())));
    }
    out.extend(wanted.kinds.iter().map(|kind| ("kind", kind.word().to_owned())));
    if !wanted.years.is_empty() || wanted.year_from.is_some() || wanted.year_to.is_some() {
        let (from, to) = (wanted.year_from.unwrap_or(1950), wanted.year_to.unwrap_or(2100));
        let named = |year: &i16| wanted.years.is_empty() || wanted.years.contains(year);
        let years: Vec<i16> = (from.max(1950)..=to.min(2100)).filter(named).collect();
        out.extend(one_of("year", years));
    }
    if let Some(least) = wanted.players_min {
        out.extend(one_of("players", (least..=u8::MAX).collect()));
    }
    if wanted.score_min.is_some() || wanted.score_max.is_some() {
        let scores = wanted.score_min.unwrap_or(0)..=wanted.score_max.unwrap_or(100).min(100);
        out.extend(one_of("metacritic", scores.collect()));
    }
    out
}

/// One of these values; a value that nothing has, where nothing could fit.
fn one_of<T: ToString>(name: &'static str, values: Vec<T>) -> Vec<(&'static str, String)> {
    if values.is_empty() {
        return vec![(name, "nothing".to_owned())];
    }
    values.into_iter().map(|value| (name, value.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shelf::Facet;

    #[test]
    fn a_range_is_all_that_lies_in_it() {
        let wanted = Wanted {
            values: vec![(Facet::Platform, vec!["NES".into(), "PC".into()])],
            years: vec![1986, 1999],
            year_to: Some(1990),
            score_min: Some(99),
            ..Wanted::default()
        };
        let named = |name: &str| -> Vec<String> {
            filters(&wanted).into_iter().filter(|(n, _)| *n == name).map(|(_, value)| value).collect()
        };
        assert_eq!(named("platform"), ["NES", "PC"]);
        assert_eq!(named("year"), ["1986"]);
        assert_eq!(named("metacritic"), ["99", "100"]);
        assert!(named("players").is_empty());
    }

    #[test]
    fn an_empty_range_fits_nothing_rather_than_everything() {
        let wanted = Wanted { year_from: Some(2001), year_to: Some(2000), ..Wanted::default() };
        assert_eq!(filters(&wanted), [("year", "nothing".to_owned())]);
    }
}
