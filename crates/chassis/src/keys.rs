//! The keys of an installation (decision D6): made at the first start, kept in `<data>/keys/`, readable by
//! nobody else. Every use names the key's id, so that an old key still opens what it closed.

use std::fs;
use std::io::Write as _;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use kit::{Error, Result, Sealed};

use crate::random;

/// One purpose's keys: the newest is used, the older ones still open and verify.
#[derive(Clone)]
struct Ring(Arc<Vec<(String, [u8; 32])>>);

/// The keys of an installation.
#[derive(Clone)]
pub struct Keys {
    sealing: Ring,
    pepper: Ring,
    signing: Ring,
    linking: Ring,
}

/// What a key is for; its name is the start of its file's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signs access tokens: the seed of an Ed25519 key, or the secret of HS256.
    Signing,
    /// Marks what we gave out and get back unchanged: refresh tokens, browsers that we know.
    Linking,
}

impl Keys {
    /// Reads the keys of a data folder, and makes those that are not there yet.
    ///
    /// # Errors
    /// `request/internal` with the file that cannot be read or written.
    pub fn open(data: &Path) -> Result<Self> {
        let folder = data.join("keys");
        private_folder(&folder)?;
        Ok(Self {
            sealing: Ring::open(&folder, "sealing")?,
            pepper: Ring::open(&folder, "pepper")?,
            signing: Ring::open(&folder, "signing")?,
            linking: Ring::open(&folder, "linking")?,
        })
    }

    fn ring(&self, purpose: Purpose) -> &Ring {
        match purpose {
            Purpose::Signing => &self.signing,
            Purpose::Linking => &self.linking,
        }
    }

    /// The keys for a purpose with their ids, the newest last. Only the service that signs asks for them.
    pub fn all(&self, purpose: Purpose) -> impl Iterator<Item = (&str, &[u8; 32])> {
        self.ring(purpose).0.iter().map(|(id, key)| (id.as_str(), key))
    }

    /// Marks `parts` as ours: `<key id>.<mark>`. Nobody without the key makes the mark of other parts.
    ///
    /// # Errors
    /// `request/internal` when there is no key.
    pub fn mark(&self, parts: &[&[u8]]) -> Result<String> {
        let (id, key) = self.linking.newest()?;
        Ok(format!("{id}.{}", BASE64.encode(mark(key, parts))))
    }

    /// Whether `marked` is the mark that we gave to `parts`.
    #[must_use]
    pub fn is_marked(&self, marked: &str, parts: &[&[u8]]) -> bool {
        let Some((id, text)) = marked.split_once('.') else { return false };
        let Ok(key) = self.linking.named(id) else { return false };
        let given = BASE64.decode(text).unwrap_or_default();
        aws_lc_rs::constant_time::verify_slices_are_equal(&given, &mark(key, parts)).is_ok()
    }

    /// Seals a secret, so that it may travel and be stored (decision D5).
    ///
    /// # Errors
    /// `request/internal` when the cipher refuses, which no input makes it do.
    pub fn seal<T>(&self, secret: &str) -> Result<Sealed<T>> {
        let (id, key) = self.sealing.newest()?;
        let nonce = random::bytes::<12>();
        let mut bytes = secret.as_bytes().to_vec();
        cipher(key)?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(id), &mut bytes)
            .map_err(broken)?;
        Ok(Sealed::from_text(format!("{id}.{}.{}", BASE64.encode(nonce), BASE64.encode(bytes))))
    }

    /// Opens a sealed secret. Only the service that uses it up does that.
    ///
    /// # Errors
    /// `request/internal` when it was sealed elsewhere or has been changed.
    pub fn open_seal<T>(&self, sealed: &Sealed<T>) -> Result<String> {
        let _: PhantomData<T> = PhantomData;
        let parts: Vec<&str> = sealed.text().split('.').collect();
        let [id, nonce, bytes] = parts[..] else { return Err(broken("not a sealed text")) };
        let key = self.sealing.named(id)?;
        let nonce: [u8; 12] =
            BASE64.decode(nonce).map_err(broken)?.try_into().map_err(|_| broken("nonce"))?;
        let mut bytes = BASE64.decode(bytes).map_err(broken)?;
        let open = cipher(key)?
            .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(id), &mut bytes)
            .map_err(broken)?;
        String::from_utf8(open.to_vec()).map_err(broken)
    }

    /// Mixes the pepper into a password before it is hashed; answers the pepper's id beside it.
    ///
    /// # Errors
    /// `request/internal` when there is no pepper.
    pub fn pepper(&self, password: &str) -> Result<(String, Vec<u8>)> {
        let (id, _) = self.pepper.newest()?;
        Ok((id.to_owned(), self.pepper_with(id, password)?))
    }

    /// Mixes the pepper of this id into a password.
    ///
    /// # Errors
    /// `request/internal` when that pepper is gone.
    pub fn pepper_with(&self, id: &str, password: &str) -> Result<Vec<u8>> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.pepper.named(id)?);
        Ok(hmac::sign(&key, password.as_bytes()).as_ref().to_vec())
    }
}

