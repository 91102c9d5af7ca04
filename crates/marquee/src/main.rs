//! Marquee: everything that an entertainment venue and its game community need behind one sign-in.

mod cli;
mod control;
mod exit;
mod import;
mod migrate;
mod openapi;
mod pages;
mod serve;
mod services;
mod settings;

use clap::Parser as _;

use crate::cli::{Cli, Command, Import};
use crate::exit::Exit;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(run(cli)),
        Err(error) => Err(Exit::other(format!("the runtime does not start: {error}"))),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(exit) => exit.report(),
    }
}

async fn run(cli: Cli) -> Result<(), Exit> {
    match cli.command.unwrap_or_default() {
        Command::Serve(flags) => serve::serve(&flags).await,
        Command::Migrate { way, flags } => migrate::migrate(way, &flags).await,
        Command::Import { what: Import::Games { files, flags } } => import::games(&files, &flags).await,
        Command::Openapi => openapi::print().await,
    }
}
