//! `cargo xtask test`: every check there is, stage by stage.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use crate::count::{Runner, Tally};
use crate::postgres::Postgres;
use crate::run::{self, Step};
use crate::{Result, laws, spec, tools};

/// What the command line asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Wish {
    only: Vec<String>,
    fast: bool,
}

impl Wish {
    /// Reads the arguments behind `test`.
    ///
    /// # Errors
    /// A word that is no option and no stage.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut wish = Self::default();
        let mut naming = false;
        for argument in arguments {
            match argument.as_str() {
                "--fast" => (wish.fast, naming) = (true, false),
                "--only" => naming = true,
                name if naming && names().contains(&name) => wish.only.push(name.to_owned()),
                other => {
                    return Err(format!(
                        "`{other}` is no option and no stage; the stages are {}",
                        names().join(" ")
                    )
                    .into());
                }
            }
        }
        if naming && wish.only.is_empty() {
            return Err(format!("--only wants a stage: {}", names().join(" ")).into());
        }
        Ok(wish)
    }

    fn wants(&self, stage: &Stage) -> bool {
        if self.only.is_empty() {
            !self.fast || stage.fast
        } else {
            self.only.iter().any(|name| name == stage.name)
        }
    }
}

/// One stage.
struct Stage {
    name: &'static str,
    /// Part of the edit loop.
    fast: bool,
    run: fn(&House) -> Result<Outcome>,
}

const STAGES: &[Stage] = &[
    Stage { name: "fmt", fast: true, run: fmt },
    Stage { name: "laws", fast: true, run: all_laws },
    Stage { name: "clippy", fast: true, run: clippy },
    Stage { name: "docs", fast: false, run: docs },
    Stage { name: "rust", fast: true, run: rust },
    Stage { name: "spec", fast: true, run: specs },
    Stage { name: "web", fast: true, run: web },
    Stage { name: "build", fast: false, run: build },
    Stage { name: "browser", fast: false, run: browser },
];

/// What the stages are called.
pub fn names() -> Vec<&'static str> {
    STAGES.iter().map(|stage| stage.name).collect()
}

/// Where the stages work.
struct House {
    root: PathBuf,
    fast: bool,
}

/// How a stage went.
#[derive(Default)]
struct Outcome {
    failed: bool,
    tally: Tally,
    /// What could not be run: the reason and how to get it.
    not_run: Vec<String>,
    notes: Vec<String>,
}

impl Outcome {
    fn not_run(reason: impl ToString) -> Self {
        Self { not_run: vec![reason.to_string()], ..Self::default() }
    }

    fn failed(note: impl ToString) -> Self {
        Self { failed: true, notes: vec![note.to_string()], ..Self::default() }
    }

    /// Adds a step of the stage.
    fn step(&mut self, step: Step) -> Result<bool> {
        let ended = step.run()?;
        self.tally.add(ended.tally);
        self.failed |= !ended.ok;
        self.notes.extend(ended.note);
        Ok(ended.ok)
    }

    /// What the stage adds to the closing line: a failure without a failed test counts as one.
    fn counted(&self, in_ci: bool) -> Tally {
        let mut tally = self.tally;
        if self.failed && tally.failed == 0 {
            tally.failed = 1;
        }
        let missing = self.not_run.len() as u64;
        *(if in_ci { &mut tally.failed } else { &mut tally.skipped }) += missing;
        tally
    }
}

/// Runs the wanted stages, prints their times and one closing line; tells whether all was fine.
///
/// # Errors
/// None of its own: what goes wrong in a stage is that stage's failure.
pub fn test(root: &Path, wish: &Wish) -> Result<bool> {
    let house = House { root: root.to_owned(), fast: wish.fast };
    let in_ci = env::var("CI").is_ok_and(|value| value == "true");
    let mut done = Vec::new();
    for stage in STAGES.iter().filter(|stage| wish.wants(stage)) {
        println!("\n── {} ──", stage.name);
        let started = Instant::now();
        let outcome = (stage.run)(&house).unwrap_or_else(Outcome::failed);
        done.push((stage.name, started.elapsed(), outcome));
    }
    Ok(close(&done, in_ci))
}

