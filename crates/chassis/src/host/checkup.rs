//! A look at a house that is open: what holds, what does not, and what to do about it.

use std::sync::Arc;
use std::time::Duration;

use kit::{Result, Time};
use serde::{Deserialize, Serialize};

use super::{House, Invariant, Service};
use crate::args;
use crate::bus::{Runner, Standing};
use crate::db::sql::own_sql;
use crate::db::{Db, Exec as _, migrate};

own_sql! {
    PARKED = "select consumer, count(*) from {s}.parked group by consumer order by consumer";
    FAILED = "select kind, count(*) from {s}.jobs where state = 'failed' group by kind order by kind";
    LATE = "select count(*) from {s}.jobs where state in ('waiting', 'running') and run_at < $1";
    NEWEST = "select max(at) from {s}.events";
}

/// How long after its time a job may still wait before somebody should look.
const LATE_AFTER: Duration = Duration::from_secs(600);
/// How far the clock may stand behind the newest event.
const SKEW: Duration = Duration::from_secs(60);

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What was looked at.
    pub check: String,
    /// How it stands.
    pub state: State,
    /// What was found, as a sentence.
    pub told: String,
    /// What to do about it; nothing when all is well.
    pub advice: Option<String>,
}

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it should be.
    Ok,
    /// It works, and somebody should look.
    Warning,
    /// It does not work, or a promise does not hold.
    Broken,
    /// It was broken and is mended now.
    Mended,
}

impl Finding {
    /// All is well.
    pub fn ok(check: impl Into<String>, told: impl Into<String>) -> Self {
        Self { check: check.into(), state: State::Ok, told: told.into(), advice: None }
    }

    /// It works, and somebody should look.
    pub fn warning(check: impl Into<String>, told: impl Into<String>, advice: impl Into<String>) -> Self {
        let (check, told, advice) = (check.into(), told.into(), Some(advice.into()));
        Self { check, state: State::Warning, told, advice }
    }

    /// It does not work.
    pub fn broken(check: impl Into<String>, told: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { state: State::Broken, ..Self::warning(check, told, advice) }
    }

    /// It was broken and is mended.
    pub fn mended(check: impl Into<String>, told: impl Into<String>) -> Self {
        Self { state: State::Mended, ..Self::ok(check, told) }
    }
}

/// Looks at a house, and mends what can be mended without asking anybody.
#[derive(Clone)]
pub struct Checkup {
    rooms: Arc<Vec<(Service, Db, Vec<Invariant>)>>,
    runner: Runner,
}

impl House {
    /// Whoever looks at this house.
    #[must_use]
    pub fn checkup(&self) -> Checkup {
        let rooms = self.rooms.iter().map(|room| {
            let promises = self.overview.invariants(room.service.name).to_vec();
            (room.service, room.db.clone(), promises)
        });
        Checkup { rooms: Arc::new(rooms.collect()), runner: self.runner.clone() }
    }
}

impl Checkup {
    /// The databases of the services, in their order.
    pub fn dbs(&self) -> impl Iterator<Item = &Db> {
        self.rooms.iter().map(|(_, db, _)| db)
    }

    /// Looks at schema, file, promises, consumers, jobs and clock of each service.
    pub async fn look(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        for (service, db, invariants) in self.rooms.iter() {
            let name = service.name;
            let looked = async {
                found.push(schema(service, db).await?);
                found.extend(soundness(db).await?);
                found.extend(promises(db, invariants).await?);
                found.extend(numbers(db).await?);
                found.push(jobs(db).await?);
                found.extend(parked(db).await?);
                found.extend(clock(db).await?);
                Ok::<(), kit::Error>(())
            };
            if let Err(error) = looked.await {
                let told =
                    format!("it cannot be asked: {}", error.chain().unwrap_or_else(|| format!("{error:?}")));
                found.push(Finding::broken(
                    name,
                    told,
                    "Look whether the database is there; if its file is damaged, restore a backup.",
                ));
            }
        }
        match self.runner.standing().await {
            Ok(standing) => found.extend(standing.iter().map(consumer)),
            Err(error) => {
                found.push(Finding::broken("consumers", format!("{error:?}"), "Look at the findings above."));
            }
        }
        found
    }

    /// Lets consumers that stopped read on, and numbers go on behind the highest; answers what was done. Nothing that was
    /// heard is done twice: the inbox knows it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn mend(&self) -> Result<Vec<Finding>> {
        let mut done = Vec::new();
        for standing in self.runner.standing().await?.iter().filter(|standing| standing.stopped()) {
            if self.runner.rewind(standing).await? {
                let lost = if standing.has_gap() {
                    " Events that are no longer in the log were not heard."
                } else {
                    ""
                };
                let told = format!("reads the log of {} again from its beginning.{lost}", standing.source);
                done.push(Finding::mended(format!("consumer {}", standing.consumer), told));
            }
        }
        for (_, db, _) in self.rooms.iter() {
            for series in db.numbers().await? {
                if series.is_behind() {
                    db.raise_number(&series).await?;
                    let told = format!("goes on from {} now", series.highest + 1);
                    done.push(Finding::mended(format!("numbers of {} {}", db.service(), series.name), told));
                }
            }
        }
        Ok(done)
    }
}

