//! Every SQL statement of todos. Each names the member whose rows it may touch.

pub(crate) mod find;
pub(crate) mod items;
pub(crate) mod lists;
pub(crate) mod members;
pub(crate) mod trash;
