//! All services of one PostgreSQL database at one instant, as files, and back (decision D9).
//!
//! The tables are made by the migrations, and only rows and numbers are copied, in PostgreSQL's text form of COPY: any
//! later server reads it, and no program of its own has to be installed beside this one.

use std::collections::BTreeSet;
use std::io::{BufWriter, Read as _, Write as _};
use std::path::Path;
use std::pin::pin;

use bytes::Bytes;
use deadpool_postgres::{ClientWrapper, Object};
use futures_util::{SinkExt as _, TryStreamExt as _};
use serde::{Deserialize, Serialize};

use super::{About, Error, PgPool};

/// What was dumped; a file `<schema>.<table>.copy` each.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Dump {
    /// How each service stood.
    pub about: Vec<About>,
    /// The tables, those that others refer to first.
    pub tables: Vec<Table>,
    /// Where numbers stood.
    pub sequences: Vec<Sequence>,
}

/// A table and the columns that its file holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Table {
    schema: String,
    name: String,
    columns: Vec<String>,
}

/// A sequence and the last number that it gave.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sequence {
    schema: String,
    name: String,
    last: i64,
}

/// Nothing of a copy is bounded by the time that a request may take, and what is written means the same on any server.
const PATIENT: &str = "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; \
    set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local extra_float_digits = 3";
const TABLES: &str = "select n.nspname::text, c.relname::text, \
    (select array_agg(a.attname::text order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 \
    and not a.attisdropped and a.attgenerated = '') from pg_class c join pg_namespace n on n.oid = c.relnamespace \
    where c.relkind = 'r' and n.nspname = any($1) order by 1, 2";
const REFERENCES: &str = "select n.nspname::text, c.relname::text, m.nspname::text, f.relname::text from pg_constraint r \
    join pg_class c on c.oid = r.conrelid join pg_namespace n on n.oid = c.relnamespace \
    join pg_class f on f.oid = r.confrelid join pg_namespace m on m.oid = f.relnamespace \
    where r.contype = 'f' and r.conrelid <> r.confrelid and n.nspname = any($1)";
const SEQUENCES: &str = "select schemaname::text, sequencename::text, last_value from pg_sequences \
    where schemaname = any($1) and last_value is not null order by 1, 2";

impl Table {
    fn file(&self) -> String {
        format!("{}.{}.copy", self.schema, self.name)
    }

    fn quoted(&self) -> String {
        format!("{}.{}", quoted(&self.schema), quoted(&self.name))
    }

    fn columns(&self) -> String {
        self.columns.iter().map(|column| quoted(column)).collect::<Vec<_>>().join(", ")
    }

    fn is(&self, (schema, name): (&str, &str)) -> bool {
        self.schema == schema && self.name == name
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A connection that nobody else gets afterwards, whatever state it is left in.
async fn own(pool: &PgPool) -> Result<ClientWrapper, Error> {
    pool.object().await.map(Object::take)
}

fn fail(sql: &str) -> impl Fn(tokio_postgres::Error) -> Error + '_ {
    move |e| Error::postgres(&e, sql)
}

fn unwritable(path: &Path) -> impl Fn(std::io::Error) -> Error + '_ {
    move |e| Error::Unavailable(format!("{}: {e}", path.display()))
}

/// Writes the rows of these schemas, as they are at one instant, into files of `folder`, which is there and empty.
///
/// # Errors
/// [`Error::Unavailable`] when the database or the folder is; [`Error::Statement`] when tables refer to each other
/// in a circle.
pub async fn dump(pool: &PgPool, schemas: &[&str], folder: &Path) -> Result<Dump, Error> {
    let client = own(pool).await?;
    let begin = format!("begin isolation level repeatable read read only; {PATIENT}");
    client.batch_execute(&begin).await.map_err(fail(&begin))?;
    let mut about = Vec::new();
    for schema in schemas {
        about.push(stands(&client, schema).await?);
    }
    let mut tables = Vec::new();
    for row in client.query(TABLES, &[&schemas]).await.map_err(fail(TABLES))? {
        tables.push(Table { schema: row.get(0), name: row.get(1), columns: row.get(2) });
    }
    let mut references = Vec::new();
    for row in client.query(REFERENCES, &[&schemas]).await.map_err(fail(REFERENCES))? {
        let [a, b, c, d] = [row.get(0), row.get(1), row.get(2), row.get(3)];
        references.push(((a, b), (c, d)));
    }
    let tables = in_order(tables, &references)?;
    for table in &tables {
        copy_out(&client, table, folder).await?;
    }
    let mut sequences = Vec::new();
    for row in client.query(SEQUENCES, &[&schemas]).await.map_err(fail(SEQUENCES))? {
        sequences.push(Sequence { schema: row.get(0), name: row.get(1), last: row.get(2) });
    }
    client.batch_execute("commit").await.map_err(fail("commit"))?;
    Ok(Dump { about, tables, sequences })
}

