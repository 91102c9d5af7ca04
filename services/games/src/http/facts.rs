//! How large the catalogue is.

use axum::extract::State;
use axum::response::IntoResponse;
use chassis::http::{Json, Tagged};
use kit::Result;
use serde::Serialize;
use utoipa::ToSchema;

use super::cards::SHARED;
use crate::App;
use crate::shelf::{Books, Facet};

/// The figures of the catalogue.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Facts {
    works: u64,
    releases: u64,
    platforms: usize,
}

/// Shows how large the catalogue is.
#[utoipa::path(get, path = "/api/v1/games/facts", tag = "games", responses((status = 200, body = Facts)))]
pub(crate) async fn show(State(app): State<App>) -> Result<impl IntoResponse> {
    let version = app.shelf.freshen(&app.db).await?;
    let count = |books: &Books| {
        let counts = books.counts();
        let platforms = books.counted(Facet::Platform, &counts).count();
        Facts { works: counts.total, releases: counts.releases, platforms }
    };
    Ok((SHARED, Tagged(version, Json(app.shelf.ask(count).await?))))
}
