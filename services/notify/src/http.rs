//! The routes of notify.

mod notes;

use chassis::http::{Doors, Routes, routes, user};

use crate::App;

pub(crate) fn routes(app: &App) -> Doors {
    Routes::new(app.host.door())
        .add(user("notify.read"), routes!(notes::list))
        .add(user("notify.read"), routes!(notes::read))
        .done(app.clone())
}
