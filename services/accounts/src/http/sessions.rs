//! Signing in and out, and the devices that are signed in.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chassis::http::{Items, Json, Path};
use chassis::transact;
use http::StatusCode;
use kit::{Id, Result, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::me::{Me, signed_in};
use crate::App;
use crate::db;
use crate::model::Session;
use crate::ops::sign_in::{Begun, Way, sign_in, sign_out};
use crate::ops::{audit, days, end, end_all};
use crate::problems::NO_SUCH_SESSION;
use crate::session::{self, Visitor};

/// Who somebody says to be, and the password that shows it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// E-mail address or user name.
    pub(super) login: String,
    pub(super) password: String,
}

/// Signs in: the browser gets a new session, and an older one of the same browser ends.
#[utoipa::path(post, path = "/api/v1/accounts/sessions", tag = "accounts", request_body = SignIn,
    responses((status = 201, body = Me), (status = 401), (status = 403), (status = 429)))]
pub(crate) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<SignIn>,
) -> Result<Response> {
    let (user, begun) = sign_in(&app, &visitor, Way::Browser, &body.login, &body.password).await?;
    let Begun::Session(secret) = begun else { return Err(NO_SUCH_SESSION.err()) };
    signed_in(&app, &visitor, StatusCode::CREATED, user, Some(&secret)).await
}

/// Signs out. Safe to repeat.
#[utoipa::path(delete, path = "/api/v1/accounts/sessions/current", tag = "accounts", responses((status = 204)))]
pub(crate) async fn end_current(State(app): State<App>, visitor: Visitor) -> Result<Response> {
    sign_out(&app, &visitor).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    session::forget(&mut response, app.host.address());
    Ok(response)
}

/// A browser or program that is signed in.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub(crate) struct Device {
    #[schema(value_type = Uuid)]
    id: Id<Session>,
    /// `browser` or `token`.
    kind: String,
    /// What it calls itself.
    agent: String,
    /// From where it signed in.
    address: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Time,
    /// When it was used last, to some minutes.
    #[schema(value_type = String, format = DateTime)]
    seen_at: Time,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Time,
    /// Whether it is the one that asks.
    current: bool,
}

/// Lists what is signed in to the caller's account, the one used last first.
#[utoipa::path(get, path = "/api/v1/accounts/sessions", tag = "accounts",
    responses((status = 200, body = Items<Device>), (status = 401)))]
pub(crate) async fn list(State(app): State<App>, visitor: Visitor) -> Result<Json<Items<Device>>> {
    let (who, now) = (visitor.who()?, app.db.now());
    let seen_after = now.minus(days(app.config.idle_days));
    let rows = db::sessions_of(&app.db, Id::new(who.user), now, seen_after).await?;
    let shown = rows.into_iter().map(|row| Device {
        current: row.id.uuid() == who.session,
        id: row.id,
        kind: row.kind,
        agent: row.agent,
        address: row.address,
        created_at: row.created_at,
        seen_at: row.seen_at,
        expires_at: row.expires_at,
    });
    Ok(Json(Items::all(shown.collect())))
}

/// Ends one of the caller's sessions; its sockets close at once.
#[utoipa::path(delete, path = "/api/v1/accounts/sessions/{id}", tag = "accounts", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 401), (status = 404)))]
pub(crate) async fn end_one(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<StatusCode> {
    let user = visitor.who()?.user;
    transact!(app.db, |tx| {
        if !end(&app, tx, id, user, tx.now()).await? {
            return Err(NO_SUCH_SESSION.because("It is over already. Look at the list once more."));
        }
        audit(tx, &visitor, Some(user), "session.end", Some(user)).await
    })?;
    Ok(StatusCode::NO_CONTENT)
}

/// How many sessions ended.
#[derive(Serialize, ToSchema)]
#[schema(as = SessionsEnded)]
pub(crate) struct Ended {
    ended: usize,
}

/// Ends all of the caller's sessions but the one that asks.
#[utoipa::path(delete, path = "/api/v1/accounts/sessions", tag = "accounts",
    responses((status = 200, body = Ended), (status = 401)))]
pub(crate) async fn end_others(State(app): State<App>, visitor: Visitor) -> Result<Json<Ended>> {
    let who = visitor.who()?;
    let ended = transact!(app.db, |tx| {
        let ended = end_all(&app, tx, Id::new(who.user), Some(who.session)).await?;
        audit(tx, &visitor, Some(who.user), "sessions.end", Some(who.user)).await?;
        Ok(ended)
    })?;
    Ok(Json(Ended { ended }))
}
