//! Statements of those who administer accounts. What somebody may do to whom is decided behind the one row of
//! `house`, which every such transaction holds first (decision D25).

use chassis::db::{Error, Exec, List};
use chassis::{args, record, sql};
use kit::{Id, Time};
use uuid::Uuid;

use crate::model::User;

record! {
    /// An account on the list of whoever administers.
    pub(crate) struct Person {
        pub(crate) id: Id<User>,
        pub(crate) number: i64,
        pub(crate) email: String,
        pub(crate) username: String,
        pub(crate) name: String,
        pub(crate) role: String,
        pub(crate) confirmed_at: Option<Time>,
        pub(crate) suspended_at: Option<Time>,
        pub(crate) suspended_reason: Option<String>,
        pub(crate) locale: String,
        pub(crate) zone: String,
        pub(crate) street_address: String,
        pub(crate) created_at: Time,
        pub(crate) version: i64,
        pub(crate) seen_at: Option<Time>,
        pub(crate) sessions: i64,
        pub(crate) known_at: Option<Time>,
    }
}

/// Whom somebody looks for.
#[derive(Default)]
pub(crate) struct Sought<'s> {
    /// The start of an address, a user name or a name, folded; all when it is empty.
    pub(crate) start: &'s str,
    /// The number that classic paths show.
    pub(crate) number: Option<i64>,
    pub(crate) role: Option<&'s str>,
    pub(crate) suspended: Option<bool>,
}

impl Sought<'_> {
    /// Behind every text that begins with the start.
    fn end(&self) -> String {
        format!("{}\u{10ffff}", self.start)
    }
}

/// The accounts that somebody looks for behind this place, the newest first.
pub(crate) async fn people(
    on: &impl Exec,
    sought: &Sought<'_>,
    (at, id): (Time, Uuid),
    now: Time,
    most: i64,
) -> Result<Vec<Person>, Error> {
    let Sought { start, number, role, suspended } = sought;
    on.all(
        sql!("select u.id, u.number, u.email, u.username, u.name, u.role, u.confirmed_at, u.suspended_at, u.suspended_reason, u.locale, u.zone, u.street_address, u.created_at, u.version, (select max(s.seen_at) from accounts.sessions s where s.user_id = u.id and s.ended_at is null), (select count(*) from accounts.sessions s where s.user_id = u.id and s.ended_at is null and s.expires_at > $10 and s.epoch = (select i.epoch from accounts.installation i)), u.known_at from accounts.users u where (u.created_at, u.id) < ($1, $2) and (($3 = '' and cast($5 as bigint) is null) or (u.email_key >= $3 and u.email_key < $4) or (u.username_key >= $3 and u.username_key < $4) or (u.name_key >= $3 and u.name_key < $4) or u.number = $5) and (cast($6 as text) is null or u.role = $6) and (cast($7 as boolean) is null or (u.suspended_at is not null) = $8) order by u.created_at desc, u.id desc limit $9"),
        args![at, id, start, sought.end(), number, role, suspended, suspended.unwrap_or_default(), most, now],
    )
    .await
}

/// How many there are of them, counted up to `most`.
pub(crate) async fn count_people(on: &impl Exec, sought: &Sought<'_>, most: i64) -> Result<i64, Error> {
    let Sought { start, number, role, suspended } = sought;
    let (count,) = on
        .one(
            sql!("select count(*) from (select u.id from accounts.users u where (($1 = '' and cast($3 as bigint) is null) or (u.email_key >= $1 and u.email_key < $2) or (u.username_key >= $1 and u.username_key < $2) or (u.name_key >= $1 and u.name_key < $2) or u.number = $3) and (cast($4 as text) is null or u.role = $4) and (cast($5 as boolean) is null or (u.suspended_at is not null) = $6) limit $7) as found"),
            args![start, sought.end(), number, role, suspended, suspended.unwrap_or_default(), most],
        )
        .await?;
    Ok(count)
}

/// One account, as whoever administers sees it.
pub(crate) async fn person(on: &impl Exec, id: Id<User>, now: Time) -> Result<Option<Person>, Error> {
    on.opt(
        sql!("select u.id, u.number, u.email, u.username, u.name, u.role, u.confirmed_at, u.suspended_at, u.suspended_reason, u.locale, u.zone, u.street_address, u.created_at, u.version, (select max(s.seen_at) from accounts.sessions s where s.user_id = u.id and s.ended_at is null), (select count(*) from accounts.sessions s where s.user_id = u.id and s.ended_at is null and s.expires_at > $2 and s.epoch = (select i.epoch from accounts.installation i)), u.known_at from accounts.users u where u.id = $1"),
        args![id, now],
    )
    .await
}

