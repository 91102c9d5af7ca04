//! The keys of a house, encrypted with a passphrase (decision D6).

use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chassis::random;
use serde::{Deserialize, Serialize};

use crate::exit::Exit;

/// argon2id: memory in KiB, passes, lanes. Once a backup, so it may cost more than a sign-in.
const COST: (u32, u32, u32) = (65_536, 3, 1);
/// The most memory and passes that a chest may ask for; a planted one must not exhaust the machine.
const MOST: (u32, u32, u32) = (1_048_576, 16, 8);

/// The file, as it lies in a set.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Chest {
    /// Memory in KiB, passes and lanes of argon2id.
    cost: (u32, u32, u32),
    salt: String,
    nonce: String,
    /// AES-256-GCM over the keys, bound to the manifest beside it.
    bytes: String,
}

/// A key's file: its name and what is in it.
pub(crate) type KeyFile = (String, String);

/// Locks keys up. They come out again only with this passphrase and beside exactly this manifest.
pub(crate) fn lock(keys: &[KeyFile], passphrase: &str, manifest: &[u8]) -> Result<Vec<u8>, Exit> {
    let (salt, nonce) = (random::bytes::<16>(), random::bytes::<12>());
    let mut bytes = serde_json::to_vec(keys).map_err(broken)?;
    cipher(passphrase, &salt, COST)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(manifest), &mut bytes)
        .map_err(broken)?;
    let chest = Chest {
        cost: COST,
        salt: BASE64.encode(salt),
        nonce: BASE64.encode(nonce),
        bytes: BASE64.encode(bytes),
    };
    serde_json::to_vec_pretty(&chest).map_err(broken)
}

/// Opens a chest.
pub(crate) fn open(chest: &[u8], passphrase: &str, manifest: &[u8]) -> Result<Vec<KeyFile>, Exit> {
    let unreadable = || Exit::other("keys.sealed cannot be read: this is no whole backup");
    let chest: Chest = serde_json::from_slice(chest).map_err(|_| unreadable())?;
    let decode = |text: &str| BASE64.decode(text).map_err(|_| unreadable());
    let (m, t, p) = chest.cost;
    if m > MOST.0 || t > MOST.1 || p > MOST.2 {
        return Err(unreadable());
    }
    let nonce: [u8; 12] = decode(&chest.nonce)?.try_into().map_err(|_| unreadable())?;
    let mut bytes = decode(&chest.bytes)?;
    let opened = cipher(passphrase, &decode(&chest.salt)?, chest.cost)?
        .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(manifest), &mut bytes)
        .map_err(|_| {
            Exit::other("the passphrase does not fit, or the manifest of this backup was changed")
        })?;
    serde_json::from_slice(opened).map_err(broken)
}

fn cipher(passphrase: &str, salt: &[u8], (m, t, p): (u32, u32, u32)) -> Result<LessSafeKey, Exit> {
    let params = Params::new(m, t, p, Some(32)).map_err(broken)?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut key)
        .map_err(broken)?;
    UnboundKey::new(&AES_256_GCM, &key).map(LessSafeKey::new).map_err(broken)
}

fn broken(error: impl std::fmt::Display) -> Exit {
    Exit::other(format!("the keys cannot be encrypted: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_with_its_passphrase_beside_its_manifest_only() {
        let keys = vec![("signing-1.key".to_owned(), "secret".to_owned())];
        let chest = lock(&keys, "a long passphrase", b"manifest").unwrap();
        assert!(!String::from_utf8_lossy(&chest).contains("secret"));
        assert_eq!(open(&chest, "a long passphrase", b"manifest").unwrap(), keys);
        assert!(open(&chest, "another passphrase", b"manifest").is_err());
        assert!(open(&chest, "a long passphrase", b"manifesto").is_err());
        let greedy = String::from_utf8(chest).unwrap().replace("65536", "4000000000");
        assert!(open(greedy.as_bytes(), "a long passphrase", b"manifest").is_err());
    }
}
