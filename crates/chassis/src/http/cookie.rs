//! Cookies: read by name, written with everything that keeps them safe (decision D11).

use http::{HeaderMap, HeaderValue, header};

use crate::address::Address;

/// The value of a cookie that came with the request.
#[must_use]
pub fn read<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    pairs.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// A cookie that scripts cannot read and other sites cannot send with their forms. `seconds` of 0 deletes it.
///
/// # Panics
/// Never: a value of ours is ASCII.
#[must_use]
pub fn set(address: &Address, name: &str, value: &str, seconds: u64) -> HeaderValue {
    let secure = if address.is_secure() { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).expect("a cookie of ours is ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_by_the_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "xmarquee=1; marquee=two; marquee_8080=three".parse().unwrap());
        assert_eq!(read(&headers, "marquee"), Some("two"));
        assert_eq!(read(&headers, "marquee_8080"), Some("three"));
        assert_eq!(read(&headers, "quee"), None);
    }

    #[test]
    fn writes_it_safe() {
        let address = Address::new(Some("https://a.example"), &[], &["127.0.0.1".into()]).unwrap();
        let cookie = set(&address, "__Host-marquee", "abc", 60);
        assert_eq!(cookie, "__Host-marquee=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure");
    }
}
