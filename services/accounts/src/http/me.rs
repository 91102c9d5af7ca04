//! The caller's own account.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chassis::http::{Expected, Hal, Json, Tagged};
use http::StatusCode;
use kit::{Id, Result, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::db::{self, Profile};
use crate::model::{Role, User};
use crate::ops::change;
use crate::session::{self, Secret, Visitor};

/// Where the caller's account is.
const HERE: &str = "/api/v1/accounts/me";

/// An account, as its owner sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    #[schema(value_type = uuid::Uuid)]
    id: Id<User>,
    /// The number that classic paths show.
    number: i64,
    email: String,
    username: String,
    /// The name that others see.
    name: String,
    /// `user`, `moderator`, `admin` or `super_admin`.
    #[schema(value_type = Role)]
    role: String,
    /// Whether the address was proved.
    confirmed: bool,
    /// The language of pages and mails: `en` or `de`.
    locale: String,
    /// A time zone such as `Europe/Berlin`.
    zone: String,
    /// Empty when there is none.
    street_address: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    password_changed_at: Option<Time>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Time,
    version: i64,
    /// What this account may do, such as `games.import`.
    rights: Vec<String>,
}

/// Reads the account behind an id, as its owner sees it.
pub(crate) async fn me(app: &App, id: Id<User>) -> Result<Tagged<Json<Hal<Me>>>> {
    let mut rows = db::account_with_sets(&app.db, id).await?;
    let sets: Vec<String> = rows.iter_mut().filter_map(|row| row.set.take()).collect();
    let account = rows.pop().ok_or(chassis::db::Error::NoRow)?;
    let rights = Role::read(&account.role).rights(sets.iter().map(String::as_str));
    let confirmed = account.confirmed_at.is_some();
    let me = Me {
        id: account.id,
        number: account.number,
        email: account.email,
        username: account.username,
        name: account.name,
        role: account.role,
        confirmed,
        locale: account.locale,
        zone: account.zone,
        street_address: account.street_address,
        password_changed_at: account.password_changed_at,
        created_at: account.created_at,
        version: account.version,
        rights,
    };
    let shown = Hal::new(me)
        .link("self", HERE)
        .link("sessions", "/api/v1/accounts/sessions")
        .template("edit", "PATCH", HERE)
        .template("change_password", "PUT", format!("{HERE}/password"))
        .template("change_email", "PUT", format!("{HERE}/email"))
        .template_if(!confirmed, "confirm", "POST", "/api/v1/accounts/confirmation-mails");
    Ok(Tagged(account.version, Json(shown)))
}

/// Answers with the account, and lets the browser hold its new session if there is one.
pub(crate) async fn signed_in(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    id: Id<User>,
    secret: Option<&Secret>,
) -> Result<Response> {
    let mut response = (status, me(app, id).await?).into_response();
    *response.status_mut() = status;
    if let Some(secret) = secret {
        session::hold(&mut response, app, visitor, secret);
    }
    Ok(response)
}

/// Shows the caller's account.
#[utoipa::path(get, path = "/api/v1/accounts/me", tag = "accounts", responses((status = 200, body = Hal<Me>), (status = 401)))]
pub(crate) async fn show(State(app): State<App>, visitor: Visitor) -> Result<Tagged<Json<Hal<Me>>>> {
    me(&app, Id::new(visitor.who()?.user)).await
}

/// What an owner may change of the own account; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProfileChange)]
pub(crate) struct Edit {
    /// 1 to 100 characters.
    name: Option<String>,
    /// 3 to 50 letters, digits, dots, dashes and underscores.
    username: Option<String>,
    /// The language of pages and mails: `en` or `de`.
    locale: Option<String>,
    /// A time zone such as `Europe/Berlin`.
    zone: Option<String>,
    /// At most 200 characters.
    street_address: Option<String>,
}

/// Changes the caller's profile.
#[utoipa::path(patch, path = "/api/v1/accounts/me", tag = "accounts", request_body = Edit,
    responses((status = 200, body = Hal<Me>), (status = 401), (status = 409), (status = 412), (status = 422)))]
pub(crate) async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    expected: Expected,
    Json(body): Json<Edit>,
) -> Result<Tagged<Json<Hal<Me>>>> {
    let user = Id::new(visitor.who()?.user);
    let new = Profile {
        name: body.name.as_deref().map(str::trim),
        username: body.username.as_deref().map(str::trim),
        locale: body.locale.as_deref(),
        zone: body.zone.as_deref(),
        street_address: body.street_address.as_deref().map(str::trim),
    };
    change::profile(&app, &visitor, user, &new, expected).await?;
    me(&app, user).await
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordChange)]
pub(crate) struct NewPassword {
    current_password: String,
    /// 8 to 128 characters.
    new_password: String,
}

/// Sets a new password. All other sessions and tokens end, and the mailbox is told.
#[utoipa::path(put, path = "/api/v1/accounts/me/password", tag = "accounts", request_body = NewPassword,
    responses((status = 200, body = Hal<Me>), (status = 401), (status = 422)))]
pub(crate) async fn set_password(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<NewPassword>,
) -> Result<Response> {
    let user = Id::new(visitor.who()?.user);
    let (current, new) = (&body.current_password, &body.new_password);
    let secret = change::password(&app, &visitor, user, current, new).await?;
    signed_in(&app, &visitor, StatusCode::OK, user, Some(&secret)).await
}

/// Another address.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EmailChange)]
pub(crate) struct NewEmail {
    email: String,
    password: String,
}

/// Sets another address, which has to be confirmed. Both mailboxes are told, and the old one can take it back.
#[utoipa::path(put, path = "/api/v1/accounts/me/email", tag = "accounts", request_body = NewEmail,
    responses((status = 200, body = Hal<Me>), (status = 401), (status = 409), (status = 422)))]
pub(crate) async fn set_email(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<NewEmail>,
) -> Result<Response> {
    let user = Id::new(visitor.who()?.user);
    let secret = change::email(&app, &visitor, user, &body.email, &body.password).await?;
    signed_in(&app, &visitor, StatusCode::OK, user, Some(&secret)).await
}