async fn stands(client: &ClientWrapper, schema: &str) -> Result<About, Error> {
    let sql = format!("select epoch, head from {}.log_head", quoted(schema));
    let row = client.query_one(&sql, &[]).await.map_err(fail(&sql))?;
    let (epoch, head) = (row.get(0), row.get(1));
    let sql =
        format!("select track || '/' || name from {}.migrations order by track, number", quoted(schema));
    let rows = client.query(&sql, &[]).await.map_err(fail(&sql))?;
    let migrations = rows.iter().map(|row| row.get(0)).collect();
    Ok(About { service: schema.to_owned(), epoch, head, migrations })
}

async fn copy_out(client: &ClientWrapper, table: &Table, folder: &Path) -> Result<(), Error> {
    let path = folder.join(table.file());
    let mut file = BufWriter::new(std::fs::File::create(&path).map_err(unwritable(&path))?);
    let sql = format!("copy {} ({}) to stdout", table.quoted(), table.columns());
    let mut rows = pin!(client.copy_out(&sql).await.map_err(fail(&sql))?);
    while let Some(bytes) = rows.try_next().await.map_err(fail(&sql))? {
        file.write_all(&bytes).map_err(unwritable(&path))?;
    }
    file.flush().map_err(unwritable(&path))
}

type Name = (String, String);

/// Those that others refer to come first.
fn in_order(tables: Vec<Table>, references: &[(Name, Name)]) -> Result<Vec<Table>, Error> {
    let (mut left, mut done) = (tables, Vec::new());
    let mut names: BTreeSet<Name> = BTreeSet::new();
    while !left.is_empty() {
        let free = |table: &Table| {
            let own = references.iter().filter(|((schema, name), _)| table.is((schema, name)));
            own.into_iter().all(|(_, to)| names.contains(to))
        };
        let (ready, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(free);
        if ready.is_empty() {
            let sql = rest.iter().map(Table::quoted).collect::<Vec<_>>().join(", ");
            return Err(Error::Statement {
                message: "these tables refer to each other in a circle".into(),
                sql,
            });
        }
        names.extend(ready.iter().map(|table| (table.schema.clone(), table.name.clone())));
        done.extend(ready);
        left = rest;
    }
    Ok(done)
}

/// Puts what [`dump`] wrote into tables that the same migrations made, in place of what is in them, all or nothing.
///
/// # Errors
/// [`Error::Unavailable`] when the database or a file is; what the database says against a row.
pub async fn load(pool: &PgPool, dump: &Dump, folder: &Path) -> Result<(), Error> {
    let client = own(pool).await?;
    let all = dump.tables.iter().map(Table::quoted).collect::<Vec<_>>().join(", ");
    let begin = format!("begin; {PATIENT}; truncate {all}");
    client.batch_execute(&begin).await.map_err(fail(&begin))?;
    for table in &dump.tables {
        copy_in(&client, table, folder).await?;
    }
    for Sequence { schema, name, last } in &dump.sequences {
        let sequence = format!("{}.{}", quoted(schema), quoted(name));
        let sql = "select setval(cast(cast($1 as text) as regclass), $2)";
        client.execute(sql, &[&sequence, last]).await.map_err(fail(sql))?;
    }
    client.batch_execute("commit").await.map_err(fail("commit"))
}

async fn copy_in(client: &ClientWrapper, table: &Table, folder: &Path) -> Result<(), Error> {
    let path = folder.join(table.file());
    let mut file = std::fs::File::open(&path).map_err(unwritable(&path))?;
    let sql = format!("copy {} ({}) from stdin", table.quoted(), table.columns());
    let mut rows = pin!(client.copy_in::<_, Bytes>(&sql).await.map_err(fail(&sql))?);
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = file.read(&mut buffer).map_err(unwritable(&path))?;
        if read == 0 {
            break;
        }
        rows.send(Bytes::copy_from_slice(&buffer[..read])).await.map_err(fail(&sql))?;
    }
    rows.finish().await.map_err(fail(&sql)).map(drop)
}

/// Which of these schemas are in the database.
///
/// # Errors
/// [`Error::Unavailable`] when the database is.
pub async fn schemas_there(pool: &PgPool, schemas: &[&str]) -> Result<Vec<String>, Error> {
    let sql = "select nspname::text from pg_namespace where nspname = any($1) order by 1";
    let rows = own(pool).await?.query(sql, &[&schemas]).await.map_err(fail(sql))?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Takes schemas away with everything in them; after a load that failed.
///
/// # Errors
/// What the database says against it.
pub async fn drop_schemas(pool: &PgPool, schemas: &[&str]) -> Result<(), Error> {
    let names = schemas.iter().map(|schema| quoted(schema)).collect::<Vec<_>>().join(", ");
    let sql = format!("drop schema if exists {names} cascade");
    own(pool).await?.batch_execute(&sql).await.map_err(fail(&sql))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str) -> Table {
        Table { schema: "s".into(), name: name.into(), columns: Vec::new() }
    }

    fn name(name: &str) -> Name {
        ("s".into(), name.into())
    }

    #[test]
    fn tables_come_after_those_that_they_refer_to() {
        let references = [(name("a"), name("b")), (name("b"), name("c"))];
        let ordered = in_order(vec![table("a"), table("b"), table("c")], &references).unwrap();
        let names: Vec<&str> = ordered.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["c", "b", "a"]);
        let circle = [(name("a"), name("b")), (name("b"), name("a"))];
        assert!(in_order(vec![table("a"), table("b")], &circle).is_err());
    }
}
