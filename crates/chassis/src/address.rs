//! Where this installation is to be found, and what follows from it (decision D41).
//!
//! `public_url` is the only source of links in mails, of our own origin and of the cookie's scheme. While
//! it is not set, the house serves the machine it runs on and its own network by bare names.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use http::{HeaderMap, HeaderName, Uri, header};

/// How the house is reached.
#[derive(Clone, Debug, Default)]
pub struct Address(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    public: Option<Public>,
    allowed_hosts: Vec<String>,
    proxies: Vec<Network>,
    listening: OnceLock<SocketAddr>,
    /// A further listener that other machines can reach.
    exposed: OnceLock<SocketAddr>,
}

#[derive(Debug, Clone)]
struct Public {
    origin: String,
    host: String,
    port: u16,
    secure: bool,
}

/// A range of addresses such as `10.0.0.0/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    bits: u8,
}

impl FromStr for Network {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("'{text}' is not an address or a range such as 10.0.0.0/8");
        let (base, bits) = text.split_once('/').map_or((text, None), |(base, bits)| (base, Some(bits)));
        let base: IpAddr = base.parse().map_err(|_| wrong())?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| wrong())?;
        if bits <= most { Ok(Self { base, bits }) } else { Err(wrong()) }
    }
}

impl Network {
    /// Whether an address lies in this range.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        let number = |address: IpAddr| match address.to_canonical() {
            IpAddr::V4(v4) => (u128::from(v4.to_bits()) << 96, true),
            IpAddr::V6(v6) => (v6.to_bits(), false),
        };
        let ((base, base4), (other, other4)) = (number(self.base), number(address));
        let mask = if self.bits == 0 { 0 } else { u128::MAX << (128 - u32::from(self.bits)) };
        base4 == other4 && base & mask == other & mask
    }
}

impl Address {
    /// Reads the settings `public_url`, `allowed_hosts` and `trusted_proxies`.
    ///
    /// # Errors
    /// A sentence that names the setting and what is wrong with it.
    pub fn new(
        public_url: Option<&str>,
        allowed_hosts: &[String],
        proxies: &[String],
    ) -> Result<Self, String> {
        let public = public_url.map(Public::read).transpose()?;
        let proxies = proxies
            .iter()
            .map(|text| text.parse().map_err(|e| format!("server.trusted_proxies: {e}")))
            .collect::<Result<Vec<Network>, String>>()?;
        if public.as_ref().is_some_and(|p| p.secure) && proxies.is_empty() {
            return Err(
                "server.public_url is https, but this program speaks plain HTTP: set server.trusted_proxies \
                        to the address of the proxy that ends TLS, such as [\"127.0.0.1\"]"
                    .into(),
            );
        }
        let allowed_hosts = allowed_hosts.iter().map(|host| host.to_ascii_lowercase()).collect();
        Ok(Self(Arc::new(Inner {
            public,
            allowed_hosts,
            proxies,
            listening: OnceLock::new(),
            exposed: OnceLock::new(),
        })))
    }

    /// Notes where the house listens, once it does.
    pub fn listens(&self, at: SocketAddr) {
        let _: Result<(), SocketAddr> = self.0.listening.set(at);
    }

    /// Notes a further listener; one that other machines reach ends what only this machine may.
    pub fn also_listens(&self, at: SocketAddr) {
        if !at.ip().is_loopback() {
            let _: Result<(), SocketAddr> = self.0.exposed.set(at);
        }
    }

