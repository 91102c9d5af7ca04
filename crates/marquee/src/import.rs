//! `marquee import …`: reads lists into the house, whether it is open or not.

use std::path::{Path, PathBuf};

use games::ops::import::{Progress, Report};
use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use crate::cli::Flags;
use crate::control;
use crate::desk::{Outcome, Wish};
use crate::exit::Exit;

/// Imports the files one after another.
///
/// Safe to repeat and to break off: rows that are known are counted, not doubled.
pub(crate) async fn games(files: &[PathBuf], flags: &Flags) -> Result<(), Exit> {
    for file in files {
        let bar = bar(file);
        let outcome = control::ask(flags, Wish::ImportGames(absolute(file)?), |at| show(&bar, at)).await;
        if let Outcome::Games(report) = outcome? {
            tell(file, &bar, &report);
        }
    }
    Ok(())
}

/// Takes the people of a system before us over, a line of JSON each. Safe to repeat.
pub(crate) async fn users(file: &Path, flags: &Flags) -> Result<(), Exit> {
    let outcome = control::ask(flags, Wish::ImportUsers(absolute(file)?), |_| {}).await?;
    if let Outcome::Users(taken) = outcome {
        println!("{}: {} new, {} known, {} bad", name(file), taken.new, taken.known, taken.bad.len());
        for (line, why) in &taken.bad {
            println!("  line {line}: {why}");
        }
    }
    Ok(())
}

fn absolute(file: &Path) -> Result<PathBuf, Exit> {
    std::path::absolute(file).map_err(|error| Exit::other(format!("{}: {error}", file.display())))
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
