//! The chassis through its doors, on both engines.

#[path = "it/bus.rs"]
mod bus;
#[path = "it/crash.rs"]
mod crash;
#[path = "it/db.rs"]
mod db;
#[path = "it/migrate.rs"]
mod migrate;
