//! What is done to rows that came back from a backup, before anybody opens them (decisions D6, D9).

use kit::{Result, Time};

use super::sql::own_sql;
use super::value::Columns;
use super::{Db, Error, Exec as _, OwnSql, Record, sql};
use crate::{args, transact};

own_sql! {
    EPOCHS = "select i.epoch, h.epoch, h.head from {s}.installation i, {s}.log_head h";
    BEGIN = "update {s}.installation set epoch = $1, backup_at = $2, restored_at = $3 where one = 1";
    NEW_LOG = "update {s}.log_head set epoch = $1 where one = 1";
    FOLLOW = "update {s}.cursors set epoch = $1 where source = $2 and epoch = $3 and pos <= $4";
    RAISE = "update {s}.counters set value = value + 1000000 returning name, value";
}
static RAISE_SEQUENCES: OwnSql = OwnSql::postgres_only(
    "select cast(sequencename as text), setval(cast(quote_ident(schemaname) || '.' || quote_ident(sequencename) as regclass), coalesce(last_value, 0) + 1000000) from pg_sequences where schemaname = $1 and sequencename like '%\\_number'",
);
inventory::submit! { sql::RegisteredOwn(&RAISE_SEQUENCES) }

/// What was done.
#[derive(Debug)]
pub struct Revived {
    /// The number of the life that begins.
    pub epoch: i64,
    /// Service, series and the number that it goes on from.
    pub numbers: Vec<(&'static str, String, i64)>,
}

struct Epochs {
    installation: i64,
    log: i64,
    head: i64,
}

impl Record for Epochs {
    fn read(columns: &mut Columns<'_>) -> Result<Self, Error> {
        Ok(Self { installation: columns.read()?, log: columns.read()?, head: columns.read()? })
    }
}

/// Lets rows that came back from a backup of `backup_at` begin another life: logs, sessions and links get an
/// epoch that none had before, cursors that stood well in a log of the set stand in its new epoch, and numbers go
/// on far behind those that may have been given out since.
///
/// # Errors
/// As any statement.
pub async fn revive(dbs: &[Db], backup_at: Time) -> Result<Revived> {
    let mut known = Vec::new();
    for db in dbs {
        known.push((db.service(), db.one::<Epochs>(EPOCHS.of(db.service()), args![]).await?));
    }
    let highest = known.iter().map(|(_, epochs)| epochs.installation.max(epochs.log)).max().unwrap_or(0);
    // Never the same for two restores of one set: others may hold positions of the first.
    let epoch = dbs.iter().map(|db| db.now().micros()).max().unwrap_or(0).max(highest + 1);
    let mut numbers = Vec::new();
    for db in dbs {
        let schema = db.service();
        let raised: Vec<(String, i64)> = transact!(db, |tx| {
            tx.exec(BEGIN.of(schema), args![epoch, backup_at, tx.now()]).await?;
            tx.exec(NEW_LOG.of(schema), args![epoch]).await?;
            for (source, epochs) in &known {
                tx.exec(FOLLOW.of(schema), args![epoch, *source, epochs.log, epochs.head]).await?;
            }
            if tx.db().many_writers() {
                Ok(tx.all(RAISE_SEQUENCES.of(schema), args![schema]).await?)
            } else {
                Ok(tx.all(RAISE.of(schema), args![]).await?)
            }
        })?;
        numbers.extend(raised.into_iter().map(|(series, value)| {
            let series = series.strip_suffix("_number").unwrap_or(&series).to_owned();
            (schema, series, value)
        }));
    }
    Ok(Revived { epoch, numbers })
}
