//! The log of one service: append-only, numbered without gaps.

use kit::{Envelope, Event, Result, Time};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::sql::own_sql;
use crate::db::value::Columns;
use crate::db::{Db, Error as DbError, Exec, Record, Tx};
use crate::{args, random, transact};

/// The most bytes that the body of an event may have.
pub const LARGEST: usize = 256 * 1024;

own_sql! {
    /// SQLite: the single writer numbers at once.
    NEXT_POS = "update {s}.log_head set head = head + 1 where one = 1 returning head";
    APPEND = "insert into {s}.events(event_id, pos, aggregate, version, type, at, actor, body) values($1, $2, $3, $4, $5, $6, $7, $8)";
    HEAD = "select epoch, first_pos, head from {s}.log_head where one = 1";
    LOCK_HEAD = "select epoch, first_pos, head from {s}.log_head where one = 1 {lock}";
    /// PostgreSQL: what is committed and has no number yet, in the order in which it was written.
    NUMBER = "with fresh as (select seq, row_number() over (order by seq) as n from (select seq from {s}.events where pos is null order by seq limit 1000) as picked) update {s}.events set pos = $1 + fresh.n from fresh where events.seq = fresh.seq";
    MOVE_HEAD = "update {s}.log_head set head = head + $1 where one = 1";
    READ = "select pos, event_id, aggregate, version, type, at, actor, body from {s}.events where pos > $1 and pos <= $2 and type = $3 order by pos limit 100";
}

/// Where a log begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Another one after a restore; positions of different epochs do not compare.
    pub epoch: i64,
    /// The oldest position that is still there.
    pub first_pos: i64,
    /// The newest position.
    pub head: i64,
}

impl Record for Head {
    fn read(columns: &mut Columns<'_>) -> Result<Self, DbError> {
        Ok(Self { epoch: columns.read()?, first_pos: columns.read()?, head: columns.read()? })
    }
}

/// An event as a row of a log, or of what was parked.
pub(super) struct Row(pub(super) Envelope);
impl Record for Row {
    fn read(columns: &mut Columns<'_>) -> Result<Self, DbError> {
        Ok(Self(Envelope {
            pos: columns.read()?,
            event_id: columns.read()?,
            aggregate: columns.read()?,
            version: columns.read()?,
            kind: columns.read()?,
            at: columns.read::<Time>()?,
            actor: columns.read()?,
            body: columns.read()?,
        }))
    }
}

impl Tx {
    /// Publishes a fact with the change that this transaction makes.
    ///
    /// `version` is what the guarded update of the event's aggregate returned; it is the only event of
    /// that version.
    ///
    /// # Errors
    /// As any statement; a body over [`LARGEST`] is refused.
    pub async fn publish<E: Event>(&self, version: i64, actor: Option<Uuid>, event: &E) -> Result<Uuid> {
        let body = serde_json::to_string(event)?;
        if body.len() > LARGEST {
            return Err(kit::error::INTERNAL
                .err()
                .caused_by(format!("event {} is over {LARGEST} bytes", E::TYPE)));
        }
        let schema = self.db().service();
        let event_id = random::uuid(self.now());
        let pos = if self.db().many_writers() {
            None
        } else {
            let (pos,): (i64,) = self.one(NEXT_POS.of(schema), args![]).await?;
            Some(pos)
        };
        let (aggregate, now) = (event.aggregate(), self.now());
        let args = args![event_id, pos, aggregate, version, E::TYPE, now, actor, body];
        self.exec(APPEND.of(schema), args).await?;
        self.publishes();
        Ok(event_id)
    }
}

/// Where the log of `db` begins and ends.
///
/// # Errors
/// As any statement.
pub async fn head(db: &Db) -> Result<Head> {
    Ok(db.one(HEAD.of(db.service()), args![]).await?)
}

/// Up to 100 events of one type after `after`, up to and with `until`.
///
/// # Errors
/// As any statement.
pub async fn read(db: &Db, after: i64, until: i64, kind: &str) -> Result<Vec<Envelope>> {
    let rows: Vec<Row> = db.all(READ.of(db.service()), args![after, until, kind]).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Numbers what is committed on PostgreSQL; answers how many. SQLite numbers when it writes.
///
/// The lock on the head makes it one at a time, whoever runs it: the number of the next event is drawn
/// after the lock is held, in a statement of its own that sees all that was committed by then.
///
/// # Errors
/// As any statement.
pub async fn sequence(db: &Db) -> Result<u64> {
    if !db.many_writers() {
        return Ok(0);
    }
    let schema = db.service();
    let numbered = transact!(db, |tx| {
        let head: Head = tx.one(LOCK_HEAD.of(schema), args![]).await?;
        let numbered = tx.exec(NUMBER.of(schema), args![head.head]).await?;
        if numbered > 0 {
            tx.exec(MOVE_HEAD.of(schema), args![i64::try_from(numbered).unwrap_or(0)]).await?;
        }
        Ok(numbered)
    })?;
    if numbered > 0 {
        db.published().notify_waiters();
    }
    Ok(numbered)
}
