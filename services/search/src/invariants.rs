//! What must always hold in the tables of search.

use chassis::host::Invariant;
use chassis::sql;

pub(crate) fn all() -> Vec<Invariant> {
    vec![Invariant {
        holds: "a document that waits has a kind and a version",
        broken_by: sql!("select id from search.queue where kind = '' or version < 1"),
    }]
}
