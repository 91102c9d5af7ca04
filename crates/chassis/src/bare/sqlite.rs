//! rusqlite alone: the statement prepared once, the transaction by hand.

use std::path::Path;

use kit::Time;
use rusqlite::{Connection, OpenFlags, Statement, params};
use uuid::Uuid;

use super::{INSERT, Item, READ};
use crate::db::Error;
use crate::db::sqlite::{READER, WRITER, connect};

/// A connection that reads, with the pragmas of the data layer's readers.
pub struct RawReader(Connection);

impl RawReader {
    /// Opens the file.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(path: &Path) -> Result<Self, Error> {
        open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, READER).map(Self)
    }

    /// Reads one item after another, with one prepared statement, while `next` gives an id.
    ///
    /// # Errors
    /// When a row is missing.
    pub fn read(&self, mut next: impl FnMut() -> Option<Uuid>) -> Result<(), Error> {
        let mut work = || {
            let mut statement = self.0.prepare(READ.sqlite())?;
            while let Some(id) = next() {
                std::hint::black_box(one(&mut statement, id)?);
            }
            Ok(())
        };
        work().map_err(|e| Error::sqlite(&e, READ.sqlite()))
    }
}

fn one(statement: &mut Statement<'_>, id: Uuid) -> rusqlite::Result<Item> {
    statement.query_row([id.as_bytes().as_slice()], |row| {
        let uuid = |column| -> rusqlite::Result<Uuid> {
            Ok(Uuid::from_slice(row.get_ref(column)?.as_blob()?).unwrap_or_default())
        };
        Ok(Item {
            id: uuid(0)?,
            owner: uuid(1)?,
            title: row.get(2)?,
            price_minor: row.get(3)?,
            created_at: Time::from_micros(row.get(4)?),
            state: row.get(5)?,
        })
    })
}

/// The connection that writes, with the pragmas of the data layer's writer.
pub struct RawWriter(Connection);

impl RawWriter {
    /// Opens the file.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(path: &Path) -> Result<Self, Error> {
        open(path, OpenFlags::SQLITE_OPEN_READ_WRITE, WRITER).map(Self)
    }

    /// What `pragma synchronous` says: 2 is FULL.
    ///
    /// # Errors
    /// When the connection is broken.
    pub fn synchronous(&self) -> Result<i64, Error> {
        let text = "pragma synchronous";
        self.0.query_row(text, [], |row| row.get(0)).map_err(|e| Error::sqlite(&e, text))
    }

    /// One item in a transaction of its own, and so one wait for the disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn insert(&self, item: &Item) -> Result<(), Error> {
        self.put(item).map_err(|e| Error::sqlite(&e, INSERT.sqlite()))
    }

    /// All items in one transaction, a savepoint each: what a group commit comes down to.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn insert_batch(&self, items: &[Item]) -> Result<(), Error> {
        let run = |text: &str| self.0.prepare_cached(text)?.execute([]).map(drop);
        let work = || {
            run("begin immediate")?;
            for item in items {
                run("savepoint t")?;
                self.put(item)?;
                run("release t")?;
            }
            run("commit")
        };
        work().map_err(|e| Error::sqlite(&e, INSERT.sqlite()))
    }

    fn put(&self, item: &Item) -> rusqlite::Result<()> {
        let mut statement = self.0.prepare_cached(INSERT.sqlite())?;
        let (id, owner) = (item.id.as_bytes().as_slice(), item.owner.as_bytes().as_slice());
        let Item { title, price_minor, created_at, state, .. } = item;
        statement.execute(params![id, owner, title, price_minor, created_at.micros(), state]).map(drop)
    }
}

fn open(path: &Path, flags: OpenFlags, pragmas: &str) -> Result<Connection, Error> {
    let conn = connect(path, flags)?;
    conn.execute_batch(pragmas).map_err(|e| Error::sqlite(&e, "pragma"))?;
    Ok(conn)
}
