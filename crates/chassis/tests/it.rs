//! The chassis through its doors, on both engines.

#![expect(clippy::disallowed_methods, reason = "races are made of tasks of their own")]

#[path = "it/backup.rs"]
mod backup;
#[path = "it/bus.rs"]
mod bus;
#[path = "it/crash.rs"]
mod crash;
#[path = "it/db.rs"]
mod db;
#[path = "it/doors.rs"]
mod doors;
#[path = "it/migrate.rs"]
mod migrate;
#[path = "it/telemetry.rs"]
mod telemetry;
