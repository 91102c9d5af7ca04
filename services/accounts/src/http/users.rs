//! Signing up.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chassis::http::Json;
use http::StatusCode;
use kit::Result;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::me::{Me, signed_in};
use crate::App;
use crate::ops::sign_in::Begun;
use crate::ops::sign_up::{Done, Form, sign_up};
use crate::session::{self, Visitor};

/// What somebody fills in to get an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignUp {
    /// Where mails go; at most 320 characters.
    email: String,
    /// 8 to 128 characters.
    password: String,
    /// The name that others see; made from the address when it is left out.
    name: Option<String>,
    /// The language of pages and mails: `en` or `de`; English when it is left out.
    locale: Option<String>,
}

/// What is on its way.
#[derive(Serialize, ToSchema)]
#[schema(as = MailSent)]
pub(crate) struct Sent {
    /// `mail_sent`.
    pub(crate) state: &'static str,
}

/// Makes an account. Without a mail server it answers 201 and the browser is signed in; with one 202, alike
/// for new and known addresses.
#[utoipa::path(post, path = "/api/v1/accounts/users", tag = "accounts", request_body = SignUp,
    responses((status = 201, body = Me), (status = 202, body = Sent), (status = 409), (status = 422)))]
pub(crate) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<SignUp>,
) -> Result<Response> {
    let (email, name, locale) = (&body.email, body.name.as_deref(), body.locale.as_deref());
    let form = Form { email, password: &body.password, name, locale, ..Form::default() };
    match sign_up(&app, &visitor, &form).await? {
        Done::In(user, begun) => {
            let secret = if let Begun::Session(secret) = &begun { Some(secret) } else { None };
            signed_in(&app, &visitor, StatusCode::CREATED, user, secret).await
        }
        Done::Mailed(browser) => {
            let mut response = (StatusCode::ACCEPTED, Json(Sent { state: "mail_sent" })).into_response();
            session::remember_sign_up(&mut response, app.host.address(), &browser, app.config.confirm_hours);
            Ok(response)
        }
    }
}
