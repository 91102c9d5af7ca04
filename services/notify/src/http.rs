//! The routes of notify.

mod notes;

use chassis::http::{Door, Routes, routes, user};

use crate::App;

pub(crate) fn routes(door: &Door) -> Routes<App> {
    Routes::new(door)
        .add(user("notify.read"), routes!(notes::list))
        .add(user("notify.read"), routes!(notes::read))
}
