//! The back doors of a service, the same for each: its audit, its dead letters, its jobs.

use axum::extract::State;
use http::StatusCode;
use kit::{Page, Result, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::audit::Deed;
use crate::bus::{NO_SUCH_CONSUMER, Runner};
use crate::db::sql::own_sql;
use crate::db::value::Columns;
use crate::db::{Db, Error as DbError, Exec as _, Record};
use crate::http::{Caller, Door, Doors, Face, Items, Json, Path, Query, Routes, routes, user};
use crate::{args, jobs, transact};

own_sql! {
    AUDIT = "select id, at, actor, action, subject, address, detail from {s}.audit where (at, id) < ($1, $2) and (cast($3 as text) is null or action = $3) order by at desc, id desc limit $4";
    AUDIT_OF = "select id, at, actor, action, subject, address, detail from {s}.audit where subject = $4 and (at, id) < ($1, $2) and (cast($3 as text) is null or action = $3) and (cast($5 as uuid) is null or actor = $5) order by at desc, id desc limit $6";
    AUDIT_BY = "select id, at, actor, action, subject, address, detail from {s}.audit where actor = $4 and (at, id) < ($1, $2) and (cast($3 as text) is null or action = $3) order by at desc, id desc limit $5";
    PARKED = "select consumer, source, pos, type, aggregate, version, happened_at, at, reason, body from {s}.parked order by consumer, source, aggregate, pos limit 500";
    JOBS = "select id, kind, state, attempts, run_at, created_at, done_at, error, every_seconds from {s}.jobs where (created_at, id) < ($1, $2) and (cast($3 as text) is null or state = $3) order by created_at desc, id desc limit $4";
}

/// What the back doors of one service need.
#[derive(Clone)]
pub(super) struct Back {
    pub(super) db: Db,
    /// The consumers of this service.
    pub(super) runner: Runner,
}

/// The back doors of the service whose database this is.
pub(super) fn doors(door: &Door, back: Back) -> Doors {
    let prefix = prefix(back.db.service());
    routes(door).done(back).under(&prefix)
}

/// What the back doors of a service show to the outside.
pub(super) fn face(door: &Door, service: &str) -> Face {
    routes(door).face().under(&prefix(service))
}

fn prefix(service: &str) -> String {
    format!("/api/v1/{service}")
}

fn routes(door: &Door) -> Routes<Back> {
    Routes::new(door)
        .add(user("house.audit"), routes!(audit))
        .add(user("house.operate"), routes!(parked))
        .add(user("house.operate"), routes!(replay))
        .add(user("house.operate"), routes!(list_jobs))
        .add(user("house.operate"), routes!(retry))
}

/// What is looked for in an audit.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    action: Option<String>,
    subject: Option<Uuid>,
    actor: Option<Uuid>,
    cursor: Option<String>,
    limit: Option<u32>,
}

/// A deed, as the audit has it.
#[derive(Serialize, ToSchema)]
#[schema(as = Deed)]
struct Audited {
    id: Uuid,
    #[schema(value_type = String, format = DateTime)]
    at: Time,
    /// Who did it, when somebody was known.
    actor: Option<Uuid>,
    /// `sign_in`, `role.change`.
    action: String,
    /// To whom or what.
    subject: Option<Uuid>,
    /// From where.
    address: String,
    /// What else is worth knowing.
    detail: serde_json::Value,
}

impl Record for Audited {
    fn read(columns: &mut Columns<'_>) -> Result<Self, DbError> {
        Ok(Self {
            id: columns.read()?,
            at: columns.read()?,
            actor: columns.read()?,
            action: columns.read()?,
            subject: columns.read()?,
            address: columns.read()?,
            detail: serde_json::from_str(&columns.read::<String>()?).unwrap_or_default(),
        })
    }
}

/// Tells who did what to whom in this service, the newest first.
#[utoipa::path(get, path = "/audit", tag = "house",
    params(("action" = Option<String>, Query), ("subject" = Option<Uuid>, Query), ("actor" = Option<Uuid>, Query),
        ("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Items<Audited>), (status = 403)))]
async fn audit(State(back): State<Back>, Query(wanted): Query<Wanted>) -> Result<Json<Items<Audited>>> {
    let page = Page { cursor: wanted.cursor, limit: wanted.limit };
    let (at, id) = page.before()?;
    let most = i64::from(page.size()) + 1;
    let (db, action) = (&back.db, &wanted.action);
    let rows: Vec<Audited> = match (wanted.subject, wanted.actor) {
        (Some(subject), actor) => {
            db.all(AUDIT_OF.of(db.service()), args![at, id, action, subject, actor, most]).await?
        }
        (None, Some(actor)) => db.all(AUDIT_BY.of(db.service()), args![at, id, action, actor, most]).await?,
        (None, None) => db.all(AUDIT.of(db.service()), args![at, id, action, most]).await?,
    };
    Ok(Json(Items::page(rows, &page, |row| (row.at.micros(), row.id))))
}

/// An event that could not be taken, or stands behind one.
#[derive(Serialize, ToSchema)]
struct Parked {
    consumer: String,
    source: String,
    pos: i64,
    #[serde(rename = "type")]
    kind: String,
    aggregate: Uuid,
    version: i64,
    #[schema(value_type = String, format = DateTime)]
    happened_at: Time,
    #[schema(value_type = String, format = DateTime)]
    at: Time,
    reason: String,
    body: serde_json::Value,
}

impl Record for Parked {
    fn read(columns: &mut Columns<'_>) -> Result<Self, DbError> {
        Ok(Self {
            consumer: columns.read()?,
            source: columns.read()?,
            pos: columns.read()?,
            kind: columns.read()?,
            aggregate: columns.read()?,
            version: columns.read()?,
            happened_at: columns.read()?,
            at: columns.read()?,
            reason: columns.read()?,
            body: serde_json::from_str(&columns.read::<String>()?).unwrap_or_default(),
        })
    }
}

/// Lists the dead letters of this service: up to 500, a thing's together and in their order.
#[utoipa::path(get, path = "/parked", tag = "house",
    responses((status = 200, body = Items<Parked>), (status = 403)))]
