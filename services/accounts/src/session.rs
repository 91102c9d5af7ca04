//! Secrets that browsers hold, and the cookies that carry them (decision D11).

use aws_lc_rs::digest::{SHA256, digest};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chassis::address::Address;
use chassis::http::cookie;
use chassis::random;
use http::header;

/// A secret of 256 bits: a session, a proof. It is shown once and stored as a hash.
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

/// Lets the browser hold a session.
pub(crate) fn hold(response: &mut Response, address: &Address, secret: &Secret, days: u32) {
    set(response, address, &address.session_cookie(), secret.text(), u64::from(days) * 86_400);
    set(response, address, &address.cookie(SIGN_UP), "", 0);
}

/// Lets the browser forget its session.
pub(crate) fn forget(response: &mut Response, address: &Address) {
    set(response, address, &address.session_cookie(), "", 0);
}

/// Lets the browser remember that it signed up.
pub(crate) fn remember_sign_up(response: &mut Response, address: &Address, secret: &Secret, hours: u32) {
    set(response, address, &address.cookie(SIGN_UP), secret.text(), u64::from(hours) * 3600);
}

/// The hash of the sign-up that this browser remembers.
pub(crate) fn remembered_sign_up(headers: &http::HeaderMap, address: &Address) -> Option<Vec<u8>> {
    cookie::read(headers, &address.cookie(SIGN_UP)).map(hash)
}

fn set(response: &mut Response, address: &Address, name: &str, value: &str, seconds: u64) {
    response.headers_mut().append(header::SET_COOKIE, cookie::set(address, name, value, seconds));
}
