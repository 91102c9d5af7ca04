//! How the operator's commands reach a house that is open: a socket in the data folder, which nobody else enters.
//!
//! One JSON line in, JSON lines out: progress, and at last what came of it or why not.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chassis::host::{House, sentence};
use games::ops::import::Progress;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;

use crate::cli::Flags;
use crate::desk::{Desk, Outcome, Wish};
use crate::exit::Exit;
use crate::settings::{self, Settings};

/// What is answered, a line each.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    /// How far it is.
    Progress(Progress),
    /// What came of it.
    Done(Outcome),
    /// Why not, for the person who asked.
    Refused(String),
}

/// Where the socket of a data folder is.
fn path(data: &Path) -> PathBuf {
    data.join("control.sock")
}

/// Listens to the operator's commands for as long as the house is open.
#[expect(clippy::disallowed_methods, reason = "the host's own task")]
pub(crate) fn listen(data: &Path, house: &House) -> Result<(), Exit> {
    let (path, desk) = (path(data), Desk::of(house)?);
    // The lock on the folder is ours, so that an old socket is nobody's.
    let _: Result<(), _> = std::fs::remove_file(&path);
    let listener = match UnixListener::bind(&path) {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(%error, "commands such as `marquee import` need the house closed: no control socket");
            return Ok(());
        }
    };
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, desk.clone()));
        }
    });
    Ok(())
}

async fn answer(stream: UnixStream, desk: Desk) {
    let (read, mut write) = stream.into_split();
    let line = BufReader::new(read).lines().next_line().await;
    let Ok(Some(line)) = line else { return };
    let (say, mut said) = mpsc::unbounded_channel();
    let work = async move {
        let word = match serde_json::from_str::<Wish>(&line) {
            Ok(wish) => {
                let tell = say.clone();
                let progress = move |progress| {
                    let _: Result<(), _> = tell.send(Word::Progress(progress));
                };
                match desk.grant(wish, progress).await {
                    Ok(outcome) => Word::Done(outcome),
                    Err(error) => Word::Refused(in_words(&error)),
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

/// A refusal with what is wrong with each field.
fn in_words(error: &kit::Error) -> String {
    let fields: Vec<String> =
        error.fields().iter().map(|field| format!("{}: {}", field.field, field.message)).collect();
    if fields.is_empty() { sentence(error) } else { fields.join(" ") }
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

/// Has a wish granted by the house of a data folder: by the process that has it open, or else by this one.
pub(crate) async fn ask(
    flags: &Flags,
    wish: Wish,
    mut progress: impl FnMut(Progress),
) -> Result<Outcome, Exit> {
    let data = settings::data_folder(flags)?;
    if settings::is_taken(&data) {
        return ask_open(&data, &wish, progress).await;
    }
    let settings = Settings::read(flags)?;
    // Links lead to where the house will listen once it is open.
    if let Ok(at) = settings.server.listen.parse() {
        settings.address.listens(at);
    }
    let house = House::open(settings.parts.clone(), &settings.shape.here).await?;
    let outcome = Desk::of(&house)?.grant(wish, &mut progress).await;
    let outcome = outcome.map_err(|error| Exit::other(in_words(&error)))?;
    // What was published is heard here, since nobody else will.
    house.runner.settle().await?;
    Ok(outcome)
}

async fn ask_open(data: &Path, wish: &Wish, mut progress: impl FnMut(Progress)) -> Result<Outcome, Exit> {
    let cut = |error: std::io::Error| {
        Exit::other(format!(
            "the open house does not answer: {error}. Run the command again: nothing is doubled."
        ))
    };
    let stream = connect(data).await.map_err(cut)?;
    let (read, mut write) = stream.into_split();
    let mut line = serde_json::to_vec(wish).map_err(|error| Exit::other(error.to_string()))?;
    line.push(b'\n');
    write.write_all(&line).await.map_err(cut)?;
    let mut lines = BufReader::new(read).lines();
    while let Some(line) = lines.next_line().await.map_err(cut)? {
        match serde_json::from_str(&line).map_err(|error| Exit::other(error.to_string()))? {
            Word::Progress(now) => progress(now),
            Word::Done(outcome) => return Ok(outcome),
            Word::Refused(sentence) => return Err(Exit::other(sentence)),
        }
    }
    Err(Exit::other("the house was closed before this had ended. Open it and run the command again."))
}
