//! Hashes of the systems before us (row C10): bcrypt, bcrypt over a SHA-256 in hex, and PBKDF2 as werkzeug writes it.
//!
//! They are only checked, never made.

use std::num::NonZeroU32;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::pbkdf2;
use kit::text::hex;

/// Before a bcrypt hash whose input was the SHA-256 of the password, in hex.
const SHA256_FIRST: &str = "sha256+";
/// The most rounds that a stored hash may ask for; a planted row must not exhaust the machine.
const MOST_ROUNDS: u32 = 2_000_000;
/// The highest cost of bcrypt that is checked, for the same reason.
const MOST_COST: u32 = 15;

/// Whether this is a hash that can be checked here.
pub(super) fn is_known(stored: &str) -> bool {
    let bcrypt = stored.strip_prefix(SHA256_FIRST).unwrap_or(stored);
    bcrypt_cost(bcrypt).is_some() || pbkdf2_parts(stored).is_some()
}

/// Whether the password fits; nothing when the hash is none of these.
pub(super) fn verify(password: &str, stored: &str) -> Option<bool> {
    if let Some((rounds, salt, expected)) = pbkdf2_parts(stored) {
        let (salt, password) = (salt.as_bytes(), password.as_bytes());
        return Some(pbkdf2::verify(pbkdf2::PBKDF2_HMAC_SHA256, rounds, salt, password, &expected).is_ok());
    }
    let (text, bcrypt) = match stored.strip_prefix(SHA256_FIRST) {
        Some(bcrypt) => (hex(digest(&SHA256, password.as_bytes()).as_ref()), bcrypt),
        None => (password.to_owned(), stored),
    };
    bcrypt_cost(bcrypt)?;
    Some(bcrypt::verify(text, bcrypt).unwrap_or(false))
}

/// The cost of `$2b$12$…`.
fn bcrypt_cost(stored: &str) -> Option<u32> {
    let rest = ["$2a$", "$2b$", "$2y$"].into_iter().find_map(|start| stored.strip_prefix(start))?;
    let cost: u32 = rest.split('$').next()?.parse().ok()?;
    (cost <= MOST_COST && stored.len() == 60).then_some(cost)
}

/// Rounds, salt and hash of `pbkdf2:sha256:600000$salt$hex`.
fn pbkdf2_parts(stored: &str) -> Option<(NonZeroU32, &str, Vec<u8>)> {
    let rest = stored.strip_prefix("pbkdf2:sha256:")?;
    let parts: Vec<&str> = rest.split('$').collect();
    let [rounds, salt, hash] = parts[..] else { return None };
    let rounds: u32 = rounds.parse().ok().filter(|rounds| *rounds <= MOST_ROUNDS)?;
    let bytes = (0..hash.len() / 2).map(|n| u8::from_str_radix(hash.get(2 * n..2 * n + 2)?, 16).ok());
    let hash: Vec<u8> = bytes.collect::<Option<_>>()?;
    Some((NonZeroU32::new(rounds)?, salt, hash)).filter(|(.., hash)| hash.len() == 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C10: what the systems before us stored, made with their own libraries.
    #[test]
    fn checks_what_the_systems_before_us_stored() {
        let bcrypt = bcrypt::hash("quiet-lantern", 4).unwrap();
        let chained = bcrypt::hash(hex(digest(&SHA256, b"quiet-lantern").as_ref()), 4).unwrap();
        let mut out = [0; 32];
        pbkdf2::derive(
            pbkdf2::PBKDF2_HMAC_SHA256,
            NonZeroU32::new(1000).unwrap(),
            b"salt",
            b"quiet-lantern",
            &mut out,
        );
        let stored =
            [bcrypt, format!("{SHA256_FIRST}{chained}"), format!("pbkdf2:sha256:1000$salt${}", hex(&out))];
        for stored in &stored {
            assert!(is_known(stored), "{stored}");
            assert_eq!(verify("quiet-lantern", stored), Some(true), "{stored}");
            assert_eq!(verify("quiet-lanterN", stored), Some(false), "{stored}");
        }
    }

    #[test]
    fn a_planted_hash_is_not_checked() {
        let planted = [
            "$2b$31$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "pbkdf2:sha256:4000000000$salt$00",
            "pbkdf2:sha256:1000$salt$0g",
            "pbkdf2:md5:1$salt$00",
            "plain text",
            "",
        ];
        for stored in planted {
            assert!(!is_known(stored) && verify("plain text", stored).is_none(), "{stored}");
        }
    }
}
