//! What the operator's commands do to a house, whether this process opened it for them or it was open already.

use std::path::{Path, PathBuf};
use std::time::Duration;

use accounts::operator::{Newcomer, Operator};
use chassis::bus::Runner;
use chassis::db::Db;
use chassis::host::{Finding, House, sentence};
use games::ops::import::{Progress, Report, import};
use kit::Result;
use kit::error::{INTERNAL, INVALID};
use serde::{Deserialize, Serialize};

use crate::backup::take::{Source, Taken};
use crate::doctor::Doctor;
use crate::keys::{Asked, Bunch};

/// How long an import waits until search knows its games; later they are found all the same.
const FINDABLE: Duration = Duration::from_secs(60);

/// What can be asked.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Wish {
    /// Import a list of games; the path is absolute.
    ImportGames(PathBuf),
    /// Take the people of a system before us over; the path is absolute.
    ImportUsers(PathBuf),
    /// Make an account.
    CreateUser { email: String, role: String, password: String },
    /// Make a link that sets a new password.
    ResetLink { email: String },
    /// Make a backup; the path is absolute.
    Backup { to: PathBuf, passphrase: String },
    /// Look at the house, and mend what can be mended when that is wished for.
    Doctor { reconcile: bool },
    /// Do something with its keys.
    Keys(Asked),
}

/// What came of it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// Games were read.
    Games(Report),
    /// People were taken over.
    Users(TakenOver),
    /// The number of the new account.
    Created(i64),
    /// The link.
    Link(String),
    /// The set.
    Backup(Taken),
    /// What was found.
    Checked(Vec<Finding>),
    /// What came of it, in words.
    Keys(String),
}

/// How many people were taken over.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct TakenOver {
    pub(crate) new: usize,
    pub(crate) known: usize,
    /// Lines that could not be taken, and why.
    pub(crate) bad: Vec<(usize, String)>,
}

/// The operator's hands on a house.
#[derive(Clone)]
pub(crate) struct Desk {
    games: Option<(Db, PathBuf)>,
    accounts: Option<Operator>,
    runner: Runner,
    source: Source,
    doctor: Doctor,
    keys: Bunch,
}

impl Desk {
    /// Reaches for what the house has.
    pub(crate) fn of(house: &House) -> Result<Self> {
        let games = house.db(contracts::games::SERVICE).cloned();
        let games = games.map(|db| (db, house.host().folder(contracts::games::SERVICE)));
        let accounts = house.db(contracts::accounts::SERVICE);
        let accounts = accounts.map(|db| Operator::new(house.host(), db)).transpose()?;
        let source = Source::new(house.host().parts(), house.dbs());
        let (doctor, keys) = (Doctor::of(house), Bunch::of(house, accounts.clone()));
        Ok(Self { games, accounts, runner: house.runner.clone(), source, doctor, keys })
    }

    /// Does it.
    pub(crate) async fn grant(&self, wish: Wish, progress: impl FnMut(Progress)) -> Result<Outcome> {
        let away = |service: &str| INVALID.because(format!("The service {service} does not run here."));
        if let Wish::ImportGames(file) = &wish {
            let (db, folder) = self.games.as_ref().ok_or_else(|| away("games"))?;
            let report = import(db, folder, file, progress).await?;
            // Whoever waits for an import wants to find the games; hearing twice changes nothing.
            let _: Result<_, _> = tokio::time::timeout(FINDABLE, self.runner.settle()).await;
            return Ok(Outcome::Games(report));
        }
        let accounts = || self.accounts.as_ref().ok_or_else(|| away("accounts"));
        Ok(match wish {
            Wish::Backup { to, passphrase } => {
                let taken = self.source.take(&to, &passphrase).await;
                Outcome::Backup(taken.map_err(|exit| INTERNAL.because(exit.sentence().to_owned()))?)
            }
            Wish::Doctor { reconcile } => Outcome::Checked(self.doctor.look(reconcile).await?),
            Wish::Keys(asked) => Outcome::Keys(self.keys.grant(asked).await?),
            Wish::ImportUsers(file) => Outcome::Users(take_over(accounts()?, &file).await?),
            Wish::CreateUser { email, role, password } => {
                Outcome::Created(accounts()?.create_user(&email, &role, &password).await?)
            }
            Wish::ResetLink { email } => Outcome::Link(accounts()?.reset_link(&email).await?),
            Wish::ImportGames(_) => return Err(away("games")),
        })
    }
}

/// Takes a file of people over, a line of JSON each. A bad line keeps nobody else out.
async fn take_over(accounts: &Operator, file: &Path) -> Result<TakenOver> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| INVALID.because(format!("{} cannot be read: {error}", file.display())))?;
    let mut taken = TakenOver::default();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let outcome = match serde_json::from_str::<Newcomer>(line) {
            Ok(newcomer) => accounts.take_over(&newcomer).await,
            Err(error) => Err(INVALID.because(format!("this is no person: {error}"))),
        };
        match outcome {
            Ok(true) => taken.new += 1,
            Ok(false) => taken.known += 1,
            Err(error) => {
                let fields: Vec<&str> = error.fields().iter().map(|field| field.message.as_str()).collect();
                let why = if fields.is_empty() { sentence(&error) } else { fields.join(" ") };
                taken.bad.push((at + 1, why));
            }
        }
    }
    Ok(taken)
}
