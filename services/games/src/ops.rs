//! What games does, one verb a file.

pub(crate) mod answer;
pub(crate) mod create;
pub(crate) mod demo;
pub(crate) mod derive;
pub(crate) mod doubt;
pub(crate) mod edit;
pub(crate) mod find;
pub mod import;
pub(crate) mod merge;
pub(crate) mod read_import;
pub(crate) mod show;
pub(crate) mod take;
pub(crate) mod tell;
pub(crate) mod unlock;
pub(crate) mod upload;
pub(crate) mod write;
