//! `marquee serve`: opens the house and keeps it open until it is told to stop.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use chassis::host::House;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::cli::Flags;
use crate::exit::Exit;
use crate::settings::Settings;
use crate::{control, demo, pages, services};

/// How long requests that are under way may take once the house closes.
const DRAIN: Duration = Duration::from_secs(10);

/// Opens the house.
pub(crate) async fn serve(flags: &Flags) -> Result<(), Exit> {
    let mut settings = Settings::read(flags)?;
    let exporter = settings.exporter.take();
    let shape = &settings.shape;
    // Whoever only works answers nobody but the other processes.
    let listener = if shape.http { Some(listen(&settings.server.listen).await?) } else { None };
    let at = listener.as_ref().and_then(|listener| listener.local_addr().ok());
    if let Some(at) = at {
        settings.address.listens(at);
    }
    let house = House::open(settings.parts.clone(), &shape.here).await?;
    let (stop, stopped) = watch::channel(false);
    // The other processes are answered until nothing of this one needs them any more.
    let (leave, left) = watch::channel(false);
    let mut inner = None;
    if let Some(at) = &settings.server.internal {
        let inside = listen(at).await?;
        let at = inside.local_addr().map_err(|error| Exit::address(error.to_string()))?;
        settings.address.also_listens(at);
        println!("Other processes reach this one at http://{at}");
        inner = Some(answer(inside, house.inside.clone(), left));
    }
    let runner = house.runner.clone();
    let workers = if shape.work { runner.start(&stopped) } else { runner.at_doors().start(&stopped) };
    control::listen(&settings.server.data, &house)?;
    tell(&settings, at);
    house.start().await?;
    demo::fill(flags, &house).await?;
    let router = demo::doors(flags, &house, &settings.address, house.served(pages::router()))?;
    let server = listener.map(|listener| answer(listener, router, stopped));
    asked_to_stop().await;
    tracing::info!("closing");
    house.readiness().drain();
    stop.send_replace(true);
    house.host().live().close();
    if let Some(server) = server
        && tokio::time::timeout(DRAIN, server).await.is_err()
    {
        tracing::warn!("requests were cut off after {} s", DRAIN.as_secs());
    }
    for worker in workers {
        let _: Result<Result<(), _>, _> = tokio::time::timeout(DRAIN, worker).await;
    }
    leave.send_replace(true);
    if let Some(inner) = inner {
        // What others asked is answered before the files are closed.
        let _: Result<_, _> = tokio::time::timeout(DRAIN, inner).await;
    }
    house.close().await;
    if let Some(exporter) = exporter {
        exporter.close().await;
    }
    Ok(())
}

/// Answers at a listener until it is told to stop; then what is under way is finished.
#[expect(clippy::disallowed_methods, reason = "the host's own task")]
fn answer(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) -> JoinHandle<()> {
    let app = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        let _: Result<_, _> = stop.wait_for(|stop| *stop).await;
    });
    tokio::spawn(async move {
        if let Err(error) = server.await {
            tracing::error!(%error, "a listener broke");
        }
    })
}

/// Says that the house is open, and what part of it this process is.
fn tell(settings: &Settings, at: Option<SocketAddr>) {
    let (version, shape) = (env!("CARGO_PKG_VERSION"), &settings.shape);
    let names: Vec<&str> = shape.here.iter().map(|service| service.name).collect();
    let services = if names.len() == services::all().len() { "the house".into() } else { names.join(", ") };
    let Some(at) = at else {
        println!("Marquee {version} works for {services}");
        return;
    };
    println!("Marquee {version} is open at {}", settings.address.origin());
    if settings.address.is_public() {
        println!("It listens at http://{at}");
    }
    if names.len() < services::all().len() {
        println!("This process runs {services}");
    }
    if web::is_placeholder() {
        println!("This build has no web page: `cargo run --release` with Node 20.19 or newer builds it in");
    }
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
