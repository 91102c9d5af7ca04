//! What services promise each other: calls, events, and the problems that cross.

pub mod accounts;
