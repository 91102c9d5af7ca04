//! tokio-postgres alone: one connection, its statements prepared once.

use kit::Time;
use tokio_postgres::types::{FromSql, Type};
use tokio_postgres::{Client, NoTls, Row, Statement};
use uuid::Uuid;

use super::{INSERT, Item, READ};
use crate::db::value::{PG_EPOCH, Value};
use crate::db::{Error, PgPool};

/// What the server promises when it says that a row is written.
#[derive(Clone, Debug)]
pub struct Durability {
    /// `on` when it waits for the disk at all.
    pub fsync: String,
    /// `on` when a commit waits for it.
    pub synchronous_commit: String,
}

/// A database for one run of the bench, on a server that has others.
pub struct OwnDatabase {
    admin: Client,
    name: String,
    url: String,
}

impl OwnDatabase {
    /// Makes the database `name` beside the one that `url` names.
    ///
    /// # Errors
    /// When the server cannot be reached, or this user may not make databases there.
    pub async fn make(url: &str, name: &str) -> Result<Self, Error> {
        let admin = client(url).await?;
        let make = format!("create database {name}");
        admin.batch_execute(&make).await.map_err(|e| Error::postgres(&e, &make))?;
        Ok(Self { admin, name: name.to_owned(), url: beside(url, name) })
    }

    /// Where it is reached.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What a commit on this server means.
    ///
    /// # Errors
    /// When the server is gone.
    pub async fn durability(&self) -> Result<Durability, Error> {
        let text = "select current_setting('fsync'), current_setting('synchronous_commit')";
        let row = self.admin.query_one(text, &[]).await.map_err(|e| Error::postgres(&e, text))?;
        Ok(Durability { fsync: row.get(0), synchronous_commit: row.get(1) })
    }

    /// Drops the database with everything in it.
    ///
    /// # Errors
    /// When the server is gone.
    pub async fn drop(self, pool: &PgPool) -> Result<(), Error> {
        pool.close();
        let text = format!("drop database {} with (force)", self.name);
        self.admin.batch_execute(&text).await.map_err(|e| Error::postgres(&e, &text))
    }
}

/// The same server, another database.
fn beside(url: &str, name: &str) -> String {
    let (place, options) = url.split_once('?').map_or((url, None), |(place, o)| (place, Some(o)));
    let server = match place.rfind('/') {
        Some(slash) if !place[..slash].ends_with('/') => &place[..slash],
        _ => place.trim_end_matches('/'),
    };
    let options = options.map_or_else(String::new, |options| format!("?{options}"));
    format!("{server}/{name}{options}")
}

/// A connection with what it needs prepared.
pub struct RawPostgres {
    client: Client,
    read: Statement,
    insert: Statement,
}

impl RawPostgres {
    /// Connects.
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        let client = client(url).await?;
        let fail = |e: tokio_postgres::Error| Error::postgres(&e, "prepare");
        let read = client.prepare(READ.postgres()).await.map_err(fail)?;
        let insert = client.prepare(INSERT.postgres()).await.map_err(fail)?;
        Ok(Self { client, read, insert })
    }

    /// Reads one item.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn read(&self, id: Uuid) -> Result<Item, Error> {
        let row = self.client.query_one(&self.read, &[&Value::Uuid(id)]).await;
        row.and_then(|row| item(&row)).map_err(|e| Error::postgres(&e, READ.postgres()))
    }

    /// Inserts one item.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn insert(&self, item: &Item) -> Result<(), Error> {
        let Item { id, owner, title, price_minor, created_at, state } = item;
        let (id, owner, at) = (Value::Uuid(*id), Value::Uuid(*owner), Value::Time(*created_at));
        let done =
            self.client.execute(&self.insert, &[&id, &owner, title, price_minor, &at, state]).await.map(drop);
        done.map_err(|e| Error::postgres(&e, INSERT.postgres()))
    }
}

/// The bytes of a column, for types that the driver does not know by itself.
struct Bytes<'a>(&'a [u8]);
impl<'a> FromSql<'a> for Bytes<'a> {
    fn from_sql(_: &Type, bytes: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(bytes))
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

fn item(row: &Row) -> Result<Item, tokio_postgres::Error> {
    let uuid = |column: usize| {
        row.try_get::<_, Bytes<'_>>(column).map(|bytes| Uuid::from_slice(bytes.0).unwrap_or_default())
    };
    let at = row.try_get::<_, Bytes<'_>>(4)?.0.try_into().map_or(0, i64::from_be_bytes);
    Ok(Item {
        id: uuid(0)?,
        owner: uuid(1)?,
        title: row.try_get(2)?,
        price_minor: row.try_get(3)?,
        created_at: Time::from_micros(at + PG_EPOCH),
        state: row.try_get(5)?,
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "the driver's connection needs a task; it ends with its client"
)]
async fn client(url: &str) -> Result<Client, Error> {
    let connected = tokio_postgres::connect(url, NoTls).await;
    let (client, connection) = connected.map_err(|e| Error::Unavailable(e.to_string()))?;
    tokio::spawn(connection);
    Ok(client)
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn names_another_database_of_the_same_server() {
        assert_eq!(beside("postgres://a:b@host:5432/main", "x"), "postgres://a:b@host:5432/x");
        assert_eq!(beside("postgres://host", "x"), "postgres://host/x");
        assert_eq!(beside("postgres://host/?a=/b", "x"), "postgres://host/x?a=/b");
    }
}
