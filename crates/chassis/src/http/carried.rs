//! Callers and accounts on their way between two processes of a house.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use http::{HeaderName, HeaderValue};
use kit::{Result, Time, Who};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Credential;
use super::caller::{Caller, Inner};

/// The header that carries the caller of a request which came through the door of another process.
pub(crate) const CALLER: HeaderName = HeaderName::from_static("marquee-caller");

#[derive(Serialize, Deserialize)]
struct Carried {
    address: IpAddr,
    request_id: String,
    credential: Option<Credential>,
    by_header: bool,
    agent: String,
}

impl Caller {
    /// The caller as the value of [`CALLER`].
    pub(crate) fn carry(&self) -> Result<HeaderValue> {
        let inner = &self.0;
        let carried = Carried {
            address: inner.address,
            request_id: inner.request_id.clone(),
            credential: inner.credential.clone(),
            by_header: inner.by_header,
            agent: inner.agent.clone(),
        };
        let text = BASE64.encode(serde_json::to_vec(&carried)?);
        HeaderValue::from_str(&text).map_err(|error| kit::error::INTERNAL.err().caused_by(error))
    }

    /// The caller that another process of this house carries here. Never a local one: a house of several
    /// processes has a public address (decision D17).
    pub(crate) fn arrive(value: &HeaderValue) -> Option<Self> {
        let carried: Carried = serde_json::from_slice(&BASE64.decode(value.as_bytes()).ok()?).ok()?;
        let Carried { address, request_id, credential, by_header, agent } = carried;
        let (who, local, tally) = (OnceLock::new(), false, OnceLock::new());
        Some(Self(Arc::new(Inner { address, request_id, credential, by_header, who, local, agent, tally })))
    }
}

/// What accounts says of a credential.
#[derive(Serialize, Deserialize)]
pub(crate) struct Vouched {
    user: Uuid,
    number: i64,
    session: Uuid,
    proved_at: Time,
    rights: Vec<String>,
}

impl From<&Who> for Vouched {
    fn from(who: &Who) -> Self {
        let rights = who.rights.to_vec();
        Self { user: who.user, number: who.number, session: who.session, proved_at: who.proved_at, rights }
    }
}

impl From<Vouched> for Who {
    fn from(told: Vouched) -> Self {
        let Vouched { user, number, session, proved_at, rights } = told;
        Self { user, number, session, proved_at, rights: rights.into() }
    }
}
