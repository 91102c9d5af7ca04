//! Statements over `users`, `grants` and `house`.

use chassis::db::{Error, Exec};
use chassis::{args, record, sql};
use kit::{Id, Time};
use uuid::Uuid;

use crate::model::{Role, User, key};

record! {
    /// An account, as its owner sees it.
    pub(crate) struct Account {
        pub(crate) id: Id<User>,
        pub(crate) number: i64,
        pub(crate) email: String,
        pub(crate) username: String,
        pub(crate) name: String,
        pub(crate) role: String,
        pub(crate) confirmed_at: Option<Time>,
        pub(crate) locale: String,
        pub(crate) zone: String,
        pub(crate) street_address: String,
        pub(crate) password_changed_at: Option<Time>,
        pub(crate) created_at: Time,
        pub(crate) version: i64,
        /// A granted set that holds everywhere in the house; an account with several comes several times.
        pub(crate) set: Option<String>,
    }
}

/// A new account, before it has a row.
pub(crate) struct NewUser<'n> {
    pub(crate) id: Id<User>,
    pub(crate) number: i64,
    pub(crate) email: &'n str,
    pub(crate) username: &'n str,
    pub(crate) name: &'n str,
    pub(crate) role: Role,
    pub(crate) password: &'n str,
    pub(crate) street_address: &'n str,
    pub(crate) locale: &'n str,
    pub(crate) now: Time,
}

/// Inserts an account; false when address or user name are taken.
pub(crate) async fn insert_user(on: &impl Exec, new: &NewUser<'_>) -> Result<bool, Error> {
    let NewUser { id, number, email, username, name, role, password, street_address, locale, now } = new;
    let (email_key, username_key, role) = (key(email), key(username), role.to_string());
    let inserted = on
        .exec(
            sql!("insert into accounts.users(id, number, email, email_key, username, username_key, name, name_key, role, password, street_address, locale, zone, created_at, password_changed_at, version) values($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'UTC', $13, $13, 1) on conflict do nothing"),
            args![id, number, email.trim(), email_key, username, username_key, name, key(name), role, password, street_address, locale, now],
        )
        .await?;
    Ok(inserted == 1)
}

/// The account with this address, its next version (an event about it is on its way), and whether the
/// mailbox is proved.
pub(crate) async fn touch_by_email(
    on: &impl Exec,
    email_key: &str,
) -> Result<Option<(Id<User>, i64, bool)>, Error> {
    on.opt(
        sql!("update accounts.users set version = version + 1 where email_key = $1 returning id, version, (confirmed_at is not null)"),
        args![email_key],
    )
    .await
}

/// The next version of an account: an event about it is on its way.
pub(crate) async fn touch(on: &impl Exec, id: Id<User>) -> Result<i64, Error> {
    let (version,) = on
        .one(
            sql!("update accounts.users set version = version + 1 where id = $1 returning version"),
            args![id],
        )
        .await?;
    Ok(version)
}

/// An account by its id: a row for each set that it was granted, or one.
pub(crate) async fn account_with_sets(on: &impl Exec, id: Id<User>) -> Result<Vec<Account>, Error> {
    on.all(
        sql!("select u.id, u.number, u.email, u.username, u.name, u.role, u.confirmed_at, u.locale, u.zone, u.street_address, u.password_changed_at, u.created_at, u.version, g.right_set from accounts.users u left join accounts.grants g on g.user_id = u.id and g.scope_kind = 'house' where u.id = $1 order by g.right_set nulls first limit 20"),
        args![id],
    )
    .await
}

/// An account by its id, without what it was granted.
pub(crate) async fn account(on: &impl Exec, id: Id<User>) -> Result<Option<Account>, Error> {
    on.opt(
        sql!("select id, number, email, username, name, role, confirmed_at, locale, zone, street_address, password_changed_at, created_at, version, cast(null as text) from accounts.users where id = $1"),
        args![id],
    )
    .await
}

/// The id behind the number that classic paths show.
pub(crate) async fn user_by_number(on: &impl Exec, number: i64) -> Result<Option<Id<User>>, Error> {
    let found: Option<(Id<User>,)> =
        on.opt(sql!("select id from accounts.users where number = $1"), args![number]).await?;
    Ok(found.map(|(id,)| id))
}

