//! One SQL text for two databases.

use std::sync::{OnceLock, PoisonError, RwLock};

/// A statement in the PostgreSQL-flavoured SQL that both engines understand, made by [`sql!`](crate::sql).
///
/// Tables carry their service's schema (`accounts.users`), parameters are `$1`, `$2`; `in ($3..)`
/// takes a list as its last parameter; `{lock}` and `{claim}` are row locks where they exist.
#[derive(Debug)]
pub struct Statement {
    schema: &'static str,
    text: &'static str,
    place: &'static str,
    sqlite: OnceLock<String>,
    postgres: OnceLock<String>,
    writes: OnceLock<bool>,
}

/// A statement that was written with [`sql!`](crate::sql), so that one test can prepare each on both engines.
#[derive(Debug)]
pub struct Registered(pub &'static Statement);
inventory::collect!(Registered);

/// All statements that the program was linked with.
pub fn all() -> impl Iterator<Item = &'static Statement> {
    inventory::iter::<Registered>.into_iter().map(|registered| registered.0)
}

/// Writes a statement of the service in whose crate it stands, and registers it.
#[macro_export]
macro_rules! sql {
    ($text:literal) => {{
        static STATEMENT: $crate::db::sql::Statement =
            $crate::db::sql::Statement::new(env!("CARGO_CRATE_NAME"), $text, concat!(file!(), ":", line!()));
        $crate::inventory::submit! { $crate::db::sql::Registered(&STATEMENT) }
        &STATEMENT
    }};
}

impl Statement {
    /// Declares a statement over the tables of `schema`; `place` tells a reader where it is written.
    #[must_use]
    pub const fn new(schema: &'static str, text: &'static str, place: &'static str) -> Self {
        Self {
            schema,
            text,
            place,
            sqlite: OnceLock::new(),
            postgres: OnceLock::new(),
            writes: OnceLock::new(),
        }
    }

    /// The service whose tables it speaks of.
    #[must_use]
    pub fn schema(&self) -> &'static str {
        self.schema
    }

    /// File and line where it is written.
    #[must_use]
    pub fn place(&self) -> &'static str {
        self.place
    }

    /// As SQLite gets it: no schema, `?n`, no row locks.
    #[must_use]
    pub fn sqlite(&self) -> &str {
        self.sqlite.get_or_init(|| for_sqlite(self.text, self.schema))
    }

    /// As PostgreSQL gets it.
    #[must_use]
    pub fn postgres(&self) -> &str {
        self.postgres.get_or_init(|| for_postgres(self.text, self.schema))
    }

    /// Whether it changes rows, and so needs the writer.
    #[must_use]
    pub fn writes(&self) -> bool {
        *self.writes.get_or_init(|| {
            let text = self.text.trim_start().to_ascii_lowercase();
            let first = text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
            match first {
                "select" => false,
                "with" => ["insert into ", "update ", "delete from "].iter().any(|word| text.contains(word)),
                _ => true,
            }
        })
    }
}

/// A statement of the chassis itself, which every service runs over tables in its own schema (`{s}.events`).
pub struct OwnSql {
    text: &'static str,
    postgres_only: bool,
    made: RwLock<Vec<&'static Statement>>,
}

/// An [`OwnSql`], so that one test can prepare each on both engines.
pub struct RegisteredOwn(pub &'static OwnSql);
inventory::collect!(RegisteredOwn);

/// Declares and registers statements of the chassis: `own_sql! { TAKE = "select … from {s}.jobs"; }`.
macro_rules! own_sql {
    ($($(#[$meta:meta])* $name:ident = $text:literal;)+) => {
        $($(#[$meta])* static $name: $crate::db::OwnSql = $crate::db::OwnSql::new($text);
        inventory::submit! { $crate::db::sql::RegisteredOwn(&$name) })+
    };
}
pub(crate) use own_sql;

impl OwnSql {
    /// Declares a statement; `{s}` stands for the schema.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text, postgres_only: false, made: RwLock::new(Vec::new()) }
    }

    /// Declares a statement that only PostgreSQL understands.
    pub(crate) const fn postgres_only(text: &'static str) -> Self {
        Self { text, postgres_only: true, made: RwLock::new(Vec::new()) }
    }

    /// Whether SQLite is never asked this.
    #[must_use]
    pub fn is_postgres_only(&self) -> bool {
        self.postgres_only
    }

    /// The statement for one service; made once a service and kept.
    pub fn of(&'static self, schema: &'static str) -> &'static Statement {
        let find = |made: &[&'static Statement]| made.iter().copied().find(|s| s.schema == schema);
        if let Some(found) = find(&self.made.read().unwrap_or_else(PoisonError::into_inner)) {
            return found;
        }
        let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
        find(&made).unwrap_or_else(|| {
            let statement: &'static Statement =
                Box::leak(Box::new(Statement::new(schema, self.text, "chassis")));
            made.push(statement);
            statement
        })
    }
}

/// All statements of the chassis.
pub fn all_own() -> impl Iterator<Item = &'static OwnSql> {
    inventory::iter::<RegisteredOwn>.into_iter().map(|registered| registered.0)
}

/// Writes out `($n..)` for a list of `len` values; the list is the last parameter.
pub(crate) fn with_list(text: &str, sign: char, len: usize) -> String {
    let Some(dots) = text.find("..)") else { return text.to_owned() };
    let start = text[..dots].rfind(sign).unwrap_or(0);
    let first: usize = text[start + 1..dots].parse().unwrap_or(1);
    let places: Vec<String> = (first..first + len).map(|n| format!("{sign}{n}")).collect();
    format!("{}{}{}", &text[..start], places.join(","), &text[dots + 2..])
}

pub(crate) fn for_postgres(text: &str, schema: &str) -> String {
    text.replace("{s}", schema).replace("{lock}", "for update").replace("{claim}", "for update skip locked")
}

pub(crate) fn for_sqlite(text: &str, schema: &str) -> String {
    let text = text.replace("{s}", schema).replace("{lock}", "").replace("{claim}", "");
    let prefix = format!("{schema}.");
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    let mut word_before = false;
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        if !quoted && !word_before && rest.starts_with(&prefix) {
            rest = &rest[prefix.len()..];
            continue;
        }
        quoted ^= c == '\'';
        out.push(if c == '$' && !quoted { '?' } else { c });
        word_before = c.is_alphanumeric() || c == '_' || c == '.';
        rest = &rest[c.len_utf8()..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn translates_for_sqlite() {
        let text = "select 'accounts.x $1' from accounts.users u where my_accounts.id=$2 and u.a=$1 {lock}";
        let got = for_sqlite(text, "accounts");
        assert_eq!(got, "select 'accounts.x $1' from users u where my_accounts.id=?2 and u.a=?1 ");
    }

    #[test]
    fn translates_for_postgres() {
        let text = "select 1 from {s}.jobs limit 5 {claim}";
        assert_eq!(for_postgres(text, "todos"), "select 1 from todos.jobs limit 5 for update skip locked");
    }

    #[test]
    fn writes_lists_out() {
        assert_eq!(with_list("a=$1 and id in ($2..) and b", '$', 3), "a=$1 and id in ($2,$3,$4) and b");
        assert_eq!(with_list("id in (?1..)", '?', 1), "id in (?1)");
    }

    #[test]
    fn knows_what_writes() {
        let writes = |text| Statement::new("x", text, "").writes();
        assert!(!writes("select * from x.t"));
        assert!(!writes("with a as (select 1) select * from a"));
        assert!(writes("with c as (select 1) update x.t set a=1"));
        assert!(writes("insert into x.t values(1) returning id"));
    }
}
