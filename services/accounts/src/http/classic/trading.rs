//! `/users`: rows S4-14 to S4-18. Links to games for trade come with trading.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chassis::http::{Caller, Expected, Json, Path, Query};
use chassis::transact;
use http::StatusCode;
use kit::error::INVALID;
use kit::{Id, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Taken, join, open};
use crate::App;
use crate::db::{self, Person, Profile};
use crate::model::User;
use crate::ops::change::{self, Change};
use crate::ops::reset::judge;
use crate::ops::sign_up::Form;
use crate::problems::{NO_SUCH_USER, NOT_ABOVE, REGISTERED};
use crate::session::Visitor;

/// The most users of a page.
const MOST: i64 = 100;

/// How many users can be skipped.
const DEEPEST: i64 = 10_000;

/// Where one can go from here.
#[derive(Serialize, ToSchema)]
#[schema(as = TradingLink)]
pub(crate) struct Link {
    rel: &'static str,
    href: String,
    method: &'static str,
}

type Links = BTreeMap<&'static str, Link>;

fn links(app: &App, all: impl IntoIterator<Item = (&'static str, &'static str, String)>) -> Links {
    let origin = app.host.address().origin();
    let link = |(rel, method, path): (&'static str, &'static str, String)| {
        (rel, Link { rel, href: format!("{origin}{path}"), method })
    };
    all.into_iter().map(link).collect()
}

/// A user; what is private is empty for others (row C45).
#[derive(Serialize, ToSchema)]
#[schema(as = TradingUser)]
pub(crate) struct Shown {
    id: i64,
    name: String,
    email: String,
    street_address: String,
    #[schema(value_type = BTreeMap<String, Link>)]
    links: Links,
}

fn shown(app: &App, caller: &Caller, person: Person) -> Shown {
    let who = caller.known();
    let own = who.is_some_and(|who| who.user == person.id.uuid());
    let open = own || who.is_some_and(|who| who.may("accounts.administer"));
    let here = format!("/users/{}", person.number);
    let mut all = vec![("self", "GET", here.clone()), ("all_users", "GET", "/users".into())];
    if own {
        all.push(("update", "PUT", here.clone()));
        all.push(("password", "PUT", format!("{here}/password")));
    }
    let private = |text: String| if open { text } else { String::new() };
    Shown {
        id: person.number,
        name: person.name,
        email: private(person.email),
        street_address: private(person.street_address),
        links: links(app, all),
    }
}

async fn person(app: &App, number: i64) -> Result<Person> {
    let not_found = || NO_SUCH_USER.because("User not found");
    let user = db::user_by_number(&app.db, number).await?.ok_or_else(not_found)?;
    db::person(&app.db, user, app.db.now()).await?.ok_or_else(not_found)
}

/// Somebody new.
#[derive(Deserialize, ToSchema)]
#[schema(as = TradingNewUser)]
pub(crate) struct NewUser {
    /// 1 to 100 characters.
    name: String,
    email: String,
    /// 8 to 128 characters.
    password: String,
    /// 1 to 200 characters.
    street_address: String,
}

/// Signs up.
#[utoipa::path(post, path = "/users", tag = "classic", request_body = NewUser,
    responses((status = 201, body = Shown), (status = 400), (status = 422)))]
pub(crate) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Json(body): Json<NewUser>,
) -> Result<Response> {
    let mut checks = kit::error::Checks::default();
    checks.need(!body.name.trim().is_empty(), "name", "A name has 1 to 100 characters.");
    checks.need(
        !body.street_address.trim().is_empty(),
        "street_address",
        "An address has 1 to 200 characters.",
    );
    checks.done()?;
    let words = "Email already registered";
    let taken = Taken { kind: REGISTERED, email: words, username: words };
    let form = Form {
        email: &body.email,
        password: &body.password,
        name: Some(&body.name),
        street_address: Some(body.street_address.trim()),
        ..Form::default()
    };
    let (user, _) = join(&app, &visitor, form, None, &taken).await?;
    let person = db::person(&app.db, user, app.db.now()).await?.ok_or(chassis::db::Error::NoRow)?;
    // Whoever has just made it may see it whole.
    let (email, street_address) = (person.email.clone(), person.street_address.clone());
    let here = format!("/users/{}", person.number);
    let mut shown = Shown { email, street_address, ..shown(&app, &visitor, person) };
    shown.links.extend(links(&app, [("update", "PUT", here)]));
    Ok((StatusCode::CREATED, Json(shown)).into_response())
}

/// Shows a user.
#[utoipa::path(get, path = "/users/{user_id}", tag = "classic", params(("user_id" = i64, Path)),
    responses((status = 200, body = Shown), (status = 404)))]