async fn parked(State(back): State<Back>) -> Result<Json<Items<Parked>>> {
    let items = back.db.all(PARKED.of(back.db.service()), args![]).await?;
    Ok(Json(Items::all(items)))
}

/// Which dead letters to take again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Replay {
    consumer: String,
    source: String,
    aggregate: Uuid,
}

/// How many dead letters were taken.
#[derive(Serialize, ToSchema)]
struct Replayed {
    replayed: u64,
}

/// Takes the dead letters of one thing again, in their order. Safe to repeat.
#[utoipa::path(post, path = "/parked/replays", tag = "house", request_body = Replay,
    responses((status = 200, body = Replayed), (status = 403), (status = 404), (status = 409)))]
async fn replay(
    State(back): State<Back>,
    caller: Caller,
    Json(asked): Json<Replay>,
) -> Result<Json<Replayed>> {
    let done = back.runner.replay(&asked.consumer, &asked.source, asked.aggregate).await;
    let replayed = done.map_err(|error| match error.kind() {
        // What is merely away comes back: that is no verdict on the event.
        kind if kind == NO_SUCH_CONSUMER || matches!(kind.status, 429 | 503 | 504) => error,
        _ => STILL_REFUSED
            .because(format!("The first event still cannot be taken: {error}."))
            .caused_by(format!("{error:?}")),
    })?;
    note(&back, &caller, "parked.replay", Some(asked.aggregate)).await?;
    Ok(Json(Replayed { replayed }))
}

/// A dead letter that was tried again and failed again.
const STILL_REFUSED: kit::Kind = kit::Kind::new(409, "chassis/still-refused", "It still cannot be taken");

/// Which jobs are looked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WantedJobs {
    state: Option<String>,
    cursor: Option<String>,
    limit: Option<u32>,
}

/// A job and how it stands.
#[derive(Serialize, ToSchema)]
#[schema(as = Job)]
struct JobRow {
    id: Uuid,
    kind: String,
    /// `waiting`, `running`, `done` or `failed`.
    state: String,
    attempts: i64,
    /// When it is due; while it runs, until when its lease holds.
    #[schema(value_type = String, format = DateTime)]
    run_at: Time,
    #[schema(value_type = String, format = DateTime)]
    created_at: Time,
    /// When it was done last.
    #[schema(value_type = Option<String>, format = DateTime)]
    done_at: Option<Time>,
    /// What the last try failed with.
    error: Option<String>,
    /// How long after a run the next one comes; nothing for one that is done once.
    every_seconds: Option<i64>,
}

impl Record for JobRow {
    fn read(columns: &mut Columns<'_>) -> Result<Self, DbError> {
        Ok(Self {
            id: columns.read()?,
            kind: columns.read()?,
            state: columns.read()?,
            attempts: columns.read()?,
            run_at: columns.read()?,
            created_at: columns.read()?,
            done_at: columns.read()?,
            error: columns.read()?,
            every_seconds: columns.read()?,
        })
    }
}

/// Lists the jobs of this service, the newest first.
#[utoipa::path(get, path = "/jobs", tag = "house",
    params(("state" = Option<String>, Query), ("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Items<JobRow>), (status = 403)))]
async fn list_jobs(
    State(back): State<Back>,
    Query(wanted): Query<WantedJobs>,
) -> Result<Json<Items<JobRow>>> {
    let page = Page { cursor: wanted.cursor, limit: wanted.limit };
    let (at, id) = page.before()?;
    let most = i64::from(page.size()) + 1;
    let args = args![at, id, wanted.state, most];
    let rows: Vec<JobRow> = back.db.all(JOBS.of(back.db.service()), args).await?;
    Ok(Json(Items::page(rows, &page, |row| (row.created_at.micros(), row.id))))
}

/// Tries a job again now. Safe to repeat.
#[utoipa::path(post, path = "/jobs/{id}/retries", tag = "house", params(("id" = Uuid, Path)),
    responses((status = 202), (status = 403), (status = 404)))]
async fn retry(State(back): State<Back>, caller: Caller, Path(id): Path<Uuid>) -> Result<StatusCode> {
    jobs::retry(&back.db, id).await?;
    note(&back, &caller, "job.retry", Some(id)).await?;
    Ok(StatusCode::ACCEPTED)
}

async fn note(back: &Back, caller: &Caller, action: &'static str, subject: Option<Uuid>) -> Result<()> {
    let (actor, address) = (Some(caller.who()?.user), caller.address());
    transact!(back.db, |tx| {
        tx.audit(Deed { actor, action, subject, address, detail: serde_json::Value::Null }).await
    })
}
