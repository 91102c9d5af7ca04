//! A house to look around in.

use axum::extract::State;
use chassis::http::{Caller, Json};
use http::StatusCode;
use kit::Result;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::ops::demo::{self, By};

/// How this house stands to being looked around in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Demo {
    /// Whether it was filled for that.
    here: bool,
    /// Whether the caller may have it filled now.
    offered: bool,
}

/// Tells whether this house was filled for looking around, and whether the caller may have that done.
#[utoipa::path(get, path = "/api/v1/accounts/demo", tag = "accounts", responses((status = 200, body = Demo)))]
pub(crate) async fn show(State(app): State<App>, caller: Caller) -> Result<Json<Demo>> {
    let (here, offered) = demo::standing(&app, &caller).await?;
    Ok(Json(Demo { here, offered }))
}

/// Fills this house for looking around: games, two members, their to-dos. The passwords go to the terminal of the
/// server. Safe to repeat: 200 and nothing more where it was done before.
#[utoipa::path(post, path = "/api/v1/accounts/demo", tag = "accounts",
    responses((status = 200, body = Demo), (status = 201, body = Demo), (status = 403)))]
pub(crate) async fn create(State(app): State<App>, caller: Caller) -> Result<(StatusCode, Json<Demo>)> {
    let opened = demo::open(&app, By::Caller(&caller)).await?;
    let status = if opened { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Demo { here: true, offered: false })))
}
