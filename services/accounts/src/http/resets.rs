//! Ways back into an account: by the mailbox, or by taking a change back.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chassis::http::Json;
use http::StatusCode;
use kit::Result;
use serde::Deserialize;
use utoipa::ToSchema;

use super::me::{Me, signed_in};
use super::users::Sent;
use crate::App;
use crate::ops::reset::{ask_reset, reset};
use crate::ops::undo::undo;
use crate::session::Visitor;

/// Whose password is forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordForgotten)]
pub(crate) struct Forgotten {
    email: String,
}

/// Sends a link that sets a new password, if the address has an account; it never tells whether.
#[utoipa::path(post, path = "/api/v1/accounts/password-reset-mails", tag = "accounts", request_body = Forgotten,
    responses((status = 202, body = Sent), (status = 422), (status = 429)))]
pub(crate) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<Forgotten>,
) -> Result<Response> {
    ask_reset(&app, &visitor, &body.email).await?;
    Ok((StatusCode::ACCEPTED, Json(Sent { state: "mail_sent" })).into_response())
}

/// The token of a link, and the password from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordReset)]
pub(crate) struct WayBack {
    /// What stands behind the `#` of the link.
    token: String,
    /// 8 to 128 characters.
    new_password: String,
}

/// Sets a new password by a link, and signs in. Everything else that was signed in is out.
#[utoipa::path(post, path = "/api/v1/accounts/password-resets", tag = "accounts", request_body = WayBack,
    responses((status = 200, body = Me), (status = 410), (status = 422)))]
pub(crate) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<WayBack>,
) -> Result<Response> {
    let (user, secret) = reset(&app, &visitor, &body.token, &body.new_password).await?;
    signed_in(&app, &visitor, StatusCode::OK, user, Some(&secret)).await
}

/// Takes a change of password or address back, and signs in. Everything else that was signed in is out.
#[utoipa::path(post, path = "/api/v1/accounts/undos", tag = "accounts", request_body = WayBack,
    responses((status = 200, body = Me), (status = 410), (status = 422)))]
pub(crate) async fn take_back(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<WayBack>,
) -> Result<Response> {
    let (user, secret) = undo(&app, &visitor, &body.token, &body.new_password).await?;
    signed_in(&app, &visitor, StatusCode::OK, user, Some(&secret)).await
}
