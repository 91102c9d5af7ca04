//! The caller's own account.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chassis::http::{Caller, Json};
use http::StatusCode;
use kit::{Id, Result, Time};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::db;
use crate::model::{Role, User};
use crate::session::{self, Secret};

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
    role: String,
    /// Whether the address was proved.
    confirmed: bool,
    /// A language tag such as `en`.
    locale: String,
    /// A time zone such as `Europe/Berlin`.
    zone: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Time,
    /// What this account may do, such as `games.import`.
    rights: Vec<String>,
}

/// Reads the account behind an id, as its owner sees it.
pub(crate) async fn me(app: &App, id: Id<User>) -> Result<Me> {
    let account = db::account(&app.db, id).await?.ok_or(chassis::db::Error::NoRow)?;
    let sets = db::sets_of(&app.db, id).await?;
    let rights = Role::read(&account.role).rights(sets.iter().map(|set| set.0.as_str()));
    Ok(Me {
        id: account.id,
        number: account.number,
        email: account.email,
        username: account.username,
        name: account.name,
        role: account.role,
        confirmed: account.confirmed_at.is_some(),
        locale: account.locale,
        zone: account.zone,
        created_at: account.created_at,
        rights,
    })
}

/// Answers with the account, and lets the browser hold its new session if there is one.
pub(crate) async fn signed_in(
    app: &App,
    status: StatusCode,
    id: Id<User>,
    secret: Option<&Secret>,
) -> Result<Response> {
    let mut response = (status, Json(me(app, id).await?)).into_response();
    if let Some(secret) = secret {
        session::hold(&mut response, app.host.address(), secret, app.config.session_days);
    }
    Ok(response)
}

/// Shows the caller's account.
#[utoipa::path(get, path = "/api/v1/accounts/me", tag = "accounts", responses((status = 200, body = Me), (status = 401)))]
pub(crate) async fn show(State(app): State<App>, caller: Caller) -> Result<Json<Me>> {
    me(&app, Id::new(caller.who()?.user)).await.map(Json)
}
