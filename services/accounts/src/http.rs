//! The routes of accounts.

mod classic;
mod confirmations;
mod demo;
mod me;
mod people;
mod resets;
mod sessions;
mod setup;
mod tokens;
mod users;

use chassis::http::{Door, Renderer, Routes, anyone, routes, user};

use crate::App;

pub(crate) fn routes(door: &Door) -> Routes<App> {
    let native = Routes::new(door)
        .add(anyone().known().per_minute(20), routes!(users::create))
        .add(anyone().known().per_minute(60), routes!(sessions::create))
        .add(anyone().known(), routes!(sessions::end_current))
        .add(user("accounts.self"), routes!(sessions::list))
        .add(user("accounts.self"), routes!(sessions::end_one))
        .add(user("accounts.self"), routes!(sessions::end_others))
        .add(anyone().known().per_minute(60), routes!(tokens::create))
        .add(anyone().known().per_minute(60), routes!(tokens::refresh))
        .add(anyone().classic(Renderer::Detail), routes!(tokens::keys))
        .add(user("accounts.self"), routes!(me::show))
        .add(user("accounts.self"), routes!(me::edit))
        .add(user("accounts.self").per_minute(10), routes!(me::set_password))
        .add(user("accounts.self").per_minute(10), routes!(me::set_email))
        .add(anyone().known().per_minute(20), routes!(confirmations::create))
        .add(user("accounts.self").per_minute(3), routes!(confirmations::ask))
        .add(anyone().known().per_minute(10), routes!(resets::ask))
        .add(anyone().known().per_minute(20), routes!(resets::create))
        .add(anyone().known().per_minute(20), routes!(resets::take_back))
        .add(anyone().known(), routes!(demo::show))
        .add(anyone().known().per_minute(10), routes!(demo::create))
        .add(anyone(), routes!(setup::show))
        .add(anyone().known().per_minute(20), routes!(setup::create))
        .add(user("accounts.administer"), routes!(people::list))
        .add(user("accounts.administer"), routes!(people::show))
        .add(user("accounts.administer"), routes!(people::set_role))
        .add(user("accounts.administer"), routes!(people::suspend))
        .add(user("accounts.administer"), routes!(people::restore))
        .add(user("accounts.administer"), routes!(people::end_sessions))
        .add(user("accounts.administer").per_minute(20), routes!(people::send_reset))
        .add(user("accounts.administer"), routes!(people::grant))
        .add(user("accounts.administer"), routes!(people::revoke));
    classic::add(native)
}
