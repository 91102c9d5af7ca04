//! How large the catalogue is.

use std::sync::{Arc, PoisonError};

use axum::extract::State;
use chassis::http::Json;
use kit::Result;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{App, db};

/// The figures of the catalogue.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Facts {
    works: i64,
    releases: i64,
    platforms: usize,
    /// How many works each platform has, the most first; for the catalogue's filter.
    #[serde(skip)]
    pub(crate) by_platform: Vec<(String, i64)>,
}

impl Facts {
    /// How many works there are.
    pub(crate) fn works(&self) -> i64 {
        self.works
    }
}

/// The figures of one version of the catalogue.
pub(crate) type Kept = Option<(i64, Arc<Facts>)>;

/// The figures, counted anew only when the catalogue has changed.
pub(crate) async fn facts(app: &App) -> Result<Arc<Facts>> {
    let version = db::house_version(&app.db).await?;
    let kept = app.facts.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((of, facts)) = kept
        && of == version
    {
        return Ok(facts);
    }
    let (works, releases) = db::totals(&app.db).await?;
    let by_platform = db::all_platforms(&app.db).await?;
    let facts = Arc::new(Facts { works, releases, platforms: by_platform.len(), by_platform });
    *app.facts.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, facts.clone()));
    Ok(facts)
}

/// Shows how large the catalogue is.
#[utoipa::path(get, path = "/api/v1/games/facts", tag = "games", responses((status = 200, body = Facts)))]
pub(crate) async fn show(State(app): State<App>) -> Result<Json<Facts>> {
    Ok(Json(Facts::clone(&*facts(&app).await?)))
}
