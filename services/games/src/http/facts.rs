//! How large the catalogue is.

use std::sync::PoisonError;

use axum::extract::State;
use chassis::http::Json;
use kit::Result;
use serde::Serialize;
use utoipa::ToSchema;

use crate::shelf::{Books, Facet};
use crate::{App, db};

/// The figures of the catalogue.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Facts {
    works: i64,
    releases: i64,
    platforms: usize,
}

/// The figures of one version of the catalogue.
pub(crate) type Kept = Option<(i64, Facts)>;

/// The figures, counted anew only when the catalogue has changed.
async fn facts(app: &App) -> Result<Facts> {
    let version = app.shelf.freshen(&app.db).await?;
    let kept = app.facts.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((of, facts)) = kept
        && of == version
    {
        return Ok(facts);
    }
    let (works, releases) = db::totals(&app.db).await?;
    let platforms = |books: &Books| books.counted(Facet::Platform, &books.counts()).count();
    let facts = Facts { works, releases, platforms: app.shelf.ask(platforms).await? };
    *app.facts.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, facts.clone()));
    Ok(facts)
}

/// Shows how large the catalogue is.
#[utoipa::path(get, path = "/api/v1/games/facts", tag = "games", responses((status = 200, body = Facts)))]
pub(crate) async fn show(State(app): State<App>) -> Result<Json<Facts>> {
    Ok(Json(facts(&app).await?))
}
