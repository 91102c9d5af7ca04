//! `marquee chaos`: kills this very program while people write to it, and looks whether anything that was answered is lost or
//! doubled (row R1).

mod ledger;
mod victim;
mod wire;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chassis::bare::OwnDatabase;
use chassis::db::PgPool;
use chassis::random;
use tokio::task::JoinSet;

use crate::cli::ChaosFlags;
use crate::exit::Exit;
use ledger::Ledger;
use victim::{Stopwatch, Victim};
use writer::Writer;

/// How long a round may take until enough was answered.
const PATIENCE: Duration = Duration::from_secs(120);

/// Bounds of a run.
struct Bounds {
    kills: usize,
    length: Duration,
    writers: usize,
    /// How much is answered before a kill, at least; the short form goes by this and not by time.
    answers: usize,
    /// How long a house lives in the long form.
    life: Option<Duration>,
    /// Between two intents of one writer, so that an hour of them can still be looked through.
    pause: Duration,
}

impl Bounds {
    fn of(flags: &ChaosFlags) -> Self {
        let (kills, seconds, writers) = if flags.long { (usize::MAX, 3600, 64) } else { (12, 600, 8) };
        Self {
            kills: flags.kills.unwrap_or(kills),
            length: Duration::from_secs(flags.seconds.unwrap_or(seconds)),
            writers: flags.writers.unwrap_or(writers).max(1),
            answers: 40,
            life: flags.long.then_some(Duration::from_secs(2)),
            pause: if flags.long { Duration::from_millis(100) } else { Duration::ZERO },
        }
    }
}

/// Runs it, prints what came of it, and fails when a promise was broken.
pub(crate) async fn chaos(flags: &ChaosFlags) -> Result<(), Exit> {
    let name = format!("marquee_chaos_{}", kit::text::hex(&random::bytes::<6>()));
    let folder = std::env::temp_dir().join(&name);
    chassis::keys::private_folder(&folder)?;
    let failed = |error: chassis::db::Error| Exit::other(format!("--postgres: {error}"));
    let own = match &flags.postgres {
        Some(url) => Some(OwnDatabase::make(url, &name).await.map_err(failed)?),
        None => None,
    };
    let url = own.as_ref().map(|own| own.url().to_owned());
    let run = Run::new(folder.clone(), url.clone(), Bounds::of(flags)).await;
    let report = match run {
        Ok(run) => run.run_out().await,
        Err(exit) => Err(exit),
    };
    let clean = report.as_ref().is_ok_and(|report| report.broken().is_empty());
    if let (Some(own), Some(url), true) = (own, url, clean) {
        own.drop(&PgPool::new(&url, 1).map_err(failed)?).await.map_err(failed)?;
    }
    let report = report?;
    report.print();
    if clean {
        let _: Result<(), _> = std::fs::remove_dir_all(&folder);
        return Ok(());
    }
    let (broken, folder) = (report.broken().join(", "), folder.display());
    Err(Exit::other(format!("{broken}. The house and the ledger are kept in {folder}.")))
}

/// A house that is killed, and those who write to it.
struct Run {
    folder: PathBuf,
    bounds: Bounds,
    victim: Victim,
    writers: Vec<Writer>,
    ledger: Arc<Ledger>,
    report: Report,
}

/// What came of it.
#[derive(Default)]
struct Report {
    kills: usize,
    ready: Vec<Duration>,
    answered: usize,
    cut_off: usize,
    lost: usize,
    doubled: usize,
    promises: Vec<String>,
}

impl Run {
    async fn new(folder: PathBuf, url: Option<String>, bounds: Bounds) -> Result<Self, Exit> {
        let ledger = Arc::new(Ledger::new(&folder.join("ledger.txt"))?);
        let victim = Victim::start(&folder.join("data"), url).await?;
        let mut writers = Vec::new();
        for n in 0..bounds.writers {
            writers.push(Writer::sign_up(victim.at(), n).await?);
        }
        Ok(Self { folder, bounds, victim, writers, ledger, report: Report::default() })
    }

