//! Finds works by words.

use std::collections::HashMap;

use chassis::link;
use contracts::search::v1::{AskReply, AskRequest, Facet as Asked};
use kit::error::UNAVAILABLE;
use kit::{Id, Result};
use uuid::Uuid;

use crate::App;
use crate::db::{self, Facet, Listed, Wanted};
use crate::model::WorkId;

/// The most works that can be paged through.
pub(crate) const DEEPEST: u32 = 1_000;

/// What was found.
pub(crate) struct Found {
    pub(crate) works: Vec<Listed>,
    pub(crate) total: i64,
    pub(crate) corrected: Option<String>,
    pub(crate) platforms: Vec<(String, i64)>,
    /// Whether search was away.
    pub(crate) fallback: bool,
}

/// Asks search for ids and reads the works from the catalogue; without search it compares the starts
/// of titles and says so.
///
/// # Errors
/// As any statement, and what search refuses.
pub(crate) async fn find(
    app: &App,
    words: &str,
    filters: Vec<Facet>,
    (from, size): (u32, u32),
) -> Result<Found> {
    let asked = filters.iter().map(|(name, value)| Asked { name: (*name).into(), value: value.clone() });
    let request = AskRequest {
        words: words.to_owned(),
        kinds: vec!["game".into()],
        filters: asked.collect(),
        count: vec!["platform".into()],
        from,
        size,
        ..AskRequest::default()
    };
    match link::ask(app.search.clone().ask(request)).await {
        Ok(reply) => hydrate(app, reply).await,
        Err(error) if error.kind() == UNAVAILABLE => by_start(app, words, filters, (from, size)).await,
        Err(error) => Err(error),
    }
}

async fn hydrate(app: &App, reply: AskReply) -> Result<Found> {
    let ids = reply.hits.iter().filter_map(|hit| Uuid::from_slice(&hit.id).ok());
    let ids: Vec<WorkId> = ids.map(Id::new).collect();
    let mut known: HashMap<WorkId, Listed> = HashMap::new();
    if !ids.is_empty() {
        for work in db::works(&app.db, &ids).await? {
            // One that was merged a moment ago has left the catalogue before search heard of it.
            if work.merged_into.is_none() {
                let (id, number, title, summary) = (work.id, work.number, work.title, work.summary);
                known.insert(id, Listed { id, number, title, summary, sort_key: String::new() });
            }
        }
    }
    let platforms = reply.counts.into_iter().filter(|count| count.name == "platform");
    Ok(Found {
        works: ids.iter().filter_map(|id| known.remove(id)).collect(),
        total: i64::try_from(reply.total)?,
        corrected: reply.corrected,
        platforms: platforms.map(|c| (c.value, i64::try_from(c.documents).unwrap_or(0))).collect(),
        fallback: false,
    })
}

async fn by_start(app: &App, words: &str, filters: Vec<Facet>, (from, size): (u32, u32)) -> Result<Found> {
    let start = kit::text::sort_key(words);
    let end = format!("{start}\u{10ffff}");
    let most = i64::from(from.saturating_add(size).min(DEEPEST)) + 1;
    let works = db::list_by_start(&app.db, &Wanted::new(filters), (&start, &end), most).await?;
    let total = i64::try_from(works.len())?;
    let works = works.into_iter().skip(usize::try_from(from)?).take(usize::try_from(size)?).collect();
    Ok(Found { works, total, corrected: None, platforms: vec![], fallback: true })
}
