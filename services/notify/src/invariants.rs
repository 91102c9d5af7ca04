//! What must always hold in the tables of notify.

use chassis::host::Invariant;
use chassis::sql;

pub(crate) fn all() -> Vec<Invariant> {
    vec![
        Invariant {
            holds: "a mail that is sent or given up holds no proof",
            broken_by: sql!("select id from notify.mails where state <> 'queued' and proof is not null"),
        },
        Invariant {
            holds: "a note is read no earlier than it came",
            broken_by: sql!("select id from notify.notes where read_at < at"),
        },
    ]
}
