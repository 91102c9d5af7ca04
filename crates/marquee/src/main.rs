//! Marquee: everything that an entertainment venue and its game community need behind one sign-in.

mod admin;
mod backup;
mod bench;
mod chaos;
mod cli;
mod completions;
mod config;
mod configuration;
mod control;
mod demo;
mod desk;
mod docs;
mod doctor;
mod exit;
mod import;
mod keys;
mod logs;
mod migrate;
mod openapi;
mod otlp;
mod pages;
mod plan;
mod restore;
mod serve;
mod services;
mod settings;
mod shape;

use clap::Parser as _;

use crate::cli::{Cli, Command, Import};
use crate::exit::Exit;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    chassis::db::faults::from_environment();
    let command = Cli::parse().command.unwrap_or_default();
    let done = match &command {
        // A bench chooses the cores of its runtimes, and so it starts them itself.
        Command::Bench(flags) => bench::bench(flags),
        Command::BenchPart(part) => bench::part(part),
        _ => in_runtime(command),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(exit) => exit.report(),
    }
}

fn in_runtime(command: Command) -> Result<(), Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Exit::other(format!("the runtime does not start: {error}")))?;
    runtime.block_on(run(command))
}

async fn run(command: Command) -> Result<(), Exit> {
    match command {
        Command::Serve(flags) => serve::serve(&flags).await,
        Command::Migrate { way, flags } => migrate::migrate(way, &flags).await,
        Command::Import { what: Import::Games { files, flags } } => import::games(&files, &flags).await,
        Command::Import { what: Import::Users { file, flags } } => import::users(&file, &flags).await,
        Command::Admin { what } => admin::admin(what).await,
        Command::Backup { to, secret, flags } => backup::backup(&to, &secret, &flags).await,
        Command::Restore { set, secret, flags } => restore::restore(&set, &secret, &flags).await,
        Command::Chaos(flags) => chaos::chaos(&flags).await,
        Command::Doctor(flags) => doctor::doctor(&flags).await,
        Command::Keys { what, flags } => keys::keys(what, &flags).await,
        Command::Completions { shell } => {
            completions::print(shell);
            Ok(())
        }
        Command::Config { what } => config::config(&what),
        Command::Openapi(flags) => openapi::openapi(&flags),
        Command::Bench(_) | Command::BenchPart(_) => Err(Exit::other("a bench starts runtimes of its own")),
    }
}
