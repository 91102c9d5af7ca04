//! `/auth`: rows S3-06, S3-07, S3-45, S3-46 and S5-02 to S5-04, S5-11, united by C01 and C28.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chassis::http::Json;
use http::StatusCode;
use kit::{Id, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::tokens::{Refresh, sign_in_for};
use super::bearer::{SignIn, Token, join_for_token};
use super::{Taken, join, open, worded};
use crate::App;
use crate::db::{self, Account};
use crate::ops::grant_tokens::exchange;
use crate::ops::sign_in::sign_out as end;
use crate::ops::sign_up::Form;
use crate::problems::{BAD_REFRESH, EMAIL_TAKEN, GONE, REGISTERED};
use crate::session::{self, Visitor};

/// Address and password of somebody new.
#[derive(Deserialize, ToSchema)]
#[schema(as = AuthRegistration)]
pub(crate) struct Register {
    email: String,
    /// 8 to 128 characters.
    password: String,
}

/// Signs up and answers a token.
#[utoipa::path(post, path = "/auth/register", tag = "classic", request_body = Register,
    responses((status = 201, body = Token), (status = 409), (status = 422)))]
pub(crate) async fn register(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<Register>,
) -> Result<Response> {
    let taken =
        Taken { kind: EMAIL_TAKEN, email: "email already registered", username: "username already taken" };
    let form = Form { email: &body.email, password: &body.password, ..Form::default() };
    let granted = join_for_token(&app, &visitor, form, &taken).await?;
    Ok((StatusCode::CREATED, Json(Token::from(granted))).into_response())
}

/// Somebody new; the name may be left out.
#[derive(Deserialize, ToSchema)]
#[schema(as = AuthSignUp)]
pub(crate) struct SignUp {
    email: String,
    name: Option<String>,
    /// 8 to 128 characters.
    password: String,
}

/// Who somebody is, as these paths show it.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthUserDetails)]
pub(crate) struct Details {
    id: Uuid,
    email: String,
    name: String,
}

impl From<Account> for Details {
    fn from(account: Account) -> Self {
        Self { id: account.id.uuid(), email: account.email, name: account.name }
    }
}

async fn account(app: &App, user: Uuid) -> Result<Account> {
    db::account(&app.db, Id::new(user)).await?.ok_or_else(|| GONE.err())
}

/// Signs up.
#[utoipa::path(post, path = "/auth/", tag = "classic", request_body = SignUp,
    responses((status = 201, body = Details), (status = 400), (status = 422)))]
pub(crate) async fn sign_up(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<SignUp>,
) -> Result<Response> {
    let taken =
        Taken { kind: REGISTERED, email: "User already registered", username: "User already registered" };
    let form =
        Form { email: &body.email, password: &body.password, name: body.name.as_deref(), ..Form::default() };
    let (user, _) = join(&app, &visitor, form, None, &taken).await?;
    let details = Details::from(account(&app, user.uuid()).await?);
    Ok((StatusCode::CREATED, Json(details)).into_response())
}

/// Signs up, by the path that the client of that system calls (row C28).
#[utoipa::path(post, path = "/auth/signup", tag = "classic", request_body = SignUp,
    responses((status = 201, body = Details), (status = 400), (status = 422)))]
pub(crate) async fn sign_up_by_its_other_name(
    state: State<App>,
    visitor: Visitor,
    body: Json<SignUp>,
) -> Result<Response> {
    sign_up(state, visitor, body).await
}

/// What a sign-in answers: the union of what the clients of both systems look for (row C01).
#[derive(Serialize, ToSchema)]
#[schema(as = AuthSignedIn)]
pub(crate) struct SignedIn {
    /// `Login success`.
    message: &'static str,
    email: String,
    id: Uuid,
    name: String,
    #[serde(flatten)]
    token: Token,
}

/// Signs in: the token is in the body and in the cookie `access_token`.
#[utoipa::path(post, path = "/auth/login", tag = "classic", request_body = SignIn,
    responses((status = 200, body = SignedIn), (status = 401), (status = 422)))]
pub(crate) async fn sign_in(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<SignIn>,
) -> Result<Response> {
    open(&app)?;
    let minutes = app.config.classic_token_minutes;
    let begun = sign_in_for(&app, &visitor, minutes, &body.email, &body.password).await;
    let (user, granted) = begun.map_err(|error| worded(error, "invalid credentials"))?;
    let Details { id, email, name } = account(&app, user.uuid()).await?.into();
    let access = granted.access.clone();
    let token = granted.into();
    let shown = SignedIn { message: "Login success", email, id, name, token };
    let mut response = Json(shown).into_response();
    session::hold_token(&mut response, &app, &visitor, &access, minutes);
    Ok(response)
}

/// A word of what happened.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthTold)]
pub(crate) struct Told {
    pub(super) message: &'static str,
}

/// Signs out: the token ends, the cookie goes. Safe to repeat.
#[utoipa::path(post, path = "/auth/logout", tag = "classic", responses((status = 200, body = Told)))]
pub(crate) async fn sign_out(State(app): State<App>, visitor: Visitor) -> Result<Response> {
    end(&app, &visitor).await?;
    let mut response = Json(Told { message: "Logged out successfully" }).into_response();
    session::forget(&mut response, app.host.address());
    Ok(response)
}

/// Exchanges a refresh token.
#[utoipa::path(post, path = "/auth/refresh", tag = "classic", request_body = Refresh,
    responses((status = 200, body = Token), (status = 401)))]
pub(crate) async fn refresh(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<Refresh>,
) -> Result<Json<Token>> {
    let exchanged = exchange(&app, &visitor, &body.refresh_token).await;
    let (_, granted) = exchanged.map_err(|error| match error.kind() {
        kind if kind == BAD_REFRESH => error.detail("invalid or expired refresh token"),
        _ => error,
    })?;
    Ok(Json(granted.into()))
}

/// The number of an account, as text.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthMe)]
pub(crate) struct Me {
    user: String,
}

/// Tells whose the token is.
#[utoipa::path(get, path = "/auth/me", tag = "classic", responses((status = 200, body = Me), (status = 401)))]
pub(crate) async fn me(visitor: Visitor) -> Result<Json<Me>> {
    Ok(Json(Me { user: visitor.who()?.number.to_string() }))
}

/// Tells whose the cookie is.
#[utoipa::path(get, path = "/auth/user_details", tag = "classic",
    responses((status = 200, body = Details), (status = 401)))]
pub(crate) async fn details(State(app): State<App>, visitor: Visitor) -> Result<Json<Details>> {
    Ok(Json(account(&app, visitor.who()?.user).await?.into()))
}
