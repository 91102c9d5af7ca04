//! How a problem crosses from one service to another, unchanged.

use std::sync::{Mutex, PoisonError};

use kit::error::{INTERNAL, UNAVAILABLE};
use kit::{Error, Kind};
use serde::{Deserialize, Serialize};
use tonic::{Code, Status};

/// A problem as it crosses from one service to another.
#[derive(Serialize, Deserialize)]
pub(crate) struct Crossing {
    status: u16,
    slug: String,
    title: String,
    detail: Option<String>,
    fields: Vec<kit::FieldError>,
    extensions: serde_json::Map<String, serde_json::Value>,
    retry_after: Option<u32>,
}

/// Turns a service's refusal into what the generated server answers.
#[must_use]
pub fn refuse(error: Error) -> Status {
    let error = crate::db::problem(error);
    let kind = error.kind();
    if kind == INTERNAL {
        tracing::error!(cause = error.chain().unwrap_or_default(), "call failed");
    }
    let code = if kind.status == 503 { Code::Unavailable } else { Code::FailedPrecondition };
    let details = serde_json::to_vec(&Crossing::of(&error)).unwrap_or_default();
    Status::with_details(code, kind.slug, details.into())
}

impl Crossing {
    pub(crate) fn of(error: &Error) -> Self {
        let kind = error.kind();
        Self {
            status: kind.status,
            slug: kind.slug.into(),
            title: kind.title.into(),
            detail: error.detail_text().map(Into::into),
            fields: error.fields().to_vec(),
            extensions: error.extensions().clone(),
            retry_after: error.wait(),
        }
    }

    pub(crate) fn arrive(self) -> Error {
        let kind = Kind::new(self.status, intern(&self.slug), intern(&self.title));
        let mut error = kind.err();
        if let Some(detail) = self.detail {
            error = error.detail(detail);
        }
        error = self.fields.into_iter().fold(error, |error, f| error.field(f.field, f.message));
        error = self.extensions.into_iter().fold(error, |error, (name, value)| error.with(&name, value));
        match self.retry_after {
            Some(wait) => error.retry_after(wait),
            None => error,
        }
    }
}

pub(super) fn problem(status: &Status) -> Error {
    if let Ok(crossing) = serde_json::from_slice::<Crossing>(status.details()) {
        return crossing.arrive();
    }
    let kind = if status.code() == Code::Unavailable { UNAVAILABLE } else { INTERNAL };
    kind.err().caused_by(status.message().to_owned())
}

/// Keeps the words of problems that crossed; there are as many as services declare, and no more.
fn intern(text: &str) -> &'static str {
    static KNOWN: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = known.iter().find(|k| **k == text) {
        return found;
    }
    if known.len() >= 4096 {
        return INTERNAL.slug;
    }
    let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
    known.push(kept);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const GONE: Kind = Kind::new(410, "request/gone", "It was there, and is not any more");

    #[test]
    fn problems_cross_unchanged() {
        let sent =
            || GONE.because("Ask for a new one.").with("hours", 24).field("token", "Spent.").retry_after(3);
        let got = problem(&refuse(sent()));
        assert_eq!(got.kind(), GONE);
        assert_eq!((got.detail_text(), got.wait()), (Some("Ask for a new one."), Some(3)));
        assert_eq!((got.fields(), &got.extensions()["hours"]), (sent().fields(), &24.into()));
    }
}
