//! The doors of the house: routes with their gates, callers, limits, problems.

pub mod caller;
mod carried;
pub mod cookie;
mod cors;
pub mod describe;
mod door;
pub mod extract;
mod hal;
mod items;
pub mod limit;
pub(crate) mod once;
pub(crate) mod pack;
pub mod problem;
mod routes;
pub(crate) mod version;
mod watched;

pub use caller::{Caller, Credential, Identify};
pub(crate) use carried::{CALLER, Vouched};
pub use door::{Door, Settings as DoorSettings};
pub use extract::{Json, Path, Query, given};
pub use hal::{Hal, Link, Template};
pub use items::Items;
pub use limit::{Limits, Rate};
pub use once::{Answer, KEY_REUSED, Once};
pub use problem::Renderer;
pub use routes::{Doors, Face, Gate, Route, Routes, anyone, user};
pub(crate) use routes::{slashed, wants_page};
pub use utoipa_axum::routes;
pub use version::{CHANGED, Expected, Tagged};
