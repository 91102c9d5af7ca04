//! A house beside bare hyper that gives the same answers: what the doors cost.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use tokio::runtime::Runtime;

use super::Run;
use super::child::{Server, record};
use super::load::{Answer, Line as Wire, Load, request};
use super::machine::{Pinned, placement};
use super::table::{Goal, Line};
use super::turns::{Side, Turn, Turns, take_turns};
use crate::exit::Exit;

/// A house on one core, and what asks it on another.
pub(super) struct Bench<'r> {
    pub(super) run: &'r Run,
    pub(super) runtime: Runtime,
    pub(super) house: Server,
    server: Option<usize>,
    _pinned: Option<Pinned>,
}

/// A request that is asked again and again, and the status that is due.
pub(super) struct Question<'q> {
    pub(super) path: &'q str,
    /// Lines that end with a line's end each.
    pub(super) headers: &'q str,
    pub(super) due: u16,
}

/// How the house, hyper with the same headers, and hyper with the body alone did.
pub(super) struct Compared {
    pub(super) house: Turns,
    pub(super) same: Turns,
    pub(super) body: Turns,
}

impl<'r> Bench<'r> {
    /// Starts the house over a folder.
    pub(super) fn start(
        run: &'r Run,
        room: &Path,
        start: fn(Option<usize>, &Path) -> Result<Server, Exit>,
    ) -> Result<Self, Exit> {
        let (server, generator) = placement().unzip();
        let _pinned = generator.map(Pinned::to);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Exit::other(error.to_string()))?;
        Ok(Self { run, runtime, house: start(server, room)?, server, _pinned })
    }

    /// Asks the house once.
    pub(super) fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Result<Answer, Exit> {
        let at = self.house.at();
        let ask = request(method, path, at, headers, body);
        self.runtime.block_on(async { Wire::open(at).await?.ask(&ask).await })
    }

    /// Asks the house once, with a body and for an answer in JSON.
    pub(super) fn post(&self, path: &str, headers: &str, body: &Value) -> Result<(Answer, Value), Exit> {
        let headers = format!("{JSON}{headers}");
        let answer = self.ask("POST", path, &headers, &body.to_string())?;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        if !(200..300).contains(&answer.status()) {
            return Err(Exit::other(format!("{path} answers the bench with {}: {text}", answer.status())));
        }
        let body = serde_json::from_str(&text).map_err(|error| Exit::other(format!("{path}: {error}")))?;
        Ok((answer, body))
    }

    /// Lets the house and hyper take turns at giving the same answer.
    pub(super) fn compare(&self, question: &Question<'_>) -> Result<Compared, Exit> {
        let answer = self.ask("GET", question.path, question.headers, "")?;
        if !answer.is(question.due) {
            return Err(Exit::other(format!("{} is not answered with {}", question.path, question.due)));
        }
        let folder = self.run.folder.room("bare")?;
        let start = |name: &str, with_headers: bool| {
            let recorded = folder.join(name);
            record(&answer, with_headers, &recorded)?;
            Server::bare(self.server, &folder, &recorded)
        };
        let (same, body) = (start("same", true)?, start("body", false)?);
        let sides = [&same, &self.house, &body].map(|server| self.side(server, question));
        let mut sides: Vec<Side<'_>> = sides.into_iter().collect::<Result<_, _>>()?;
        let mut turns = take_turns(self.run.turn, &mut sides)?.into_iter();
        let mut next = || turns.next().ok_or_else(|| Exit::other("a side without turns"));
        Ok(Compared { same: next()?, house: next()?, body: next()? })
    }

    fn side<'s>(&'s self, server: &'s Server, question: &Question<'_>) -> Result<Side<'s>, Exit> {
        let request = request("GET", question.path, server.at(), question.headers, "");
        Ok(self.load(server, self.runtime.block_on(Load::new(server.at(), &request, question.due))?))
    }

    /// A side that asks a server for as long as it is told.
    pub(super) fn load<'s>(&'s self, server: &'s Server, mut load: Load) -> Side<'s> {
        Box::new(move |length: Duration| {
            let before = server.cpu();
            let answered = self.runtime.block_on(load.run(length))?;
            #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
            let requests = answered.requests as f64;
            let cpu = server.cpu().zip(before).map_or(0.0, |(after, before)| (after - before) / requests);
            Ok(Turn { rate: requests / answered.seconds, cpu, p99: answered.p99 })
        })
    }

    /// Makes an account; answers the lines of its cookies.
    pub(super) fn sign_up(&self, email: &str) -> Result<Vec<String>, Exit> {
        let form = serde_json::json!({ "email": email, "password": PASSWORD });
        let (answer, _) = self.post("/api/v1/accounts/users", "", &form)?;
        let cookies = answer.head.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
        Ok(cookies.filter_map(|cookie| Some(cookie.split(';').next()?.to_owned())).collect())
    }

    /// An access token of an account, as a line of the request's head.
    pub(super) fn token(&self, email: &str) -> Result<String, Exit> {
        let form = serde_json::json!({ "login": email, "password": PASSWORD });
        let (_, tokens) = self.post("/api/v1/accounts/tokens", "", &form)?;
        Ok(format!("authorization: Bearer {}\r\n", tokens["access_token"].as_str().unwrap_or_default()))
    }
}

/// The content type of every body.
pub(super) const JSON: &str = "content-type: application/json\r\n";
/// The password of the bench's accounts.
pub(super) const PASSWORD: &str = "amber lantern 29 quay";

impl Compared {
    /// The rows of a comparison: the rate and what it is worth without our headers, and the processor's side.
    pub(super) fn lines(&self, id: &str, what: &str, goal: Goal) -> Vec<Line> {
        let Self { house, same, body } = self;
        let mut lines = vec![
            Line::ratio((id, what), "/s", |t| t.rate, (same, house), goal),
            Line::ratio((id, "  without our headers"), "/s", |t| t.rate, (body, house), Goal::None),
        ];
        lines.extend(self.processor_time(id));
        lines
    }

    /// The processor's side of it, where the system tells it.
    pub(super) fn processor_time(&self, id: &str) -> Option<Line> {
        let Self { house, same, body } = self;
        (house.median(|turn| turn.cpu) > 0.0).then(|| {
            let headers = same.median(Turn::micros) - body.median(Turn::micros);
            Line::ratio((id, "  processor time a request"), "us", Turn::micros, (same, house), Goal::None)
                .note(&format!("our headers cost hyper {headers:.1} us of it"))
        })
    }
}