/// Accounts by number, `skip` of them left out: what classic lists show.
pub(crate) async fn people_by_number(
    on: &impl Exec,
    (skip, most): (i64, i64),
    now: Time,
    proved_only: bool,
) -> Result<Vec<Person>, Error> {
    on.all(
        sql!("select u.id, u.number, u.email, u.username, u.name, u.role, u.confirmed_at, u.suspended_at, u.suspended_reason, u.locale, u.zone, u.street_address, u.created_at, u.version, cast(null as timestamptz), cast(0 as bigint), u.known_at from accounts.users u where u.created_at <= $3 and (u.known_at is not null or not $4) order by u.number limit $2 offset $1"),
        args![skip, most, now, proved_only],
    )
    .await
}

/// Holds the row behind which roles, suspensions and grants are changed, one transaction at a time.
pub(crate) async fn hold_house(on: &impl Exec) -> Result<(), Error> {
    on.exec(sql!("update accounts.house set one = 1 where one = 1"), args![]).await.map(drop)
}

/// The role of an account that is not suspended.
pub(crate) async fn role_of(on: &impl Exec, id: Id<User>) -> Result<Option<String>, Error> {
    let found: Option<(String,)> = on
        .opt(sql!("select role from accounts.users where id = $1 and suspended_at is null"), args![id])
        .await?;
    Ok(found.map(|(role,)| role))
}

/// Gives an account another role, if it has one of those that the actor stands above; answers the version.
pub(crate) async fn change_role(
    on: &impl Exec,
    id: Id<User>,
    role: &str,
    actor: Uuid,
    below: &[&str],
) -> Result<Option<i64>, Error> {
    let below = List(below);
    let set: Option<(i64,)> = on
        .opt(
            sql!("update accounts.users set role = $2, version = version + 1 where id = $1 and id <> $3 and role in ($4..) returning version"),
            args![id, role, actor, below],
        )
        .await?;
    Ok(set.map(|(version,)| version))
}

/// Suspends an account, or lets it in again when there is no reason; under the same condition.
pub(crate) async fn suspend(
    on: &impl Exec,
    id: Id<User>,
    (at, reason): (Option<Time>, Option<&str>),
    actor: Uuid,
    below: &[&str],
) -> Result<Option<i64>, Error> {
    let below = List(below);
    let set: Option<(i64,)> = on
        .opt(
            sql!("update accounts.users set suspended_at = $2, suspended_reason = $3, version = version + 1 where id = $1 and id <> $4 and role in ($5..) returning version"),
            args![id, at, reason, actor, below],
        )
        .await?;
    Ok(set.map(|(version,)| version))
}

/// Raises the version of an account, under the same condition.
pub(crate) async fn touch_below(
    on: &impl Exec,
    id: Id<User>,
    actor: Uuid,
    below: &[&str],
) -> Result<Option<i64>, Error> {
    let below = List(below);
    let set: Option<(i64,)> = on
        .opt(
            sql!("update accounts.users set version = version + 1 where id = $1 and id <> $2 and role in ($3..) returning version"),
            args![id, actor, below],
        )
        .await?;
    Ok(set.map(|(version,)| version))
}

/// The sets that an account was granted everywhere in the house.
pub(crate) async fn grants_of(on: &impl Exec, id: Id<User>) -> Result<Vec<(String,)>, Error> {
    on.all(
        sql!("select right_set from accounts.grants where user_id = $1 and scope_kind = 'house' order by right_set limit 50"),
        args![id],
    )
    .await
}

/// Grants a set of rights everywhere in the house. Safe to repeat.
pub(crate) async fn grant(on: &impl Exec, id: Id<User>, set: &str, now: Time) -> Result<(), Error> {
    on.exec(
        sql!("insert into accounts.grants(user_id, right_set, scope_kind, scope_id, granted_at) values($1, $2, 'house', $3, $4) on conflict do nothing"),
        args![id, set, Uuid::nil(), now],
    )
    .await
    .map(drop)
}

/// Takes a set of rights back. Safe to repeat.
pub(crate) async fn revoke(on: &impl Exec, id: Id<User>, set: &str) -> Result<(), Error> {
    on.exec(
        sql!("delete from accounts.grants where user_id = $1 and right_set = $2 and scope_kind = 'house'"),
        args![id, set],
    )
    .await
    .map(drop)
}
