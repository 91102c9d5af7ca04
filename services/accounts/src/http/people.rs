//! Accounts, as those who administer see them.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chassis::http::{Hal, Items, Json, Path, Query, Tagged};
use http::StatusCode;
use kit::error::{Checks, INVALID};
use kit::{Id, Page, Result, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::users::Sent;
use crate::App;
use crate::db::{self, Person, Sought};
use crate::model::{Role, SETS, User, key};
use crate::ops::administer;
use crate::problems::NO_SUCH_USER;
use crate::session::Visitor;

/// How far the accounts that were found are counted.
const COUNTED: i64 = 1_000;

/// Whom somebody looks for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Look {
    q: Option<String>,
    role: Option<String>,
    state: Option<String>,
    cursor: Option<String>,
    limit: Option<u32>,
}

/// An account on the list.
#[derive(Serialize, ToSchema)]
#[schema(as = UserRow)]
pub(crate) struct Row {
    #[schema(value_type = Uuid)]
    id: Id<User>,
    number: i64,
    email: String,
    username: String,
    name: String,
    #[schema(value_type = Role)]
    role: String,
    confirmed: bool,
    suspended: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Time,
    /// When it was used last.
    #[schema(value_type = Option<String>, format = DateTime)]
    seen_at: Option<Time>,
    /// How many browsers and programs are signed in.
    sessions: i64,
}

impl From<&Person> for Row {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id,
            number: person.number,
            email: person.email.clone(),
            username: person.username.clone(),
            name: person.name.clone(),
            role: person.role.clone(),
            confirmed: person.confirmed_at.is_some(),
            suspended: person.suspended_at.is_some(),
            created_at: person.created_at,
            seen_at: person.seen_at,
            sessions: person.sessions,
        }
    }
}

/// A page of accounts.
#[derive(Serialize, ToSchema)]
#[schema(as = Users)]
pub(crate) struct Rows {
    items: Vec<Row>,
    next: Option<String>,
    /// How many there are, counted up to 1,000.
    total: i64,
}

/// Lists accounts, the newest first; `q` is the start of an address, a user name or a name, or a number.
#[utoipa::path(get, path = "/api/v1/accounts/users", tag = "accounts",
    params(("q" = Option<String>, Query), ("role" = Option<String>, Query), ("state" = Option<String>, Query),
        ("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Rows), (status = 403), (status = 422)))]
pub(crate) async fn list(State(app): State<App>, Query(look): Query<Look>) -> Result<Json<Rows>> {
    let start = key(look.q.as_deref().unwrap_or_default());
    let mut checks = Checks::default();
    checks.need(start.chars().count() <= 320, "q", "At most 320 characters can be looked for.");
    let role = look.role.as_deref();
    checks.need(role.is_none_or(|r| Role::named(r).is_some()), "role", "There is no such role.");
    let state = look.state.as_deref();
    let fine = matches!(state, None | Some("active" | "suspended"));
    checks.need(fine, "state", "The states are active and suspended.");
    checks.done()?;
    let page = Page { cursor: look.cursor, limit: look.limit };
    let now = app.db.now();
    let suspended = state.map(|state| state == "suspended");
    let sought = Sought { start: &start, number: start.parse().ok(), role, suspended };
    let people = db::people(&app.db, &sought, page.before()?, now, i64::from(page.size()) + 1).await?;
    let people = Items::page(people, &page, |last| (last.created_at.micros(), last.id));
    let Items { items, next } = people.map(|person| Row::from(&person));
    let total = db::count_people(&app.db, &sought, COUNTED).await?;
    Ok(Json(Rows { items, next, total }))
}

/// An account, as whoever administers sees it.
#[derive(Serialize, ToSchema)]
#[schema(as = User)]
pub(crate) struct Shown {
    #[serde(flatten)]
    row: Row,
    locale: String,
    zone: String,
    version: i64,
    suspended_reason: Option<String>,
    /// Sets of rights that it was granted.
    grants: Vec<String>,
}

/// Shows one account, and what the caller may do with it now.
#[utoipa::path(get, path = "/api/v1/accounts/users/{id}", tag = "accounts", params(("id" = Uuid, Path)),
    responses((status = 200, body = Hal<Shown>), (status = 403), (status = 404)))]
pub(crate) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Tagged<Json<Hal<Shown>>>> {
    shown(&app, &visitor, Id::new(id)).await
}

