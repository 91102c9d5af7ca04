//! Numbered changes of a schema, applied at start, taken back by hand.
//!
//! A file `migrations/NNNN_name.sql` holds `-- up` and `-- down`, written in the schema words of decision
//! D24; `-- number users` declares a series for [`Tx::next_number`](super::Tx::next_number). Chassis's own
//! tables come first in every schema, as a track of their own.

use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};
use kit::Time;
use kit::text::hex;

use super::value::Columns;
use super::{Db, Engine, Error, Exec, Record, sql};
use crate::args;

/// One numbered change.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// `0001_users`.
    pub name: &'static str,
    /// The file's text.
    pub text: &'static str,
}

/// Embeds the named files of the service's `migrations/` folder, in order.
#[macro_export]
macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$($crate::db::migrate::Migration {
            name: $name,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $name, ".sql")),
        }),*]
    };
}

/// Where a migration stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// `chassis` or the service's name.
    pub track: &'static str,
    /// `0001_users`.
    pub name: String,
    /// When it was applied; nothing when it is still to come.
    pub applied_at: Option<Time>,
}

impl Standing {
    /// `accounts/0001_users`.
    #[must_use]
    pub fn full_name(&self) -> String {
        full_name(self.track, &self.name)
    }
}

/// The tables that chassis itself needs in every schema.
const CHASSIS: &[Migration] = crate::migrations!["0001_log", "0002_doors", "0003_installation"];

struct Applied {
    track: String,
    name: String,
    checksum: String,
    at: Time,
}

impl Record for Applied {
    fn read(columns: &mut Columns<'_>) -> Result<Self, Error> {
        Ok(Self {
            track: columns.read()?,
            name: columns.read()?,
            checksum: columns.read()?,
            at: columns.read()?,
        })
    }
}

sql::own_sql! {
    APPLIED = "select track, name, checksum, applied_at from {s}.migrations order by track, number";
}

/// Applies what is missing.
///
/// # Errors
/// [`Error::Migration`] when the schema is newer than this program or a file was changed after it was applied.
pub async fn up(db: &Db, own: &[Migration]) -> Result<usize, Error> {
    apply(db, own, |_| true).await
}

/// Applies of what is missing only what is named here, as [`Standing::full_name`] writes it: the schema of an older program,
/// so that its rows fit in.
///
/// # Errors
/// As [`up`]; [`Error::Migration`] when this program does not know one of them.
pub async fn up_as_it_was(db: &Db, own: &[Migration], names: &[String]) -> Result<usize, Error> {
    let known: Vec<String> = all(db, own).map(|(track, m)| full_name(track, m.name)).collect();
    if let Some(newer) = names.iter().find(|name| !known.contains(name)) {
        return Err(newer_than_this(db, newer));
    }
    apply(db, own, |name| names.iter().any(|wanted| wanted == name)).await
}

async fn apply(db: &Db, own: &[Migration], wanted: impl Fn(&str) -> bool) -> Result<usize, Error> {
    prepare(db).await?;
    let applied = check(db, own).await?;
    let mut done = 0;
    for (track, migration) in all(db, own) {
        if !wanted(&full_name(track, migration.name)) {
            continue;
        }
        if applied.iter().any(|a| a.track == track && a.name == migration.name) {
            continue;
        }
        let (up, _) = halves(migration)?;
        let note = format!(
            "insert into {{s}}.migrations(track, number, name, checksum, applied_at) values('{track}', {}, '{}', '{}', {})",
            number(migration)?,
            migration.name,
            checksum(migration),
            instant(db, db.now()),
        );
        // The note comes first: of two processes that start at once the second meets it, and finds all done.
        match script(db, &format!("{note};\n{up}")).await {
            Ok(()) => done += 1,
            Err(Error::Conflict(_)) if is_applied(db, own, track, migration).await? => {}
            Err(error) => return Err(named(db, migration, &error)),
        }
        tracing::info!(service = db.service(), migration = migration.name, "schema changed");
    }
    Ok(done)
}

