//! What must always hold in the tables of demo.

use chassis::host::Invariant;
use chassis::sql;

pub(crate) fn all() -> Vec<Invariant> {
    vec![Invariant {
        holds: "a gizmo has a name and a version",
        broken_by: sql!("select id from demo.gizmos where name = '' or version < 1"),
    }]
}
