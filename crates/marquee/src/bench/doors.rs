//! P1, P2, P4 over HTTP: what the doors cost beside bare hyper giving the same answer.

use std::path::PathBuf;
use std::time::Duration;

use chassis::bare::RawReader;
use tokio::runtime::Runtime;

use super::child::{Server, record};
use super::load::{Line as Wire, Load, request};
use super::machine::{Pinned, placement};
use super::table::{Goal, Line};
use super::turns::{Side, Turn, Turns, take_turns};
use super::{Run, sqlite};
use crate::exit::Exit;

/// The statements that `GET /api/v1/accounts/me` runs: session, account, grants.
const STATEMENTS_OF_ME: f64 = 3.0;

pub(super) fn measure(run: &Run) -> Result<Vec<Line>, Exit> {
    let (server, generator) = placement().unzip();
    let _pinned = generator.map(Pinned::to);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Exit::other(error.to_string()))?;
    let house = Server::house(server, &run.folder.room("doors")?)?;
    let bench = Bench { run, runtime, house, server };
    let mut lines = Vec::new();
    if run.wants("P1") {
        lines.extend(bench.empty_route()?);
    }
    if run.wants("P2") {
        let why = "no service of this build gives a public cached answer yet";
        lines.push(Line::not_run("P2", "cached read, authenticated", why));
    }
    if run.wants("P4") {
        lines.extend(bench.own_account()?);
    }
    Ok(lines)
}

struct Bench<'r> {
    run: &'r Run,
    runtime: Runtime,
    house: Server,
    server: Option<usize>,
}

/// How the house, hyper with the same headers, and hyper with the body alone did.
struct Compared {
    house: Turns,
    same: Turns,
    body: Turns,
}

impl Bench<'_> {
    fn empty_route(&self) -> Result<Vec<Line>, Exit> {
        let compared = self.compare("/health", "")?;
        let Compared { house, same, body } = &compared;
        let name = ("P1", "empty route, requests a second");
        let mut lines = vec![
            Line::ratio(name, "/s", |t| t.rate, (same, house), Goal::AtLeast(0.85)),
            Line::ratio(("P1", "  without our headers"), "/s", |t| t.rate, (body, house), Goal::None),
        ];
        lines.extend(processor_time("P1", &compared));
        Ok(lines)
    }

    fn own_account(&self) -> Result<Vec<Line>, Exit> {
        let cookie = self.sign_up()?;
        let compared = self.compare("/api/v1/accounts/me", &format!("cookie: {cookie}\r\n"))?;
        let Compared { house, same, .. } = &compared;
        let name = ("P4", "GET accounts/me, requests a second");
        let mut lines = vec![Line::ratio(name, "/s", |t| t.rate, (same, house), Goal::None)];
        lines.extend(processor_time("P4", &compared));
        if house.median(|t| t.cpu) > 0.0 {
            lines.push(self.over_parts(&compared)?);
        }
        Ok(lines)
    }

    /// The route beside the sum of its parts: hyper, and rusqlite for each statement.
    fn over_parts(&self, compared: &Compared) -> Result<Line, Exit> {
        let Compared { house, same, .. } = compared;
        let path = sqlite::filled(self.run, "raw")?;
        let reader = RawReader::open(&path).map_err(|error| Exit::other(error.to_string()))?;
        let turn: Side<'_> = Box::new(|length| sqlite::raw_reads(&reader, length));
        let raw = take_turns(self.run.turn, &mut [turn])?.remove(0);
        let (hyper, ours) = (same.median(Turn::micros), house.median(Turn::micros));
        let parts = hyper + STATEMENTS_OF_ME * raw.median(Turn::micros);
        let name = ("P4", "  over hyper + 3 raw reads (it runs 3 statements)");
        let line = Line::figure(name, Some((parts, "")), (ours, "us"), Goal::AtMost(1.25));
        let one = ours / (hyper + raw.median(Turn::micros));
        let moved = same.moved(Turn::micros).max(raw.moved(Turn::micros));
        Ok(line.anchor_moved(moved).note(&format!("{one:.2} over hyper + 1 raw read")))
    }

    fn compare(&self, path: &str, headers: &str) -> Result<Compared, Exit> {
        let ask = request("GET", path, self.house.at(), headers, "");
        let answer = self.runtime.block_on(async { Wire::open(self.house.at()).await?.ask(&ask).await })?;
        if !answer.is(200) {
            return Err(Exit::other(format!("{path} is not answered with 200")));
        }
        let folder = self.run.folder.room("bare")?;
        let start = |name: &str, with_headers: bool| {
            let recorded: PathBuf = folder.join(name);
            record(&answer, with_headers, &recorded)?;
            Server::bare(self.server, &folder, &recorded)
        };
        let (same, body) = (start("same", true)?, start("body", false)?);
        let sides = [&same, &self.house, &body].map(|server| self.side(server, path, headers));
        let mut sides: Vec<Side<'_>> = sides.into_iter().collect::<Result<_, _>>()?;
        let mut turns = take_turns(self.run.turn, &mut sides)?.into_iter();
        let mut next = || turns.next().ok_or_else(|| Exit::other("a side without turns"));
        Ok(Compared { same: next()?, house: next()?, body: next()? })
    }

    fn side<'s>(&'s self, server: &'s Server, path: &str, headers: &str) -> Result<Side<'s>, Exit> {
        let request = request("GET", path, server.at(), headers, "");
        let mut load = self.runtime.block_on(Load::new(server.at(), request))?;
        Ok(Box::new(move |length: Duration| {
            let before = server.cpu();
            let answered = self.runtime.block_on(load.run(length))?;
            #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
            let requests = answered.requests as f64;
            let cpu = server.cpu().zip(before).map_or(0.0, |(after, before)| (after - before) / requests);
            Ok(Turn { rate: requests / answered.seconds, cpu, p99: 0.0 })
        }))
    }

    /// Makes an account and answers with its cookie.
    fn sign_up(&self) -> Result<String, Exit> {
        let body = r#"{"email":"bench@example.org","password":"amber lantern 29 quay"}"#;
        let at = self.house.at();
        let json = "content-type: application/json\r\n";
        let ask = request("POST", "/api/v1/accounts/users", at, json, body);
        let answer = self.runtime.block_on(async { Wire::open(at).await?.ask(&ask).await })?;
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        cookie.filter(|_| answer.is(201)).map(str::to_owned).ok_or_else(|| {
            Exit::other(format!("the bench cannot sign up: {}", String::from_utf8_lossy(&answer.body)))
        })
    }
}

/// The processor's side of a comparison, where the system tells it.
fn processor_time(id: &str, compared: &Compared) -> Option<Line> {
    let Compared { house, same, body } = compared;
    (house.median(|turn| turn.cpu) > 0.0).then(|| {
        let headers = same.median(Turn::micros) - body.median(Turn::micros);
        Line::ratio((id, "  processor time a request"), "us", Turn::micros, (same, house), Goal::None)
            .note(&format!("our headers cost hyper {headers:.1} us of it"))
    })
}