/// Takes the newest migration of the service back.
///
/// # Errors
/// [`Error::Migration`] when there is none, or when its `-- down` says `loses data` and `force` is not set.
pub async fn down(db: &Db, own: &[Migration], force: bool) -> Result<&'static str, Error> {
    prepare(db).await?;
    let applied = check(db, own).await?;
    let newest =
        own.iter().rev().find(|m| applied.iter().any(|a| a.track == db.service() && a.name == m.name));
    let Some(migration) = newest else {
        return Err(Error::Migration(format!("{} has no migration to take back", db.service())));
    };
    let (up, down) = halves(migration)?;
    if down.contains("loses data") && !force {
        let name = migration.name;
        return Err(Error::Migration(format!(
            "taking {name} back loses data; add --force to do it all the same"
        )));
    }
    let note =
        format!("delete from {{s}}.migrations where track='{}' and name='{}'", db.service(), migration.name);
    let numbers = numbers_back(up, db.many_writers());
    script(db, &format!("{down};\n{numbers}\n{note}")).await.map_err(|e| named(db, migration, &e))?;
    Ok(migration.name)
}

/// Tells where each migration stands.
///
/// # Errors
/// As [`up`].
pub async fn status(db: &Db, own: &[Migration]) -> Result<Vec<Standing>, Error> {
    prepare(db).await?;
    let applied = check(db, own).await?;
    let at =
        |track: &str, name: &str| applied.iter().find(|a| a.track == track && a.name == name).map(|a| a.at);
    Ok(all(db, own)
        .map(|(track, m)| Standing { track, name: m.name.to_owned(), applied_at: at(track, m.name) })
        .collect())
}

async fn is_applied(db: &Db, own: &[Migration], track: &str, migration: &Migration) -> Result<bool, Error> {
    Ok(check(db, own).await?.iter().any(|a| a.track == track && a.name == migration.name))
}

fn all<'m>(db: &Db, own: &'m [Migration]) -> impl Iterator<Item = (&'static str, &'m Migration)> {
    let service = db.service();
    CHASSIS.iter().map(|m| ("chassis", m)).chain(own.iter().map(move |m| (service, m)))
}

async fn prepare(db: &Db) -> Result<(), Error> {
    let table = "create table if not exists {s}.migrations(track text not null, number bigint not null,
        name text not null, checksum text not null, applied_at timestamptz not null, primary key(track, number))";
    let schema = if db.many_writers() { "create schema if not exists {s};" } else { "" };
    script(db, &format!("{schema}\n{table}")).await
}

async fn check(db: &Db, own: &[Migration]) -> Result<Vec<Applied>, Error> {
    let applied: Vec<Applied> = db.all(APPLIED.of(db.service()), args![]).await?;
    for row in &applied {
        let known = all(db, own).find(|(track, m)| *track == row.track && m.name == row.name);
        let Some((_, migration)) = known else {
            return Err(newer_than_this(db, &full_name(&row.track, &row.name)));
        };
        if checksum(migration) != row.checksum {
            return Err(Error::Migration(format!(
                "migration {} of {} was changed after it had been applied; write a new one instead",
                row.name,
                db.service()
            )));
        }
    }
    Ok(applied)
}

fn full_name(track: &str, name: &str) -> String {
    format!("{track}/{name}")
}

fn newer_than_this(db: &Db, migration: &str) -> Error {
    Error::Migration(format!(
        "the data of {} is newer than this program: it has migration {migration}. Start the newer program again, or \
         bring back the backup that was made before the update.",
        db.service(),
    ))
}

async fn script(db: &Db, text: &str) -> Result<(), Error> {
    let text = without_comments(&numbers(text, db.many_writers()));
    match &db.0.engine {
        Engine::Postgres(postgres) => postgres.script(&sql::for_postgres(&text, db.service())).await,
        Engine::Sqlite(sqlite) => {
            let text = sqlite_words(&sql::for_sqlite(&text, db.service()));
            sqlite
                .alone(|conn| {
                    let fail = |e: rusqlite::Error| Error::sqlite(&e, &text);
                    let tx = conn
                        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
                        .map_err(fail)?;
                    tx.execute_batch(&text).map_err(fail)?;
                    tx.commit().map_err(fail)
                })
                .await
        }
    }
}

