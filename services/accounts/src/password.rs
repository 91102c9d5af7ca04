//! Passwords: judged in words, hashed with argon2id and a pepper, in a pool of their own.
//!
//! Hashes that came from elsewhere are checked as they are (`legacy`) and replaced at the next sign-in.

mod legacy;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use chassis::keys::{Keys, Purpose};
use chassis::pool::Pool;
use chassis::random;
use kit::error::{Checks, INTERNAL};
use kit::{Error, Result};

/// OWASP's figures for argon2id: memory in KiB, passes, lanes.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// The most memory that a stored hash may ask for; a planted row must not exhaust the machine.
const MOST_MEMORY: u32 = 256 * 1024;
/// How many people may wait for a hash before others are told to come back.
const QUEUE: usize = 64;

/// Hashes and verifies, a bounded number at a time.
#[derive(Clone)]
pub(crate) struct Hasher {
    pool: Pool,
    keys: Keys,
}

impl Hasher {
    pub(crate) fn new(keys: Keys) -> Self {
        Self { pool: Pool::beside_the_rest("passwords", QUEUE), keys }
    }

    /// Hashes a password.
    ///
    /// # Errors
    /// `request/busy` when too many people wait.
    pub(crate) async fn hash(&self, password: &str) -> Result<String> {
        let (keys, password) = (self.keys.clone(), password.to_owned());
        self.pool.run(move || hash(&keys, &password)).await?
    }

    /// Verifies a password against a stored hash; where there is none it makes one, which takes as long.
    ///
    /// # Errors
    /// `request/busy` when too many people wait.
    pub(crate) async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool> {
        let Some(stored) = stored.map(str::to_owned) else { return self.hash(password).await.map(|_| false) };
        let (keys, password) = (self.keys.clone(), password.to_owned());
        self.pool.run(move || verify(&keys, &password, &stored)).await?
    }
}

/// `argon2id$<pepper id>$m,t,p$salt$hash`.
fn hash(keys: &Keys, password: &str) -> Result<String> {
    let (pepper, peppered) = keys.pepper(password)?;
    let salt = random::bytes::<16>();
    let out = argon2id(&peppered, &salt, COST)?;
    let (m, t, p) = COST;
    Ok(format!("argon2id${pepper}${m},{t},{p}${}${}", BASE64.encode(salt), BASE64.encode(out)))
}

/// One hash at our cost, and nothing else.
pub(crate) fn bare_hash() -> Result<()> {
    std::hint::black_box(argon2id(b"amber lantern 29 quay", &[7; 16], COST)?);
    Ok(())
}

impl Hasher {
    /// Whether a stored hash is not what we would store today: of another kind, cheaper, or with an older pepper.
    pub(crate) fn is_old(&self, stored: &str) -> bool {
        let (m, t, p) = COST;
        let pepper = self.keys.all(Purpose::Pepper).pop().map(|key| key.id).unwrap_or_default();
        !stored.starts_with(&format!("argon2id${pepper}${m},{t},{p}$"))
    }
}

/// Whether we can check a password against a hash that came from elsewhere.
pub(crate) fn is_known(stored: &str) -> bool {
    legacy::is_known(stored)
}

fn verify(keys: &Keys, password: &str, stored: &str) -> Result<bool> {
    if let Some(fits) = legacy::verify(password, stored) {
        return Ok(fits);
    }
    let parts: Vec<&str> = stored.split('$').collect();
    let ["argon2id", pepper, cost, salt, expected] = parts[..] else { return Err(unreadable()) };
    let cost: Vec<u32> = cost.split(',').filter_map(|n| n.parse().ok()).collect();
    let [m, t, p] = cost[..] else { return Err(unreadable()) };
    if m > MOST_MEMORY || t > 10 || p > 8 {
        return Err(unreadable());
    }
    let salt = BASE64.decode(salt).map_err(|_| unreadable())?;
    let expected = BASE64.decode(expected).map_err(|_| unreadable())?;
    // Without its pepper nobody can tell, which takes as long: the owner has to set a new one.
    let peppered = keys.pepper_with(pepper, password);
    let known = peppered.is_some();
    let out = argon2id(&peppered.unwrap_or_else(|| password.into()), &salt, (m, t, p))?;
    Ok(known && aws_lc_rs::constant_time::verify_slices_are_equal(&out, &expected).is_ok())
}

