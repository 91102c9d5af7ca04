//! Statements over `sessions`: browsers that are signed in, and families of tokens.

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
        pub(crate) expires_at: Time,
        pub(crate) user: Id<User>,
        pub(crate) number: i64,
        pub(crate) role: String,
        pub(crate) set: Option<String>,
    }
}

record! {
    /// A session, as its owner sees it on a list.
    pub(crate) struct Listed {
        pub(crate) id: Id<Session>,
        pub(crate) kind: String,
        pub(crate) agent: String,
        pub(crate) address: String,
        pub(crate) created_at: Time,
        pub(crate) seen_at: Time,
        pub(crate) expires_at: Time,
    }
}

/// A session that begins.
pub(crate) struct NewSession<'n> {
    pub(crate) id: Id<Session>,
    pub(crate) user: Id<User>,
    /// `browser` or `token`.
    pub(crate) kind: &'static str,
    pub(crate) secret: Vec<u8>,
    pub(crate) device: Vec<u8>,
    pub(crate) token_minutes: i64,
    pub(crate) agent: &'n str,
    pub(crate) address: String,
    pub(crate) now: Time,
    pub(crate) expires_at: Time,
}

/// Inserts a session.
pub(crate) async fn insert_session(on: &impl Exec, new: &NewSession<'_>) -> Result<(), Error> {
    let NewSession { id, user, kind, secret, device, token_minutes, agent, address, now, expires_at } = new;
    on.exec(
        sql!("insert into accounts.sessions(id, user_id, kind, secret, device, token_minutes, agent, address, created_at, proved_at, seen_at, expires_at, epoch) values($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9, $10, (select i.epoch from accounts.installation i))"),
        args![id, user, kind, secret, device, token_minutes, agent, address, now, expires_at],
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
        sql!("select s.id, s.proved_at, s.seen_at, s.expires_at, u.id, u.number, u.role, g.right_set from accounts.sessions s join accounts.users u on u.id = s.user_id left join accounts.grants g on g.user_id = u.id and g.scope_kind = 'house' where s.secret = $1 and s.kind = 'browser' and u.suspended_at is null and s.ended_at is null and s.expires_at > $2 and s.seen_at > $3 and s.epoch = (select i.epoch from accounts.installation i)"),
        args![secret, now, seen_after],
    )
    .await
}

/// The same for a family of tokens.
pub(crate) async fn held_family(on: &impl Exec, id: Id<Session>, now: Time) -> Result<Vec<Held>, Error> {
    on.all(
        sql!("select s.id, s.proved_at, s.seen_at, s.expires_at, u.id, u.number, u.role, g.right_set from accounts.sessions s join accounts.users u on u.id = s.user_id left join accounts.grants g on g.user_id = u.id and g.scope_kind = 'house' where s.id = $1 and s.kind = 'token' and u.suspended_at is null and s.ended_at is null and s.expires_at > $2 and s.epoch = (select i.epoch from accounts.installation i)"),
        args![id, now],
    )
    .await
}

/// The sessions of an account that are not over, the one used last first.
pub(crate) async fn sessions_of(
    on: &impl Exec,
    user: Id<User>,
    now: Time,
    seen_after: Time,
) -> Result<Vec<Listed>, Error> {
    on.all(
        sql!("select id, kind, agent, address, created_at, seen_at, expires_at from accounts.sessions where user_id = $1 and ended_at is null and expires_at > $2 and (kind = 'token' or seen_at > $3) and epoch = (select i.epoch from accounts.installation i) order by seen_at desc, id limit 200"),
        args![user, now, seen_after],
    )
    .await
}

/// Notes that a session was used.
pub(crate) async fn seen(on: &impl Exec, id: Id<Session>, now: Time) -> Result<(), Error> {
    on.exec(sql!("update accounts.sessions set seen_at = $2 where id = $1 and seen_at < $2"), args![id, now])
        .await
        .map(drop)
}

/// Whether this account was signed in to by this browser or program before.
pub(crate) async fn knows_device(on: &impl Exec, user: Id<User>, device: &[u8]) -> Result<bool, Error> {
    let found: Option<(Uuid,)> = on
        .opt(
            sql!("select id from accounts.sessions where user_id = $1 and device = $2 limit 1"),
            args![user, device],
        )
        .await?;
    Ok(found.is_some())
}

record! {
    /// A family of tokens whose refresh token was exchanged a moment ago.
    pub(crate) struct Family {
        pub(crate) user: Id<User>,
        pub(crate) token_minutes: i64,
        /// The number of the newest refresh token.
        pub(crate) counter: i64,
        pub(crate) rotated_at: Option<Time>,
        pub(crate) device: Option<Vec<u8>>,
    }
}

/// Uses up refresh token number `counter` of a family; nothing when it is not the newest, or the family is over.
/// The row decides between two that come at once.
pub(crate) async fn rotate(
    on: &impl Exec,
    id: Id<Session>,
    counter: i64,
    now: Time,
) -> Result<Option<Family>, Error> {
    on.opt(
        sql!("update accounts.sessions set counter = counter + 1, rotated_at = $3, seen_at = $3 where id = $1 and kind = 'token' and counter = $2 and ended_at is null and expires_at > $3 and exists (select 1 from accounts.users u where u.id = sessions.user_id and u.suspended_at is null) and epoch = (select i.epoch from accounts.installation i) returning user_id, token_minutes, counter, rotated_at, device"),
        args![id, counter, now],
    )
    .await
}

/// A family of tokens that is not over.
pub(crate) async fn family(on: &impl Exec, id: Id<Session>, now: Time) -> Result<Option<Family>, Error> {
    on.opt(
        sql!("select user_id, token_minutes, counter, rotated_at, device from accounts.sessions where id = $1 and kind = 'token' and ended_at is null and expires_at > $2 and epoch = (select i.epoch from accounts.installation i)"),
        args![id, now],
    )
    .await
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

/// Forgets sessions that were over before `before`.
pub(crate) async fn forget_sessions(on: &impl Exec, before: Time) -> Result<u64, Error> {
    on.exec(sql!("delete from accounts.sessions where expires_at < $1 or ended_at < $1"), args![before]).await
}
