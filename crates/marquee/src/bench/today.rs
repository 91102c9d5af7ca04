//! "What our users have today": the calls of the replaced systems that this house answers, beside their figures.
//!
//! Theirs were measured on the systems as their own documents start them (FastAPI, Flask, NestJS, with PostgreSQL, S4
//! with SQLite), on 2 cores that services, database and generator shared, with 16 connections; medians. Ours run on
//! one core with SQLite, durable before they are answered, through the same paths.

use futures_util::future::join_all;
use serde_json::json;

use super::Run;
use super::child::Server;
use super::doors::{Bench, JSON, PASSWORD};
use super::load::{Line as Wire, Load, request};
use super::logins::crowd;
use super::machine::resident;
use super::table::{Goal, Line};
use super::turns::{Turn, Turns, one_turn, take_turns};
use crate::exit::Exit;

/// A call of theirs.
struct Call {
    system: &'static str,
    what: &'static str,
    /// Answers a second.
    rate: f64,
    /// Milliseconds that 99 of 100 answers take at most.
    p99: f64,
    /// Milliseconds of the processor a request, services, gateway and database together.
    cpu: f64,
    /// How many times as many answers we want to give.
    times: f64,
}

const READ_TODO: Call =
    Call { system: "S3", what: "GET /todos/{id}", rate: 272.0, p99: 116.0, cpu: 5.0, times: 100.0 };
const READ_USER: Call =
    Call { system: "S4", what: "GET /users/{id}", rate: 760.0, p99: 80.0, cpu: 2.4, times: 40.0 };
const WRITE_TODO: Call =
    Call { system: "S3", what: "POST /todos, durable", rate: 197.0, p99: 152.0, cpu: 7.1, times: 100.0 };
/// The most that a processor may be used, as a share of theirs.
const SHARE: f64 = 0.02;
/// Log-ins a second: system, path, theirs. S1, S3 and S5 hash with bcrypt (12), S2 with PBKDF2 (260,000 rounds).
const LOGINS: [(&str, &str, f64); 4] = [
    ("S1", "/login", 7.1),
    ("S2", "/api/users/login", 21.5),
    ("S3", "/auth/login", 8.7),
    ("S5", "/auth/login", 7.5),
];
/// Megabytes of memory at rest, without their databases.
const MEMORY: [(&str, f64); 5] = [("S1", 143.0), ("S2", 185.0), ("S3", 194.0), ("S4", 168.0), ("S5", 225.0)];
/// How many connections have to be served without an error; S1 and S3 and S5 fail or freeze with 64.
const CONNECTIONS: usize = 512;
/// How many members write at a time.
const WRITERS: usize = 16;
/// How many want one address at the same moment.
const RIVALS: usize = 64;
/// What cannot be compared, and why.
const MISSING: [(&str, &str); 4] = [
    ("S1", "its library: the service that keeps it is not built"),
    ("S2", "its store: the service that sells is not built"),
    ("S4", "its offers: the service that trades is not built"),
    ("S5", "its seats: the service that books is not built"),
];
const EMAIL: &str = "today@example.org";

pub(super) fn measure(run: &Run) -> Result<Vec<Line>, Exit> {
    // Theirs have no limits that these calls would meet.
    let bench = Bench::start(run, &run.folder.room("today")?, Server::open_house)?;
    let mut lines = Vec::new();
    if let Some(mib) = resident(bench.house.process()) {
        let ours = mib * 1.048_576;
        lines.extend(MEMORY.iter().map(|(system, theirs)| {
            let name = (*system, "memory at rest, all our services");
            Line::figure(name, Some((*theirs, "today")), (ours, "MB"), Goal::AtMost(1.0))
        }));
    }
    bench.sign_up(EMAIL)?;
    let token = bench.token(EMAIL)?;
    let (_, user) = bench.post("/users", "", &person(0))?;
    let (_, todo) = bench.post("/todos", &token, &json!({ "title": "Buy ribbon" }))?;
    let todo = format!("/todos/{}", todo["id"]);
    let user = format!("/users/{}", user["id"]);
    for (theirs, path, headers) in [(&READ_TODO, &todo, token.as_str()), (&READ_USER, &user, "")] {
        let request = request("GET", path, bench.house.at(), headers, "");
        let load = bench.runtime.block_on(Load::new(bench.house.at(), &request, 200))?;
        let turns = take_turns(run.turn, &mut [bench.load(&bench.house, load)])?.remove(0);
        lines.extend(beside(theirs, &turns));
    }
    lines.extend(beside(&WRITE_TODO, &written(&bench)?));
    for (system, path, theirs) in LOGINS {
        let load = crowd(&bench, path, system)?;
        let ours = take_turns(run.turn, &mut [bench.load(&bench.house, load)])?.remove(0);
        let name = format!("POST {path}, log-ins a second");
        let rate = ours.median(|turn| turn.rate);
        let line = Line::figure((system, &name), Some((theirs, "today")), (rate, "/s"), Goal::AtLeast(1.0));
        lines.push(line.note("a hash that is as hard to guess as OWASP asks for"));
    }
    lines.push(crowded(&bench, &user));
    lines.push(contested(&bench)?);
    lines.extend(MISSING.iter().map(|(system, why)| Line::not_run(system, "its main read and write", why)));
    Ok(lines)
}

