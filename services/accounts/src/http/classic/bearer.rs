//! `/signup`, `/login`, `/me`: rows S1-20 to S1-22.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chassis::http::Json;
use http::StatusCode;
use kit::{Id, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::tokens::sign_in_for;
use super::{Taken, join, open, worded};
use crate::App;
use crate::db;
use crate::ops::grant_tokens::{Granted, grant};
use crate::ops::sign_in::{Begun, Way};
use crate::ops::sign_up::Form;
use crate::problems::{EMAIL_TAKEN, GONE};
use crate::session::Visitor;

const TAKEN: Taken =
    Taken { kind: EMAIL_TAKEN, email: "Email already registered", username: "Username already taken" };

/// A token, as these paths answer it.
#[derive(Serialize, ToSchema)]
#[schema(as = BearerToken)]
pub(crate) struct Token {
    access_token: String,
    /// `bearer`.
    token_type: &'static str,
    refresh_token: String,
}

impl From<Granted> for Token {
    fn from(granted: Granted) -> Self {
        Self { access_token: granted.access, token_type: "bearer", refresh_token: granted.refresh }
    }
}

/// What somebody fills in to get an account.
#[derive(Deserialize, ToSchema)]
#[schema(as = BearerSignUp)]
pub(crate) struct SignUp {
    /// 3 to 50 characters.
    username: String,
    email: String,
    /// 8 to 128 characters.
    password: String,
}

/// Signs up and answers a token.
#[utoipa::path(post, path = "/signup", tag = "classic", request_body = SignUp,
    responses((status = 201, body = Token), (status = 409), (status = 422)))]
pub(crate) async fn sign_up(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<SignUp>,
) -> Result<Response> {
    let form = Form {
        email: &body.email,
        password: &body.password,
        username: Some(body.username.trim()),
        ..Form::default()
    };
    let granted = join_for_token(&app, &visitor, form, &TAKEN).await?;
    Ok((StatusCode::CREATED, Json(Token::from(granted))).into_response())
}

/// Makes an account and a family of tokens for whoever signs up on a path that answers one.
pub(super) async fn join_for_token(
    app: &App,
    visitor: &Visitor,
    form: Form<'_>,
    taken: &Taken,
) -> Result<Granted> {
    let way = Way::Program { minutes: app.config.classic_token_minutes };
    match join(app, visitor, form, Some(way), taken).await? {
        (user, Some(Begun::Family { id, minutes })) => grant(app, user, (id, 0), minutes).await,
        _ => Err(GONE.err()),
    }
}

/// Address and password.
#[derive(Deserialize, ToSchema)]
#[schema(as = BearerSignIn)]
pub(crate) struct SignIn {
    pub(super) email: String,
    pub(super) password: String,
}

/// Signs in and answers a token.
#[utoipa::path(post, path = "/login", tag = "classic", request_body = SignIn,
    responses((status = 200, body = Token), (status = 401), (status = 422)))]
pub(crate) async fn sign_in(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<SignIn>,
) -> Result<Json<Token>> {
    open(&app)?;
    let minutes = app.config.classic_token_minutes;
    let begun = sign_in_for(&app, &visitor, minutes, &body.email, &body.password).await;
    let (_, granted) = begun.map_err(|error| worded(error, "Invalid email or password"))?;
    Ok(Json(granted.into()))
}

/// Who somebody is.
#[derive(Serialize, ToSchema)]
#[schema(as = BearerMe)]
pub(crate) struct Me {
    username: String,
    email: String,
}

/// Tells who the token belongs to.
#[utoipa::path(get, path = "/me", tag = "classic", responses((status = 200, body = Me), (status = 401)))]
pub(crate) async fn me(State(app): State<App>, visitor: Visitor) -> Result<Json<Me>> {
    let account = db::account(&app.db, Id::new(visitor.who()?.user)).await?.ok_or_else(|| GONE.err())?;
    Ok(Json(Me { username: account.username, email: account.email }))
}
