//! Secrets that browsers hold, and the cookies that carry them (decision D11).

use std::ops::Deref;

use aws_lc_rs::digest::{SHA256, digest};
use axum::extract::FromRequestParts;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chassis::address::Address;
use chassis::http::caller::ACCESS_TOKEN;
use chassis::http::{Caller, cookie};
use chassis::random;
use http::header;
use http::request::Parts;
use kit::Error;

use crate::App;

/// A secret of 256 bits: a session, a proof, a device. It is shown once and stored as a hash.
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new() -> Self {
        Self(BASE64.encode(random::bytes::<32>()))
    }

    /// The same secret once more, for a body that may run again.
    pub(crate) fn again(other: &Self) -> Self {
        Self(other.0.clone())
    }

    /// What the browser or the link carries.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// What is stored.
    pub(crate) fn hash(&self) -> Vec<u8> {
        hash(&self.0)
    }
}

/// What is stored of a secret that came back.
pub(crate) fn hash(text: &str) -> Vec<u8> {
    digest(&SHA256, text.as_bytes()).as_ref().to_vec()
}

/// The cookie of the browser that signed up, by which its confirmation link starts a session there.
const SIGN_UP: &str = "marquee_sign_up";
/// The cookie by which an account knows a browser that it was signed in to with before.
const DEVICE: &str = "marquee_device";
/// For how long a browser is known: what browsers allow at most.
const DEVICE_SECONDS: u64 = 400 * 86_400;

/// Whoever is at the door of accounts: the caller, and the cookies that only accounts reads.
pub(crate) struct Visitor {
    pub(crate) caller: Caller,
    /// The browser or program; one that comes for the first time gets a new secret.
    pub(crate) device: Secret,
    /// Whether the browser brought the device's secret.
    pub(crate) returns: bool,
    /// The hash of the sign-up that this browser remembers.
    pub(crate) sign_up: Option<Vec<u8>>,
    /// The access token that came along, good or not.
    pub(crate) token: Option<String>,
}

impl Deref for Visitor {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let caller = Caller::from_request_parts(parts, app).await?;
        let address = app.host.address();
        let read = |name: &str| cookie::read(&parts.headers, &address.cookie(name));
        let device = read(DEVICE).filter(|text| text.len() == 43).map(|text| Secret(text.to_owned()));
        let (returns, sign_up) = (device.is_some(), read(SIGN_UP).map(hash));
        let token = caller.bearer().or_else(|| cookie::read(&parts.headers, ACCESS_TOKEN)).map(str::to_owned);
        Ok(Self { caller, device: device.unwrap_or_else(Secret::new), returns, sign_up, token })
    }
}

/// Lets the browser hold a session. Whatever it was signed in with before is cleared.
pub(crate) fn hold(response: &mut Response, app: &App, visitor: &Visitor, secret: &Secret) {
    let (address, days) = (app.host.address(), app.config.session_days);
    set(response, address, &address.session_cookie(), secret.text(), u64::from(days) * 86_400);
    set(response, address, &address.cookie(SIGN_UP), "", 0);
    set(response, address, ACCESS_TOKEN, "", 0);
    know_device(response, app, visitor);
}

/// Lets a classic client hold its token as a cookie; the session of the same browser is cleared.
pub(crate) fn hold_token(response: &mut Response, app: &App, visitor: &Visitor, token: &str, minutes: u32) {
    let address = app.host.address();
    set(response, address, ACCESS_TOKEN, token, u64::from(minutes) * 60);
    set(response, address, &address.session_cookie(), "", 0);
    know_device(response, app, visitor);
}

/// Lets a browser be known the next time.
pub(crate) fn know_device(response: &mut Response, app: &App, visitor: &Visitor) {
    let address = app.host.address();
    set(response, address, &address.cookie(DEVICE), visitor.device.text(), DEVICE_SECONDS);
}

/// Lets the browser forget whatever it is signed in with.
pub(crate) fn forget(response: &mut Response, address: &Address) {
    set(response, address, &address.session_cookie(), "", 0);
    set(response, address, ACCESS_TOKEN, "", 0);
}

/// Lets the browser remember that it signed up.
pub(crate) fn remember_sign_up(response: &mut Response, address: &Address, secret: &Secret, hours: u32) {
    set(response, address, &address.cookie(SIGN_UP), secret.text(), u64::from(hours) * 3600);
}

fn set(response: &mut Response, address: &Address, name: &str, value: &str, seconds: u64) {
    response.headers_mut().append(header::SET_COOKIE, cookie::set(address, name, value, seconds));
}
