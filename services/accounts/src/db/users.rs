//! Statements over `users`, `grants` and `house`.

use chassis::db::{Error, Exec};
use chassis::{args, record, sql};
use kit::{Id, Time};
use uuid::Uuid;

use crate::model::{Role, User};

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
        pub(crate) created_at: Time,
        pub(crate) version: i64,
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
    pub(crate) now: Time,
}

/// Inserts an account; false when address or user name are taken.
pub(crate) async fn insert_user(on: &impl Exec, new: &NewUser<'_>) -> Result<bool, Error> {
    let NewUser { id, number, email, username, name, role, password, now } = new;
    let (email_key, username_key, role) =
        (crate::model::key(email), crate::model::key(username), role.to_string());
    let inserted = on
        .exec(
            sql!("insert into accounts.users(id, number, email, email_key, username, username_key, name, role, password, locale, zone, created_at, version) values($1, $2, $3, $4, $5, $6, $7, $8, $9, 'en', 'UTC', $10, 1) on conflict do nothing"),
            args![id, number, email.trim(), email_key, username, username_key, name, role, password, now],
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

/// An account by its id.
pub(crate) async fn account(on: &impl Exec, id: Id<User>) -> Result<Option<Account>, Error> {
    on.opt(
        sql!("select id, number, email, username, name, role, confirmed_at, locale, zone, created_at, version from accounts.users where id = $1"),
        args![id],
    )
    .await
}

/// The granted sets that hold everywhere in the house.
pub(crate) async fn sets_of(on: &impl Exec, id: Id<User>) -> Result<Vec<(String,)>, Error> {
    on.all(
        sql!("select right_set from accounts.grants where user_id = $1 and scope_kind = 'house' order by right_set limit 20"),
        args![id],
    )
    .await
}

/// Id and stored password of whoever has this address or user name, and whether the mailbox is proved or the
/// account administers the house.
pub(crate) async fn password_by_login(
    on: &impl Exec,
    key: &str,
) -> Result<Option<(Id<User>, String, bool)>, Error> {
    on.opt(
        sql!("select id, password, (confirmed_at is not null or role = 'super_admin') from accounts.users where email_key = $1 or username_key = $1 order by case when email_key = $1 then 0 else 1 end limit 1"),
        args![key],
    )
    .await
}

/// The stored password of an account.
pub(crate) async fn password_of(on: &impl Exec, id: Id<User>) -> Result<String, Error> {
    let (password,) = on.one(sql!("select password from accounts.users where id = $1"), args![id]).await?;
    Ok(password)
}

/// Whether the password that was verified a moment ago is still the stored one. Holds the row until the
/// transaction ends, so that a change of the password and a session for the old one cannot pass each other.
pub(crate) async fn still_has_password(on: &impl Exec, id: Id<User>, stored: &str) -> Result<bool, Error> {
    let held = on
        .exec(
            sql!("update accounts.users set password = password where id = $1 and password = $2"),
            args![id, stored],
        )
        .await?;
    Ok(held == 1)
}

/// Whether an address has an account.
pub(crate) async fn has_account(on: &impl Exec, email_key: &str) -> Result<bool, Error> {
    let found: Option<(Uuid,)> =
        on.opt(sql!("select id from accounts.users where email_key = $1"), args![email_key]).await?;
    Ok(found.is_some())
}

/// Sets a password.
pub(crate) async fn set_password(on: &impl Exec, id: Id<User>, password: &str) -> Result<(), Error> {
    on.exec(sql!("update accounts.users set password = $2 where id = $1"), args![id, password])
        .await
        .map(drop)
}

/// Notes that the mailbox is proved; answers the version.
pub(crate) async fn set_confirmed(on: &impl Exec, id: Id<User>, now: Time) -> Result<i64, Error> {
    let (version,) = on
        .one(
            sql!("update accounts.users set confirmed_at = coalesce(confirmed_at, $2), version = version + 1 where id = $1 returning version"),
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
