//! The outside versions of what the chassis does by itself. Only the binary imports this crate.

pub mod smtp;
