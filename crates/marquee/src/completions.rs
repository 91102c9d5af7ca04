//! `marquee completions`: what a shell needs to complete our commands.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::cli::Cli;

/// Prints the script for a shell.
pub(crate) fn print(shell: Shell) {
    clap_complete::generate(shell, &mut Cli::command(), "marquee", &mut std::io::stdout());
}
