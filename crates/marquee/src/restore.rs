//! `marquee restore`: fills an empty data folder from a backup, and opens nothing (decision D9).

use std::fs;
use std::path::{Path, PathBuf};

use chassis::db::migrate::{file_of, up, up_as_it_was};
use chassis::db::{Db, Revived, drop_schemas, load, revive, schemas_there, sound};
use chassis::host::{Service, Store};
use chassis::keys::{private_folder, write_private};

use crate::backup::set::{FOLDERS, KEYS, MANIFEST, Manifest, POSTGRES};
use crate::backup::take::beside;
use crate::backup::{chest, files, passphrase};
use crate::cli::{Flags, Secret};
use crate::exit::Exit;
use crate::services;
use crate::settings::{Ground, RESTORING};

/// Stands in the draft from the moment in which files are moved.
const MOVING: &str = "moving";

/// Restores a set and tells what was done.
pub(crate) async fn restore(set: &Path, secret: &Secret, flags: &Flags) -> Result<(), Exit> {
    if !set.exists() {
        return Err(Exit::usage(format!("there is no backup at {}", set.display())));
    }
    let passphrase = passphrase::tell(secret)?;
    let ground = Ground::empty(flags)?;
    let draft = ground.data.join(RESTORING);
    let restored = match Restore::read(set, draft.clone(), &passphrase).await {
        Ok(restore) => restore.into(&ground).await,
        Err(exit) => Err(exit),
    };
    // Once files were moved the mark stays: what is there is no house, and nothing may open it.
    if restored.is_err() && !draft.join(MOVING).exists() {
        let _: Result<(), _> = fs::remove_dir_all(&draft);
    }
    restored
}

/// A set that was copied beside where it goes, and is what its manifest says.
struct Restore {
    draft: PathBuf,
    manifest: Manifest,
    keys: Vec<chest::KeyFile>,
    services: Vec<Service>,
}

impl Restore {
    /// Copies the set, so that what was looked at is what is used, and looks whether it is whole.
    async fn read(set: &Path, draft: PathBuf, passphrase: &str) -> Result<Self, Exit> {
        private_folder(&draft)?;
        let (set, passphrase) = (set.to_owned(), passphrase.to_owned());
        beside(move || {
            let mut copied = files::unpack(&set, &draft)?;
            let take = |name: &str| fs::read(draft.join(name)).map_err(|_| no_set(&set, name));
            let (text, chest) = (take(MANIFEST)?, take(KEYS)?);
            let manifest = Manifest::parse(&text)?;
            let keys = chest::open(&chest, &passphrase, &text)?;
            copied.retain(|entry| entry.path != MANIFEST && entry.path != KEYS);
            let mut named = manifest.files.clone();
            copied.sort_by(|a, b| a.path.cmp(&b.path));
            named.sort_by(|a, b| a.path.cmp(&b.path));
            if copied != named {
                let wrong = named.iter().find(|entry| !copied.contains(entry)).or(copied.iter().find(|e| !named.contains(e)));
                let wrong = wrong.map_or("", |entry| &entry.path);
                return Err(Exit::other(format!(
                    "the backup is damaged: {wrong} is not what its manifest says. Nothing was restored; use another set."
                )));
            }
            let services = known(&manifest)?;
            Ok(Self { draft, manifest, keys, services })
        })
        .await
    }

    /// Puts everything where it belongs. Nothing is open meanwhile, and the folder counts as no house until all is done.
    async fn into(self, ground: &Ground) -> Result<(), Exit> {
        let names: Vec<&str> = self.services.iter().map(|service| service.name).collect();
        let told = match (&ground.store, &self.manifest.postgres) {
            (Store::Files, None) => self.rows(ground).await?,
            (Store::Postgres(pool), Some(dump)) => {
                let there = schemas_there(pool, &names).await.map_err(refuse)?;
                if !there.is_empty() {
                    return Err(Exit::data(format!(
                        "the database is not empty: it has the schema {}. A backup is restored into an empty database.",
                        there.join(", ")
                    )));
                }
                let loaded = async {
                    let dbs = self.dbs(ground)?;
                    for (db, service) in dbs.iter().zip(&self.services) {
                        up_as_it_was(db, service.migrations, self.migrations(service.name))
                            .await
                            .map_err(refuse)?;
                    }
                    load(pool, dump, &self.draft.join(POSTGRES)).await.map_err(refuse)?;
                    self.revive(&dbs).await
                };
                match loaded.await {
                    Ok(told) => told,
                    Err(exit) => {
                        drop_schemas(pool, &names).await.map_err(refuse)?;
                        return Err(exit);
                    }
                }
            }
            (Store::Files, Some(_)) => {
                return Err(Exit::configuration(
                    "this backup holds rows of PostgreSQL: set database.url to an empty database",
                ));
            }
            (Store::Postgres(_), None) => {
                return Err(Exit::configuration(
                    "this backup holds SQLite files: leave database.url out to restore them",
                ));
            }
        };
        self.put(&ground.data)?;
        self.tell(&ground.data, &told);
        Ok(())
    }

