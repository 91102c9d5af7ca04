//! Somebody who writes to-dos, each under a key of its own, and looks at them again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::ledger::Ledger;
use super::wire::{Answer, ask};
use crate::exit::Exit;

const ITEMS: &str = "/api/v1/todos/items";

pub(super) struct Writer {
    number: usize,
    cookie: String,
}

impl Writer {
    /// Makes an account and holds its session.
    pub(super) async fn sign_up(at: &str, number: usize) -> Result<Self, Exit> {
        let body = format!(r#"{{"email":"writer{number}@example.org","password":"quiet-lantern-7-river"}}"#);
        let answer = ask(at, "POST", "/api/v1/accounts/users", "", &body).await;
        let answer = answer.filter(|answer| answer.status == 201).ok_or_else(|| odd("nobody can sign up"))?;
        let cookies =
            answer.head.lines().filter_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
        let cookie = cookies.filter(|cookie| !cookie.ends_with('=')).collect::<Vec<_>>().join("; ");
        Ok(Self { number, cookie })
    }

    pub(super) fn number(&self) -> usize {
        self.number
    }

    fn headers(&self, key: Option<&str>) -> String {
        let key = key.map(|key| format!("idempotency-key: {key}\r\n")).unwrap_or_default();
        format!("cookie: {}\r\n{key}", self.cookie)
    }

    async fn send(&self, at: &str, key: &str) -> Option<Answer> {
        ask(at, "POST", ITEMS, &self.headers(Some(key)), &format!(r#"{{"title":"{key}"}}"#)).await
    }

    /// Writes one thing after another until nobody answers any more.
    pub(super) async fn write_until_it_dies(
        self,
        at: String,
        ledger: Arc<Ledger>,
        round: usize,
        pause: Duration,
    ) -> Self {
        for n in 0.. {
            let key = format!("{}-{round}-{n}", self.number);
            if ledger.tries(&key, self.number).is_err() {
                break;
            }
            let Some(answer) = self.send(&at, &key).await else { break };
            let (201, Some(id)) = (answer.status, answer.body["id"].as_str()) else { break };
            if ledger.made(&key, self.number, id).is_err() {
                break;
            }
            tokio::time::sleep(pause).await;
        }
        self
    }

    /// Sends an intent again; gives the id, and whether the answer was one that had been given before.
    pub(super) async fn make(&mut self, at: &str, key: &str) -> Result<(String, bool), Exit> {
        let answer = self.send(at, key).await.ok_or_else(|| odd("the house does not answer"))?;
        let id = answer.body["id"].as_str().filter(|_| answer.status == 201);
        let id = id.ok_or_else(|| odd(&format!("{key} was answered with {}", answer.status)))?;
        Ok((id.to_owned(), answer.head.contains("idempotent-replayed")))
    }

    /// Whether something is there.
    pub(super) async fn has(&self, at: &str, id: &str) -> Result<bool, Exit> {
        let answer = ask(at, "GET", &format!("{ITEMS}/{id}"), &self.headers(None), "").await;
        Ok(answer.ok_or_else(|| odd("the house does not answer"))?.status == 200)
    }

    /// Everything that this one has, and how often.
    pub(super) async fn everything(&self, at: &str) -> Result<BTreeMap<String, usize>, Exit> {
        let (mut there, mut cursor) = (BTreeMap::new(), String::new());
        loop {
            let page = ask(at, "GET", &format!("{ITEMS}?limit=100{cursor}"), &self.headers(None), "").await;
            let page =
                page.filter(|page| page.status == 200).ok_or_else(|| odd("the list cannot be read"))?;
            for item in page.body["items"].as_array().into_iter().flatten() {
                *there.entry(item["title"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
            }
            let Some(next) = page.body["next"].as_str() else { return Ok(there) };
            cursor = format!("&cursor={next}");
        }
    }
}

fn odd(what: &str) -> Exit {
    Exit::other(what.to_string())
}
