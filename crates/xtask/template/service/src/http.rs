//! The routes of demo.

mod gizmos;

use chassis::http::{Door, Gate, Routes, routes, user};

use crate::App;

/// Everybody who has an account. A right of its own, `demo.own`, is given to a role in services/accounts/src/model.rs, and
/// to the people of tests in crates/testkit/src/fakes.rs.
const OWN: Gate = user("accounts.self");

pub(crate) fn routes(door: &Door) -> Routes<App> {
    Routes::new(door)
        .add(OWN, routes!(gizmos::list))
        .add(OWN.idempotent(), routes!(gizmos::create))
        .add(OWN, routes!(gizmos::show, gizmos::edit, gizmos::delete))
}