async fn schema(service: &Service, db: &Db) -> Result<Finding> {
    let check = format!("schema of {}", service.name);
    Ok(match migrate::status(db, service.migrations).await {
        Ok(standing) => match standing.iter().find(|s| s.applied_at.is_none()) {
            None => Finding::ok(check, format!("{} migrations, none missing", standing.len())),
            Some(missing) => Finding::broken(
                check,
                format!("migration {} is missing", missing.name),
                "Run `marquee migrate up`.",
            ),
        },
        Err(error) => Finding::broken(check, error.to_string(), "Start the program that wrote this data."),
    })
}

async fn soundness(db: &Db) -> Result<Option<Finding>> {
    if db.many_writers() {
        return Ok(None);
    }
    let check = format!("file of {}", db.service());
    let told = db.ask_text("pragma quick_check(1)").await?.unwrap_or_default();
    Ok(Some(if told == "ok" {
        Finding::ok(check, "SQLite finds nothing wrong in it")
    } else {
        Finding::broken(check, told, "Stop the house, keep the file, and restore a backup into a new folder.")
    }))
}

async fn promises(db: &Db, invariants: &[Invariant]) -> Result<Option<Finding>> {
    let (check, mut broken) = (format!("promises of {}", db.service()), Vec::new());
    for invariant in invariants {
        if !invariant.is_kept(db).await? {
            broken.push(invariant.holds);
        }
    }
    if broken.is_empty() {
        let held = invariants.len();
        return Ok((held > 0).then(|| Finding::ok(check, format!("all {held} hold"))));
    }
    let told = format!("does not hold: {}", broken.join("; "));
    let advice = "Make a backup of what is there now and tell the makers of Marquee.";
    Ok(Some(Finding::broken(check, told, advice)))
}

async fn numbers(db: &Db) -> Result<Option<Finding>> {
    let check = format!("numbers of {}", db.service());
    let series = db.numbers().await?;
    if let Some(series) = series.iter().find(|series| series.is_behind()) {
        let told =
            format!("{} stands at {}, but {} was given out", series.name, series.value, series.highest);
        return Ok(Some(Finding::broken(check, told, "`marquee doctor --reconcile` raises it.")));
    }
    let count = series.len();
    Ok((count > 0).then(|| Finding::ok(check, format!("{count} series, none behind"))))
}

async fn jobs(db: &Db) -> Result<Finding> {
    let (check, schema) = (format!("jobs of {}", db.service()), db.service());
    let failed: Vec<(String, i64)> = db.all(FAILED.of(schema), args![]).await?;
    let (late,): (i64,) = db.one(LATE.of(schema), args![db.now().minus(LATE_AFTER)]).await?;
    if !failed.is_empty() {
        let kinds: Vec<String> = failed.iter().map(|(kind, count)| format!("{count} of {kind}")).collect();
        let told = format!("given up: {}", kinds.join(", "));
        return Ok(Finding::warning(
            check,
            told,
            "Administration, Jobs shows why; mend that and try them again there.",
        ));
    }
    Ok(if late > 0 {
        let advice = "Fine while the house is closed. In an open one look at the log: nobody works on them.";
        Finding::warning(check, format!("{late} are due for more than ten minutes"), advice)
    } else {
        Finding::ok(check, "none failed, none late")
    })
}

async fn parked(db: &Db) -> Result<Vec<Finding>> {
    let parked: Vec<(String, i64)> = db.all(PARKED.of(db.service()), args![]).await?;
    let told = |(consumer, count): (String, i64)| {
        let advice = "Administration, Dead letters says why; mend the cause and replay them there. See the runbook \"parked events\".";
        Finding::warning(format!("dead letters of {consumer}"), format!("{count} events stand aside"), advice)
    };
    Ok(parked.into_iter().map(told).collect())
}

async fn clock(db: &Db) -> Result<Option<Finding>> {
    let (newest,): (Option<Time>,) = db.one(NEWEST.of(db.service()), args![]).await?;
    Ok(newest.filter(|newest| newest.since(db.now()) > SKEW).map(|newest| {
        let told = format!("it is {}, but {} published an event at {newest}", db.now(), db.service());
        Finding::broken("clock", told, "Set the clock of this machine right, and keep it right with NTP.")
    }))
}

fn consumer(standing: &Standing) -> Finding {
    let check = format!("consumer {}", standing.consumer);
    if !standing.in_reach() {
        let told = format!("the log of {} is out of reach", standing.source);
        return Finding::warning(
            check,
            told,
            "Look whether the process that runs it is open and [peers] names it.",
        );
    }
    if standing.stopped() {
        let told = format!("has stopped: it cannot read on in the log of {}", standing.source);
        let advice = "`marquee doctor --reconcile` lets it read the log again. See the runbook \"a consumer that stopped\".";
        return Finding::broken(check, told, advice);
    }
    let behind = standing.behind();
    if behind > 10_000 {
        return Finding::warning(
            check,
            format!("is {behind} events behind"),
            "Look at the log: something it needs may be away.",
        );
    }
    Finding::ok(
        check,
        if behind == 0 { "has heard everything".into() } else { format!("is {behind} events behind") },
    )
}
