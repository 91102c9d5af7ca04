//! Every SQL statement of games.

mod catalogue;
mod doubts;
mod edits;
mod imports;
mod releases;
mod works;

pub(crate) use catalogue::*;
pub(crate) use doubts::*;
pub(crate) use edits::*;
pub(crate) use imports::*;
pub(crate) use releases::*;
pub(crate) use works::*;
