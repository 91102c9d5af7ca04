//! What the operator's commands ask of a house that is open: a socket in the data folder, which nobody else enters.
//!
//! One JSON line in, JSON lines out: progress, and at last what came of it or why not.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chassis::bus::Runner;
use chassis::db::Db;
use chassis::host::House;
use games::ops::import::{Progress, Report, import};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;

use crate::exit::Exit;

/// How long an import waits until search knows its games; later they are found all the same.
const FINDABLE: Duration = Duration::from_secs(60);

/// What can be asked.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Wish {
    /// Import a list of games; the path is absolute.
    ImportGames(PathBuf),
}

/// What is answered, a line each.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    /// How far it is.
    Progress(Progress),
    /// What came of it.
    Done(Report),
    /// Why not, for the person who asked.
    Refused(String),
}

/// Where the socket of a data folder is.
fn path(data: &Path) -> PathBuf {
    data.join("control.sock")
}

/// Listens to the operator's commands for as long as the house is open.
#[expect(clippy::disallowed_methods, reason = "the host's own task")]
pub(crate) fn listen(data: &Path, house: &House) {
    let path = path(data);
    // The lock on the folder is ours, so that an old socket is nobody's.
    let _: Result<(), _> = std::fs::remove_file(&path);
    let listener = match UnixListener::bind(&path) {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(%error, "commands such as `marquee import` need the house closed: no control socket");
            return;
        }
    };
    let Some(db) = house.db(contracts::games::SERVICE).cloned() else { return };
    let folder = house.host().folder(contracts::games::SERVICE);
    let runner = house.runner.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, db.clone(), folder.clone(), runner.clone()));
        }
    });
}

async fn answer(stream: UnixStream, db: Db, folder: PathBuf, runner: Runner) {
    let (read, mut write) = stream.into_split();
    let line = BufReader::new(read).lines().next_line().await;
    let Ok(Some(line)) = line else { return };
    let (say, mut said) = mpsc::unbounded_channel();
    let work = async move {
        let word = match serde_json::from_str(&line) {
            Ok(Wish::ImportGames(file)) => {
                let tell = say.clone();
                let progress = move |progress| {
                    let _: Result<(), _> = tell.send(Word::Progress(progress));
                };
                match import(&db, &folder, &file, progress).await {
                    Ok(report) => {
                        // Whoever waits for an import wants to find the games; hearing twice changes nothing.
                        let _: Result<_, _> = tokio::time::timeout(FINDABLE, runner.settle()).await;
                        Word::Done(report)
                    }
                    Err(error) => Word::Refused(chassis::host::sentence(&error)),
                }
            }
            Err(error) => Word::Refused(format!("this version does not know that command: {error}")),
        };
        let _: Result<(), _> = say.send(word);
    };
    let tell = async {
        while let Some(word) = said.recv().await {
            let mut line = serde_json::to_vec(&word).unwrap_or_default();
            line.push(b'\n');
            // An import goes on when whoever asked for it has gone away.
            let _: Result<(), _> = write.write_all(&line).await;
        }
    };
    tokio::join!(work, tell);
}

/// Connects to the house, which may be opening at this moment.
async fn connect(data: &Path) -> std::io::Result<UnixStream> {
    let mut tries = 0;
    loop {
        match UnixStream::connect(path(data)).await {
            Err(_) if tries < 50 => tries += 1,
            connected => return connected,
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Asks the open house of a data folder to import a file.
pub(crate) async fn import_games(
    data: &Path,
    file: &Path,
    mut progress: impl FnMut(Progress),
) -> Result<Report, Exit> {
    let file =
        std::path::absolute(file).map_err(|error| Exit::other(format!("{}: {error}", file.display())))?;
    let cut = |error: std::io::Error| {
        Exit::other(format!(
            "the open house does not answer: {error}. Run the command again: nothing is doubled."
        ))
    };
    let stream = connect(data).await.map_err(cut)?;
    let (read, mut write) = stream.into_split();
    let mut wish =
        serde_json::to_vec(&Wish::ImportGames(file)).map_err(|error| Exit::other(error.to_string()))?;
    wish.push(b'\n');
    write.write_all(&wish).await.map_err(cut)?;
    let mut lines = BufReader::new(read).lines();
    while let Some(line) = lines.next_line().await.map_err(cut)? {
        match serde_json::from_str(&line).map_err(|error| Exit::other(error.to_string()))? {
            Word::Progress(now) => progress(now),
            Word::Done(report) => return Ok(report),
            Word::Refused(sentence) => return Err(Exit::other(sentence)),
        }
    }
    Err(Exit::other("the house was closed before the import had ended. Open it and run the command again."))
}
