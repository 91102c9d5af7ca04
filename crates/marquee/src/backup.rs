//! `marquee backup`: a copy of the whole house, as it is at one instant, open or not.

pub(crate) mod chest;
pub(crate) mod files;
pub(crate) mod passphrase;
pub(crate) mod set;
pub(crate) mod take;

use std::path::{Path, PathBuf};

use chassis::db::migrate::file_of;
use chassis::host::{Store, bare_db};

use crate::cli::{Flags, Secret};
use crate::control;
use crate::desk::{Outcome, Wish};
use crate::exit::Exit;
use crate::settings::{self, Settings};

/// Makes a backup: by the process that has the house open, or else by this one, which changes nothing.
pub(crate) async fn backup(to: &Path, secret: &Secret, flags: &Flags) -> Result<(), Exit> {
    let to = std::path::absolute(to).map_err(|e| Exit::other(format!("{}: {e}", to.display())))?;
    let data = house_folder(flags)?;
    let passphrase = passphrase::choose(secret)?;
    let taken = if settings::is_taken(&data) {
        let wish = Wish::Backup { to, passphrase };
        match control::ask(flags, wish, |_| {}).await? {
            Outcome::Backup(taken) => taken,
            _ => return Err(Exit::other("the open house answered something else")),
        }
    } else {
        let settings = Settings::read(flags)?;
        closed(&settings)?.take(&to, &passphrase).await?
    };
    println!("{taken}");
    Ok(())
}

/// The data folder, in which there has to be a house.
pub(crate) fn house_folder(flags: &Flags) -> Result<PathBuf, Exit> {
    let data = settings::data_folder(flags)?;
    if data.join("lock").exists() {
        return Ok(data);
    }
    let folder = data.display();
    Err(Exit::data(format!("there is no house in the data folder {folder}. Name its folder with --data.")))
}

/// What is copied of a house that nobody has open.
fn closed(settings: &Settings) -> Result<take::Source, Exit> {
    let parts = &settings.parts;
    let mut dbs = Vec::new();
    for service in &settings.shape.here {
        // A service that is newer than the data has no file yet, and a backup makes none.
        if matches!(parts.store, Store::Files) && !file_of(&parts.data, service.name).exists() {
            continue;
        }
        let db = bare_db(&parts.data, &parts.store, &parts.clock, service.name);
        dbs.push(db.map_err(|e| Exit::data(e.to_string()))?);
    }
    Ok(take::Source::new(parts, dbs))
}
