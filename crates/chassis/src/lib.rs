//! What a service of Marquee stands on: data, events, doors, clocks and keys.

pub mod address;
pub mod audit;
pub mod bare;
pub mod bus;
pub mod cache;
pub mod config;
pub mod db;
pub mod host;
pub mod http;
pub mod jobs;
pub mod keys;
pub mod link;
pub mod live;
pub mod mail;
pub mod pool;
pub mod random;
#[cfg(feature = "search")]
pub mod search;
pub mod telemetry;

#[doc(hidden)]
pub use inventory;
