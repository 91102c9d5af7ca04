//! `marquee openapi`: prints the description of the API for machines.

use std::sync::Arc;

use chassis::address::Address;
use chassis::host;
use chassis::http::{Door, DoorSettings, Face, Limits};
use kit::Clock;

use crate::exit::Exit;
use crate::services;

pub(crate) fn print() -> Result<(), Exit> {
    let text = face().openapi.to_pretty_json().map_err(|error| Exit::other(error.to_string()))?;
    println!("{text}");
    Ok(())
}

/// What a house of all services shows to the outside. Nothing is opened for it, and nothing configured is read.
fn face() -> Face {
    let limits = Limits::new(Clock::new(kit::Time::default), false);
    let door = Door::new(Address::default(), Arc::new(limits), DoorSettings::default());
    host::face(&door, &services::all())
}
