//! Tokens of API clients.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chassis::http::Json;
use http::StatusCode;
use kit::{Id, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sessions::SignIn;
use crate::App;
use crate::model::User;
use crate::ops::grant_tokens::{Granted, exchange, grant};
use crate::ops::sign_in::{Begun, Way, sign_in};
use crate::problems::BAD_CREDENTIALS;
use crate::session::{self, Visitor};

/// An access token, and the refresh token that gets the next one.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tokens {
    /// Goes into the `Authorization` header behind `Bearer`.
    pub(super) access_token: String,
    /// Works once.
    pub(super) refresh_token: String,
    /// `Bearer`.
    pub(super) token_type: &'static str,
    /// For how many seconds the access token works.
    pub(super) expires_in: u64,
}

impl From<Granted> for Tokens {
    fn from(granted: Granted) -> Self {
        Self {
            access_token: granted.access,
            refresh_token: granted.refresh,
            token_type: "Bearer",
            expires_in: granted.expires_in,
        }
    }
}

/// Signs a program in.
#[utoipa::path(post, path = "/api/v1/accounts/tokens", tag = "accounts", request_body = SignIn,
    responses((status = 201, body = Tokens), (status = 401), (status = 403), (status = 429)))]
pub(crate) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<SignIn>,
) -> Result<Response> {
    let minutes = app.config.token_minutes;
    let (_, granted) = sign_in_for(&app, &visitor, minutes, &body.login, &body.password).await?;
    let mut response = (StatusCode::CREATED, Json(Tokens::from(granted))).into_response();
    session::know_device(&mut response, &app, &visitor);
    Ok(response)
}

/// Signs a program in with access tokens that work for so many minutes.
pub(super) async fn sign_in_for(
    app: &App,
    visitor: &Visitor,
    minutes: u32,
    login: &str,
    password: &str,
) -> Result<(Id<User>, Granted)> {
    let (user, begun) = sign_in(app, visitor, Way::Program { minutes }, login, password).await?;
    let Begun::Family { id, minutes } = begun else { return Err(BAD_CREDENTIALS.err()) };
    Ok((user, grant(app, user, (id, 0), minutes).await?))
}

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TokenRefresh)]
pub(crate) struct Refresh {
    pub(super) refresh_token: String,
}

/// Exchanges a refresh token for the next pair. A token that comes twice ends its family.
#[utoipa::path(post, path = "/api/v1/accounts/tokens/refreshes", tag = "accounts", request_body = Refresh,
    responses((status = 201, body = Tokens), (status = 401)))]
pub(crate) async fn refresh(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<Refresh>,
) -> Result<Response> {
    let (_, granted) = exchange(&app, &visitor, &body.refresh_token).await?;
    Ok((StatusCode::CREATED, Json(Tokens::from(granted))).into_response())
}

/// The public keys by which anybody can check our access tokens (RFC 7517).
#[utoipa::path(get, path = "/.well-known/jwks.json", tag = "accounts",
    responses((status = 200, description = "A JSON Web Key Set", body = Object)))]
pub(crate) async fn keys(State(app): State<App>) -> Result<Json<serde_json::Value>> {
    app.tokens.published(app.db.now()).map(Json)
}
