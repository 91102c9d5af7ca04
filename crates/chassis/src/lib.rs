//! What a service of Marquee stands on: data, events, doors, clocks and keys.

pub mod bus;
pub mod db;
pub mod random;

#[doc(hidden)]
pub use inventory;