    /// Whether `public_url` is set.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.0.public.is_some()
    }

    /// Whether only this machine can reach the house; then links may stand in the terminal (decision D5).
    #[must_use]
    pub fn is_private(&self) -> bool {
        let inner = &self.0;
        inner.public.is_none()
            && inner.exposed.get().is_none()
            && inner.listening.get().is_some_and(|at| at.ip().is_loopback())
    }

    /// The start of every link that leaves the house: `https://marquee.example`.
    #[must_use]
    pub fn origin(&self) -> String {
        match (&self.0.public, self.0.listening.get()) {
            (Some(public), _) => public.origin.clone(),
            (None, Some(at)) if at.ip().is_unspecified() => format!("http://localhost:{}", at.port()),
            (None, Some(at)) => format!("http://{at}"),
            (None, None) => "http://localhost".into(),
        }
    }

    /// The name of the session cookie: tied to the host under https, to the port in a plain network.
    #[must_use]
    pub fn session_cookie(&self) -> String {
        self.cookie("marquee")
    }

    /// The name of a further cookie of this installation.
    #[must_use]
    pub fn cookie(&self, name: &str) -> String {
        if self.is_secure() { format!("__Host-{name}") } else { format!("{name}_{}", self.port()) }
    }

    /// Whether browsers reach the house by https.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.0.public.as_ref().is_some_and(|public| public.secure)
    }

    /// The port that browsers use.
    fn port(&self) -> u16 {
        let public = self.0.public.as_ref().map(|public| public.port);
        public.or_else(|| self.0.listening.get().map(SocketAddr::port)).unwrap_or(0)
    }

    /// Whether this `Host` is one that the house answers to.
    #[must_use]
    pub fn serves(&self, host: &str) -> bool {
        let name = bare(host);
        if self.0.allowed_hosts.iter().any(|allowed| *allowed == name) {
            return true;
        }
        match &self.0.public {
            Some(public) => public.host == host.to_ascii_lowercase(),
            None => {
                let literal = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
                literal || !name.contains('.') || name.ends_with(".local") || name.ends_with(".localhost")
            }
        }
    }

    /// Whether an `Origin` is our own, as the request itself names us.
    #[must_use]
    pub fn is_own(&self, origin: &str, host: &str) -> bool {
        match &self.0.public {
            Some(public) => {
                let further = self.0.allowed_hosts.iter().any(|allowed| *allowed == bare(host));
                let scheme = if public.secure { "https" } else { "http" };
                origin.eq_ignore_ascii_case(&public.origin)
                    || (further && origin.eq_ignore_ascii_case(&format!("{scheme}://{host}")))
            }
            None => origin.strip_prefix("http://").is_some_and(|rest| rest.eq_ignore_ascii_case(host)),
        }
    }

    /// The caller's address: the peer, or what trusted proxies say of it, walked from the right.
    #[must_use]
    pub fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let trusted = |address: IpAddr| self.0.proxies.iter().any(|network| network.holds(address));
        let mut at = peer.to_canonical();
        let hops = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
        let hops: Vec<&str> = hops.flat_map(|line| line.split(',')).map(str::trim).collect();
        for hop in hops.iter().rev() {
            if !trusted(at) {
                break;
            }
            let Ok(next) = hop.parse::<IpAddr>() else { break };
            at = next.to_canonical();
        }
        at
    }

    /// Whether a request was made on this very machine by its user: no proxy, no other site (decision D17).
    #[must_use]
    pub fn is_local(&self, peer: IpAddr, headers: &HeaderMap) -> bool {
        if !self.is_private() || !peer.is_loopback() {
            return false;
        }
        let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
        let own_port = host.rsplit_once(':').and_then(|(_, port)| port.parse().ok()) == Some(self.port());
        let origin = headers.get(header::ORIGIN).map(|o| o.to_str().unwrap_or("null"));
        matches!(&*bare(host), "localhost" | "127.0.0.1" | "[::1]")
            && own_port
            && origin.is_none_or(|origin| self.is_own(origin, host))
            && !headers.keys().any(is_forwarding)
    }
}

/// Whether a header is one that proxies add; a request that has one was not made on this machine.
fn is_forwarding(name: &HeaderName) -> bool {
    const ALONE: [&str; 6] =
        ["forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"];
    name.as_str().starts_with("x-forwarded-") || ALONE.contains(&name.as_str())
}

/// A host without its port, in lower case.
fn bare(host: &str) -> Cow<'_, str> {
    let end = match host.rfind(':') {
        Some(colon) if !host[colon..].contains(']') => colon,
        _ => host.len(),
    };
    let name = &host[..end];
    if name.bytes().any(|b| b.is_ascii_uppercase()) { name.to_ascii_lowercase().into() } else { name.into() }
}

