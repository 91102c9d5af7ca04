//! P25: memory at rest, time to ready, size of the program.

use std::time::Duration;

use super::Run;
use super::child::Server;
use super::load::{Line as Wire, request};
use super::machine::resident;
use super::table::{Goal, Line};
use super::turns::{Watch, middle};
use crate::exit::Exit;

/// How long the house rests before its memory is read.
const REST: Duration = Duration::from_secs(5);
/// How often it is started over its folder.
const STARTS: usize = 5;

pub(super) fn measure(run: &Run) -> Result<Vec<Line>, Exit> {
    let folder = run.folder.room("footprint")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Exit::other(error.to_string()))?;
    let open = || {
        let watch = Watch::start();
        let server = Server::house(None, &folder)?;
        let ask = request("GET", "/health", server.at(), "", "");
        let answer = runtime.block_on(async { Wire::open(server.at()).await?.ask(&ask).await })?;
        let millis = watch.micros() / 1000.0;
        if answer.is(200) { Ok((server, millis)) } else { Err(Exit::other("the house is open but not well")) }
    };
    let (first, first_millis) = open()?;
    first.close()?;
    let mut starts = Vec::new();
    let mut memory = None;
    for start in 0..STARTS {
        let (server, millis) = open()?;
        starts.push(millis);
        if start == 0 {
            rest();
            memory = resident(server.process());
        }
        server.close()?;
    }
    let after = format!("memory after {} s of rest", REST.as_secs());
    let size = std::env::current_exe().and_then(std::fs::metadata).map_err(|e| Exit::other(e.to_string()))?;
    #[expect(clippy::cast_precision_loss, reason = "a program is far below 2^52 bytes")]
    let megabytes = size.len() as f64 / 1e6;
    let no_memory = || Line::not_run("P25", &after, "this system does not tell the memory of a process");
    Ok(vec![
        memory.map_or_else(no_memory, |mib| {
            Line::figure(("P25", &after), None, (mib, "MiB"), Goal::AtMost(60.0))
        }),
        Line::figure(
            ("P25", "second start, until the first answer"),
            None,
            (middle(starts), "ms"),
            Goal::AtMost(200.0),
        )
        .note(&format!("the first start took {first_millis:.0} ms")),
        Line::figure(("P25", "the program's file"), None, (megabytes, "MB"), Goal::AtMost(40.0)),
    ])
}

#[expect(clippy::disallowed_methods, reason = "the rest is what is measured")]
fn rest() {
    std::thread::sleep(REST);
}
