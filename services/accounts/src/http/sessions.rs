//! Signing in and out.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chassis::http::{Caller, Json};
use http::StatusCode;
use kit::Result;
use serde::Deserialize;
use utoipa::ToSchema;

use super::me::{Me, signed_in};
use crate::App;
use crate::ops::sign_in::{sign_in, sign_out};
use crate::session;

/// Who somebody says to be, and the password that shows it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// E-mail address or user name.
    login: String,
    password: String,
}

/// Signs in: the browser gets a new session, and an older one of the same browser ends.
#[utoipa::path(post, path = "/api/v1/accounts/sessions", tag = "accounts", request_body = SignIn,
    responses((status = 201, body = Me), (status = 401), (status = 429)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<SignIn>,
) -> Result<Response> {
    let (user, secret) = sign_in(&app, &caller, &body.login, &body.password).await?;
    signed_in(&app, StatusCode::CREATED, user, Some(&secret)).await
}

/// Signs out. Safe to repeat.
#[utoipa::path(delete, path = "/api/v1/accounts/sessions/current", tag = "accounts", responses((status = 204)))]
pub(crate) async fn end(State(app): State<App>, caller: Caller) -> Result<Response> {
    sign_out(&app, &caller).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    session::forget(&mut response, app.host.address());
    Ok(response)
}
