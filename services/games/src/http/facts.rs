//! How large the catalogue is.

use axum::extract::State;
use axum::response::Response;
use chassis::cache::{Asked, Page};
use kit::Result;
use serde::Serialize;
use utoipa::ToSchema;

use super::cards::shared;
use crate::App;
use crate::shelf::{Books, Facet};

/// The figures of the catalogue.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GameFacts)]
pub(crate) struct Facts {
    works: u64,
    releases: u64,
    platforms: usize,
}

/// Shows how large the catalogue is.
#[utoipa::path(get, path = "/api/v1/games/facts", tag = "games", responses((status = 200, body = Facts)))]
pub(crate) async fn show(State(app): State<App>, asked: Asked) -> Result<Response> {
    let count = |books: &Books| {
        let counts = books.counts();
        let platforms = books.counted(Facet::Platform, &counts).count();
        Facts { works: counts.total, releases: counts.releases, platforms }
    };
    let read = || async {
        let version = app.shelf.freshen(&app.db).await?;
        Page::of(version, &app.shelf.ask(count).await?)
    };
    shared(&app, asked, read).await
}
