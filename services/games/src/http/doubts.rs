//! Pairs of works that may be one, and what staff says of them.

use axum::extract::State;
use chassis::http::{Answer, Caller, Items, Json, Once, Query};
use chassis::transact;
use kit::error::INVALID;
use kit::{Id, Page, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::cards::WorkPage;
use super::keeping::by;
use crate::matching::Doubt;
use crate::model::WorkId;
use crate::ops::{answer, show};
use crate::{App, db};

/// Which doubts are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Look {
    /// Such as `years_apart`.
    reason: Option<String>,
    cursor: Option<String>,
    limit: Option<u32>,
}

/// Two works that may be one, the older one first.
#[derive(Serialize, ToSchema)]
#[schema(as = Doubt)]
struct Pair {
    a: WorkPage,
    b: WorkPage,
    /// Such as `years_apart`.
    reason: String,
    /// The reason as a sentence.
    words: &'static str,
    /// Another one as soon as either work is changed.
    version: i64,
}

/// How many pairs are in doubt for a reason.
#[derive(Serialize, ToSchema)]
#[schema(as = DoubtReason)]
struct Reason {
    reason: String,
    count: i64,
}

/// A page of doubts.
#[derive(Serialize, ToSchema)]
pub(crate) struct Doubts {
    items: Vec<Pair>,
    /// The cursor of the next page; nothing on the last.
    next: Option<String>,
    /// How many there are for this reason, or for any.
    total: i64,
    reasons: Vec<Reason>,
}

/// Lists the pairs of works that may be one.
#[utoipa::path(get, path = "/api/v1/games/doubts", tag = "games", params(Look),
    responses((status = 200, body = Doubts), (status = 403), (status = 422)))]
pub(crate) async fn list(State(app): State<App>, Query(look): Query<Look>) -> Result<Json<Doubts>> {
    let page = Page { cursor: look.cursor, limit: look.limit };
    let (a, b) = page.after::<(Uuid, Uuid)>()?.unwrap_or_default();
    let most = i64::from(page.size()) + 1;
    let reason = look.reason.as_deref().filter(|reason| !reason.is_empty());
    if reason.is_some_and(|reason| Doubt::from_slug(reason).is_none()) {
        return Err(INVALID.err().field("reason", "There is no such reason."));
    }
    let rows = db::doubts_after(&app.db, reason, (Id::new(a), Id::new(b)), most).await?;
    let Items { items: rows, next } = Items::page(rows, &page, |(a, b, _)| (*a, *b));
    let reasons = db::count_doubts(&app.db).await?;
    let counted = reasons.iter().filter(|(name, _)| reason.is_none_or(|reason| reason == name));
    let total = counted.map(|(_, count)| count).sum();
    Ok(Json(Doubts {
        items: pairs(&app, rows).await?,
        next,
        total,
        reasons: reasons.into_iter().map(|(reason, count)| Reason { reason, count }).collect(),
    }))
}

async fn pairs(app: &App, rows: Vec<(WorkId, WorkId, String)>) -> Result<Vec<Pair>> {
    let mut ids: Vec<WorkId> = rows.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut works = if ids.is_empty() { vec![] } else { db::works(&app.db, &ids).await? };
    works.retain(|work| work.merged_into.is_none());
    let shown = show::all(&app.db, works).await?;
    let mut out = vec![];
    for (a, b, reason) in rows {
        // One that was merged since the list was read is in doubt no more.
        let Some((a, b)) = shown.get(&a).cloned().zip(shown.get(&b).cloned()) else { continue };
        let (a, b) = if a.work.number < b.work.number { (a, b) } else { (b, a) };
        let (a, b) = (WorkPage::try_from(a)?, WorkPage::try_from(b)?);
        let words = Doubt::from_slug(&reason).map_or("", Doubt::words);
        out.push(Pair { version: a.version() + b.version(), a, b, reason, words });
    }
    Ok(out)
}

/// What staff says of two works.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DoubtAnswer)]
pub(crate) struct Said {
    a: Uuid,
    b: Uuid,
    /// Whether they are one.
    same: bool,
    /// The `version` of the pair as it was looked at.
    version: Option<i64>,
}

/// What became of two works.
#[derive(Serialize, ToSchema)]
#[schema(as = DoubtAnswered)]
pub(crate) struct Settled {
    same: bool,
    /// The work that both are now; the older one of two that are kept apart.
    work: WorkPage,
}

/// Merges two works, or keeps them apart for good.
#[utoipa::path(post, path = "/api/v1/games/doubts/answers", tag = "games", request_body = Said,
    responses((status = 200, body = Settled), (status = 403), (status = 404), (status = 409), (status = 412)))]
pub(crate) async fn settle(
    State(app): State<App>,
    caller: Caller,
    once: Once,
    Json(said): Json<Said>,
) -> Result<Answer> {
    let by = by(&caller)?;
    let (a, b) = (Id::new(said.a), Id::new(said.b));
    let said = answer::Answer { a, b, same: said.same, version: said.version };
    let answer = transact!(app.db, |tx| {
        if let Some(answer) = once.earlier(tx).await? {
            return Ok(answer);
        }
        let id = answer::answer(tx, said, &by).await?;
        let work = WorkPage::try_from(show::show(tx, id).await?)?;
        once.keep(tx, 200, &Settled { same: said.same, work }).await
    })?;
    app.untold.notify_one();
    Ok(answer)
}