/// Prints what there is to know at the end.
fn close(done: &[(&str, Duration, Outcome)], in_ci: bool) -> bool {
    let mut total = Tally::default();
    println!("\nstage       time");
    for (name, time, outcome) in done {
        total.add(outcome.counted(in_ci));
        let word = match (outcome.failed, outcome.not_run.is_empty()) {
            (true, _) => "FAILED",
            (false, false) => "NOT RUN, or not all of it",
            (false, true) => "ok",
        };
        let tests =
            if outcome.tally == Tally::default() { String::new() } else { format!("  ({})", outcome.tally) };
        println!("{name:<9}{:>6.1} s  {word}{tests}", time.as_secs_f64());
        for note in &outcome.notes {
            println!("{:20}{note}", "");
        }
    }
    println!("together {:>6.1} s", done.iter().map(|(_, time, _)| time.as_secs_f64()).sum::<f64>());
    for (name, _, outcome) in done {
        for reason in &outcome.not_run {
            println!("\nNOT RUN  {name}: {reason}");
        }
    }
    println!("\n{total}");
    total.failed == 0
}

fn fmt(house: &House) -> Result<Outcome> {
    one(Step::cargo(&["fmt", "--all", "--check"], &house.root, 5))
}

fn all_laws(house: &House) -> Result<Outcome> {
    Ok(Outcome { failed: !laws::laws(&house.root, &[])?, ..Outcome::default() })
}

fn clippy(house: &House) -> Result<Outcome> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    one(Step::cargo(&arguments, &house.root, 30))
}

fn docs(house: &House) -> Result<Outcome> {
    let step = Step::cargo(&["doc", "--workspace", "--no-deps", "--locked"], &house.root, 20);
    one(step.env("RUSTDOCFLAGS", "-D warnings"))
}

/// All Rust tests, on SQLite and on a PostgreSQL of our own.
fn rust(house: &House) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let given = env::var("MARQUEE_TEST_POSTGRES").ok();
    let server = if given.is_some() || house.fast { None } else { Some(Postgres::start()) };
    let mut step = Step::cargo(&["test", "--workspace", "--no-fail-fast", "--locked"], &house.root, 45);
    match &server {
        Some(Ok(server)) => step = step.env("MARQUEE_TEST_POSTGRES", &server.url),
        Some(Err(error)) => outcome.not_run.push(format!("PostgreSQL: {error}")),
        None if given.is_none() => outcome.notes.push("on SQLite only, as --fast asks".to_owned()),
        None => {}
    }
    outcome.step(step.counts(Runner::Cargo))?;
    Ok(outcome)
}

/// The documents for machines are those that the source makes.
fn specs(house: &House) -> Result<Outcome> {
    let found = spec::drift(&house.root)?;
    if found.is_empty() {
        return Ok(Outcome::default());
    }
    let mend = "run `cargo xtask spec`, look at what changed, and commit it".to_owned();
    Ok(Outcome { failed: true, notes: found.into_iter().chain([mend]).collect(), ..Outcome::default() })
}

fn web(house: &House) -> Result<Outcome> {
    if let Err(error) = tools::node() {
        return Ok(Outcome::not_run(error));
    }
    let mut outcome = Outcome::default();
    if outcome.packages(&house.root.join("web"))? {
        let check = Step::new("npm", &["run", "check"], &house.root.join("web"), 15);
        outcome.step(check.counts(Runner::Vitest))?;
    }
    Ok(outcome)
}

impl Outcome {
    /// Installs the front end's packages unless exactly these are there.
    fn packages(&mut self, web: &Path) -> Result<bool> {
        let (lock, stamp) =
            (fs::read(web.join("package-lock.json"))?, web.join("node_modules/.installed-lock.json"));
        if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
            return Ok(true);
        }
        let installed = self.step(Step::new("npm", &["ci", "--no-audit", "--no-fund"], web, 15))?;
        if installed {
            fs::write(stamp, lock)?;
        }
        Ok(installed)
    }
}

