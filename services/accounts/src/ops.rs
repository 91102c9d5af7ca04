//! What accounts does: one use case a file.

pub(crate) mod administer;
pub(crate) mod ask_confirmation;
pub(crate) mod change;
pub(crate) mod confirm;
pub(crate) mod demo;
pub(crate) mod first_administrator;
pub(crate) mod grant_tokens;
pub(crate) mod identify;
pub(crate) mod reset;
pub(crate) mod sign_in;
pub(crate) mod sign_up;
pub(crate) mod undo;

use std::time::Duration;

use chassis::audit::Deed;
use chassis::db::Tx;
use chassis::http::Caller;
use chassis::random;
use kit::{Error, Id, Result, Time};
use uuid::Uuid;

use crate::App;
use crate::db::{self, NewProof, NewSession};
use crate::model::{Session, User};
use crate::problems::SUSPENDED;
use crate::session::{Secret, Visitor};

/// Refuses a suspended account. Every way in that is not a sign-in asks this in its transaction.
///
/// # Errors
/// `accounts/suspended` (403).
pub(crate) async fn may_come_in(tx: &Tx, user: Id<User>) -> Result<()> {
    let (fine, _) = db::standing(tx, user).await?;
    if fine { Ok(()) } else { Err(suspended()) }
}

pub(crate) fn suspended() -> Error {
    SUSPENDED.because("Somebody who runs this house has suspended it. Ask them why.")
}

/// Begins a session for `user` in the visitor's browser, which gets the secret; the table gets its hash.
pub(crate) async fn begin_session(app: &App, tx: &Tx, user: Id<User>, visitor: &Visitor) -> Result<Secret> {
    let (secret, now) = (Secret::new(), tx.now());
    let life = (now, now.plus(days(app.config.session_days)));
    insert_session(tx, user, visitor, ("browser", 0), secret.hash(), life).await?;
    // Whoever signs in over an old session of this browser does not leave that one behind.
    if let Some(old) = visitor.known() {
        end(app, tx, old.session, old.user, now).await?;
    }
    Ok(secret)
}

/// Begins a family of tokens for `user`, whose access tokens work for so many minutes each.
pub(crate) async fn begin_family(
    app: &App,
    tx: &Tx,
    user: Id<User>,
    visitor: &Visitor,
    minutes: u32,
) -> Result<Id<Session>> {
    let now = tx.now();
    let life = (now, now.plus(days(app.config.refresh_days)));
    // A cookie that is replaced by the token's does not leave its session behind.
    if let Some(old) = visitor.known().filter(|_| !visitor.is_by_header()) {
        end(app, tx, old.session, old.user, now).await?;
    }
    // Nothing is ever compared with this secret: a family is known by its id in a signed token.
    let secret = Secret::new().hash();
    insert_session(tx, user, visitor, ("token", minutes), secret, life).await
}

async fn insert_session(
    tx: &Tx,
    user: Id<User>,
    visitor: &Visitor,
    (kind, minutes): (&'static str, u32),
    secret: Vec<u8>,
    (now, expires_at): (Time, Time),
) -> Result<Id<Session>> {
    let id: Id<Session> = random::id(now);
    let (agent, address) = (visitor.agent(), visitor.address().to_string());
    let (device, token_minutes) = (visitor.device.hash(), i64::from(minutes));
    let new = NewSession { id, user, kind, secret, device, token_minutes, agent, address, now, expires_at };
    db::insert_session(tx, &new).await?;
    Ok(id)
}

/// Stores a link for `user` that works for so long; the token goes into the mail and nowhere else.
pub(crate) async fn link(
    tx: &Tx,
    kind: &'static str,
    token: &Secret,
    user: Id<User>,
    life: Duration,
) -> Result<()> {
    let now = tx.now();
    let (hash, expires_at) = (token.hash(), now.plus(life));
    let new = NewProof { kind, hash, user: Some(user), browser: None, address: None, now, expires_at };
    Ok(db::insert_proof(tx, &new).await?)
}

/// Stores a link that brings back the account as it is now, with this address, and answers nothing else.
pub(crate) async fn way_back(
    app: &App,
    tx: &Tx,
    token: &Secret,
    user: Id<User>,
    address: &str,
) -> Result<()> {
    let now = tx.now();
    let (hash, expires_at) = (token.hash(), now.plus(hours(app.config.undo_hours)));
    let address = Some(address);
    let new = NewProof { kind: db::UNDO, hash, user: Some(user), browser: None, address, now, expires_at };
    Ok(db::insert_proof(tx, &new).await?)
}

/// Ends one session and, once that is durable, closes its sockets; false when it was over.
pub(crate) async fn end(app: &App, tx: &Tx, session: Uuid, user: Uuid, now: Time) -> Result<bool> {
    let ended = db::end_session(tx, session, user, now).await?;
    if ended {
        let live = app.host.live().clone();
        tx.afterwards(move || live.end_session(session));
    }
    Ok(ended)
}

/// Ends all sessions and tokens of an account but one; answers how many.
pub(crate) async fn end_all(app: &App, tx: &Tx, user: Id<User>, but: Option<Uuid>) -> Result<usize> {
    let ended = db::end_sessions(tx, user, but, tx.now()).await?;
    let (live, count) = (app.host.live().clone(), ended.len());
    tx.afterwards(move || ended.iter().for_each(|(session,)| live.end_session(*session)));
    Ok(count)
}

/// Notes what was done to an account.
pub(crate) async fn audit(
    tx: &Tx,
    caller: &Caller,
    actor: Option<Uuid>,
    action: &str,
    subject: Option<Uuid>,
) -> Result<()> {
    audit_with(tx, caller, actor, action, subject, serde_json::Value::Null).await
}

/// Notes what was done to an account, and what else is worth knowing of it.
pub(crate) async fn audit_with(
    tx: &Tx,
    caller: &Caller,
    actor: Option<Uuid>,
    action: &str,
    subject: Option<Uuid>,
    detail: serde_json::Value,
) -> Result<()> {
    tx.audit(Deed { actor, action, subject, address: caller.address(), detail }).await
}

pub(crate) fn days(days: u32) -> Duration {
    Duration::from_secs(u64::from(days) * 86_400)
}

pub(crate) fn minutes(minutes: u32) -> Duration {
    Duration::from_secs(u64::from(minutes) * 60)
}

pub(crate) fn hours(hours: u32) -> Duration {
    Duration::from_secs(u64::from(hours) * 3600)
}
