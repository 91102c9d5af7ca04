//! The routes of accounts.

mod confirmations;
mod me;
mod sessions;
mod setup;
mod users;

use chassis::http::{Doors, Routes, anyone, routes, user};

use crate::App;

pub(crate) fn routes(app: &App) -> Doors {
    Routes::new(app.host.door())
        .add(anyone().known().per_minute(20), routes!(users::create))
        .add(anyone().known().per_minute(60), routes!(sessions::create))
        .add(anyone().known(), routes!(sessions::end))
        .add(user("accounts.self"), routes!(me::show))
        .add(anyone().known().per_minute(20), routes!(confirmations::create))
        .add(user("accounts.self").per_minute(3), routes!(confirmations::ask))
        .add(anyone(), routes!(setup::show))
        .add(anyone().known().per_minute(20), routes!(setup::create))
        .done(app.clone())
}
