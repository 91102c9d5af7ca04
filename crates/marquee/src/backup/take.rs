//! Makes a set: rows at one instant, then what services keep beside them, then the keys (decision D9).

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use chassis::db::migrate::file_of;
use chassis::db::{About, Db, Dump, dump, snapshots};
use chassis::host::{Parts, Store};
use chassis::keys::{Keys, private_folder};
use kit::{Clock, Time};
use serde::{Deserialize, Serialize};

use super::set::{FOLDERS, KEYS, MANIFEST, Manifest, POSTGRES};
use super::{chest, files};
use crate::exit::Exit;

/// Folders of services that are made anew when they are missing.
const MADE_ANEW: [&str; 1] = [contracts::search::SERVICE];

/// What is copied.
#[derive(Clone)]
pub(crate) struct Source {
    clock: Clock,
    data: PathBuf,
    store: Store,
    keys: Keys,
    dbs: Vec<Db>,
}

/// What was made.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Taken {
    to: PathBuf,
    made_at: Time,
    services: usize,
    files: usize,
    bytes: u64,
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { to, made_at, services, files, bytes } = self;
        let megabytes = bytes.div_ceil(1_000_000);
        write!(
            f,
            "{} holds {services} services as they were at {made_at}: {files} files, {megabytes} MB. Keep the passphrase: \
             without it the set cannot be restored.",
            to.display()
        )
    }
}

impl Source {
    pub(crate) fn new(parts: &Parts, dbs: Vec<Db>) -> Self {
        let Parts { clock, data, store, keys, .. } = parts.clone();
        Self { clock, data, store, keys, dbs }
    }

    /// Makes a set: a folder, or one file when `to` ends in `.tar`. It has its name only once it is whole.
    pub(crate) async fn take(&self, to: &Path, passphrase: &str) -> Result<Taken, Exit> {
        if to.exists() && !is_empty_folder(to) {
            return Err(Exit::other(format!(
                "{} is there already. A backup overwrites nothing.",
                to.display()
            )));
        }
        let name = to.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let draft = to.with_file_name(format!(".{name}.draft"));
        if draft.exists() {
            fs::remove_dir_all(&draft).map_err(files::unusable(&draft))?;
        }
        let taken = self.fill(&draft, to, passphrase).await;
        if taken.is_err() {
            let _: Result<(), _> = fs::remove_dir_all(&draft);
        }
        taken
    }

    async fn fill(&self, draft: &Path, to: &Path, passphrase: &str) -> Result<Taken, Exit> {
        private_folder(draft)?;
        let made_at = self.clock.now();
        let (services, postgres) = self.rows(draft).await?;
        let manifest = Manifest::new(made_at, services, postgres);
        let (source, draft, to, passphrase) =
            (self.clone(), draft.to_owned(), to.to_owned(), passphrase.to_owned());
        beside(move || source.rest(manifest, &draft, to, &passphrase)).await
    }

    async fn rows(&self, draft: &Path) -> Result<(Vec<About>, Option<Dump>), Exit> {
        let refuse = |e: chassis::db::Error| Exit::other(format!("the rows cannot be copied: {e}"));
        if let Store::Postgres(pool) = &self.store {
            let folder = draft.join(POSTGRES);
            private_folder(&folder)?;
            let schemas: Vec<&str> = self.dbs.iter().map(Db::service).collect();
            let dump = dump(pool, &schemas, &folder).await.map_err(refuse)?;
            return Ok((dump.about.clone(), Some(dump)));
        }
        let mut services = Vec::new();
        for snapshot in snapshots(&self.dbs).await.map_err(refuse)? {
            services.push(snapshot.about().map_err(refuse)?);
            let file = file_of(draft, snapshot.service());
            snapshot.copy_to(&file).await.map_err(refuse)?;
        }
        Ok((services, None))
    }

    fn rest(
        &self,
        mut manifest: Manifest,
        draft: &Path,
        to: PathBuf,
        passphrase: &str,
    ) -> Result<Taken, Exit> {
        for db in self.dbs.iter().filter(|db| !MADE_ANEW.contains(&db.service())) {
            let folder = self.data.join(db.service());
            if folder.is_dir() {
                files::copy_folder(&folder, &draft.join(FOLDERS).join(db.service()))?;
            }
        }
        manifest.files = files::entries(draft)?;
        let text = serde_json::to_vec_pretty(&manifest).map_err(|e| Exit::other(e.to_string()))?;
        files::write(&draft.join(MANIFEST), &text)?;
        let keys = self.keys.files()?;
        files::write(&draft.join(KEYS), &chest::lock(&keys, passphrase, &text)?)?;
        if to.extension().is_some_and(|ending| ending == "tar") {
            let packed = draft.with_extension("tar.draft");
            let _: Result<(), _> = fs::remove_file(&packed);
            files::pack(draft, &packed)?;
            fs::rename(&packed, &to).map_err(files::unusable(&to))?;
            fs::remove_dir_all(draft).map_err(files::unusable(draft))?;
        } else {
            fs::rename(draft, &to).map_err(files::unusable(&to))?;
        }
        let (services, files) = (manifest.services.len(), manifest.files.len() + 2);
        let bytes = manifest.files.iter().map(|entry| entry.bytes).sum();
        Ok(Taken { to, made_at: manifest.made_at, services, files, bytes })
    }
}

fn is_empty_folder(path: &Path) -> bool {
    fs::read_dir(path).is_ok_and(|mut inside| inside.next().is_none())
}

/// Runs work on files where it keeps nobody waiting.
#[expect(clippy::disallowed_methods, reason = "an operator's copy, one at a time")]
pub(crate) async fn beside<R: Send + 'static>(
    work: impl FnOnce() -> Result<R, Exit> + Send + 'static,
) -> Result<R, Exit> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Exit::other(e.to_string()))?
}
