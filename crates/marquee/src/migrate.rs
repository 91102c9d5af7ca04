//! `marquee migrate`: changes the schema, or tells how it stands.

use chassis::db::migrate::{down, status, up};
use chassis::host::bare_db;

use crate::cli::{Flags, Way};
use crate::exit::Exit;
use crate::services;
use crate::settings::Settings;

pub(crate) async fn migrate(way: Way, flags: &Flags) -> Result<(), Exit> {
    let settings = Settings::read(flags)?;
    let parts = &settings.parts;
    let wanted = if let Way::Down { service, .. } = &way { Some(service.clone()) } else { None };
    let chosen: Vec<_> = services::all()
        .into_iter()
        .filter(|s| wanted.as_deref().is_none_or(|wanted| wanted == s.name))
        .collect();
    if chosen.is_empty() {
        let names: Vec<&str> = services::all().iter().map(|s| s.name).collect();
        let wanted = wanted.unwrap_or_default();
        return Err(Exit::configuration(format!(
            "there is no service '{wanted}'; there are {}",
            names.join(", ")
        )));
    }
    for service in chosen {
        let refuse = |error: chassis::db::Error| Exit::data(error.to_string());
        let db = bare_db(&parts.data, &parts.store, &parts.clock, service.name).map_err(refuse)?;
        match &way {
            Way::Up => {
                let done = up(&db, service.migrations).await.map_err(refuse)?;
                println!("{}: {done} applied", service.name);
            }
            Way::Down { force, .. } => {
                let name = down(&db, service.migrations, *force).await.map_err(refuse)?;
                println!("{}: {name} taken back", service.name);
            }
            Way::Status => {
                for standing in status(&db, service.migrations).await.map_err(refuse)? {
                    let applied = standing.applied_at.map_or_else(|| "missing".into(), |at| at.to_string());
                    println!("{:10} {:8} {:24} {applied}", service.name, standing.track, standing.name);
                }
            }
        }
    }
    Ok(())
}
