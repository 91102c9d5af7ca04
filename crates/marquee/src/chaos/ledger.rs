//! What writers meant to write and what was answered, in a file of their own that is on the disk before they go on.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::exit::Exit;

/// Something that a writer wants once.
#[derive(Clone)]
pub(super) struct Intent {
    pub(super) key: String,
    pub(super) writer: usize,
    /// The id of what was made, once that was answered.
    pub(super) made: Option<String>,
}

/// The ledger of all writers.
pub(super) struct Ledger {
    inner: Mutex<Inner>,
    grown: Notify,
}

struct Inner {
    file: File,
    /// Of every writer: the key of each intent, and whether it was answered.
    all: BTreeMap<(usize, String), bool>,
    round: BTreeMap<String, Intent>,
    answered: usize,
}

impl Ledger {
    pub(super) fn new(path: &Path) -> Result<Self, Exit> {
        let file = File::create(path).map_err(|e| Exit::other(format!("{}: {e}", path.display())))?;
        let inner = Inner { file, all: BTreeMap::new(), round: BTreeMap::new(), answered: 0 };
        Ok(Self { inner: Mutex::new(inner), grown: Notify::new() })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what is about to be sent.
    pub(super) fn tries(&self, key: &str, writer: usize) -> Result<(), Exit> {
        let mut inner = self.inner();
        writeln!(inner.file, "tries {writer} {key}").map_err(unwritable)?;
        inner.all.insert((writer, key.to_owned()), false);
        inner.round.insert(key.to_owned(), Intent { key: key.to_owned(), writer, made: None });
        Ok(())
    }

    /// Notes what was answered; on the disk when this returns.
    pub(super) fn made(&self, key: &str, writer: usize, id: &str) -> Result<(), Exit> {
        let mut inner = self.inner();
        writeln!(inner.file, "made {writer} {key} {id}").map_err(unwritable)?;
        inner.file.sync_data().map_err(unwritable)?;
        inner.all.insert((writer, key.to_owned()), true);
        if let Some(intent) = inner.round.get_mut(key) {
            intent.made = Some(id.to_owned());
        }
        inner.answered += 1;
        drop(inner);
        self.grown.notify_waiters();
        Ok(())
    }

    /// How many were answered, and how many there are.
    pub(super) fn counts(&self) -> (usize, usize) {
        let inner = self.inner();
        (inner.answered, inner.all.len())
    }

    /// Waits until so many were answered.
    pub(super) async fn grown_to(&self, answered: usize) {
        loop {
            let grown = self.grown.notified();
            if self.counts().0 >= answered {
                return;
            }
            grown.await;
        }
    }

    /// What was meant since the last look.
    pub(super) fn take_round(&self) -> Vec<Intent> {
        std::mem::take(&mut self.inner().round).into_values().collect()
    }

    /// What was noted while looking is no intent of the next round.
    pub(super) fn forget_round(&self) {
        self.inner().round.clear();
    }

    /// Of one writer, against everything that it has by key: how many answered ones are not there, and how many are there
    /// more than once.
    pub(super) fn compare(&self, writer: usize, there: &BTreeMap<String, usize>) -> (usize, usize) {
        let inner = self.inner();
        let own = inner.all.iter().filter(|((of, _), _)| *of == writer);
        let lost = own.filter(|((_, key), answered)| **answered && !there.contains_key(key)).count();
        (lost, there.values().map(|times| times - 1).sum())
    }
}

fn unwritable(error: std::io::Error) -> Exit {
    Exit::other(format!("the ledger cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_what_is_lost_and_what_is_doubled() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::new(&folder.path().join("ledger.txt")).unwrap();
        for key in ["a", "b", "c"] {
            ledger.tries(key, 0).unwrap();
        }
        ledger.made("a", 0, "1").unwrap();
        ledger.made("b", 0, "2").unwrap();
        let there = BTreeMap::from([("a".to_owned(), 3), ("c".to_owned(), 1)]);
        assert_eq!((ledger.compare(0, &there), ledger.compare(1, &BTreeMap::new())), ((1, 2), (0, 0)));
        assert_eq!((ledger.counts(), ledger.take_round().len()), ((2, 3), 3));
        let written = std::fs::read_to_string(folder.path().join("ledger.txt")).unwrap();
        assert!(written.ends_with("made 0 a 1\nmade 0 b 2\n"));
    }
}
