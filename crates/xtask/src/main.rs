//! The chores of this repository: `cargo xtask test`, `cargo xtask laws`, `cargo xtask new` and `cargo xtask spec`.

#![expect(
    clippy::disallowed_methods,
    reason = "a tool beside the product: it measures real time, waits for real programs and reads the environment"
)]

mod count;
mod guard;
mod laws;
mod new;
mod postgres;
mod run;
mod source;
mod spec;
mod stages;
mod tools;
mod tree;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// What goes wrong in a chore is told in words; nobody matches on it.
type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

const USAGE: &str = "\
cargo xtask test [--only STAGE...] [--fast]   every check there is, in the order of its stages
cargo xtask laws [LAW...]                     the rules of the code that a compiler does not know

--only STAGE...  only these stages (several names, or several times --only)
--fast           the edit loop: no docs, no release build, no browser, no PostgreSQL";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match chore(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::from(2)
        }
    }
}

/// Runs the chore that the command line names; tells whether all of it was fine.
fn chore(arguments: &[String]) -> Result<bool> {
    let (name, rest) = arguments.split_first().map_or(("", arguments), |(name, rest)| (name.as_str(), rest));
    match name {
        "test" => stages::test(&root()?, &stages::Wish::parse(rest)?),
        "laws" => laws::laws(&root()?, rest),
        "new" => new::new(&root()?, rest),
        "spec" if rest.is_empty() => spec::spec(&root()?),
        "" | "help" | "--help" | "-h" => {
            println!("{USAGE}\n\n{}\n{}\n", new::USAGE, spec::USAGE);
            println!("stages: {}\nlaws: {}", stages::names().join(" "), laws::names().join(" "));
            Ok(true)
        }
        other => Err(format!("there is no chore `{other}`\n\n{USAGE}").into()),
    }
}

/// The folder of the workspace that this was called in, so that one built `xtask` serves every work tree.
fn root() -> Result<PathBuf> {
    let cargo = run::cargo();
    let output =
        Command::new(cargo).args(["locate-project", "--workspace", "--message-format", "plain"]).output()?;
    let manifest = PathBuf::from(String::from_utf8(output.stdout)?.trim());
    Ok(manifest.parent().ok_or("no workspace here: call this inside the repository")?.to_owned())
}