async fn shown(app: &App, visitor: &Visitor, id: Id<User>) -> Result<Tagged<Json<Hal<Shown>>>> {
    let who = visitor.who()?;
    let person = db::person(&app.db, id, app.db.now()).await?;
    let person = person.ok_or_else(|| NO_SUCH_USER.because("It may have been deleted. Look at the list."))?;
    let grants: Vec<String> = db::grants_of(&app.db, id).await?.into_iter().map(|(set,)| set).collect();
    let own = db::role_of(&app.db, Id::new(who.user)).await?.unwrap_or_default();
    let above = id.uuid() != who.user && Role::read(&own).names_below().contains(&&*person.role);
    let suspended = person.suspended_at.is_some();
    let here = format!("/api/v1/accounts/users/{id}");
    let may_grant = |set: &str| {
        let rights = SETS.iter().find(|(name, _)| *name == set).map_or(&[][..], |(_, rights)| *rights);
        above && rights.iter().all(|right| who.may(right))
    };
    let granted = grants.iter().any(|set| set == "catalogue");
    let version = person.version;
    let row = Row::from(&person);
    let sessions = row.sessions;
    let shown = Shown {
        row,
        locale: person.locale,
        zone: person.zone,
        version,
        suspended_reason: person.suspended_reason,
        grants,
    };
    let hal = Hal::new(shown)
        .link("self", here.clone())
        .template_if(above, "change_role", "PUT", format!("{here}/role"))
        .template_if(above && !suspended, "suspend", "PUT", format!("{here}/suspension"))
        .template_if(above && suspended, "restore", "DELETE", format!("{here}/suspension"))
        .template_if(above && sessions > 0, "end_sessions", "DELETE", format!("{here}/sessions"))
        .template_if(above, "send_reset", "POST", format!("{here}/password-reset-mails"))
        .template_if(may_grant("catalogue") && !granted, "grant", "PUT", format!("{here}/grants/catalogue"))
        .template_if(above && granted, "revoke", "DELETE", format!("{here}/grants/catalogue"));
    Ok(Tagged(version, Json(hal)))
}

/// A role.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoleChange)]
pub(crate) struct NewRole {
    /// `user`, `moderator`, `admin` or `super_admin`.
    #[schema(value_type = Role)]
    role: String,
}

/// Gives an account another role. Its sessions end.
#[utoipa::path(put, path = "/api/v1/accounts/users/{id}/role", tag = "accounts", params(("id" = Uuid, Path)),
    request_body = NewRole,
    responses((status = 200, body = Hal<Shown>), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn set_role(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Json(body): Json<NewRole>,
) -> Result<Tagged<Json<Hal<Shown>>>> {
    let role = Role::named(&body.role).ok_or_else(|| {
        INVALID.err().field("role", "The roles are user, moderator, admin and super_admin.")
    })?;
    administer::change_role(&app, &visitor, Id::new(id), role).await?;
    shown(&app, &visitor, Id::new(id)).await
}

/// Why an account is suspended.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Suspension {
    /// For those who administer; 1 to 500 characters.
    reason: String,
}

/// Suspends an account: it is signed out everywhere and cannot sign in.
#[utoipa::path(put, path = "/api/v1/accounts/users/{id}/suspension", tag = "accounts", params(("id" = Uuid, Path)),
    request_body = Suspension,
    responses((status = 200, body = Hal<Shown>), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn suspend(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Json(body): Json<Suspension>,
) -> Result<Tagged<Json<Hal<Shown>>>> {
    let reason = body.reason.trim();
    if !(1..=500).contains(&reason.chars().count()) {
        return Err(INVALID.err().field("reason", "A reason has 1 to 500 characters."));
    }
    administer::suspend(&app, &visitor, Id::new(id), Some(reason)).await?;
    shown(&app, &visitor, Id::new(id)).await
}

/// Lets a suspended account in again.
#[utoipa::path(delete, path = "/api/v1/accounts/users/{id}/suspension", tag = "accounts",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Hal<Shown>), (status = 403), (status = 404)))]
pub(crate) async fn restore(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Tagged<Json<Hal<Shown>>>> {
    administer::suspend(&app, &visitor, Id::new(id), None).await?;
    shown(&app, &visitor, Id::new(id)).await
}

/// Signs an account out everywhere.
#[utoipa::path(delete, path = "/api/v1/accounts/users/{id}/sessions", tag = "accounts", params(("id" = Uuid, Path)),
    responses((status = 200, body = Hal<Shown>), (status = 403), (status = 404)))]
pub(crate) async fn end_sessions(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Tagged<Json<Hal<Shown>>>> {
    administer::end_sessions(&app, &visitor, Id::new(id)).await?;
    shown(&app, &visitor, Id::new(id)).await
}

/// Has a link sent to the owner that sets a new password.
#[utoipa::path(post, path = "/api/v1/accounts/users/{id}/password-reset-mails", tag = "accounts",
    params(("id" = Uuid, Path)),
    responses((status = 202, body = Sent), (status = 403), (status = 404)))]
pub(crate) async fn send_reset(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response> {
    administer::send_reset(&app, &visitor, Id::new(id)).await?;
    Ok((StatusCode::ACCEPTED, Json(Sent { state: "mail_sent" })).into_response())
}

/// Grants a set of rights.
#[utoipa::path(put, path = "/api/v1/accounts/users/{id}/grants/{set}", tag = "accounts",
    params(("id" = Uuid, Path), ("set" = String, Path)),
    responses((status = 200, body = Hal<Shown>), (status = 403), (status = 404)))]
pub(crate) async fn grant(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, set)): Path<(Uuid, String)>,
) -> Result<Tagged<Json<Hal<Shown>>>> {
    administer::set_grant(&app, &visitor, Id::new(id), &set, true).await?;
    shown(&app, &visitor, Id::new(id)).await
}

/// Takes a set of rights back.
#[utoipa::path(delete, path = "/api/v1/accounts/users/{id}/grants/{set}", tag = "accounts",
    params(("id" = Uuid, Path), ("set" = String, Path)),
    responses((status = 200, body = Hal<Shown>), (status = 403), (status = 404)))]
pub(crate) async fn revoke(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, set)): Path<(Uuid, String)>,
) -> Result<Tagged<Json<Hal<Shown>>>> {
    administer::set_grant(&app, &visitor, Id::new(id), &set, false).await?;
    shown(&app, &visitor, Id::new(id)).await
}