impl Public {
    fn read(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| format!("server.public_url: '{text}' {why}, such as https://marquee.example");
        let uri: Uri = text.parse().map_err(|_| wrong("is not a URL; give scheme and host"))?;
        let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.authority()) else {
            return Err(wrong("needs a scheme and a host"));
        };
        if !matches!(scheme, "http" | "https") || uri.path() != "/" || uri.query().is_some() {
            return Err(wrong("must be an origin and nothing more"));
        }
        // Browsers leave the port of their scheme out of Host and Origin.
        let port = if scheme == "https" { ":443" } else { ":80" };
        let number = host.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
        let host = host.as_str().to_ascii_lowercase();
        let host = host.strip_suffix(port).map_or_else(|| host.clone(), str::to_owned);
        Ok(Self { origin: format!("{scheme}://{host}"), secure: scheme == "https", port: number, host })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public() -> Address {
        Address::new(Some("https://marquee.example"), &["alias.example".into()], &["10.0.0.0/8".into()])
            .unwrap()
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn private() -> Address {
        let address = Address::default();
        address.listens("127.0.0.1:8080".parse().unwrap());
        address
    }

    #[test]
    fn answers_to_its_own_names_only() {
        for (host, fine) in [
            ("marquee.example", true),
            ("alias.example", true),
            ("evil.example", false),
            ("localhost", false),
        ] {
            assert_eq!(public().serves(host), fine, "{host}");
        }
        let names =
            ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "cinema", "cinema.local", "192.168.1.5"];
        assert!(names.iter().all(|host| private().serves(host)));
        assert!(!private().serves("rebind.example:8080"));
    }

    #[test]
    fn pages_under_a_further_name_are_our_own() {
        assert!(public().is_own("https://alias.example", "alias.example"));
        assert!(!public().is_own("https://alias.example", "marquee.example"));
        assert!(!public().is_own("http://alias.example", "alias.example"));
        let port = Address::new(Some("http://marquee.example:80"), &[], &[]).unwrap();
        assert!(port.serves("marquee.example") && port.is_own("http://marquee.example", "marquee.example"));
    }

    #[test]
    fn walks_proxies_from_the_right() {
        let peer = "10.1.1.1".parse().unwrap();
        let chain = headers(&[("x-forwarded-for", "6.6.6.6, 203.0.113.9, 10.2.2.2")]);
        assert_eq!(public().caller(peer, &chain).to_string(), "203.0.113.9");
        assert_eq!(private().caller(peer, &chain), peer);
    }

    #[test]
    fn tells_its_user_from_a_proxy() {
        let loopback = "127.0.0.1".parse().unwrap();
        let host = ("host", "localhost:8080");
        assert!(private().is_local(loopback, &headers(&[host])));
        assert!(!private().is_local(loopback, &headers(&[host, ("x-forwarded-for", "1.1.1.1")])));
        assert!(!private().is_local(loopback, &headers(&[host, ("x-real-ip", "1.1.1.1")])));
        assert!(!private().is_local(loopback, &headers(&[host, ("origin", "http://evil.example")])));
        assert!(!private().is_local(loopback, &headers(&[("host", "localhost:9")])));
        assert!(!private().is_local("192.168.1.9".parse().unwrap(), &headers(&[host])));
        assert!(!public().is_local(loopback, &headers(&[host])));
    }

    #[test]
    fn a_listener_that_others_reach_ends_what_is_private() {
        let address = private();
        address.also_listens("127.0.0.1:9100".parse().unwrap());
        assert!(address.is_private());
        address.also_listens("10.0.0.7:9100".parse().unwrap());
        assert!(!address.is_private());
        let host = headers(&[("host", "localhost:8080")]);
        assert!(!address.is_local("127.0.0.1".parse().unwrap(), &host));
    }

    #[test]
    fn refuses_settings_that_contradict() {
        let https_alone = Address::new(Some("https://marquee.example"), &[], &[]).unwrap_err();
        assert!(https_alone.contains("trusted_proxies"));
        assert!(Address::new(Some("marquee.example/x"), &[], &[]).is_err());
        assert!(Address::new(None, &[], &["10.0.0.0/99".into()]).unwrap_err().contains("10.0.0.0/99"));
    }

    #[test]
    fn names_its_cookies_by_scheme() {
        assert_eq!(public().session_cookie(), "__Host-marquee");
        assert_eq!(private().session_cookie(), "marquee_8080");
    }
}
