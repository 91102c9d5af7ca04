//! The routes of todos.

mod classic;
mod items;
mod labels;
mod lists;
mod trash;

use chassis::http::{Door, Gate, Renderer, Routes, routes, user};

use crate::App;

/// Whoever may have to-dos at all.
const OWN: Gate = user("todos.own");
/// The same for clients of the system that `/todos` comes from (rows S3-09 to S3-16).
const CLASSIC: Gate = OWN.classic(Renderer::Detail).strangers("missing credentials", "invalid token");

pub(crate) fn routes(door: &Door) -> Routes<App> {
    Routes::new(door)
        .add(OWN, routes!(lists::list))
        .add(OWN.idempotent(), routes!(lists::create))
        .add(OWN, routes!(lists::edit, lists::delete))
        .add(OWN, routes!(items::list))
        .add(OWN.idempotent(), routes!(items::create))
        .add(OWN, routes!(items::show, items::edit, trash::throw_away))
        .add(OWN, routes!(items::place))
        .add(OWN, routes!(trash::restore))
        .add(OWN, routes!(trash::empty))
        .add(OWN, routes!(trash::delete))
        .add(OWN, routes!(labels::list))
        .add(CLASSIC, routes!(classic::list))
        .add(CLASSIC.idempotent(), routes!(classic::create))
        .add(CLASSIC, routes!(classic::show, classic::edit, classic::delete))
}
