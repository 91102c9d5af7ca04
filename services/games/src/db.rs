//! Every SQL statement of games.

mod catalogue;
mod imports;
mod releases;
mod works;

pub(crate) use catalogue::*;
pub(crate) use imports::*;
pub(crate) use releases::*;
pub(crate) use works::*;