    async fn run_out(mut self) -> Result<Report, Exit> {
        let watch = Stopwatch::start();
        while self.report.kills < self.bounds.kills && watch.elapsed() < self.bounds.length {
            self.round().await?;
            self.report.kills += 1;
            let ready = self.victim.restart().await?;
            self.report.ready.push(ready);
            self.audit_round().await?;
        }
        self.audit_all().await?;
        self.report.promises = victim::broken_promises(&self.folder.join("data"), self.victim.url()).await?;
        self.report.answered = self.ledger.counts().0 - self.report.cut_off;
        Ok(self.report)
    }

    /// Lets everybody write for a while and kills the house in the middle of it.
    async fn round(&mut self) -> Result<(), Exit> {
        let before = self.ledger.counts().0;
        let mut writing = JoinSet::new();
        for writer in self.writers.drain(..) {
            let (ledger, round, pause) = (self.ledger.clone(), self.report.kills, self.bounds.pause);
            let at = self.victim.at().to_owned();
            writing.spawn(writer.write_until_it_dies(at, ledger, round, pause));
        }
        // A kill comes at no time in particular: after so many answers, and some microseconds more.
        let [few, micros] = random::bytes::<2>().map(u64::from);
        match self.bounds.life {
            Some(life) => tokio::time::sleep(life).await,
            None => {
                let wanted = self.ledger.grown_to(before + self.bounds.answers + few as usize / 4);
                if tokio::time::timeout(PATIENCE, wanted).await.is_err() {
                    return Err(Exit::other("the house answers too few writes to be worth killing"));
                }
            }
        }
        tokio::time::sleep(Duration::from_micros(micros * 20)).await;
        self.victim.kill()?;
        while let Some(writer) = writing.join_next().await {
            self.writers.push(writer.map_err(|error| Exit::other(error.to_string()))?);
        }
        Ok(())
    }

    /// Sends every intent of the last round again: what was answered is answered alike and there, the rest is done now.
    async fn audit_round(&mut self) -> Result<(), Exit> {
        for intent in self.ledger.take_round() {
            let Some(writer) = self.writers.iter_mut().find(|writer| writer.number() == intent.writer) else {
                continue;
            };
            let (made, replayed) = writer.make(self.victim.at(), &intent.key).await?;
            if let Some(known) = &intent.made {
                self.report.doubled += usize::from(made != *known || !replayed);
                self.report.lost += usize::from(!writer.has(self.victim.at(), known).await?);
            } else {
                self.report.cut_off += 1;
                self.ledger.made(&intent.key, intent.writer, &made)?;
            }
        }
        self.ledger.forget_round();
        Ok(())
    }

    /// Looks through everything that everybody has: each intent once.
    async fn audit_all(&mut self) -> Result<(), Exit> {
        for writer in &mut self.writers {
            let there = writer.everything(self.victim.at()).await?;
            let (lost, doubled) = self.ledger.compare(writer.number(), &there);
            self.report.lost += lost;
            self.report.doubled += doubled;
        }
        Ok(())
    }
}

impl Report {
    fn broken(&self) -> Vec<String> {
        let mut broken = Vec::new();
        if self.lost > 0 {
            broken.push(format!("{} answered writes are lost", self.lost));
        }
        if self.doubled > 0 {
            broken.push(format!("{} writes are doubled", self.doubled));
        }
        broken.extend(self.promises.iter().cloned());
        broken
    }

    fn print(&self) {
        let mut ready: Vec<u128> = self.ready.iter().map(Duration::as_millis).collect();
        ready.sort_unstable();
        let (middle, last) = (ready.get(ready.len() / 2), ready.last());
        let rows = [
            ("kills (SIGKILL)", self.kills.to_string()),
            ("writes that were answered", self.answered.to_string()),
            ("cut off, and sent again", self.cut_off.to_string()),
            ("lost", self.lost.to_string()),
            ("doubled", self.doubled.to_string()),
            ("promises broken", self.promises.len().to_string()),
            ("ready again, median", format!("{} ms", middle.copied().unwrap_or_default())),
            ("ready again, slowest", format!("{} ms", last.copied().unwrap_or_default())),
        ];
        for (what, figure) in rows {
            println!("{what:28} {figure:>12}");
        }
        self.promises.iter().for_each(|promise| println!("broken: {promise}"));
    }
}