fn person(n: usize) -> serde_json::Value {
    json!({
        "name": "Ira Vale", "email": format!("ira{n}@example.org"), "password": PASSWORD,
        "street_address": "29 Quay Street",
    })
}

/// To-dos, each durable before it is answered. Every connection has a list of its own, and one turn: a member has some
/// hundreds of them, and the more there are, the longer it takes to see whether there is room for one more.
fn written(bench: &Bench<'_>) -> Result<Turns, Exit> {
    let (at, body) = (bench.house.at(), json!({ "title": "Buy ribbon" }).to_string());
    let mut requests = Vec::new();
    for n in 0..WRITERS {
        let email = format!("writer{n}@example.org");
        bench.sign_up(&email)?;
        let headers = format!("{JSON}{}", bench.token(&email)?);
        requests.push(request("POST", "/todos", at, &headers, &body));
    }
    let load = bench.runtime.block_on(Load::of(at, requests, 201))?;
    one_turn(bench.run.turn, &mut bench.load(&bench.house, load))
}

/// A call of ours beside theirs.
fn beside(theirs: &Call, ours: &Turns) -> Vec<Line> {
    let (system, rate) = (theirs.system, ours.median(|turn| turn.rate));
    let name = format!("{}, answers a second", theirs.what);
    let goal = Goal::AtLeast(theirs.times);
    let mut lines = vec![Line::figure((system, &name), Some((theirs.rate, "today")), (rate, "/s"), goal)];
    let p99 = ours.median(|turn| turn.p99) / 1000.0;
    let name = (system, "  99 of 100 within");
    lines.push(Line::figure(name, Some((theirs.p99, "today")), (p99, "ms"), Goal::AtMost(1.0)));
    if ours.median(|turn| turn.cpu) > 0.0 {
        let (name, used) = ((system, "  processor time a request"), ours.median(Turn::micros));
        let today = Some((theirs.cpu * 1000.0, "today"));
        lines.push(Line::figure(name, today, (used, "us"), Goal::AtMost(SHARE)));
    }
    lines
}

/// Many connections at once.
fn crowded(bench: &Bench<'_>, path: &str) -> Line {
    let (at, what) = (bench.house.at(), format!("{CONNECTIONS} connections that read, errors"));
    let asks = vec![request("GET", path, at, "", ""); CONNECTIONS];
    let turn = bench.run.turn;
    let done = bench.runtime.block_on(async { Load::of(at, asks, 200).await?.run(turn).await });
    let name = ("all", what.as_str());
    match done {
        Ok(answered) => Line::figure(name, None, (0.0, "errors"), Goal::AtMost(0.0))
            .note(&format!("{} answers; S1 fails and S3, S5 freeze at 64", answered.requests)),
        Err(_) => Line::figure(name, None, (1.0, "errors"), Goal::AtMost(0.0)).note("and more, perhaps"),
    }
}

/// One address that many sign up with at the same moment: one gets it, and each of the others is told.
fn contested(bench: &Bench<'_>) -> Result<Line, Exit> {
    let at = bench.house.at();
    let form = json!({ "email": "one@example.org", "password": PASSWORD }).to_string();
    let ask = request("POST", "/auth/register", at, JSON, &form);
    let all = join_all((0..RIVALS).map(|_| async { Wire::open(at).await?.ask(&ask).await }));
    let statuses: Vec<u16> = bench
        .runtime
        .block_on(all)
        .into_iter()
        .map(|answer| answer.map(|answer| answer.status()))
        .collect::<Result<_, _>>()?;
    let (made, told, wrong) = outcome(&statuses);
    #[expect(clippy::cast_precision_loss, reason = "a few dozens")]
    let line = Line::figure(
        ("S3", "one address wanted by 64 at once, wrong answers"),
        None,
        (wrong as f64, "wrong"),
        Goal::AtMost(0.0),
    );
    Ok(line.note(&format!("{made} made, {told} told that it is taken; today half of the losers get 500")))
}

/// How many got it, how many were told that it is taken, and how many answers are wrong.
fn outcome(statuses: &[u16]) -> (usize, usize, usize) {
    let count = |due: u16| statuses.iter().filter(|status| **status == due).count();
    let (made, told) = (count(201), count(409));
    (made, told, statuses.len() - made - told + made.abs_diff(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_gets_it_and_the_others_are_told() {
        assert_eq!(outcome(&[409, 201, 409]), (1, 2, 0));
        assert_eq!(outcome(&[201, 201, 500]), (2, 0, 2));
        assert_eq!(outcome(&[409, 409]), (0, 2, 1));
    }
}
