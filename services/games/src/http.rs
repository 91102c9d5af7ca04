//! The routes of games.

mod cards;
mod doubts;
mod facets;
mod facts;
mod imports;
mod keeping;
mod look;
mod works;

use chassis::http::{Door, Routes, anyone, routes, user};

use crate::App;
use keeping::KEEP;

/// The right of whoever imports lists.
const IMPORT: &str = "games.import";

pub(crate) fn routes(door: &Door) -> Routes<App> {
    Routes::new(door)
        .add(anyone(), routes!(works::list))
        .add(anyone(), routes!(works::show))
        .add(anyone(), routes!(facets::list))
        .add(anyone(), routes!(facts::show))
        .add(anyone().known(), routes!(keeping::mine))
        .add(user(KEEP).idempotent(), routes!(keeping::create))
        .add(user(KEEP), routes!(keeping::change))
        .add(user(KEEP), routes!(keeping::unlock))
        .add(user(KEEP), routes!(keeping::history))
        .add(user(KEEP).idempotent(), routes!(keeping::undo))
        .add(user(KEEP), routes!(doubts::list))
        .add(user(KEEP).idempotent(), routes!(doubts::settle))
        .add(user(IMPORT).per_minute(30), routes!(imports::create))
        .add(user(IMPORT), routes!(imports::list))
        .add(user(IMPORT), routes!(imports::show))
        .add(user(IMPORT), routes!(imports::rejects))
}
