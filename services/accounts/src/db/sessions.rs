//! Statements over `sessions`.

use chassis::db::{Error, Exec};
use chassis::{args, record, sql};
use kit::{Id, Time};
use uuid::Uuid;

use crate::model::{Session, User};

record! {
    /// A session with the account behind it.
    pub(crate) struct Held {
        pub(crate) session: Id<Session>,
        pub(crate) proved_at: Time,
        pub(crate) seen_at: Time,
        pub(crate) user: Id<User>,
        pub(crate) number: i64,
        pub(crate) role: String,
        pub(crate) set: Option<String>,
    }
}

/// A session that begins.
pub(crate) struct NewSession<'n> {
    pub(crate) id: Id<Session>,
    pub(crate) user: Id<User>,
    pub(crate) secret: Vec<u8>,
    pub(crate) agent: &'n str,
    pub(crate) address: String,
    pub(crate) now: Time,
    pub(crate) expires_at: Time,
}

/// Inserts a session.
pub(crate) async fn insert_session(on: &impl Exec, new: &NewSession<'_>) -> Result<(), Error> {
    let NewSession { id, user, secret, agent, address, now, expires_at } = new;
    on.exec(
        sql!("insert into accounts.sessions(id, user_id, secret, agent, address, created_at, proved_at, seen_at, expires_at) values($1, $2, $3, $4, $5, $6, $6, $6, $7)"),
        args![id, user, secret, agent, address, now, expires_at],
    )
    .await
    .map(drop)
}

/// The session behind a secret, a row for each granted set (or one), while it is neither over nor idle too long.
pub(crate) async fn held(
    on: &impl Exec,
    secret: &[u8],
    now: Time,
    seen_after: Time,
) -> Result<Vec<Held>, Error> {
    on.all(
        sql!("select s.id, s.proved_at, s.seen_at, u.id, u.number, u.role, g.right_set from accounts.sessions s join accounts.users u on u.id = s.user_id left join accounts.grants g on g.user_id = u.id and g.scope_kind = 'house' where s.secret = $1 and s.ended_at is null and s.expires_at > $2 and s.seen_at > $3"),
        args![secret, now, seen_after],
    )
    .await
}

/// Notes that a session was used.
pub(crate) async fn seen(on: &impl Exec, id: Id<Session>, now: Time) -> Result<(), Error> {
    on.exec(sql!("update accounts.sessions set seen_at = $2 where id = $1 and seen_at < $2"), args![id, now])
        .await
        .map(drop)
}

/// Ends one session of an account; false when it was over.
pub(crate) async fn end_session(on: &impl Exec, id: Uuid, user: Uuid, now: Time) -> Result<bool, Error> {
    let ended = on
        .exec(
            sql!("update accounts.sessions set ended_at = $3 where id = $1 and user_id = $2 and ended_at is null"),
            args![id, user, now],
        )
        .await?;
    Ok(ended == 1)
}

/// Ends all sessions of an account but one; answers which.
pub(crate) async fn end_sessions(
    on: &impl Exec,
    user: Id<User>,
    but: Option<Uuid>,
    now: Time,
) -> Result<Vec<(Uuid,)>, Error> {
    let but = but.unwrap_or_default();
    on.all(
        sql!("update accounts.sessions set ended_at = $3 where user_id = $1 and id <> $2 and ended_at is null returning id"),
        args![user, but, now],
    )
    .await
}
