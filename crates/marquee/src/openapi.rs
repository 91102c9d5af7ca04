//! `marquee openapi`: prints the description of the API for machines.

use chassis::host::House;

use crate::cli::Flags;
use crate::exit::Exit;
use crate::services;
use crate::settings::Settings;

pub(crate) async fn print() -> Result<(), Exit> {
    let folder = std::env::temp_dir().join(format!("marquee-openapi-{}", std::process::id()));
    let flags = Flags { data: Some(folder.clone()), ..Flags::default() };
    let house = House::open(Settings::read(&flags)?.parts, &services::all()).await?;
    let text = house.openapi.to_pretty_json().map_err(|error| Exit::other(error.to_string()))?;
    println!("{text}");
    drop(house);
    std::fs::remove_dir_all(&folder).map_err(|error| Exit::other(format!("{}: {error}", folder.display())))
}
