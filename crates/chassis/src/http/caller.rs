//! Who is at the door: address, credential, and, where a gate asked for it, the account.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use futures_util::future::BoxFuture;
use http::request::Parts;
use http::{HeaderMap, header};
use kit::{Error, Kind, Result, Who};
use serde::{Deserialize, Serialize};

use super::cookie;
use crate::address::Address;
use crate::telemetry::Tally;

/// The route is for signed-in callers.
pub const SIGN_IN: Kind = Kind::new(401, "request/sign-in-needed", "Sign in first");
/// The caller is signed in but may not do this.
pub const NOT_ALLOWED: Kind = Kind::new(403, "request/not-allowed", "Your account may not do this");

/// The cookie in which a classic client keeps its token (decision D11).
pub const ACCESS_TOKEN: &str = "access_token";

/// What a request brings to show who sent it. `Debug` never shows the secret.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credential {
    /// The session cookie of our pages.
    Session(String),
    /// A token from the `Authorization` header, or the `access_token` cookie.
    Bearer(String),
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Session(_) => "Session(…)",
            Self::Bearer(_) => "Bearer(…)",
        })
    }
}

impl Credential {
    /// The one that counts: `Authorization`, then the session cookie, then `access_token`; a bad one is not
    /// fallen back from.
    pub(super) fn of(headers: &HeaderMap, address: &Address) -> Option<Self> {
        if let Some(value) = headers.get(header::AUTHORIZATION) {
            let text = value.to_str().unwrap_or_default();
            let token = text.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
            return Some(Self::Bearer(token.map_or("", |(_, token)| token.trim()).to_owned()));
        }
        // Most requests of programs and probes have none, and the cookie's name is not made for nothing.
        headers.get(header::COOKIE)?;
        let session = cookie::read(headers, &address.session_cookie()).map(|id| Self::Session(id.to_owned()));
        session.or_else(|| cookie::read(headers, ACCESS_TOKEN).map(|token| Self::Bearer(token.to_owned())))
    }
}

/// Asks accounts who stands behind a credential; `None` when nobody does any more.
pub type Identify = Arc<dyn Fn(Credential) -> BoxFuture<'static, Result<Option<Who>>> + Send + Sync>;

/// The caller of a request, for handlers.
#[derive(Clone, Debug)]
pub struct Caller(pub(super) Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) address: IpAddr,
    pub(super) request_id: String,
    pub(super) credential: Option<Credential>,
    /// Whether the credential came in the `Authorization` header, which no page of another site can make a
    /// browser send.
    pub(super) by_header: bool,
    /// Set at most once, by the gate.
    pub(super) who: OnceLock<Who>,
    pub(super) local: bool,
    pub(super) agent: String,
    /// Where its answer is counted; set by the gate of its route.
    pub(super) tally: OnceLock<Arc<Tally>>,
}

impl Caller {
    /// The network address, as trusted proxies tell it.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.0.address
    }

    /// Names this request in the log and in problems.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// The browser or program, as it calls itself; at most 200 characters.
    #[must_use]
    pub fn agent(&self) -> &str {
        &self.0.agent
    }

    /// Whether the request was made on this machine by its user (decision D17).
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.0.local
    }

    /// Whether the caller showed a token in the `Authorization` header, as opposed to a cookie.
    #[must_use]
    pub fn is_by_header(&self) -> bool {
        self.0.by_header
    }

    /// Has the answer counted with those of this route.
    pub(crate) fn counts_at(&self, tally: &Arc<Tally>) {
        let _: Result<(), Arc<Tally>> = self.0.tally.set(tally.clone());
    }

    /// The token in the `Authorization` header, whoever it belongs to and whether or not it still counts.
    #[must_use]
    pub fn bearer(&self) -> Option<&str> {
        match &self.0.credential {
            Some(Credential::Bearer(token)) if self.0.by_header => Some(token),
            _ => None,
        }
    }

    /// The account, on routes whose gate asks for one or looks for one.
    #[must_use]
    pub fn known(&self) -> Option<&Who> {
        self.0.who.get()
    }

    /// The account.
    ///
    /// # Errors
    /// [`SIGN_IN`] when nobody is signed in.
    pub fn who(&self) -> Result<&Who> {
        self.known()
            .ok_or_else(|| SIGN_IN.because("Your session is over or was never begun. Sign in and try again."))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(|| kit::error::INTERNAL.err().caused_by("a route stands outside of the door"))
    }
}
