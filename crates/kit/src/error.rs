//! How a service says no.
//!
//! Every refusal is a [`Kind`] (a constant in a service's `problems.rs`) made into an [`Error`].
//! Anything else that goes wrong becomes [`INTERNAL`] by `?`, with its cause for the log alone.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What every fallible function of Marquee answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One way of saying no: a status, a name that never changes, a title for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Kind {
    /// The HTTP status.
    pub status: u16,
    /// `<service>/<name>`; the problem's `type` is `/problems/` followed by it.
    pub slug: &'static str,
    /// A short sentence, the same each time.
    pub title: &'static str,
}

/// Something that a request carried is not acceptable; `fields` says what.
pub const INVALID: Kind = Kind::new(422, "request/invalid", "Some of this cannot be accepted");
/// Something broke on our side; the cause is in the log under the request id.
pub const INTERNAL: Kind = Kind::new(500, "request/internal", "Something broke on our side");
/// The service cannot answer at present.
pub const UNAVAILABLE: Kind = Kind::new(503, "request/unavailable", "This is not available at the moment");

impl Kind {
    /// Declares a way of saying no.
    #[must_use]
    pub const fn new(status: u16, slug: &'static str, title: &'static str) -> Self {
        Self { status, slug, title }
    }

    /// An error of this kind.
    #[must_use]
    pub fn err(self) -> Error {
        Error(Box::new(Inner {
            kind: self,
            detail: None,
            fields: Vec::new(),
            extensions: Map::new(),
            retry_after: None,
            cause: None,
        }))
    }

    /// An error of this kind with a sentence that says what happened and what to do.
    #[must_use]
    pub fn because(self, detail: impl Into<String>) -> Error {
        self.err().detail(detail)
    }
}

/// What is wrong with one field of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name as the request spells it.
    pub field: String,
    /// A sentence for the person who filled it in.
    pub message: String,
}

/// A refusal or a failure, on its way to whoever asked.
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    detail: Option<String>,
    fields: Vec<FieldError>,
    extensions: Map<String, Value>,
    retry_after: Option<u32>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Which way of saying no this is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Says what happened and what to do about it.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Adds a member for programs, such as the seats that were taken.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.0.extensions.insert(name.to_owned(), serde_json::to_value(value).unwrap_or(Value::Null));
        self
    }

    /// Names a field and what is wrong with it.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.0.fields.push(FieldError { field: field.into(), message: message.into() });
        self
    }

    /// Asks the caller to come back after this many seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// Keeps what caused it, for the log and never for the caller.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// The sentence for the caller, when there is one.
    #[must_use]
    pub fn detail_text(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// What is wrong with which field.
    #[must_use]
    pub fn fields(&self) -> &[FieldError] {
        &self.0.fields
    }

    /// Members for programs.
    #[must_use]
    pub fn extensions(&self) -> &Map<String, Value> {
        &self.0.extensions
    }

    /// After how many seconds to try again, when that is known.
    #[must_use]
    pub fn wait(&self) -> Option<u32> {
        self.0.retry_after
    }

    /// The cause, if it is an `E`.
    #[must_use]
    pub fn cause<E: std::error::Error + 'static>(&self) -> Option<&E> {
        self.0.cause.as_deref()?.downcast_ref()
    }

    /// The cause and its causes in one line, for the log.
    #[must_use]
    pub fn chain(&self) -> Option<String> {
        let mut next: Option<&dyn std::error::Error> = Some(self.0.cause.as_deref()?);
        let mut line = String::new();
        while let Some(error) = next {
            let separator = if line.is_empty() { "" } else { ": " };
            line.push_str(&format!("{separator}{error}"));
            next = error.source();
        }
        Some(line)
    }
}

/// Collects what is wrong with a request, so that a person hears of all of it at once.
#[derive(Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    /// Notes `message` for `field` unless `fine`.
    pub fn need(&mut self, fine: bool, field: &str, message: impl Into<String>) {
        if !fine {
            self.0.push(FieldError { field: field.to_owned(), message: message.into() });
        }
    }

    /// Ends the checking.
    ///
    /// # Errors
    /// [`INVALID`] with all that was noted.
    pub fn done(self) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut error = INVALID.because("Change what the fields say and send it again.");
        error.0.fields = self.0;
        Err(error)
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(cause: E) -> Self {
        INTERNAL.err().caused_by(cause)
    }
}

#[cfg(feature = "http")]
impl axum_core::response::IntoResponse for Error {
    /// The bare status, with the error beside it for the door, which knows how this caller wants to be told.
    fn into_response(self) -> axum_core::response::Response {
        let status = http::StatusCode::from_u16(self.0.kind.status);
        let mut response = status.unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR).into_response();
        response.extensions_mut().insert(std::sync::Arc::new(self));
        response
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        for field in &self.0.fields {
            write!(f, " [{}: {}]", field.field, field.message)?;
        }
        if let Some(chain) = self.chain() {
            write!(f, " (caused by {chain})")?;
        }
        Ok(())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.0.kind.status, self.0.kind.slug, self.0.kind.title)?;
        self.0.detail.as_ref().map_or(Ok(()), |detail| write!(f, ". {detail}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAKEN: Kind = Kind::new(409, "cinema/seat-taken", "Somebody was faster");

    #[test]
    fn carries_words_and_members() {
        let error =
            TAKEN.because("Seats F7 and F8 were just taken.").with("seats", ["F7", "F8"]).retry_after(3);
        assert_eq!(error.kind(), TAKEN);
        assert_eq!(error.extensions()["seats"][1], "F8");
        assert_eq!(error.wait(), Some(3));
        assert_eq!(
            error.to_string(),
            "409 cinema/seat-taken: Somebody was faster. Seats F7 and F8 were just taken."
        );
    }

    #[test]
    fn keeps_a_cause_for_the_log_alone() {
        let error: Error = "x".parse::<u8>().unwrap_err().into();
        assert_eq!(error.kind(), INTERNAL);
        assert!(error.cause::<std::num::ParseIntError>().is_some());
        assert!(!error.to_string().contains("digit"));
        assert!(error.chain().unwrap().contains("digit"));
    }

    #[test]
    fn hears_all_checks_at_once() {
        let mut checks = Checks::default();
        checks.need(false, "email", "An e-mail address is needed.");
        checks.need(true, "name", "never noted");
        checks.need(false, "password", "At least 8 characters.");
        assert_eq!(checks.done().unwrap_err().fields().len(), 2);
        assert!(Checks::default().done().is_ok());
    }
}
