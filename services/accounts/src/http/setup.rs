//! The first administrator.

use axum::extract::State;
use axum::response::Response;
use chassis::http::Json;
use http::StatusCode;
use kit::Result;
use kit::error::INVALID;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::me::{Me, signed_in};
use crate::App;
use crate::db;
use crate::ops::first_administrator::{raise, sign_up};
use crate::ops::sign_up::Form;
use crate::session::Visitor;

/// Whether the house waits for its first administrator.
#[derive(Serialize, ToSchema)]
#[schema(as = SetupState)]
pub(crate) struct Waiting {
    open: bool,
}

/// The token of the set-up link, and the account that it is for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setup {
    /// What stands behind the `#` of the link.
    token: String,
    /// Signed in: the account's password. Signed out: the new account's, 15 characters and more.
    password: String,
    /// Signed in: a longer password from now on, when the present one is too short for an administrator.
    new_password: Option<String>,
    /// Signed out: the new account's address.
    email: Option<String>,
    /// Signed out: the new account's name.
    name: Option<String>,
    /// Signed out: the new account's language, `en` or `de`; English when it is left out.
    locale: Option<String>,
}

/// Tells whether the house waits for its first administrator.
#[utoipa::path(get, path = "/api/v1/accounts/setup", tag = "accounts", responses((status = 200, body = Waiting)))]
pub(crate) async fn show(State(app): State<App>) -> Result<Json<Waiting>> {
    Ok(Json(Waiting { open: !db::has_administrator(&app.db).await? }))
}

/// Makes the first administrator: raises the signed-in account, or makes a new one.
#[utoipa::path(post, path = "/api/v1/accounts/setup", tag = "accounts", request_body = Setup,
    responses((status = 200, body = Me), (status = 201, body = Me), (status = 401), (status = 410), (status = 422)))]
pub(crate) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<Setup>,
) -> Result<Response> {
    let passwords = (body.password.as_str(), body.new_password.as_deref());
    if let Some(who) = visitor.known() {
        let (user, secret) = raise(&app, &visitor, who, &body.token, passwords).await?;
        return signed_in(&app, &visitor, StatusCode::OK, user, Some(&secret)).await;
    }
    let Some(email) = body.email.as_deref() else {
        return Err(INVALID.err().field("email", "An e-mail address is needed, or sign in first."));
    };
    let (name, locale) = (body.name.as_deref(), body.locale.as_deref());
    let form = Form { email, password: &body.password, name, locale, ..Form::default() };
    let (user, secret) = sign_up(&app, &visitor, &body.token, &form).await?;
    signed_in(&app, &visitor, StatusCode::CREATED, user, Some(&secret)).await
}