/// Builds what is shipped, and looks that no guard can be turned off in it (decision D38).
fn build(house: &House) -> Result<Outcome> {
    let mut outcome =
        one(Step::cargo(&["build", "--release", "--locked", "--package", "marquee"], &house.root, 45))?;
    if !outcome.failed && has_switches(&fs::read(target(&house.root)?.join("release/marquee"))?) {
        outcome.failed = true;
        outcome.notes.push("the release was built with chassis' feature `faults`".to_owned());
    }
    Ok(outcome)
}

/// Whether a program knows the name of a guard that can be turned off.
fn has_switches(program: &[u8]) -> bool {
    let guard = b"sqlite.wait_for_commit";
    program.windows(guard.len()).any(|bytes| bytes == guard)
}

/// The whole product in a browser; the release binary is built first where it is not fresh.
fn browser(house: &House) -> Result<Outcome> {
    let mut outcome = match (tools::node(), tools::chromium()) {
        (Err(error), _) | (_, Err(error)) => return Ok(Outcome::not_run(error)),
        (Ok(()), Ok(_)) => build(house)?,
    };
    let web = house.root.join("web");
    if outcome.failed {
        outcome.notes.push("there is no binary to look at".to_owned());
    } else if outcome.packages(&web)? {
        let step = Step::new("npm", &["run", "e2e"], &web, 30).counts(Runner::Playwright);
        let binary = target(&house.root)?.join("release/marquee");
        outcome.step(step.env("MARQUEE_BIN", binary).env("CHROMIUM", tools::chromium()?))?;
    }
    Ok(outcome)
}

/// The folder that cargo builds into.
fn target(root: &Path) -> Result<PathBuf> {
    let output = Command::new(run::cargo())
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(root)
        .output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    Ok(metadata["target_directory"].as_str().ok_or("cargo metadata names no target folder")?.into())
}

fn one(step: Step) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    outcome.step(step)?;
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Wish> {
        Wish::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    fn wanted(line: &str) -> Vec<&'static str> {
        let wish = parse(line).unwrap();
        STAGES.iter().filter(|stage| wish.wants(stage)).map(|stage| stage.name).collect()
    }

    #[test]
    fn the_command_line_chooses_stages() {
        assert_eq!(wanted(""), names());
        assert_eq!(wanted("--only rust fmt --fast"), ["fmt", "rust"]);
        assert_eq!(wanted("--only web --only build"), ["web", "build"]);
        assert_eq!(wanted("--fast"), ["fmt", "laws", "clippy", "rust", "spec", "web"]);
    }

    #[test]
    fn what_is_no_stage_is_refused_by_name() {
        assert!(parse("--only tests").unwrap_err().to_string().contains("`tests`"));
        assert!(parse("rust").is_err());
        assert!(parse("--only").is_err());
    }

    #[test]
    fn what_cannot_be_had_is_skipped_here_and_fails_in_ci() {
        let outcome = Outcome::not_run("no browser");
        assert_eq!(outcome.counted(false), Tally { skipped: 1, ..Tally::default() });
        assert_eq!(outcome.counted(true), Tally { failed: 1, ..Tally::default() });
        assert!(close(&[("browser", Duration::ZERO, Outcome::not_run("x"))], false));
        assert!(!close(&[("browser", Duration::ZERO, Outcome::not_run("x"))], true));
    }

    #[test]
    fn a_program_with_switches_is_seen() {
        assert!(has_switches(b"\x7fELF..sqlite.wait_for_commit.."));
        assert!(!has_switches(b"\x7fELF.."));
    }

    #[test]
    fn a_failure_without_a_failed_test_counts_as_one() {
        assert_eq!(Outcome::failed("it did not compile").counted(false).failed, 1);
        let mut outcome = Outcome::failed("two tests");
        outcome.tally.failed = 2;
        assert_eq!(outcome.counted(false).failed, 2);
    }
}