pub(crate) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<i64>,
) -> Result<Json<Shown>> {
    open(&app)?;
    let person = person(&app, number).await?;
    let own = visitor.known().is_some_and(|who| who.user == person.id.uuid());
    if app.host.post().is_server() && person.known_at.is_none() && !own {
        return Err(NO_SUCH_USER.because("User not found"));
    }
    Ok(Json(shown(&app, &visitor, person)))
}

/// Which users.
#[derive(Deserialize)]
pub(crate) struct Look {
    #[serde(default)]
    skip: i64,
    limit: Option<i64>,
}

/// A page of users.
#[derive(Serialize, ToSchema)]
#[schema(as = TradingUsers)]
pub(crate) struct Listed {
    items: Vec<Shown>,
    #[schema(value_type = BTreeMap<String, Link>)]
    links: Links,
}

/// Lists users by number.
#[utoipa::path(get, path = "/users", tag = "classic",
    params(("skip" = Option<i64>, Query), ("limit" = Option<i64>, Query)),
    responses((status = 200, body = Listed), (status = 422)))]
pub(crate) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(look): Query<Look>,
) -> Result<Json<Listed>> {
    open(&app)?;
    let (skip, limit) = (look.skip, look.limit.unwrap_or(MOST));
    if !(0..=DEEPEST).contains(&skip) || !(1..=MOST).contains(&limit) {
        return Err(INVALID.because(format!("skip is 0 to {DEEPEST}, limit is 1 to {MOST}.")));
    }
    // Where proofs go by mail, an account that was never proved is nobody's, and its being there tells of a mailbox.
    let proved_only = app.host.post().is_server();
    let mut people = db::people_by_number(&app.db, (skip, limit + 1), app.db.now(), proved_only).await?;
    let size = usize::try_from(limit)?;
    let more = people.len() > size;
    people.truncate(size);
    let page = |skip: i64| format!("/users?skip={skip}&limit={limit}");
    let mut all = vec![("self", "GET", page(skip)), ("create", "POST", "/users".into())];
    if skip > 0 {
        all.push(("prev", "GET", page((skip - limit).max(0))));
    }
    if more {
        all.push(("next", "GET", page(skip + limit)));
    }
    let items = people.into_iter().map(|person| shown(&app, &visitor, person)).collect();
    Ok(Json(Listed { items, links: links(&app, all) }))
}

/// What a user may change; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = TradingUserChange)]
pub(crate) struct Edit {
    name: Option<String>,
    street_address: Option<String>,
}

/// Changes the caller's own name or address.
#[utoipa::path(put, path = "/users/{user_id}", tag = "classic", params(("user_id" = i64, Path)), request_body = Edit,
    responses((status = 200, body = Shown), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<i64>,
    Json(body): Json<Edit>,
) -> Result<Json<Shown>> {
    let user = own(&app, &visitor, number).await?;
    let new = Profile {
        name: body.name.as_deref().map(str::trim),
        street_address: body.street_address.as_deref().map(str::trim),
        ..Profile::default()
    };
    change::profile(&app, &visitor, user, &new, Expected::default()).await?;
    Ok(Json(shown(&app, &visitor, person(&app, number).await?)))
}

/// A new password, and the one that it replaces (row C12).
#[derive(Deserialize, ToSchema)]
#[schema(as = TradingNewPassword)]
pub(crate) struct NewPassword {
    current_password: Option<String>,
    /// 8 to 128 characters.
    new_password: String,
}

/// Sets the caller's own password. All sessions and tokens end.
#[utoipa::path(put, path = "/users/{user_id}/password", tag = "classic", params(("user_id" = i64, Path)),
    request_body = NewPassword,
    responses((status = 200, body = Shown), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn set_password(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<i64>,
    Json(body): Json<NewPassword>,
) -> Result<Json<Shown>> {
    let user = own(&app, &visitor, number).await?;
    let Some(current) = &body.current_password else {
        return Err(INVALID.err().field("current_password", "Your present password is needed."));
    };
    let stored = change::verify(&app, &visitor, user, "current_password", current).await?;
    let fresh = judge(&app, user, "new_password", &body.new_password).await?;
    let change = Change::new(&app, user, &stored);
    transact!(app.db, |tx| { change.password(tx, &visitor, &fresh).await })?;
    Ok(Json(shown(&app, &visitor, person(&app, number).await?)))
}

/// The caller's own account, when `number` names it.
async fn own(app: &App, visitor: &Visitor, number: i64) -> Result<Id<User>> {
    let who = visitor.who()?;
    if who.number == number {
        return Ok(Id::new(who.user));
    }
    person(app, number).await?;
    Err(NOT_ABOVE.because("Only the owner may change this account."))
}
