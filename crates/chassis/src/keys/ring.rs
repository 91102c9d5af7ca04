//! The keys of one purpose, as files of a folder: `<purpose>-<number>.key`, the key and a line with when it was made.

use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use kit::{Result, Time};

use super::{Purpose, broken, unreadable, write_private};
use crate::random;

/// A key, as whoever uses it gets it.
#[derive(Clone)]
pub struct Key {
    /// Its number, as text; whatever it made carries it.
    pub id: String,
    /// The key itself.
    pub secret: [u8; 32],
    /// When it was made, as far as that is known.
    pub made_at: Option<Time>,
    /// When a newer one took its place; nothing for the one that is in use.
    pub retired_at: Option<Time>,
}

/// One purpose's keys, the oldest first: the newest is used, the others still open and verify.
#[derive(Clone, Default)]
pub(super) struct Ring(pub(super) Vec<Key>);

impl Ring {
    /// Reads what is there.
    pub(super) fn read(folder: &Path, purpose: Purpose) -> Result<Self> {
        let mut keys = Vec::new();
        for file in fs::read_dir(folder).map_err(|e| unreadable(folder, &e))? {
            let path = file?.path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            let Some(id) =
                name.strip_prefix(purpose.name()).and_then(|n| n.strip_prefix('-')?.strip_suffix(".key"))
            else {
                continue;
            };
            if id.parse::<u64>().is_err() {
                return Err(broken(format!("{}: a key is called {purpose}-<number>.key", path.display())));
            }
            keys.push(key(&path, id)?);
        }
        keys.sort_by_key(|key| key.id.parse::<u64>().unwrap_or(0));
        let mut made: Vec<(u64, Option<Time>)> =
            keys.iter().map(|key| (number(&key.id), key.made_at)).collect();
        made.extend(gone(folder, purpose)?);
        made.sort();
        for key in &mut keys {
            let next = made.iter().find(|(other, _)| *other > number(&key.id));
            key.retired_at = next.and_then(|(_, at)| *at);
        }
        Ok(Self(keys))
    }

    /// Adds a newer key; answers its id.
    pub(super) fn add(&self, folder: &Path, purpose: Purpose, now: Option<Time>) -> Result<String> {
        let gone = gone(folder, purpose)?.into_iter().map(|(number, _)| number);
        let newest = self.0.iter().map(|key| number(&key.id)).chain(gone).max().unwrap_or(0);
        let id = (newest + 1).to_string();
        let mut text = BASE64.encode(random::bytes::<32>());
        if let Some(now) = now {
            text = format!("{text}\n{now}\n");
        }
        write_private(&folder.join(file_name(purpose, &id)), &text)?;
        Ok(id)
    }

    pub(super) fn newest(&self) -> Option<&Key> {
        self.0.last()
    }

    pub(super) fn named(&self, id: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.id == id)
    }
}

fn number(id: &str) -> u64 {
    id.parse().unwrap_or(0)
}

/// The ending of what stays of a key that was taken away: when it was made.
const GONE: &str = ".gone";

/// Notes when a key was made that is about to be taken away.
pub(super) fn remember(folder: &Path, purpose: Purpose, key: &Key) -> Result<()> {
    let at = key.made_at.map_or_else(String::new, |at| at.to_string());
    write_private(&folder.join(format!("{purpose}-{}{GONE}", key.id)), &at)
}

/// The numbers of keys that were taken away, and when each was made.
fn gone(folder: &Path, purpose: Purpose) -> Result<Vec<(u64, Option<Time>)>> {
    let mut all = Vec::new();
    for file in fs::read_dir(folder).map_err(|e| unreadable(folder, &e))? {
        let path = file?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let id = name.strip_prefix(purpose.name()).and_then(|n| n.strip_prefix('-')?.strip_suffix(GONE));
        let Some(id) = id.and_then(|id| id.parse().ok()) else { continue };
        let text = fs::read_to_string(&path).map_err(|e| unreadable(&path, &e))?;
        all.push((id, Time::parse(text.trim())));
    }
    Ok(all)
}

pub(super) fn file_name(purpose: Purpose, id: &str) -> String {
    format!("{purpose}-{id}.key")
}

fn key(path: &Path, id: &str) -> Result<Key> {
    let text = fs::read_to_string(path).map_err(|e| unreadable(path, &e))?;
    let mut lines = text.lines();
    let secret = BASE64.decode(lines.next().unwrap_or_default().trim()).unwrap_or_default();
    let secret = secret.try_into().map_err(|_| broken(format!("{} is not a key", path.display())))?;
    let told = lines.next().and_then(|line| Time::parse(line.trim()));
    Ok(Key { id: id.to_owned(), secret, made_at: told.or_else(|| written_at(path)), retired_at: None })
}

/// When a file was written; keys of the first start say nothing themselves.
fn written_at(path: &Path) -> Option<Time> {
    let since = fs::metadata(path).ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_micros()).ok().map(Time::from_micros)
}