fn argon2id(secret: &[u8], salt: &[u8], (m, t, p): (u32, u32, u32)) -> Result<[u8; 32]> {
    let fail = |e: argon2::Error| INTERNAL.err().caused_by(e.to_string());
    let params = Params::new(m, t, p, Some(32)).map_err(fail)?;
    let mut out = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret, salt, &mut out)
        .map_err(fail)?;
    Ok(out)
}

fn unreadable() -> Error {
    INTERNAL.err().caused_by("a stored password hash cannot be read")
}

/// Notes what is wrong with a new password, in words for whoever chose it. `about` are words that a guesser
/// would try first: the address, the name.
pub(crate) fn check(checks: &mut Checks, field: &str, password: &str, least: u32, about: &[&str]) {
    check_length(checks, field, password, least, about);
    if (least as usize..=128).contains(&password.chars().count()) {
        let weak = zxcvbn::zxcvbn(password, about).score() < zxcvbn::Score::Two;
        checks.need(
            !weak,
            field,
            "This password is among the first that are guessed. Three unusual words make a good one.",
        );
    }
}

/// The same for classic paths, whose clients never heard of passwords that are guessed first.
pub(crate) fn check_length(checks: &mut Checks, field: &str, password: &str, least: u32, _: &[&str]) {
    let length = password.chars().count();
    checks.need(length >= least as usize, field, format!("A password has at least {least} characters here."));
    checks.need(length <= 128, field, "A password has at most 128 characters.");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(password: &str, least: u32) -> Option<String> {
        let mut checks = Checks::default();
        check(&mut checks, "password", password, least, &["ira@example.org", "Ira"]);
        checks.done().err().map(|error| error.fields()[0].message.clone())
    }

    #[test]
    fn judges_in_words() {
        assert!(fault("short", 8).unwrap().contains("at least 8"));
        assert!(fault("quiet-lantern", 15).unwrap().contains("at least 15"));
        assert!(fault(&"ab".repeat(65), 8).unwrap().contains("at most 128"));
        for weak in ["password", "12345678", "qwertyuiop", "ira@example.org"] {
            assert!(fault(weak, 8).unwrap().contains("guessed"), "{weak}");
        }
        assert_eq!(fault("quiet-lantern-7", 15), None);
        assert_eq!(fault("пароль-фонарь-7", 8), None);
    }

    #[test]
    fn nothing_is_cut_or_folded() {
        let folder = tempfile_folder();
        let keys = Keys::open(&folder).unwrap();
        let long = "a".repeat(127);
        let stored = hash(&keys, &format!("{long}b")).unwrap();
        assert!(verify(&keys, &format!("{long}b"), &stored).unwrap());
        assert!(!verify(&keys, &format!("{long}c"), &stored).unwrap());
        assert!(!verify(&keys, &format!("{long}B"), &stored).unwrap());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_planted_hash_cannot_exhaust_the_machine() {
        let folder = tempfile_folder();
        let keys = Keys::open(&folder).unwrap();
        for planted in ["argon2id$1$4194304,2,1$c2FsdHNhbHQ$aGFzaA", "argon2id$1$19456,2$a$b", "plain", ""] {
            assert!(verify(&keys, "x", planted).is_err(), "{planted}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn an_older_pepper_still_fits_and_one_that_is_gone_never_does() {
        let folder = tempfile_folder();
        let keys = Keys::open(&folder).unwrap();
        let (hasher, stored) = (Hasher::new(keys.clone()), hash(&keys, "quiet-lantern").unwrap());
        assert!(!hasher.is_old(&stored));
        keys.rotate(Purpose::Pepper, kit::Time::from_micros(0)).unwrap();
        assert!(hasher.is_old(&stored) && verify(&keys, "quiet-lantern", &stored).unwrap());
        keys.revoke(Purpose::Pepper, "1").unwrap();
        assert!(!verify(&keys, "quiet-lantern", &stored).unwrap());
        std::fs::remove_dir_all(folder).unwrap();
    }

    fn tempfile_folder() -> std::path::PathBuf {
        std::env::temp_dir().join(format!("marquee-{}", kit::text::hex(&random::bytes::<8>())))
    }
}
