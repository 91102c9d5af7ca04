//! The doors of the house: routes with their gates, callers, limits, problems.

pub mod caller;
pub mod cookie;
mod door;
pub mod extract;
pub mod limit;
pub mod problem;
mod routes;

pub use caller::{Caller, Credential, Identify};
pub use door::{Door, Settings as DoorSettings};
pub use extract::{Json, Path, Query};
pub use limit::{Limits, Rate};
pub use problem::Renderer;
pub use routes::{Doors, Gate, Route, Routes, anyone, user};
pub use utoipa_axum::routes;