record! {
    /// What a sign-in is decided by.
    pub(crate) struct Entry {
        pub(crate) user: Id<User>,
        /// The stored password.
        pub(crate) password: String,
        /// Whether a mailbox of the account was ever proved, or it administers the house.
        pub(crate) known: bool,
        pub(crate) suspended: bool,
    }
}

/// Whoever has this address or user name.
pub(crate) async fn entry_by_login(on: &impl Exec, key: &str) -> Result<Option<Entry>, Error> {
    on.opt(
        sql!("select id, password, (known_at is not null or role = 'super_admin'), (suspended_at is not null) from accounts.users where email_key = $1 or username_key = $1 order by case when email_key = $1 then 0 else 1 end limit 1"),
        args![key],
    )
    .await
}

/// Whoever has this address.
pub(crate) async fn user_by_email(on: &impl Exec, email_key: &str) -> Result<Option<Id<User>>, Error> {
    let found: Option<(Id<User>,)> =
        on.opt(sql!("select id from accounts.users where email_key = $1"), args![email_key]).await?;
    Ok(found.map(|(id,)| id))
}

/// The stored password of an account.
pub(crate) async fn password_of(on: &impl Exec, id: Id<User>) -> Result<String, Error> {
    let (password,) = on.one(sql!("select password from accounts.users where id = $1"), args![id]).await?;
    Ok(password)
}

/// Whether the password that was verified a moment ago is still the stored one of an account that may come in. Holds the row until the
/// transaction ends, so that a change of the password and a session for the old one cannot pass each other.
pub(crate) async fn still_has_password(on: &impl Exec, id: Id<User>, stored: &str) -> Result<bool, Error> {
    let held = on
        .exec(
            sql!("update accounts.users set password = password where id = $1 and password = $2 and suspended_at is null"),
            args![id, stored],
        )
        .await?;
    Ok(held == 1)
}

/// Takes back an account that was inserted a moment ago in this transaction.
pub(crate) async fn delete_new_user(on: &impl Exec, id: Id<User>) -> Result<(), Error> {
    on.exec(sql!("delete from accounts.users where id = $1 and version = 1"), args![id]).await.map(drop)
}

/// Sets a password; answers the version. `drops` takes the confirmation of the address away (decision D14).
pub(crate) async fn set_password(
    on: &impl Exec,
    id: Id<User>,
    password: &str,
    drops: bool,
    now: Time,
) -> Result<i64, Error> {
    let (version,) = on
        .one(
            sql!("update accounts.users set password = $2, password_changed_at = $4, confirmed_at = case when $3 then null else confirmed_at end, version = version + 1 where id = $1 returning version"),
            args![id, password, drops, now],
        )
        .await?;
    Ok(version)
}

/// Whether an account may come in, and whether a mailbox of it was ever proved. Holds the row until the transaction
/// ends, so that nobody comes in while it is suspended.
pub(crate) async fn standing(on: &impl Exec, id: Id<User>) -> Result<(bool, bool), Error> {
    on.one(
        sql!("update accounts.users set password = password where id = $1 returning (suspended_at is null), (known_at is not null)"),
        args![id],
    )
    .await
}

/// Stores the same password under the present scheme; false when it was changed meanwhile.
pub(crate) async fn rehash(on: &impl Exec, id: Id<User>, stored: &str, fresh: &str) -> Result<bool, Error> {
    let set = on
        .exec(
            sql!("update accounts.users set password = $3 where id = $1 and password = $2 and suspended_at is null"),
            args![id, stored, fresh],
        )
        .await?;
    Ok(set == 1)
}

/// Sets another address, which is not confirmed; answers the version, or nothing when somebody has it.
pub(crate) async fn set_email(on: &impl Exec, id: Id<User>, email: &str) -> Result<Option<i64>, Error> {
    let (email, email_key) = (email.trim(), key(email));
    let set: Option<(i64,)> = on
        .opt(
            sql!("update accounts.users set email = $2, email_key = $3, confirmed_at = null, version = version + 1 where id = $1 and not exists (select 1 from accounts.users u where u.email_key = $3 and u.id <> $1) returning version"),
            args![id, email, email_key],
        )
        .await?;
    Ok(set.map(|(version,)| version))
}

