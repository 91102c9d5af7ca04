//! `/api/users`: rows S2-36 to S2-39.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chassis::http::{Json, Path};
use chassis::transact;
use kit::error::INVALID;
use kit::{Error, Id, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::tokens::sign_in_for;
use super::auth::Told;
use super::{Taken, join, open, worded};
use crate::App;
use crate::db;
use crate::model::{self, User};
use crate::ops::change::{self, Change};
use crate::ops::grant_tokens::revoke;
use crate::ops::reset::judge;
use crate::ops::sign_in::sign_out as end;
use crate::ops::sign_up::Form;
use crate::problems::{FRESH_TOKEN_NEEDED, NO_SUCH_USER, NO_TOKEN, REGISTERED};
use crate::session::{self, Visitor};

/// How fresh the proof of who somebody is has to be for this path's change (decision D14).
const FRESH: Duration = Duration::from_secs(5 * 60);

/// A user, as this path takes one.
#[derive(Deserialize, ToSchema)]
#[schema(as = StorePerson)]
pub(crate) struct Person {
    username: String,
    email: String,
    password: String,
}

/// A new user's name.
#[derive(Serialize, ToSchema)]
#[schema(as = StoreRegistered)]
pub(crate) struct Registered {
    /// `User registered successfully`.
    message: &'static str,
    username: String,
}

/// Signs up.
#[utoipa::path(post, path = "/api/users/register", tag = "classic", request_body = Person,
    responses((status = 200, body = Registered), (status = 400)))]
pub(crate) async fn register(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<Person>,
) -> Result<Json<Registered>> {
    let taken =
        Taken { kind: REGISTERED, email: "Email already registered", username: "Username already taken" };
    let username = Some(body.username.trim());
    let form = Form { email: &body.email, password: &body.password, username, ..Form::default() };
    join(&app, &visitor, form, None, &taken).await?;
    let username = body.username.trim().to_owned();
    Ok(Json(Registered { message: "User registered successfully", username }))
}

/// Address or user name, and password.
#[derive(Deserialize, ToSchema)]
#[schema(as = StoreSignIn)]
pub(crate) struct SignIn {
    #[serde(alias = "username")]
    email: String,
    password: String,
}

/// A token, as this path answers it.
#[derive(Serialize, ToSchema)]
#[schema(as = StoreSignedIn)]
pub(crate) struct SignedIn {
    /// `Login successful`.
    message: &'static str,
    token: String,
}

/// Signs in.
#[utoipa::path(post, path = "/api/users/login", tag = "classic", request_body = SignIn,
    responses((status = 200, body = SignedIn), (status = 401)))]
pub(crate) async fn sign_in(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<SignIn>,
) -> Result<Json<SignedIn>> {
    open(&app)?;
    let minutes = app.config.classic_token_minutes;
    let begun = sign_in_for(&app, &visitor, minutes, &body.email, &body.password).await;
    let (_, granted) = begun.map_err(|error| worded(error, "Invalid credentials"))?;
    Ok(Json(SignedIn { message: "Login successful", token: granted.access }))
}

/// The token that is to end; it may also come in the header or the cookie (row C03).
#[derive(Deserialize, ToSchema)]
#[schema(as = StoreSignOut)]
pub(crate) struct SignOut {
    token: Option<String>,
}

fn unread(error: serde_json::Error) -> Error {
    INVALID.because(format!("The body cannot be read: {error}."))
}

/// Signs out: the token ends.
#[utoipa::path(post, path = "/api/users/logout", tag = "classic", request_body = SignOut,
    responses((status = 200, body = Told), (status = 400)))]
pub(crate) async fn sign_out(State(app): State<App>, visitor: Visitor, body: Bytes) -> Result<Response> {
    let body: SignOut = if body.is_empty() {
        SignOut { token: None }
    } else {
        serde_json::from_slice(&body).map_err(unread)?
    };
    let ended = match body.token.as_ref().or(visitor.token.as_ref()) {
        Some(token) => revoke(&app, &visitor, token).await?,
        None => visitor.known().is_some(),
    };
    if !ended {
        return Err(NO_TOKEN
            .because("Send the token that the sign-in answered.")
            .field("token", "No such token."));
    }
    end(&app, &visitor).await?;
    let mut response = Json(Told { message: "Logout successful" }).into_response();
    session::forget(&mut response, app.host.address());
    Ok(response)
}

/// Changes the caller's own user name, address and password at once.
///
/// Only with a token in the header that is at most five minutes old (decision D14). Where address or password
/// change, all sessions and tokens end.
#[utoipa::path(put, path = "/api/users/{user_id}", tag = "classic", params(("user_id" = i64, Path)),
    request_body = Person,
    responses((status = 200, body = Told), (status = 400), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<i64>,
    Json(body): Json<Person>,
) -> Result<Json<Told>> {
    let who = visitor.who()?;
    if who.number != number {
        return Err(NO_SUCH_USER.because("User not found"));
    }
    if !visitor.is_by_header() || app.db.now().since(who.proved_at) > FRESH {
        return Err(
            FRESH_TOKEN_NEEDED.because("Sign in again and send the new token in the Authorization header.")
        );
    }
    let user: Id<User> = Id::new(who.user);
    let account = db::account(&app.db, user).await?.ok_or_else(|| NO_SUCH_USER.because("User not found"))?;
    let username = body.username.trim();
    let mut checks = kit::error::Checks::default();
    model::check_email(&mut checks, &body.email);
    model::check_username(&mut checks, username);
    checks.done()?;
    let stored = db::password_of(&app.db, user).await?;
    let fresh = if app.hasher.verify(&body.password, Some(&stored)).await? {
        None
    } else {
        Some(judge(&app, user, "password", &body.password).await?)
    };
    let moves = model::key(&account.email) != model::key(&body.email);
    if moves {
        change::hold_mails_back(&app, user, &body.email)?;
    }
    let change = Change::new(&app, user, &stored);
    transact!(app.db, |tx| {
        change.still(tx).await?;
        if account.username != username {
            change::set_username(tx, &visitor, user, username).await?;
        }
        match &fresh {
            // One letter tells of both, to the mailbox that the account had, and takes both back.
            Some(fresh) if moves => {
                change.email(tx, &visitor, &body.email).await?;
                db::set_password(tx, user, fresh, true, tx.now()).await.map(drop)?;
            }
            Some(fresh) => change.password(tx, &visitor, fresh).await?,
            None if moves => change.email(tx, &visitor, &body.email).await?,
            None => {}
        }
        Ok(())
    })?;
    Ok(Json(Told { message: "Profile updated successfully" }))
}
