//! What games does, one verb a file.

pub(crate) mod doubt;
pub(crate) mod find;
pub mod import;
pub(crate) mod show;
pub(crate) mod take;
pub(crate) mod tell;
