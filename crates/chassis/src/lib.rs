//! What a service of Marquee stands on: data, events, doors, clocks and keys.

pub mod address;
pub mod bus;
pub mod db;
pub mod http;
pub mod random;
#[cfg(feature = "search")]
pub mod search;

#[doc(hidden)]
pub use inventory;
