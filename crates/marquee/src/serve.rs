//! `marquee serve`: opens the house and keeps it open until it is told to stop.

use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::time::Duration;

use chassis::host::House;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::cli::{Flags, Level};
use crate::exit::Exit;
use crate::settings::Settings;
use crate::{control, pages, services};

/// How long requests that are under way may take once the house closes.
const DRAIN: Duration = Duration::from_secs(10);

/// Opens the house.
pub(crate) async fn serve(flags: &Flags) -> Result<(), Exit> {
    log_to_stderr(flags.log);
    let settings = Settings::read(flags)?;
    let listener = listen(&settings.server.listen).await?;
    let at = listener.local_addr().map_err(|e| Exit::address(e.to_string()))?;
    settings.address.listens(at);
    let house = House::open(settings.parts.clone(), &services::all()).await?;
    let (stop, stopped) = watch::channel(false);
    let workers = house.runner.clone().start(&stopped);
    control::listen(&settings.server.data, &house)?;
    println!("Marquee {} is open at {}", env!("CARGO_PKG_VERSION"), settings.address.origin());
    if web::is_placeholder() {
        println!("This build has no web page: `cargo run --release` with Node 20.19 or newer builds it in");
    }
    house.start().await?;
    let app = house.served(pages::router()).into_make_service_with_connect_info::<SocketAddr>();
    let mut closing = stopped.clone();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        let _: Result<_, _> = closing.wait_for(|stop| *stop).await;
    });
    #[expect(clippy::disallowed_methods, reason = "the host's own task")]
    let server = tokio::spawn(async move { server.await });
    asked_to_stop().await;
    tracing::info!("closing");
    stop.send_replace(true);
    if tokio::time::timeout(DRAIN, server).await.is_err() {
        tracing::warn!("requests were cut off after {} s", DRAIN.as_secs());
    }
    for worker in workers {
        let _: Result<Result<(), _>, _> = tokio::time::timeout(DRAIN, worker).await;
    }
    Ok(())
}

async fn listen(at: &str) -> Result<TcpListener, Exit> {
    TcpListener::bind(at).await.map_err(|error| {
        let advice = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                "Something listens there already, perhaps another Marquee. Stop it, or choose another address with --listen."
            }
            std::io::ErrorKind::PermissionDenied => "Ports below 1024 need rights. Choose another with --listen.",
            _ => "Give an address of this machine and a port, such as --listen 127.0.0.1:8080.",
        };
        Exit::address(format!("cannot listen at {at}: {error}. {advice}"))
    })
}

/// Ctrl-C, or what a service manager sends.
async fn asked_to_stop() {
    let interrupt = async {
        let _: Result<(), _> = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

pub(crate) fn log_to_stderr(level: Level) {
    let level = match level {
        Level::Error => LevelFilter::ERROR,
        Level::Warn => LevelFilter::WARN,
        Level::Info => LevelFilter::INFO,
        Level::Debug => LevelFilter::DEBUG,
    };
    let colours = std::io::stderr().is_terminal();
    let lines =
        tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(colours).with_filter(level);
    // A second call in one process, as tests make, keeps the first.
    let _: Result<(), _> = tracing_subscriber::registry().with(lines).try_init();
}
