//! `marquee doctor`: a straight answer to how the house is, open or not.

mod ground;

use chassis::host::{Checkup, Finding, House, State};
use chassis::keys::Keys;
use kit::Clock;

use crate::cli::DoctorFlags;
use crate::control;
use crate::desk::{Outcome, Wish};
use crate::exit::Exit;
use crate::settings::{self, Settings};

/// Whoever looks at a house, and at what it stands on.
#[derive(Clone)]
pub(crate) struct Doctor {
    checkup: Checkup,
    ground: ground::Ground,
    keys: Keys,
    clock: Clock,
}

impl Doctor {
    pub(crate) fn of(house: &House) -> Self {
        let parts = house.host().parts();
        Self {
            checkup: house.checkup(),
            ground: ground::Ground::of(parts),
            keys: parts.keys.clone(),
            clock: parts.clock.clone(),
        }
    }

    /// Mends first, when that is wished for, and then looks.
    pub(crate) async fn look(&self, reconcile: bool) -> kit::Result<Vec<Finding>> {
        let mut found = Vec::new();
        if reconcile {
            found = self.checkup.mend().await?;
            let search = found.iter().any(|mended| mended.check.starts_with("consumer search."));
            for db in self.checkup.dbs().filter(|db| search && db.service() == contracts::search::SERVICE) {
                search::operator::rebuild(db).await?;
                found.push(Finding::mended(
                    "search",
                    "its index is filled again by those who own the documents",
                ));
            }
        }
        found.extend(self.ground.look().await);
        found.extend(ground::keys(&self.keys, self.clock.now()));
        found.extend(self.checkup.look().await);
        for db in self.checkup.dbs().filter(|db| db.service() == notify::SERVICE) {
            found.push(mails(&notify::operator::mails(db).await?, db.now()));
        }
        Ok(found)
    }
}

fn mails(mails: &notify::operator::Mails, now: kit::Time) -> Finding {
    let check = "mails";
    let old = mails.since.is_some_and(|since| now.since(since) > std::time::Duration::from_secs(3600));
    let advice = "Look whether the mail server answers: the log says why a mail was put off. Mails wait for three days.";
    if mails.failed > 0 {
        return Finding::warning(check, format!("{} were given up within a day", mails.failed), advice);
    }
    let told = format!("{} wait", mails.waiting);
    if old {
        Finding::warning(check, format!("{told}, the oldest for more than an hour"), advice)
    } else {
        Finding::ok(check, told)
    }
}

/// Looks, tells, and fails when something is broken.
pub(crate) async fn doctor(flags: &DoctorFlags) -> Result<(), Exit> {
    let found = look(flags).await;
    let count = |state| found.iter().filter(|finding| finding.state == state).count();
    let (broken, warnings) = (count(State::Broken), count(State::Warning));
    if flags.json {
        let report = serde_json::json!({ "broken": broken, "warnings": warnings, "findings": found });
        println!("{report:#}");
    } else {
        found.iter().for_each(print);
        println!("{} checks: {broken} broken, {warnings} warnings", found.len());
    }
    if broken > 0 { Err(Exit::other("something is broken; the lines above say what to do")) } else { Ok(()) }
}

fn print(finding: &Finding) {
    let state = match finding.state {
        State::Ok => "ok",
        State::Warning => "warning",
        State::Broken => "BROKEN",
        State::Mended => "mended",
    };
    println!("{state:8} {:32} {}", finding.check, finding.told);
    if let Some(advice) = &finding.advice {
        println!("{:8} {:32} -> {advice}", "", "");
    }
}

async fn look(flags: &DoctorFlags) -> Vec<Finding> {
    let wrong = |check: &str, exit: Exit| {
        vec![Finding::broken(
            check,
            exit.sentence().to_owned(),
            "Mend this first; the rest was not looked at.",
        )]
    };
    let data = match settings::data_folder(&flags.flags) {
        Ok(data) => data,
        Err(exit) => return wrong("configuration", exit),
    };
    if settings::is_taken(&data) {
        return match control::ask(&flags.flags, Wish::Doctor { reconcile: flags.reconcile }, |_| {}).await {
            Ok(Outcome::Checked(found)) => found,
            Ok(_) => wrong("open house", Exit::other("it answered something else")),
            Err(exit) => wrong("open house", exit),
        };
    }
    if !data.is_dir() {
        let told = format!("there is no house in {}", data.display());
        return vec![Finding::broken(
            "data folder",
            told,
            "Name its folder with --data, or open a new house with `marquee serve`.",
        )];
    }
    match closed(flags).await {
        Ok(found) => found,
        Err(exit) => wrong("opening", exit),
    }
}

/// Opens what `serve` would open, with the schema as it is.
async fn closed(flags: &DoctorFlags) -> Result<Vec<Finding>, Exit> {
    let settings = Settings::read(&flags.flags)?;
    if let Ok(at) = settings.server.listen.parse() {
        settings.address.listens(at);
    }
    let parts = chassis::host::Parts { migrate: false, ..settings.parts.clone() };
    let house = House::open(parts, &settings.shape.here).await?;
    Ok(Doctor::of(&house).look(flags.reconcile).await?)
}
