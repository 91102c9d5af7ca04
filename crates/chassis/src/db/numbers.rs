//! Series of numbers as `doctor` looks at them: where each stands, and the highest that a row carries.

use super::sql::own_sql;
use super::{Db, Engine, Error, Exec as _};
use crate::args;

own_sql! {
    RAISE = "update {s}.counters set value = $2 where name = $1 and value < $2";
}

/// A series, declared in a migration as `-- number users`; the rows of the table of its name carry its numbers.
#[derive(Debug)]
pub struct Series {
    /// `users`.
    pub name: String,
    /// The last number that was drawn.
    pub value: i64,
    /// The highest that a row has; 0 when there is none.
    pub highest: i64,
}

impl Series {
    /// Whether the next number is one that a row has already.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.value < self.highest
    }
}

impl Db {
    /// Asks for the first column of the first row, as text; for questions whose words are made here.
    pub(crate) async fn ask_text(&self, text: &str) -> Result<Option<String>, Error> {
        match &self.0.engine {
            Engine::Sqlite(sqlite) => sqlite.ask_text(text),
            Engine::Postgres(postgres) => postgres.ask_text(text).await,
        }
    }

    async fn ask_number(&self, text: &str) -> Result<i64, Error> {
        Ok(self.ask_text(text).await?.and_then(|text| text.parse().ok()).unwrap_or(0))
    }

    /// Where the series of numbers stand.
    ///
    /// # Errors
    /// As any statement.
    pub async fn numbers(&self) -> Result<Vec<Series>, Error> {
        let schema = self.service();
        let names = if self.many_writers() {
            format!(
                "select string_agg(left(sequencename, -7), ',' order by sequencename) from pg_sequences where schemaname = '{schema}' and sequencename like '%\\_number'"
            )
        } else {
            "select group_concat(name) from counters".to_owned()
        };
        let names = self.ask_text(&names).await?.unwrap_or_default();
        let mut all = Vec::new();
        for name in names.split(',').filter(|name| !name.is_empty()) {
            let (value, highest) = if self.many_writers() {
                (
                    format!(
                        "select cast(last_value as text) from pg_sequences where schemaname = '{schema}' and sequencename = '{name}_number'"
                    ),
                    format!("select cast(max(number) as text) from {schema}.{name}"),
                )
            } else {
                (
                    format!("select cast(value as text) from counters where name = '{name}'"),
                    format!("select cast(max(number) as text) from {name}"),
                )
            };
            let (value, highest) = (self.ask_number(&value).await?, self.ask_number(&highest).await?);
            all.push(Series { name: name.to_owned(), value, highest });
        }
        Ok(all)
    }

    /// Lets a series go on behind the highest number that a row has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn raise_number(&self, Series { name, highest, .. }: &Series) -> Result<(), Error> {
        let schema = self.service();
        if self.many_writers() {
            // Others may have drawn beyond it since it was looked up.
            let last = format!("(select last_value from {schema}.{name}_number)");
            let sql =
                format!("select cast(setval('{schema}.{name}_number', greatest({last}, {highest})) as text)");
            self.ask_text(&sql).await?;
            return Ok(());
        }
        self.exec(RAISE.of(schema), args![name, highest]).await.map(drop)
    }
}
