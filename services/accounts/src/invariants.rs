//! What must always hold in the tables of accounts.

use chassis::host::Invariant;
use chassis::sql;

pub(crate) fn all() -> Vec<Invariant> {
    vec![
        Invariant {
            holds: "the account that claimed the set-up exists",
            broken_by: sql!(
                "select h.first_administrator from accounts.house h where h.first_administrator is not null and not exists (select 1 from accounts.users u where u.id = h.first_administrator)"
            ),
        },
        Invariant {
            holds: "a session ends no earlier than it began",
            broken_by: sql!("select id from accounts.sessions where ended_at < created_at"),
        },
        Invariant {
            holds: "a confirmed account was sent a link",
            broken_by: sql!(
                "select u.id from accounts.users u where u.confirmed_at is not null and not exists (select 1 from accounts.proofs p where p.user_id = u.id and p.kind = 'confirm' and p.used_at is not null)"
            ),
        },
        Invariant {
            holds: "every account has its sign-up in the audit",
            broken_by: sql!(
                "select u.id from accounts.users u where not exists (select 1 from accounts.audit a where a.subject = u.id)"
            ),
        },
    ]
}
