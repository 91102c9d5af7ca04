//! The bare parts that `marquee bench` measures the data layer against, and the same work through the layer.
//!
//! They stand here because drivers and statements have no other home (`cargo xtask laws`). Both sides run
//! the same texts over the same table with the same pragmas, so that a ratio shows the layer and nothing else.

mod postgres;
mod sqlite;

use kit::Time;
use uuid::Uuid;

use crate::db::migrate::Migration;
use crate::db::{Error, Exec, Statement};
use crate::{args, record};

pub use postgres::{Durability, OwnDatabase, RawPostgres};
pub use sqlite::{RawReader, RawWriter};

/// The name under which the table's [`Db`](crate::db::Db) is opened.
pub const SERVICE: &str = "bench";

/// The table.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "0001_items",
    text: "-- up
create table bench.items(
    id uuid primary key,
    owner uuid not null,
    title text collate \"C\" not null,
    price_minor bigint not null,
    created_at timestamptz not null,
    state text collate \"C\" not null
);
-- down
-- loses data
drop table bench.items;",
}];

static READ: Statement = Statement::new(
    SERVICE,
    "select id, owner, title, price_minor, created_at, state from bench.items where id = $1",
    "chassis",
);
static INSERT: Statement = Statement::new(
    SERVICE,
    "insert into bench.items(id, owner, title, price_minor, created_at, state) values($1, $2, $3, $4, $5, $6)",
    "chassis",
);

record! {
    /// A row of some 120 bytes, as a listing or an order has it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Item {
        /// Ascending, as `UUIDv7` is.
        pub id: Uuid,
        /// Somebody.
        pub owner: Uuid,
        /// A line of text.
        pub title: String,
        /// An amount.
        pub price_minor: i64,
        /// An instant.
        pub created_at: Time,
        /// A word.
        pub state: String,
    }
}

impl Item {
    /// The item with this number.
    #[must_use]
    pub fn number(n: u64) -> Self {
        Self {
            id: Self::id_of(n),
            owner: Uuid::from_u128(u128::from(n) * 7_919),
            title: format!("Castlevania: Symphony of the Night, copy {n:08}"),
            price_minor: 1_999,
            created_at: Time::from_micros(1_795_000_000_000_000),
            state: "active".to_owned(),
        }
    }

    /// The id of the item with this number.
    #[must_use]
    pub fn id_of(n: u64) -> Uuid {
        Uuid::from_u128((u128::from(n) << 64) | 0x8000_0000_0000_0001)
    }
}

/// Reads one item through the data layer.
///
/// # Errors
/// As any statement.
pub async fn read(on: &impl Exec, id: Uuid) -> Result<Item, Error> {
    on.one(&READ, args![id]).await
}

/// Inserts one item through the data layer; durable when it returns.
///
/// # Errors
/// As any statement.
pub async fn insert(on: &impl Exec, item: &Item) -> Result<(), Error> {
    let Item { id, owner, title, price_minor, created_at, state } = item;
    on.exec(&INSERT, args![id, owner, title, price_minor, created_at, state]).await.map(drop)
}