    async fn rows(&self, ground: &Ground) -> Result<(Revived, u64), Exit> {
        for service in &self.services {
            sound(&file_of(&self.draft, service.name)).map_err(refuse)?;
        }
        // What is opened here is the copy beside the house; its connections are closed when this returns.
        let dbs = self.dbs(ground)?;
        self.revive(&dbs).await
    }

    fn dbs(&self, ground: &Ground) -> Result<Vec<Db>, Exit> {
        let open = |service: &Service| match &ground.store {
            Store::Files => {
                Db::sqlite(service.name, &file_of(&self.draft, service.name), ground.clock.clone())
            }
            Store::Postgres(pool) => Ok(Db::postgres(service.name, pool.clone(), ground.clock.clone())),
        };
        self.services.iter().map(open).collect::<Result<_, _>>().map_err(refuse)
    }

    fn migrations(&self, service: &str) -> &[String] {
        let about = self.manifest.services.iter().find(|about| about.service == service);
        about.map_or(&[], |about| &about.migrations)
    }

    /// Brings the schema up to date and begins another life.
    async fn revive(&self, dbs: &[Db]) -> Result<(Revived, u64), Exit> {
        for (db, service) in dbs.iter().zip(&self.services) {
            up(db, service.migrations).await.map_err(refuse)?;
        }
        let revived = revive(dbs, self.manifest.made_at).await?;
        let mut dropped = 0;
        for db in dbs.iter().filter(|db| db.service() == notify::SERVICE) {
            dropped = notify::operator::drop_waiting(db).await?;
        }
        Ok((revived, dropped))
    }

    /// Moves files to where they belong; the draft goes last, and with it what says that a restore is under way.
    fn put(&self, data: &Path) -> Result<(), Exit> {
        let odd = |name: &&String| !name.ends_with(".key") || name.contains(['/', '\\']);
        if let Some(name) = self.keys.iter().map(|(name, _)| name).find(odd) {
            return Err(Exit::other(format!("the backup holds a key with an odd name: {name}")));
        }
        write_private(&self.draft.join(MOVING), "")?;
        let keys = data.join("keys");
        private_folder(&keys)?;
        for (name, text) in &self.keys {
            write_private(&keys.join(name), text)?;
        }
        for path in files::below(&self.draft)? {
            let to = match path.strip_prefix(FOLDERS).and_then(|rest| rest.strip_prefix('/')) {
                Some(inside) => data.join(inside),
                None if path.contains('/') || [MANIFEST, KEYS, MOVING].contains(&&*path) => continue,
                None => data.join(&path),
            };
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder).map_err(files::unusable(folder))?;
            }
            fs::rename(self.draft.join(&path), &to).map_err(files::unusable(&to))?;
        }
        fs::remove_dir_all(&self.draft).map_err(files::unusable(&self.draft))
    }

    fn tell(&self, data: &Path, (revived, dropped): &(Revived, u64)) {
        let Manifest { made_at, program, files, .. } = &self.manifest;
        println!(
            "Restored into {}: the house as it was at {made_at}, from {} files by Marquee {program}.",
            data.display(),
            files.len() + 2
        );
        println!("- Everything that was signed in is out: people sign in again, programs get new tokens.");
        println!("- Links that were mailed before are worth nothing, but for those that take a change back.");
        println!(
            "- {dropped} mails that waited are not sent; what happened before the backup is mailed to nobody again."
        );
        for (service, series, value) in &revived.numbers {
            println!("- Numbers of {service} {series} go on from {}.", value + 1);
        }
        println!(
            "- Logs and live topics begin epoch {}; the search index is built again when the house opens.",
            revived.epoch
        );
        println!("Open it with: marquee serve --data {}", data.display());
    }
}

/// The services of the set, in the order in which they open.
fn known(manifest: &Manifest) -> Result<Vec<Service>, Exit> {
    let all = services::all();
    if let Some(odd) = manifest.services.iter().find(|about| all.iter().all(|s| s.name != about.service)) {
        let (service, program) = (&odd.service, &manifest.program);
        return Err(Exit::data(format!(
            "the backup holds the service {service}, which this program does not have; Marquee {program} made it"
        )));
    }
    Ok(all.into_iter().filter(|s| manifest.services.iter().any(|about| about.service == s.name)).collect())
}

fn no_set(set: &Path, missing: &str) -> Exit {
    Exit::other(format!("{} is no whole backup of Marquee: {missing} is missing", set.display()))
}

fn refuse(error: chassis::db::Error) -> Exit {
    match error {
        chassis::db::Error::Migration(why) => Exit::data(why),
        error => Exit::other(error.to_string()),
    }
}
