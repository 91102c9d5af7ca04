//! Reads a list of games into the catalogue.

use std::fmt::Display;
use std::fs::File;
use std::io::{BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{Context, SHA256};
use chassis::db::Db;
use chassis::pool::Pool;
use chassis::{random, transact};
use contracts::games::ImportFinished;
use kit::Result;
use kit::error::UNAVAILABLE;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::derive::derive;
use super::doubt::doubt;
use super::take::take;
use crate::db::{self, NewImport, StoredImport};
use crate::formats::{Entry, NotAList, Place, Reader, Rejected, Source, Survey};
use crate::problems::{IMPORT_RUNS, NOT_A_LIST};

/// How many rows are taken in one transaction: about ten statements each, which a PostgreSQL across the
/// network also does within the time that a transaction has.
const BATCH: usize = 250;
/// How few are worth a transaction, where more took too long.
const FEWEST: usize = 8;
/// How many bad rows a report shows.
const SHOWN: i64 = 20;

/// How far an import is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// How many rows the file has.
    pub rows: u64,
    /// How many of them were taken in, now or in an earlier run that was broken off.
    pub taken: u64,
    /// How many were in the catalogue already, word for word.
    pub known: u64,
    /// How many were put aside.
    pub bad: u64,
}

/// What came of an import.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// Who made the list.
    pub source: Source,
    /// How its rows fared.
    pub progress: Progress,
    /// How many works the catalogue has now.
    pub works: i64,
    /// How many pairs of works stay apart and may be one.
    pub doubts: usize,
    /// The first bad rows.
    pub rejected: Vec<Rejected>,
    /// Where all bad rows are kept, when there are any.
    pub kept_aside: Option<PathBuf>,
}

/// Imports one file; tells its progress after each batch.
///
/// Safe to repeat and to break off at any moment: a batch and the place behind it are written in one
/// transaction, and a row is known by its source's uid. A file that was read to its end is read again.
///
/// # Errors
/// `games/not-a-list` (422) when the file cannot be read or is none of the three lists;
/// `games/import-runs` (409) when somebody else imports it at this moment.
pub async fn import(db: &Db, folder: &Path, file: &Path, progress: impl FnMut(Progress)) -> Result<Report> {
    let list = look(file).await.map_err(|error| refusal(&file.display(), &error))?;
    let import = begin(db, file, &list).await?;
    read_list(db, folder, (import, list), file, progress).await
}

/// Reads the rest of a list and finishes its import.
pub(super) async fn read_list(
    db: &Db,
    folder: &Path,
    (import, list): (StoredImport, List),
    file: &Path,
    mut progress: impl FnMut(Progress),
) -> Result<Report> {
    let pool = Pool::new("games.import", 1, 1);
    let List { hash, source, survey, .. } = list;
    let (mut place, mut at, mut most) = (import.place(), import.progress(survey.rows), BATCH);
    progress(at);
    let path = file.to_owned();
    let open = move || {
        Reader::open(BufReader::new(File::open(path).map_err(NotAList::Io)?))?
            .resume(survey, place)
            .map_err(NotAList::Io)
    };
    let mut reader = pool.run(open).await?.map_err(|error| refusal(&import.name, &error))?;
    loop {
        let (back, batch) = pool
            .run(move || {
                let batch = read(&mut reader);
                (reader, batch)
            })
            .await?;
        reader = back;
        let batch = batch.map_err(|error| refusal(&import.name, &NotAList::Io(error)))?;
        if batch.is_empty() {
            break;
        }
        let mut rest = batch.as_slice();
        while let Some(last) = rest.get(..most.min(rest.len())).and_then(<[Entry]>::last) {
            let (piece, next) = (&rest[..most.min(rest.len())], last.place);
            match write(db, import.id, (place, next), piece).await {
                Ok(step) => {
                    at.taken += step.0;
                    at.known += step.1;
                    at.bad += step.2;
                    (place, rest) = (next, &rest[piece.len()..]);
                    progress(at);
                }
                // A machine that has much to do takes fewer rows in the time that a transaction has.
                Err(error) if most > FEWEST && error.kind() == UNAVAILABLE => most /= 2,
                Err(error) => return Err(error),
            }
        }
    }
    finish(db, folder, &import, (source, &hash), at).await
}

/// What a file is, before its rows are taken.
pub(super) struct List {
    pub(super) hash: Vec<u8>,
    pub(super) source: Source,
    pub(super) bytes: i64,
    pub(super) survey: Survey,
}

/// Hashes a file, tells which list it is, and surveys it.
pub(super) async fn look(file: &Path) -> std::result::Result<List, NotAList> {
    let path = file.to_owned();
    let looked = Pool::new("games.import", 1, 1).run(move || survey(&path)).await;
    looked.map_err(|error| NotAList::Io(std::io::Error::other(error.to_string())))?
}

