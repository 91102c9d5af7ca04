//! `marquee bench`: ratios of this build against the bare parts it is made of, in the same run.
//!
//! A bench never asserts: a goal that is missed is shown as missed, a figure that cannot be trusted as void,
//! and what was not run as not run, with the reason.

mod child;
mod doors;
mod footprint;
mod games;
mod load;
mod logins;
mod machine;
mod parts;
mod postgres;
mod reads;
mod sqlite;
mod table;
mod today;
mod turns;

use std::time::Duration;

pub(crate) use child::{Part, part};

use crate::cli::BenchFlags;
use crate::exit::Exit;
use machine::Folder;
use table::Line;

/// What every row needs to know.
struct Run {
    /// How long one turn of one side is measured.
    turn: Duration,
    folder: Folder,
    postgres: Option<String>,
    /// The rows that were asked for; all when it is empty.
    only: Vec<String>,
}

impl Run {
    fn wants(&self, id: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == id)
    }
}

/// Rows that share their preparations.
struct Family {
    ids: &'static [&'static str],
    measure: fn(&Run) -> Result<Vec<Line>, Exit>,
}

const FAMILIES: &[Family] = &[
    Family { ids: &["P1", "P2", "P3", "P4", "P23"], measure: reads::measure },
    Family { ids: &["P4", "P7"], measure: sqlite::measure },
    Family { ids: &["P5", "P8"], measure: postgres::measure },
    Family { ids: &["P10"], measure: logins::measure },
    Family { ids: &["P12", "P15", "P16"], measure: parts::measure },
    Family { ids: &["P20"], measure: games::measure },
    Family { ids: &["P25"], measure: footprint::measure },
    Family { ids: &["TODAY"], measure: today::measure },
];

/// Measures and prints.
pub(crate) fn bench(flags: &BenchFlags) -> Result<(), Exit> {
    let known: Vec<&str> = FAMILIES.iter().flat_map(|family| family.ids).copied().collect();
    if let Some(odd) = flags.only.iter().find(|id| !known.contains(&id.as_str())) {
        return Err(Exit::configuration(format!("there is no row '{odd}'; there are {}", rows(known))));
    }
    let turn = Duration::from_secs(flags.seconds.max(1));
    let run = Run { turn, folder: Folder::new()?, postgres: server(flags), only: flags.only.clone() };
    machine::describe(&run)?;
    table::heading();
    for family in FAMILIES.iter().filter(|family| family.ids.iter().any(|id| run.wants(id))) {
        match (family.measure)(&run) {
            Ok(lines) => lines.iter().for_each(Line::print),
            Err(exit) => {
                let _: std::process::ExitCode = exit.report();
                Line::not_run(&family.ids.join(","), "these rows failed", "the reason stands above").print();
            }
        }
    }
    Ok(())
}

fn rows(mut ids: Vec<&str>) -> String {
    ids.sort_by_key(|id| id[1..].parse().unwrap_or(0));
    ids.dedup();
    ids.join(", ")
}

/// The flag, or the name that the configuration has for it.
#[expect(clippy::disallowed_methods, reason = "a bench has no configuration, only this one name of it")]
fn server(flags: &BenchFlags) -> Option<String> {
    flags.postgres.clone().or_else(|| std::env::var("MARQUEE_DATABASE__URL").ok())
}
