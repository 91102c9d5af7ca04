//! `marquee import games FILE…`: reads lists of games into the catalogue, whether the house is open or not.

use std::path::{Path, PathBuf};

use chassis::host::House;
use games::ops::import::{Progress, Report, import};
use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use crate::cli::Flags;
use crate::exit::Exit;
use crate::settings::{self, Settings};
use crate::{control, serve, services};

/// Imports the files one after another.
///
/// Safe to repeat and to break off: rows that are known are counted, not doubled.
pub(crate) async fn games(files: &[PathBuf], flags: &Flags) -> Result<(), Exit> {
    serve::log_to_stderr(flags.log);
    let data = settings::data_folder(flags)?;
    if settings::is_taken(&data) {
        for file in files {
            let bar = bar(file);
            let report = control::import_games(&data, file, |at| show(&bar, at)).await;
            tell(file, &bar, &report?);
        }
        return Ok(());
    }
    let settings = Settings::read(flags)?;
    let house = House::open(settings.parts.clone(), &services::all()).await?;
    let Some(db) = house.db(contracts::games::SERVICE) else {
        return Err(Exit::configuration("the service games does not run here"));
    };
    let folder = house.host().folder(contracts::games::SERVICE);
    for file in files {
        let bar = bar(file);
        let report = import(db, &folder, file, |at| show(&bar, at)).await;
        tell(file, &bar, &report?);
    }
    println!("Putting the new games where search finds them");
    house.runner.settle().await?;
    Ok(())
}

fn bar(file: &Path) -> ProgressBar {
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{prefix} {bar:36} {human_pos} of {human_len} rows, {eta} left");
    if let Ok(style) = style {
        bar.set_style(style.progress_chars("●●○"));
    }
    bar.set_prefix(name(file));
    bar
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn show(bar: &ProgressBar, at: Progress) {
    bar.set_length(at.rows);
    bar.set_position(at.taken + at.known + at.bad);
}

fn tell(file: &Path, bar: &ProgressBar, report: &Report) {
    bar.finish_and_clear();
    let Progress { rows, taken, known, bad } = report.progress;
    println!(
        "{}: {} rows: {} new, {} known, {} bad. The catalogue has {} games, {} pairs of them may be one.",
        name(file),
        HumanCount(rows),
        HumanCount(taken),
        HumanCount(known),
        HumanCount(bad),
        HumanCount(report.works.unsigned_abs()),
        HumanCount(report.doubts as u64),
    );
    for row in &report.rejected {
        println!("  line {}: {}", row.line, row.reason);
    }
    if let Some(aside) = &report.kept_aside {
        println!("  bad rows are kept in {}", aside.display());
    }
}
