//! Every SQL statement of accounts.

mod people;
mod proofs;
mod sessions;
mod users;

pub(crate) use people::*;
pub(crate) use proofs::*;
pub(crate) use sessions::*;
pub(crate) use users::*;
