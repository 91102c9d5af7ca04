//! Proving a mailbox.

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
use crate::ops::ask_confirmation::ask_confirmation;
use crate::ops::confirm::{Brought, confirm};
use crate::session::Visitor;

/// The token of a link, and what shows that this browser belongs to the account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirmation {
    /// What stands behind the `#` of the link.
    token: String,
    /// The password that was chosen at the sign-up.
    password: Option<String>,
    /// A new password, for whoever owns the mailbox but not the password.
    new_password: Option<String>,
}

/// Confirms the address that the link was sent to.
#[utoipa::path(post, path = "/api/v1/accounts/confirmations", tag = "accounts", request_body = Confirmation,
    responses((status = 200, body = Me), (status = 401), (status = 403), (status = 410)))]
pub(crate) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<Confirmation>,
) -> Result<Response> {
    let brought = Brought { password: body.password.as_deref(), new_password: body.new_password.as_deref() };
    let (user, secret) = confirm(&app, &visitor, &body.token, &brought).await?;
    signed_in(&app, &visitor, StatusCode::OK, user, secret.as_ref()).await
}

/// Sends the caller a new confirmation link; the older ones stop working.
#[utoipa::path(post, path = "/api/v1/accounts/confirmation-mails", tag = "accounts",
    responses((status = 202, body = Sent), (status = 401), (status = 429)))]
pub(crate) async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response> {
    ask_confirmation(&app, &visitor).await?;
    Ok((StatusCode::ACCEPTED, Json(Sent { state: "mail_sent" })).into_response())
}
