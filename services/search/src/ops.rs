//! What search does.

pub(crate) mod rebuild;
pub(crate) mod take;