/// Writes `-- number users` out as what each engine draws numbers from.
fn numbers(text: &str, postgres: bool) -> String {
    let line = |line: &str| match line.trim().strip_prefix("-- number ") {
        Some(series) if postgres => format!("create sequence {{s}}.{series}_number;"),
        Some(series) => format!("insert into {{s}}.counters(name, value) values('{series}', 0);"),
        None => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Takes back what [`numbers`] wrote out.
fn numbers_back(up: &str, postgres: bool) -> String {
    let series = up.lines().filter_map(|line| line.trim().strip_prefix("-- number "));
    let back = series.map(|series| {
        if postgres {
            format!("drop sequence {{s}}.{series}_number;")
        } else {
            format!("delete from {{s}}.counters where name = '{series}';")
        }
    });
    back.collect()
}

/// A comment may hold an apostrophe or a semicolon, which mean nothing there.
fn without_comments(text: &str) -> String {
    text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Turns the schema words of D24 into SQLite's, and every table into a strict one.
fn sqlite_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for statement in text.split(';').filter(|s| !s.trim().is_empty()) {
        let mut words = String::with_capacity(statement.len());
        let mut rest = statement;
        while let Some(end) = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
            words.push_str(word(&rest[..end]));
            let next = end + rest[end..].chars().next().map_or(1, char::len_utf8);
            words.push_str(&rest[end..next]);
            rest = &rest[next..];
        }
        words.push_str(word(rest));
        let words = words.replace("collate \"C\"", "").replace("real precision", "real");
        let words = words.replace(" generated by default as identity", "");
        out.push_str(words.trim_end());
        let table = statement.trim_start().to_ascii_lowercase().starts_with("create table");
        out.push_str(if table { " strict;\n" } else { ";\n" });
    }
    out
}

fn word(word: &str) -> &str {
    match word {
        "uuid" | "bytea" => "blob",
        "bigint" | "boolean" | "timestamptz" => "integer",
        "jsonb" => "text",
        "double" => "real",
        other => other,
    }
}

fn halves(migration: &Migration) -> Result<(&'static str, &'static str), Error> {
    let parts =
        migration.text.split_once("-- down").and_then(|(up, down)| Some((up.split_once("-- up")?.1, down)));
    parts.ok_or_else(|| {
        Error::Migration(format!("{} needs a part '-- up' and a part '-- down'", migration.name))
    })
}

fn number(migration: &Migration) -> Result<i64, Error> {
    let digits = migration.name.split('_').next().unwrap_or_default();
    digits.parse().map_err(|_| Error::Migration(format!("{} does not begin with its number", migration.name)))
}

fn checksum(migration: &Migration) -> String {
    short_hash(migration.text.as_bytes())
}

/// The checksum of any text, in the same short form.
#[must_use]
pub fn checksum_of_text(text: &str) -> String {
    short_hash(text.as_bytes())
}

fn short_hash(bytes: &[u8]) -> String {
    hex(&digest(&SHA256, bytes).as_ref()[..8])
}

/// The checksum of all migrations of a service: the name of its template database in tests.
#[must_use]
pub fn checksum_of(own: &[Migration]) -> String {
    short_hash(CHASSIS.iter().chain(own).map(checksum).collect::<String>().as_bytes())
}

fn instant(db: &Db, at: Time) -> String {
    if db.many_writers() { format!("timestamptz '{at}'") } else { at.micros().to_string() }
}

fn named(db: &Db, migration: &Migration, error: &Error) -> Error {
    Error::Migration(format!("migration {} of {} failed: {error}", migration.name, db.service()))
}

/// The SQLite file of a service in a data folder.
#[must_use]
pub fn file_of(data: &Path, service: &str) -> std::path::PathBuf {
    data.join(format!("{service}.db"))
}

/// Prepares a statement without running it, so that a test can try each on this engine.
///
/// # Errors
/// What the database says against it.
pub async fn prepare_only(db: &Db, statement: &sql::Statement) -> Result<(), Error> {
    match &db.0.engine {
        Engine::Postgres(postgres) => postgres.prepare(statement).await,
        Engine::Sqlite(sqlite) => {
            let text = sql::with_list(statement.sqlite(), '?', 2);
            sqlite.alone(|conn| conn.prepare(&text).map(drop).map_err(|e| Error::sqlite(&e, &text))).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speaks_sqlites_words() {
        let text =
            "create table users(id uuid primary key, at timestamptz, name text collate \"C\" not null);
            create index users_at on users(at) -- for one's list; and more
            where at is not null; drop table accounts.old;";
        let got = sqlite_words(&sql::for_sqlite(&without_comments(text), "accounts"));
        assert!(
            got.contains("create table users(id blob primary key, at integer, name text  not null) strict;")
        );
        assert!(got.contains("drop table old;"));
        assert!(got.contains("where at is not null;") && !got.contains("list"));
    }

    #[test]
    fn writes_numbers_out() {
        assert_eq!(numbers("-- number users", true), "create sequence {s}.users_number;");
        assert!(numbers("-- number users", false).contains("values('users', 0)"));
    }

    #[test]
    fn wants_both_halves() {
        assert!(halves(&Migration { name: "0001_x", text: "-- up\ncreate" }).is_err());
        assert!(halves(&Migration { name: "0001_x", text: "-- up\na\n-- down\nb" }).is_ok());
    }
}
