//! Every SQL statement of notify.

use chassis::db::{Error, Exec};
use chassis::telemetry::Gauge;
use chassis::{args, record, sql};
use kit::{Id, Sealed, Time};
use uuid::Uuid;

use crate::model::{Letter, Note};
use crate::ops::Post;

record! {
    /// A note, as its table holds it.
    pub(crate) struct NoteRow {
        pub(crate) id: Id<Note>,
        pub(crate) kind: String,
        pub(crate) params: String,
        pub(crate) at: Time,
        pub(crate) read_at: Option<Time>,
    }
}

record! {
    /// A mail that is due.
    pub(crate) struct Due {
        pub(crate) id: Id<Letter>,
        pub(crate) user: Uuid,
        pub(crate) letter: String,
        pub(crate) proof: Option<Sealed<()>>,
        pub(crate) mailbox: Option<Sealed<()>>,
        pub(crate) tries: i64,
        pub(crate) due_at: Time,
        pub(crate) created_at: Time,
    }
}

/// Inserts a note.
pub(crate) async fn insert_note(
    on: &impl Exec,
    (id, user): (Id<Note>, Uuid),
    kind: &str,
    params: &str,
    at: Time,
) -> Result<(), Error> {
    on.exec(
        sql!("insert into notify.notes(id, user_id, kind, params, at) values($1, $2, $3, $4, $5)"),
        args![id, user, kind, params, at],
    )
    .await
    .map(drop)
}

/// A member's notes, newest first, after a place in that order.
pub(crate) async fn notes(
    on: &impl Exec,
    user: Uuid,
    (at, id): (Time, Uuid),
    limit: u32,
) -> Result<Vec<NoteRow>, Error> {
    on.all(
        sql!("select id, kind, params, at, read_at from notify.notes where user_id = $1 and (at, id) < ($2, $3) order by at desc, id desc limit $4"),
        args![user, at, id, limit],
    )
    .await
}

/// How many notes a member has not read.
pub(crate) async fn unread(on: &impl Exec, user: Uuid) -> Result<i64, Error> {
    let (count,) = on
        .one(sql!("select count(*) from notify.notes where user_id = $1 and read_at is null"), args![user])
        .await?;
    Ok(count)
}

/// Marks a note of this member and all older ones as read; answers how many were not.
pub(crate) async fn read_up_to(on: &impl Exec, user: Uuid, note: Id<Note>, now: Time) -> Result<u64, Error> {
    on.exec(
        sql!("update notify.notes set read_at = $3 where user_id = $1 and read_at is null and (at, id) <= (select n.at, n.id from notify.notes n where n.id = $2 and n.user_id = $1)"),
        args![user, note, now],
    )
    .await
}

/// Whether this note is one of this member.
pub(crate) async fn has_note(on: &impl Exec, user: Uuid, note: Id<Note>) -> Result<bool, Error> {
    let found: Option<(Uuid,)> =
        on.opt(sql!("select id from notify.notes where id = $2 and user_id = $1"), args![user, note]).await?;
    Ok(found.is_some())
}

/// Queues a mail.
pub(crate) async fn insert_mail(
    on: &impl Exec,
    id: Id<Letter>,
    Post { user, letter, proof, mailbox }: &Post<'_>,
    now: Time,
) -> Result<(), Error> {
    on.exec(
        sql!("insert into notify.mails(id, user_id, letter, proof, mailbox, state, tries, due_at, created_at) values($1, $2, $3, $4, $5, 'queued', 0, $6, $6)"),
        args![id, user, letter, proof, mailbox, now],
    )
    .await
    .map(drop)
}

/// Whether this instant lies before the restore that this life of the house began with: whoever had to hear of it then
/// was written to in the life before.
pub(crate) async fn is_of_a_life_before(on: &impl Exec, at: Time) -> Result<bool, Error> {
    let found: Option<(i64,)> = on
        .opt(sql!("select i.epoch from notify.installation i where i.restored_at >= $1"), args![at])
        .await?;
    Ok(found.is_some())
}

/// Drops all mails that are queued; what was sealed in them is overwritten. Answers how many there were.
pub(crate) async fn drop_mails(on: &impl Exec, now: Time) -> Result<u64, Error> {
    on.exec(
        sql!("update notify.mails set state = 'dropped', proof = null, mailbox = null, sent_at = $1 where state = 'queued'"),
        args![now],
    )
    .await
}

/// How many mails wait, and since when the oldest does.
pub(crate) async fn waiting(on: &impl Exec) -> Result<(i64, Option<Time>), Error> {
    on.one(sql!("select count(*), min(created_at) from notify.mails where state = 'queued'"), args![]).await
}

/// How many mails were given up after `since`.
pub(crate) async fn failed_since(on: &impl Exec, since: Time) -> Result<i64, Error> {
    let (count,) = on
        .one(sql!("select count(*) from notify.mails where state = 'failed' and sent_at > $1"), args![since])
        .await?;
    Ok(count)
}

/// How many mails wait, or events stand aside, with something in them that a key sealed; `like` is its id with `.%`.
pub(crate) async fn sealed_with(on: &impl Exec, like: &str) -> Result<i64, Error> {
    let (count,) = on
        .one(
            sql!("select (select count(*) from notify.mails m where m.state = 'queued' and (m.proof like $1 or m.mailbox like $1)) + (select count(*) from notify.parked p where p.body like '%\"' || $1)"),
            args![like],
        )
        .await?;
    Ok(count)
}

/// How many mails wait, as a figure.
pub(crate) fn queue() -> Gauge {
    let asked = sql!("select count(*) from notify.mails where state = 'queued'");
    Gauge { name: "marquee_mails_waiting", tells: "Mails that wait to be sent.", asked }
}

/// Mails whose time has come.
pub(crate) async fn due_mails(on: &impl Exec, now: Time) -> Result<Vec<Due>, Error> {
    on.all(
        sql!("select id, user_id, letter, proof, mailbox, tries, due_at, created_at from notify.mails where state = 'queued' and due_at <= $1 order by due_at limit 20"),
        args![now],
    )
    .await
}

/// Takes a mail until `until`; false when another sender was faster.
pub(crate) async fn claim_mail(on: &impl Exec, mail: &Due, until: Time) -> Result<bool, Error> {
    let claimed = on
        .exec(
            sql!("update notify.mails set due_at = $3, tries = tries + 1 where id = $1 and state = 'queued' and due_at = $2"),
            args![mail.id, mail.due_at, until],
        )
        .await?;
    Ok(claimed == 1)
}

/// Tries a mail again at `at`.
pub(crate) async fn put_off_mail(on: &impl Exec, id: Id<Letter>, at: Time) -> Result<(), Error> {
    on.exec(sql!("update notify.mails set due_at = $2 where id = $1 and state = 'queued'"), args![id, at])
        .await
        .map(drop)
}

/// Ends a mail as `sent`, `dropped` or `failed`; what was sealed in it is overwritten.
pub(crate) async fn end_mail(on: &impl Exec, id: Id<Letter>, state: &str, now: Time) -> Result<(), Error> {
    on.exec(
        sql!("update notify.mails set state = $2, proof = null, mailbox = null, sent_at = $3 where id = $1 and state = 'queued'"),
        args![id, state, now],
    )
    .await
    .map(drop)
}