impl Ring {
    fn open(folder: &Path, purpose: &str) -> Result<Self> {
        let mut keys = Vec::new();
        for file in fs::read_dir(folder).map_err(|e| unreadable(folder, &e))? {
            let path = file?.path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            let Some(id) = name.strip_prefix(purpose).and_then(|n| n.strip_prefix('-')?.strip_suffix(".key"))
            else {
                continue;
            };
            let text = fs::read_to_string(&path).map_err(|e| unreadable(&path, &e))?;
            let key = BASE64.decode(text.trim()).map_err(broken)?.try_into();
            keys.push((id.to_owned(), key.map_err(|_| broken(format!("{} is not a key", path.display())))?));
        }
        if keys.is_empty() {
            let (id, key) = ("1".to_owned(), random::bytes::<32>());
            write_private(&folder.join(format!("{purpose}-{id}.key")), &BASE64.encode(key))?;
            keys.push((id, key));
        }
        keys.sort_by_key(|(id, _)| id.parse::<u64>().unwrap_or(0));
        Ok(Self(Arc::new(keys)))
    }

    fn newest(&self) -> Result<(&str, &[u8; 32])> {
        self.0.last().map(|(id, key)| (id.as_str(), key)).ok_or_else(|| broken("no key"))
    }

    fn named(&self, id: &str) -> Result<&[u8; 32]> {
        let found = self.0.iter().find(|(known, _)| known == id);
        found.map(|(_, key)| key).ok_or_else(|| broken(format!("the key {id} is gone")))
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// Each part with its length before it, so that no two lists of parts look alike.
fn mark(key: &[u8; 32], parts: &[&[u8]]) -> Vec<u8> {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    context.sign().as_ref().to_vec()
}

fn cipher(key: &[u8; 32]) -> Result<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, key).map(LessSafeKey::new).map_err(broken)
}

fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    kit::error::INTERNAL.err().caused_by(cause)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    broken(format!("{}: {error}", path.display()))
}

/// Makes a folder that only its owner may enter.
///
/// # Errors
/// What the system says against it.
pub fn private_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|e| unreadable(folder, &e))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(|e| unreadable(folder, &e))?;
    }
    Ok(())
}

/// Writes a file that only its owner may read, whole or not at all.
///
/// # Errors
/// What the system says against it.
pub fn write_private(path: &Path, text: &str) -> Result<()> {
    let draft: PathBuf = path.with_extension("draft");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let write = || {
        let mut file = options.open(&draft)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, path)
    };
    write().map_err(|e| unreadable(path, &e))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Token;

    #[test]
    fn opens_what_it_sealed_also_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let sealed: Sealed<Token> = Keys::open(folder.path()).unwrap().seal("a secret").unwrap();
        assert!(!sealed.text().contains("secret"));
        assert_eq!(Keys::open(folder.path()).unwrap().open_seal(&sealed).unwrap(), "a secret");
    }

    #[test]
    fn knows_its_own_marks() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let keys = Keys::open(one.path()).unwrap();
        let marked = keys.mark(&[b"family", b"7"]).unwrap();
        assert!(keys.is_marked(&marked, &[b"family", b"7"]));
        assert!(!keys.is_marked(&marked, &[b"family", b"8"]) && !keys.is_marked(&marked, &[b"family7", b""]));
        assert!(!keys.is_marked("", &[b"family", b"7"]) && !keys.is_marked("1.", &[b"family", b"7"]));
        assert!(!Keys::open(two.path()).unwrap().is_marked(&marked, &[b"family", b"7"]));
    }

    #[test]
    fn refuses_what_was_changed_or_sealed_elsewhere() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let keys = Keys::open(one.path()).unwrap();
        let sealed: Sealed<Token> = keys.seal("a secret").unwrap();
        let mut text = sealed.text().to_owned();
        text.pop();
        assert!(keys.open_seal(&Sealed::<Token>::from_text(text)).is_err());
        assert!(Keys::open(two.path()).unwrap().open_seal(&sealed).is_err());
    }

    #[test]
    #[cfg(unix)]
    fn nobody_else_can_read_them() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        Keys::open(folder.path()).unwrap();
        let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder.path().join("keys")), 0o700);
        assert_eq!(mode(folder.path().join("keys/pepper-1.key")), 0o600);
    }
}
