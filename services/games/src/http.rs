//! The routes of games.

pub(crate) mod facts;
mod works;

use chassis::http::{Doors, Routes, anyone, routes};

use crate::App;

pub(crate) fn routes(app: &App) -> Doors {
    Routes::new(app.host.door())
        .add(anyone(), routes!(works::list))
        .add(anyone(), routes!(works::show))
        .add(anyone(), routes!(facts::show))
        .done(app.clone())
}
