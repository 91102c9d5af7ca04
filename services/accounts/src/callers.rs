//! Callers that were identified a moment ago.
//!
//! Every request with a credential asks who stands behind it. The answer holds until something is committed in
//! accounts, whatever it is: an ended session, another role, a grant that was taken back are seen by the next request.
//! What another process commits is seen within a second (decision D11).

use std::sync::Arc;

use chassis::cache::{Cache, Reading};
use chassis::db::Db;
use chassis::http::Credential;
use kit::{Time, Who};

/// How many callers are remembered.
const MOST: u32 = 10_000;

/// The callers of this process.
#[derive(Clone)]
pub(crate) struct Callers(Arc<Cache<Box<str>, Known>>);

#[derive(Clone)]
struct Known {
    who: Who,
    /// The same text may be brought as a cookie and as a token; one of them is nobody.
    by_cookie: bool,
    reading: Reading,
    /// When the token runs out, or the session.
    until: Time,
}

impl Default for Callers {
    fn default() -> Self {
        Self(Arc::new(Cache::new(MOST)))
    }
}

impl Callers {
    /// Whoever was found behind a credential, if that still holds.
    pub(crate) fn get(&self, db: &Db, credential: &Credential) -> Option<Who> {
        let (text, by_cookie) = text(credential);
        let known = self.0.get(text)?;
        let holds = known.by_cookie == by_cookie && known.reading.holds(db) && db.now() < known.until;
        holds.then_some(known.who)
    }

    /// Remembers who was found.
    pub(crate) fn keep(&self, reading: Reading, credential: &Credential, until: Time, who: &Who) {
        let (text, by_cookie) = text(credential);
        self.0.insert(text.into(), Known { who: who.clone(), by_cookie, reading, until });
    }
}

fn text(credential: &Credential) -> (&str, bool) {
    match credential {
        Credential::Session(text) => (text, true),
        Credential::Bearer(text) => (text, false),
    }
}
