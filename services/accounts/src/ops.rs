//! What accounts does: one use case a file.

pub(crate) mod ask_confirmation;
pub(crate) mod confirm;
pub(crate) mod first_administrator;
pub(crate) mod identify;
pub(crate) mod sign_in;
pub(crate) mod sign_up;

use std::time::Duration;

use chassis::audit::Deed;
use chassis::db::Tx;
use chassis::http::Caller;
use chassis::random;
use kit::{Id, Result, Time};
use uuid::Uuid;

use crate::App;
use crate::db::{self, NewSession};
use crate::model::{Session, User};
use crate::session::Secret;

/// Begins a session for `user` in the browser of `caller`; the browser gets the secret, the table its hash.
pub(crate) async fn begin_session(app: &App, tx: &Tx, user: Id<User>, caller: &Caller) -> Result<Secret> {
    let (secret, now) = (Secret::new(), tx.now());
    let id: Id<Session> = random::id(now);
    let expires_at = now.plus(days(app.config.session_days));
    let (agent, address) = (caller.agent(), caller.address().to_string());
    let new = NewSession { id, user, secret: secret.hash(), agent, address, now, expires_at };
    db::insert_session(tx, &new).await?;
    // Whoever signs in over an old session of this browser does not leave that one behind.
    if let Some(old) = caller.known() {
        end(app, tx, old.session, old.user, now).await?;
    }
    Ok(secret)
}

/// Ends one session and, once that is durable, closes its sockets.
pub(crate) async fn end(app: &App, tx: &Tx, session: Uuid, user: Uuid, now: Time) -> Result<()> {
    if db::end_session(tx, session, user, now).await? {
        let live = app.host.live().clone();
        tx.afterwards(move || live.end_session(session));
    }
    Ok(())
}

/// Ends all sessions of an account but one.
pub(crate) async fn end_all(app: &App, tx: &Tx, user: Id<User>, but: Option<Uuid>) -> Result<()> {
    let ended = db::end_sessions(tx, user, but, tx.now()).await?;
    let live = app.host.live().clone();
    tx.afterwards(move || ended.iter().for_each(|(session,)| live.end_session(*session)));
    Ok(())
}

/// Notes what was done to an account.
pub(crate) async fn audit(
    tx: &Tx,
    caller: &Caller,
    actor: Option<Uuid>,
    action: &str,
    subject: Option<Uuid>,
) -> Result<()> {
    let address = caller.address();
    tx.audit(Deed { actor, action, subject, address, detail: serde_json::Value::Null }).await
}

pub(crate) fn days(days: u32) -> Duration {
    Duration::from_secs(u64::from(days) * 86_400)
}

pub(crate) fn hours(hours: u32) -> Duration {
    Duration::from_secs(u64::from(hours) * 3600)
}