/// What an owner may change of an account; what is `None` stays.
#[derive(Default)]
pub(crate) struct Profile<'p> {
    pub(crate) name: Option<&'p str>,
    pub(crate) username: Option<&'p str>,
    pub(crate) locale: Option<&'p str>,
    pub(crate) zone: Option<&'p str>,
    pub(crate) street_address: Option<&'p str>,
}

/// Changes a profile if it still has the expected version; answers the new one.
pub(crate) async fn set_profile(
    on: &impl Exec,
    id: Id<User>,
    new: &Profile<'_>,
    expected: Option<i64>,
) -> Result<Option<i64>, Error> {
    let Profile { name, username, locale, zone, street_address } = new;
    let (name_key, username_key) = (name.map(key), username.map(key));
    let set: Option<(i64,)> = on
        .opt(
            sql!("update accounts.users set name = coalesce($2, name), name_key = coalesce($3, name_key), username = coalesce($4, username), username_key = coalesce($5, username_key), locale = coalesce($6, locale), zone = coalesce($7, zone), street_address = coalesce($8, street_address), version = version + 1 where id = $1 and (cast($9 as bigint) is null or version = $9) returning version"),
            args![id, name, name_key, username, username_key, locale, zone, street_address, expected],
        )
        .await?;
    Ok(set.map(|(version,)| version))
}

/// Whether somebody else has this user name.
pub(crate) async fn has_username(on: &impl Exec, username_key: &str, but: Uuid) -> Result<bool, Error> {
    let found: Option<(Uuid,)> = on
        .opt(
            sql!("select id from accounts.users where username_key = $1 and id <> $2"),
            args![username_key, but],
        )
        .await?;
    Ok(found.is_some())
}

/// Notes that the mailbox is proved; answers the version.
pub(crate) async fn set_confirmed(on: &impl Exec, id: Id<User>, now: Time) -> Result<i64, Error> {
    let (version,) = on
        .one(
            sql!("update accounts.users set confirmed_at = coalesce(confirmed_at, $2), known_at = coalesce(known_at, $2), version = version + 1 where id = $1 returning version"),
            args![id, now],
        )
        .await?;
    Ok(version)
}

/// Sets a role; answers the version.
pub(crate) async fn set_role(on: &impl Exec, id: Id<User>, role: Role) -> Result<i64, Error> {
    let (version,) = on
        .one(
            sql!(
                "update accounts.users set role = $2, version = version + 1 where id = $1 returning version"
            ),
            args![id, role.to_string()],
        )
        .await?;
    Ok(version)
}

/// Claims the place of the first administrator; false when somebody has it. The one row decides the race.
pub(crate) async fn claim_first_administrator(on: &impl Exec, id: Id<User>) -> Result<bool, Error> {
    let claimed = on
        .exec(
            sql!("update accounts.house set first_administrator = $1 where one = 1 and first_administrator is null"),
            args![id],
        )
        .await?;
    Ok(claimed == 1)
}

/// Whether the house has its first administrator.
pub(crate) async fn has_administrator(on: &impl Exec) -> Result<bool, Error> {
    let (first,): (Option<Uuid>,) =
        on.one(sql!("select first_administrator from accounts.house where one = 1"), args![]).await?;
    Ok(first.is_some())
}

/// How many accounts have a stored password that begins like this.
pub(crate) async fn peppered_with(on: &impl Exec, like: &str) -> Result<i64, Error> {
    let (count,) =
        on.one(sql!("select count(*) from accounts.users where password like $1"), args![like]).await?;
    Ok(count)
}

/// Whether the house is there to be looked around in.
pub(crate) async fn is_demo(on: &impl Exec) -> Result<bool, Error> {
    let (since,): (Option<Time>,) =
        on.one(sql!("select demo_at from accounts.house where one = 1"), args![]).await?;
    Ok(since.is_some())
}

/// Makes it one; false when it is one already. Holds the house until the transaction ends.
pub(crate) async fn make_demo(on: &impl Exec, now: Time) -> Result<bool, Error> {
    let made = on
        .exec(sql!("update accounts.house set demo_at = $1 where one = 1 and demo_at is null"), args![now])
        .await?;
    Ok(made == 1)
}

/// Whether there is anybody besides this account.
pub(crate) async fn has_others(on: &impl Exec, than: Uuid) -> Result<bool, Error> {
    let found: Option<(Uuid,)> =
        on.opt(sql!("select id from accounts.users where id <> $1 limit 1"), args![than]).await?;
    Ok(found.is_some())
}