fn survey(path: &Path) -> std::result::Result<List, NotAList> {
    let mut file = File::open(path).map_err(NotAList::Io)?;
    let (mut hash, mut chunk, mut bytes) = (Context::new(&SHA256), vec![0; 64 * 1024], 0);
    loop {
        match file.read(&mut chunk).map_err(NotAList::Io)? {
            0 => break,
            n => {
                hash.update(&chunk[..n]);
                bytes += i64::try_from(n).unwrap_or(0);
            }
        }
    }
    let reader = Reader::open(BufReader::new(File::open(path).map_err(NotAList::Io)?))?;
    let source = reader.source();
    let survey = reader.survey().map_err(NotAList::Io)?;
    Ok(List { hash: hash.finish().as_ref().to_vec(), source, bytes, survey })
}

/// The refusal of a file that is no list, in the words of whoever named it.
pub(super) fn refusal(file: &impl Display, error: &NotAList) -> kit::Error {
    NOT_A_LIST.because(format!("{file} was not imported: {error}."))
}

async fn begin(db: &Db, file: &Path, list: &List) -> Result<StoredImport> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    transact!(db, |tx| {
        let new = NewImport {
            id: random::uuid(tx.now()),
            hash: &list.hash,
            name: &name,
            source: list.source.slug(),
            bytes: list.bytes,
            upload: None,
        };
        db::insert_import(tx, &new, tx.now()).await?;
        let import = db::import_by_hash(tx, &list.hash).await?;
        if import.finished_at.is_some() {
            db::restart_import(tx, import.id, tx.now()).await?;
        }
        db::start_import(tx, import.id, i64::try_from(list.survey.rows)?).await?;
        Ok(db::import_by_hash(tx, &list.hash).await?)
    })
}

fn read(reader: &mut Reader<BufReader<File>>) -> std::io::Result<Vec<Entry>> {
    let mut batch = Vec::with_capacity(BATCH);
    while batch.len() < BATCH {
        match reader.read()? {
            Some(entry) => batch.push(entry),
            None => break,
        }
    }
    Ok(batch)
}

/// Writes a batch and the place behind it; answers how many rows were taken, known and bad.
async fn write(db: &Db, import: Uuid, between: (Place, Place), batch: &[Entry]) -> Result<(u64, u64, u64)> {
    let step = transact!(db, |tx| {
        // One import at a time: each must see the works that the others made.
        db::touch_house(tx).await?;
        let rows = batch.iter().filter_map(|entry| entry.row.as_ref().ok()).cloned().collect();
        let mut step = take(tx, rows).await?;
        for bad in batch.iter().filter_map(|entry| entry.row.as_ref().err()) {
            db::insert_reject(tx, import, bad).await?;
            step.bad += 1;
        }
        if !db::move_import(tx, import, between, step).await? {
            return Err(IMPORT_RUNS.because("Wait until the other import of this file has ended."));
        }
        Ok(step)
    })?;
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok((count(step.taken), count(step.known), count(step.bad)))
}

async fn finish(
    db: &Db,
    folder: &Path,
    import: &StoredImport,
    (source, hash): (Source, &[u8]),
    progress: Progress,
) -> Result<Report> {
    derive(db).await?;
    let doubts = doubt(db).await?;
    let kept_aside = keep_aside(db, folder, import, hash).await?;
    let works = db::count_works(db).await?;
    transact!(db, |tx| {
        if let Some(version) = db::finish_import(tx, import.id, tx.now()).await? {
            let (rows, bad) = (i64::try_from(progress.rows)?, i64::try_from(progress.bad)?);
            let finished =
                ImportFinished { import: import.id, source: source.slug().into(), rows, bad, works };
            tx.publish(version, None, &finished).await?;
        }
        Ok(())
    })?;
    let rejected = db::rejects(db, import.id, 0, SHOWN).await?;
    let rejected =
        rejected.into_iter().map(|(line, reason, text)| Rejected { line: line.unsigned_abs(), reason, text });
    Ok(Report { source, progress, works, doubts, rejected: rejected.collect(), kept_aside })
}

/// Writes all bad rows of an import into a file of their own, one JSON object a line.
async fn keep_aside(db: &Db, folder: &Path, import: &StoredImport, hash: &[u8]) -> Result<Option<PathBuf>> {
    let mut text = Vec::new();
    let mut after = 0;
    loop {
        let page = db::rejects(db, import.id, after, 1_000).await?;
        let Some((last, ..)) = page.last() else { break };
        after = *last;
        for (line, reason, start) in &page {
            writeln!(text, "{}", serde_json::json!({ "line": line, "reason": reason, "text": start }))?;
        }
    }
    if text.is_empty() {
        return Ok(None);
    }
    let short = kit::text::hex(&hash[..hash.len().min(4)]);
    // A file system takes names of 255 bytes, and a name may be written in letters of four.
    let name: String =
        Path::new(&import.name).file_stem().unwrap_or_default().to_string_lossy().chars().take(50).collect();
    let path = folder.join("kept-aside").join(format!("{name}-{short}.jsonl"));
    let target = path.clone();
    let save = move || {
        target.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(&target, text)
    };
    Pool::new("games.import", 1, 1).run(save).await??;
    Ok(Some(path))
}

impl StoredImport {
    fn place(&self) -> Place {
        Place { offset: self.read_bytes.unsigned_abs(), line: self.read_lines.unsigned_abs() }
    }

    fn progress(&self, rows: u64) -> Progress {
        let count = i64::unsigned_abs;
        Progress { rows, taken: count(self.taken), known: count(self.known), bad: count(self.bad) }
    }
}
