//! What services promise each other: calls, events, and the problems that cross.

pub mod accounts;
pub mod games;
pub mod live;
pub mod search;
pub mod told;
