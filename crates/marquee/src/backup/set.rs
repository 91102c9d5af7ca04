//! What a backup consists of, and what its manifest says of it.

use std::path::{Component, Path};

use chassis::db::{About, Dump};
use kit::Time;
use serde::{Deserialize, Serialize};

use crate::exit::Exit;

/// The manifest's name in a set. A folder without it is no set: it is written last but one.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The encrypted keys, written last: they are bound to the manifest.
pub(crate) const KEYS: &str = "keys.sealed";
/// Rows from PostgreSQL.
pub(crate) const POSTGRES: &str = "postgres";
/// What services keep beside their rows.
pub(crate) const FOLDERS: &str = "folders";
/// The form of sets that this program writes.
const FORM: u32 = 1;

/// What a set says of itself.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    form: u32,
    /// The program that made it.
    pub(crate) program: String,
    /// The instant of the rows.
    pub(crate) made_at: Time,
    /// The services, with schema and log.
    pub(crate) services: Vec<About>,
    /// Rows of PostgreSQL; nothing for SQLite files.
    pub(crate) postgres: Option<Dump>,
    /// Every file but the manifest and the keys.
    pub(crate) files: Vec<Entry>,
}

/// A file of a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// From the set's folder, with `/`.
    pub(crate) path: String,
    pub(crate) bytes: u64,
    /// In hex.
    pub(crate) sha256: String,
}

impl Manifest {
    /// Of the rows of `made_at`; the files come later.
    pub(crate) fn new(made_at: Time, services: Vec<About>, postgres: Option<Dump>) -> Self {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        Self { form: FORM, program, made_at, services, postgres, files: Vec::new() }
    }

    /// Reads one; whatever it says of paths stays inside of the set.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Exit> {
        let manifest: Self = serde_json::from_slice(bytes).map_err(|e| {
            Exit::other(format!("{MANIFEST} cannot be read, so this is no whole backup: {e}"))
        })?;
        if manifest.form != FORM {
            let (form, program) = (manifest.form, &manifest.program);
            return Err(Exit::other(format!(
                "this backup has form {form}; Marquee {program} made it and can read it"
            )));
        }
        match manifest.files.iter().find(|entry| !stays_inside(&entry.path)) {
            Some(entry) => Err(Exit::other(format!("the backup names a file outside of it: {}", entry.path))),
            None => Ok(manifest),
        }
    }
}

/// Whether a path leads nowhere but down.
pub(crate) fn stays_inside(path: &str) -> bool {
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    !path.is_empty() && !path.contains('\\') && Path::new(path).components().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_leads_nowhere_outside() {
        assert!(stays_inside("folders/games/uploads/a.csv"));
        for path in ["", "/etc/passwd", "../x", "a/../../x", "a\\..\\x", "./x"] {
            assert!(!stays_inside(path), "{path}");
        }
    }
}
