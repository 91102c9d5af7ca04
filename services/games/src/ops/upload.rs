//! Takes a list from a browser, to be read afterwards.

use std::fs::File;
use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{Context, SHA256};
use axum::body::Body;
use chassis::audit::Deed;
use chassis::db::Db;
use chassis::http::extract::TOO_LARGE;
use chassis::pool::Pool;
use chassis::{random, transact};
use futures_util::StreamExt as _;
use kit::{Result, Time};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::import::refusal;
use super::write::By;
use crate::App;
use crate::db::{self, NewImport, StoredImport};
use crate::formats::{Reader, Source};

/// The most bytes of a list.
pub(crate) const MOST: u64 = 256 * 1024 * 1024;
/// How many bytes are hashed and written at a time; no more of a file is ever in memory.
const CHUNK: usize = 256 * 1024;
/// The job that reads what was uploaded.
pub(crate) const READ: &str = "games.read_import";
/// After so many microseconds a file that no import knows is one whose upload was broken off.
const FORGOTTEN: i64 = 24 * 3600 * 1_000_000;

/// What the job is told.
#[derive(Serialize, Deserialize)]
pub(crate) struct Wanted {
    pub(crate) import: Uuid,
}

/// Where uploads lie.
pub(crate) fn uploads(app: &App) -> PathBuf {
    app.host.folder(contracts::games::SERVICE).join("uploads")
}

/// A file on its way in; gone when it is dropped before it was taken over.
struct Draft {
    path: PathBuf,
    name: String,
    kept: bool,
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            let _: std::io::Result<()> = std::fs::remove_file(&self.path);
        }
    }
}

/// Writes a file as it comes and asks for it to be read; answers its import, and whether it is a new one.
///
/// A file that is known by its content is not read again, unless its import was broken off. Safe to repeat.
///
/// # Errors
/// `request/too-large` (413); `games/not-a-list` (422).
pub(crate) async fn upload(app: &App, name: &str, body: Body, by: &By) -> Result<(StoredImport, bool)> {
    let pool = Pool::new("games.upload", 1, 1);
    let key = kit::text::hex(&random::bytes::<16>());
    let mut draft = Draft { path: uploads(app).join(&key), name: key, kept: false };
    let (hash, bytes) = receive(&pool, &draft.path, body).await?;
    let path = draft.path.clone();
    let source = pool.run(move || source_of(&path)).await?.map_err(|error| refusal(&name, &error))?;
    let bytes = i64::try_from(bytes)?;
    let (import, taken, new) = transact!(app.db, |tx| {
        let id = random::uuid(tx.now());
        let upload = Some((draft.name.as_str(), by.user));
        let import = NewImport { id, hash: &hash, name, source: source.slug(), bytes, upload };
        let new = db::insert_import(tx, &import, tx.now()).await?;
        let known = db::import_by_hash(tx, &hash).await?;
        let taken = new || db::revive_import(tx, known.id, &draft.name).await?;
        if taken {
            tx.enqueue(READ, random::uuid(tx.now()), &Wanted { import: known.id }).await?;
            let (actor, subject, address) = (Some(by.user), Some(known.id), by.address);
            let detail = json!({ "name": name, "bytes": bytes });
            tx.audit(Deed { actor, action: "import.upload", subject, address, detail }).await?;
        }
        Ok((db::import_by_hash(tx, &hash).await?, taken, new))
    })?;
    draft.kept = taken;
    Ok((import, new))
}

/// Which list a file is, by its first line.
fn source_of(path: &Path) -> std::result::Result<Source, crate::formats::NotAList> {
    let file = File::open(path).map_err(crate::formats::NotAList::Io)?;
    Ok(Reader::open(BufReader::new(file))?.source())
}

/// Writes a body into a file, durable when this returns; answers the hash of its bytes and their number.
async fn receive(pool: &Pool, path: &Path, body: Body) -> Result<(Vec<u8>, u64)> {
    let target = path.to_owned();
    let mut sink = pool
        .run(move || {
            target.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            Ok::<_, std::io::Error>((File::create_new(&target)?, Context::new(&SHA256)))
        })
        .await??;
    let mut stream = body.into_data_stream();
    let (mut chunk, mut bytes) = (Vec::with_capacity(CHUNK), 0_u64);
    loop {
        let piece = stream.next().await;
        let last = piece.is_none();
        if let Some(piece) = piece {
            let piece = piece
                .map_err(|error| kit::error::INVALID.because(format!("The file broke off: {error}.")))?;
            bytes += piece.len() as u64;
            if bytes > MOST {
                let most = MOST / 1024 / 1024;
                return Err(TOO_LARGE
                    .because(format!("A list has at most {most} MiB. Import it from the command line.")));
            }
            chunk.extend_from_slice(&piece);
        }
        if last || chunk.len() >= CHUNK {
            let written = std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK));
            sink = pool
                .run(move || {
                    sink.1.update(&written);
                    sink.0.write_all(&written)?;
                    if last {
                        sink.0.sync_all()?;
                    }
                    Ok::<_, std::io::Error>(sink)
                })
                .await??;
        }
        if last {
            return Ok((sink.1.finish().as_ref().to_vec(), bytes));
        }
    }
}

/// Removes files whose upload was broken off long ago by the end of the process.
///
/// # Errors
/// As any statement; when the folder cannot be read.
pub(crate) async fn sweep(db: &Db, folder: PathBuf, now: Time) -> Result<()> {
    let known: Vec<String> = db::uploads(db).await?.into_iter().map(|(file,)| file).collect();
    let sweep = move || -> std::io::Result<()> {
        let Ok(files) = std::fs::read_dir(&folder) else { return Ok(()) };
        for file in files {
            let file = file?;
            let changed = file.metadata()?.modified()?.duration_since(std::time::UNIX_EPOCH);
            let changed = changed.map_or(0, |since| i64::try_from(since.as_micros()).unwrap_or(i64::MAX));
            let name = file.file_name().to_string_lossy().into_owned();
            if !known.contains(&name) && now.micros().saturating_sub(changed) > FORGOTTEN {
                std::fs::remove_file(file.path())?;
            }
        }
        Ok(())
    };
    Pool::new("games.upload", 1, 1).run(sweep).await??;
    Ok(())
}
