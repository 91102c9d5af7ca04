//! The documented paths of the systems that this house replaces, over the same ops: only the wire differs.

mod auth;
mod bearer;
mod store;
mod trading;

use chassis::http::{Renderer, Routes, anyone, routes, user};
use kit::{Error, Id, Kind, Result};

use crate::App;
use crate::model::User;
use crate::ops::sign_in::{Begun, Way};
use crate::ops::sign_up::{Form, sign_up_classic};
use crate::problems::{CLASSIC_OFF, EMAIL_TAKEN, USERNAME_TAKEN};
use crate::session::Visitor;

/// Adds them: S1's `/signup`, S2's `/api/users`, S3's and S5's `/auth`, S4's `/users`.
pub(super) fn add(routes: Routes<App>) -> Routes<App> {
    let plain = anyone().known().classic(Renderer::Detail);
    let strict = plain.per_minute(20);
    let store = anyone().known().classic(Renderer::Store).per_minute(20);
    let trading = anyone().known().classic(Renderer::Trading);
    let own = user("accounts.self");
    routes
        .add(strict, routes!(bearer::sign_up))
        .add(strict, routes!(bearer::sign_in))
        .add(own.classic(Renderer::Detail), routes!(bearer::me))
        .add(strict, routes!(auth::register))
        .add(strict, routes!(auth::sign_up))
        .add(strict, routes!(auth::sign_up_by_its_other_name))
        .add(strict, routes!(auth::sign_in))
        .add(plain, routes!(auth::sign_out))
        .add(strict, routes!(auth::refresh))
        .add(
            own.classic(Renderer::Detail).strangers("missing credentials", "invalid token"),
            routes!(auth::me),
        )
        .add(
            own.classic(Renderer::Detail).strangers("Not authorised", "Invalid token"),
            routes!(auth::details),
        )
        .add(store, routes!(store::register))
        .add(store, routes!(store::sign_in))
        .add(store, routes!(store::sign_out))
        .add(own.classic(Renderer::Store).per_minute(10), routes!(store::change))
        .add(trading.per_minute(20), routes!(trading::create))
        .add(trading, routes!(trading::list))
        .add(trading, routes!(trading::show))
        .add(own.classic(Renderer::Trading), routes!(trading::change))
        .add(own.classic(Renderer::Trading).per_minute(10), routes!(trading::set_password))
}

/// How a classic path says that an address or a user name is taken.
struct Taken {
    kind: Kind,
    email: &'static str,
    username: &'static str,
}

/// Makes an account and begins what the path gives.
async fn join(
    app: &App,
    visitor: &Visitor,
    form: Form<'_>,
    way: Option<Way>,
    taken: &Taken,
) -> Result<(Id<User>, Option<Begun>)> {
    open(app)?;
    let form = Form { any_password: true, ..form };
    sign_up_classic(app, visitor, &form, way).await.map_err(|error| match error.kind() {
        kind if kind == EMAIL_TAKEN => taken.kind.because(taken.email),
        kind if kind == USERNAME_TAKEN => taken.kind.because(taken.username),
        _ => error,
    })
}

/// Refuses where the operator has switched these doors off.
fn open(app: &App) -> Result<()> {
    if app.config.classic { Ok(()) } else { Err(CLASSIC_OFF.because("Use /api/v1/accounts instead.")) }
}

/// Says that a sign-in failed in the words of a path.
fn worded(error: Error, words: &'static str) -> Error {
    if error.kind() == crate::problems::BAD_CREDENTIALS { error.detail(words) } else { error }
}
