//! How large the catalogue is.

use axum::extract::State;
use chassis::http::Json;
use kit::Result;
use serde::Serialize;
use utoipa::ToSchema;

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
pub(crate) async fn show(State(app): State<App>) -> Result<Json<Facts>> {
    app.shelf.freshen(&app.db).await?;
    let count = |books: &Books| {
        let counts = books.counts();
        let platforms = books.counted(Facet::Platform, &counts).count();
        Facts { works: counts.total, releases: counts.releases, platforms }
    };
    Ok(Json(app.shelf.ask(count).await?))
}
