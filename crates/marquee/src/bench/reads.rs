//! P1 to P4 and P23 over HTTP: reads beside bare hyper giving the same answers.

use chassis::bare::RawReader;

use super::child::Server;
use super::doors::{Bench, Compared, Question};
use super::games::import;
use super::table::{Goal, Line};
use super::turns::{Side, Turn, take_turns};
use super::{Run, sqlite};
use crate::exit::Exit;

/// The statements that `GET /api/v1/accounts/me` runs: the account with its grants. Who asks is known from before.
const STATEMENTS_OF_ME: f64 = 1.0;
/// Whoever asks.
const EMAIL: &str = "bench@example.org";
/// The releases of the game that is shown: its page has about 1 KB.
const RELEASES: [(&str, &str); 2] =
    [("Nintendo - Game Boy", "JP-1"), ("Sega - Mega Drive - Genesis", "EU-2")];

pub(super) fn measure(run: &Run) -> Result<Vec<Line>, Exit> {
    let room = run.folder.room("doors")?;
    let rows = RELEASES.map(|(platform, serial)| {
        format!(
            "{{\"title\":\"Amber Castle\",\"platform\":\"{platform}\",\"year\":1991,\"developer\":\"Lantern\",\
             \"genre\":\"Puzzle\",\"serial\":\"{serial}\"}}\n"
        )
    });
    import(&room, &rows.concat())?;
    let bench = Bench::start(run, &room, Server::house)?;
    let mut lines = Vec::new();
    if run.wants("P1") {
        let compared = bench.compare(&Question { path: "/health", headers: "", due: 200 })?;
        lines.extend(compared.lines("P1", "empty route, requests a second", Goal::AtLeast(0.85)));
    }
    if ["P2", "P3", "P4"].iter().any(|id| run.wants(id)) {
        bench.sign_up(EMAIL)?;
        let token = bench.token(EMAIL)?;
        lines.extend(cached(&bench, &token)?);
        if run.wants("P4") {
            lines.extend(own_account(&bench, &token)?);
        }
    }
    if run.wants("P23") {
        lines.extend(file_of_the_page(&bench)?);
    }
    Ok(lines)
}

/// The page of a game, which everybody sees alike, asked for by somebody who is signed in.
fn cached(bench: &Bench<'_>, token: &str) -> Result<Vec<Line>, Exit> {
    let list = bench.ask("GET", "/api/v1/games/works", "", "")?;
    let list: serde_json::Value = serde_json::from_slice(&list.body).unwrap_or_default();
    let path = format!("/api/v1/games/works/{}", list["items"][0]["id"].as_str().unwrap_or_default());
    let shown = bench.ask("GET", &path, token, "")?;
    let mut lines = Vec::new();
    if bench.run.wants("P2") {
        let compared = bench.compare(&Question { path: &path, headers: token, due: 200 })?;
        let what = format!("a game with a token, {} bytes", shown.body.len());
        lines.extend(compared.lines("P2", &what, Goal::AtLeast(0.80)));
    }
    if bench.run.wants("P3") {
        let tag = shown.header("etag").unwrap_or_default();
        let headers = format!("{token}if-none-match: {tag}\r\n");
        let compared = bench.compare(&Question { path: &path, headers: &headers, due: 304 })?;
        lines.extend(compared.lines("P3", "the same, unchanged (304)", Goal::AtLeast(0.90)));
    }
    Ok(lines)
}

fn own_account(bench: &Bench<'_>, token: &str) -> Result<Vec<Line>, Exit> {
    let compared = bench.compare(&Question { path: "/api/v1/accounts/me", headers: token, due: 200 })?;
    let Compared { house, same, .. } = &compared;
    let name = ("P4", "GET accounts/me, requests a second");
    let mut lines = vec![Line::ratio(name, "/s", |t| t.rate, (same, house), Goal::None)];
    lines.extend(compared.processor_time("P4"));
    if house.median(|t| t.cpu) > 0.0 {
        lines.push(over_parts(bench, &compared)?);
    }
    Ok(lines)
}

/// The route beside the sum of its parts: hyper, and rusqlite for each statement.
fn over_parts(bench: &Bench<'_>, compared: &Compared) -> Result<Line, Exit> {
    let Compared { house, same, .. } = compared;
    let path = sqlite::filled(bench.run, "raw")?;
    let reader = RawReader::open(&path).map_err(|error| Exit::other(error.to_string()))?;
    let turn: Side<'_> = Box::new(|length| sqlite::raw_reads(&reader, length));
    let raw = take_turns(bench.run.turn, &mut [turn])?.remove(0);
    let (hyper, ours) = (same.median(Turn::micros), house.median(Turn::micros));
    let parts = hyper + STATEMENTS_OF_ME * raw.median(Turn::micros);
    let name = ("P4", "  over hyper + its one raw read");
    let moved = same.moved(Turn::micros).max(raw.moved(Turn::micros));
    let line = Line::figure(name, Some((parts, "")), (ours, "us"), Goal::AtMost(1.25));
    Ok(line.anchor_moved(moved))
}

/// A script of the page, as the browser gets it.
fn file_of_the_page(bench: &Bench<'_>) -> Result<Vec<Line>, Exit> {
    let page = bench.ask("GET", "/", "accept: text/html\r\n", "")?;
    let page = String::from_utf8_lossy(&page.body).into_owned();
    let Some(path) = script(&page) else {
        let why = "this build has no page; build it without MARQUEE_SKIP_UI";
        return Ok(vec![Line::not_run("P23", "a file of the page", why)]);
    };
    let question = Question { path, headers: "accept-encoding: br\r\n", due: 200 };
    let size = bench.ask("GET", path, question.headers, "")?.body.len();
    let what = format!("a file of the page, {} KiB", size / 1024);
    let mut lines = bench.compare(&question)?.lines("P23", &what, Goal::AtLeast(0.70));
    if let Some(first) = lines.first_mut() {
        *first = std::mem::replace(first, Line::not_run("", "", "")).note("hyper stands for nginx here");
    }
    Ok(lines)
}

/// The path of the first script of a page.
fn script(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("<script ")?;
    let (_, rest) = rest.split_once("src=\"")?;
    rest.split('"').next().filter(|path| path.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_script_of_a_page() {
        let page = "<html><script type=\"module\" src=\"/assets/index-1.js\"></script></html>";
        assert_eq!(script(page), Some("/assets/index-1.js"));
        assert_eq!(script("<html><script>1</script></html>"), None);
    }
}
