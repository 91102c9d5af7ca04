//! P10: log-ins beside argon2id alone.

use accounts::bare::Bare;

use super::Run;
use super::child::Server;
use super::doors::{Bench, JSON, PASSWORD};
use super::load::{Load, request};
use super::table::{Goal, Line};
use super::turns::{Side, Turn, Until, take_turns};
use crate::exit::Exit;

/// How many people log in at a time, each to an account of its own: one more would only wait longer.
const PEOPLE: usize = 4;

pub(super) fn measure(run: &Run) -> Result<Vec<Line>, Exit> {
    // No client may log in as often as this, so that the routes' limits are off.
    let bench = Bench::start(run, &run.folder.room("logins")?, Server::open_house)?;
    let load = crowd(&bench, "/login", "p10")?;
    let raw: Side<'_> = Box::new(|length| {
        let mut until = Until::new(length);
        while until.more(1) {
            Bare::hash().map_err(|error| Exit::other(format!("{error:?}")))?;
        }
        Ok(Turn { rate: until.rate(), ..Turn::default() })
    });
    let turns = take_turns(run.turn, &mut [raw, bench.load(&bench.house, load)])?;
    let what = ("P10", "log-ins a second over HTTP (argon2id 19 MiB, 2)");
    let line = Line::ratio(what, "/s", |t| t.rate, (&turns[0], &turns[1]), Goal::AtLeast(0.90));
    let note = "each is durable; Keycloak names 15 a second and core at a third of this cost";
    let flood = "it takes an open-loop generator on a third core";
    Ok(vec![line.note(note), Line::not_run("P10", "  P2 while ten times as many log in", flood)])
}

/// People with accounts and browsers that are known there, who log in at a path again and again.
pub(super) fn crowd(bench: &Bench<'_>, path: &str, who: &str) -> Result<Load, Exit> {
    let at = bench.house.at();
    let mut requests = Vec::new();
    for n in 0..PEOPLE {
        let email = format!("{who}-{n}@example.org");
        let cookies = bench.sign_up(&email)?;
        // The device alone: a session that comes along would be ended each time.
        let device = cookies.iter().find(|cookie| cookie.contains("device")).cloned().unwrap_or_default();
        let form = serde_json::json!({ "email": email, "password": PASSWORD }).to_string();
        requests.push(request("POST", path, at, &format!("{JSON}cookie: {device}\r\n"), &form));
    }
    bench.runtime.block_on(Load::of(at, requests, 200))
}
