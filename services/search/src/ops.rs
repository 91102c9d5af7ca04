//! What search does, one verb a file.

pub(crate) mod fill;
pub(crate) mod rebuild;
