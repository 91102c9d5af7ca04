//! The keys of an installation (decision D6): made at the first start, kept in `<data>/keys/`, readable by
//! nobody else. Every use names the key's id, so that an old key still opens what it closed.

mod ring;

use std::fmt;
use std::fs;
use std::io::Write as _;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::SystemTime;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use kit::{Error, Result, Sealed, Time};
use serde::{Deserialize, Serialize};

use crate::random;
pub use ring::Key;
use ring::Ring;

/// The keys of an installation. Copies share them: what one rotates, all use from then on.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    /// Whether this process may make and remove keys; one that takes them from elsewhere may not.
    own: bool,
    rings: RwLock<[Ring; 4]>,
    generation: AtomicU64,
    /// When the folder was changed last, as it was read.
    read_at: Mutex<Option<SystemTime>>,
}

/// What a key is for; its name is the start of its file's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Seals secrets on their way to a mail (decision D5).
    Sealing,
    /// Is mixed into passwords before they are hashed.
    Pepper,
    /// Signs access tokens: the seed of an Ed25519 key, or the secret of HS256.
    Signing,
    /// Marks what we gave out and get back unchanged: refresh tokens, browsers that we know.
    Linking,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Sealing, Self::Pepper, Self::Signing, Self::Linking];

    /// As files and commands call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sealing => "sealing",
            Self::Pepper => "pepper",
            Self::Signing => "signing",
            Self::Linking => "linking",
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Keys {
    /// Reads the keys of a data folder, and makes them at the first start. A key without which rows cannot be read any
    /// more is never made anew: what it had done would be lost without a word.
    ///
    /// # Errors
    /// `request/internal` with the file that cannot be read or written, or the key that is gone.
    pub fn open(data: &Path) -> Result<Self> {
        let folder = data.join("keys");
        private_folder(&folder)?;
        let rings: Vec<(Purpose, Ring)> = Purpose::ALL
            .map(|purpose| Ring::read(&folder, purpose).map(|ring| (purpose, ring)))
            .into_iter()
            .collect::<Result<_>>()?;
        let first = rings.iter().all(|(_, ring)| ring.0.is_empty());
        for (purpose, ring) in rings.iter().filter(|(_, ring)| ring.0.is_empty()) {
            if !first && matches!(purpose, Purpose::Pepper | Purpose::Sealing) {
                let why = format!(
                    "the {purpose} key is gone from {}: copy its file back from a backup. Without it {}.",
                    folder.display(),
                    if *purpose == Purpose::Pepper {
                        "nobody's password fits"
                    } else {
                        "links that wait for their mail cannot be sent"
                    }
                );
                return Err(kit::error::INTERNAL.because(why.clone()).caused_by(why));
            }
            ring.add(&folder, *purpose, None)?;
        }
        Self::read(folder, true)
    }

    /// Reads the keys of a folder that somebody else fills, and makes none: one process of several must not
    /// sign with a key that the others do not know.
    ///
    /// # Errors
    /// `request/internal` with the folder or file that cannot be read.
    pub fn of_folder(folder: &Path) -> Result<Self> {
        Self::read(folder.to_owned(), false)
    }

    fn read(folder: PathBuf, own: bool) -> Result<Self> {
        let keys = Self(Arc::new(Inner {
            folder,
            own,
            rings: RwLock::default(),
            generation: AtomicU64::new(0),
            read_at: Mutex::default(),
        }));
        keys.reload()?;
        Ok(keys)
    }

    /// Reads the folder again.
    ///
    /// # Errors
    /// As [`Keys::open`]; the keys stay as they were then.
    pub fn reload(&self) -> Result<()> {
        *self.0.read_at.lock().unwrap_or_else(PoisonError::into_inner) = self.changed_at();
        let mut rings: [Ring; 4] = Default::default();
        for purpose in Purpose::ALL {
            rings[purpose as usize] = Ring::read(&self.0.folder, purpose)?;
        }
        let mut held = self.0.rings.write().unwrap_or_else(PoisonError::into_inner);
        *held = rings;
        self.0.generation.fetch_add(1, Ordering::Release);
        Ok(())
    }

    /// Another number after every change, for whoever makes something of the keys and keeps it. Ask it first.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.0.generation.load(Ordering::Acquire)
    }

    fn ring<R>(&self, purpose: Purpose, read: impl FnOnce(&Ring) -> R) -> R {
        read(&self.0.rings.read().unwrap_or_else(PoisonError::into_inner)[purpose as usize])
    }

    fn newest(&self, purpose: Purpose) -> Result<Key> {
        self.ring(purpose, |ring| ring.newest().cloned()).ok_or_else(|| self.missing(purpose))
    }

    fn named(&self, purpose: Purpose, id: &str) -> Result<Key> {
        let find = || self.ring(purpose, |ring| ring.named(id).cloned());
        if let Some(found) = find() {
            return Ok(found);
        }
        // Another process of this house may have made it since the folder was read.
        let known = *self.0.read_at.lock().unwrap_or_else(PoisonError::into_inner);
        if known != self.changed_at() {
            self.reload()?;
        }
        find().ok_or_else(|| broken(format!("the {purpose} key {id} is gone")))
    }

    fn changed_at(&self) -> Option<SystemTime> {
        fs::metadata(&self.0.folder).ok()?.modified().ok()
    }

    fn missing(&self, purpose: Purpose) -> Error {
        let folder = self.0.folder.display();
        let why = format!(
            "there is no {purpose} key in {folder}. It comes from the process that made the keys of this house: copy \
             keys/{purpose}-1.key, and newer ones, from its data folder."
        );
        kit::error::INTERNAL.because(why.clone()).caused_by(why)
    }

    /// Sees to it that there are keys for these purposes.
    ///
    /// # Errors
    /// `request/internal` with a sentence that says where the missing one comes from.
    pub fn need(&self, purposes: &[Purpose]) -> Result<()> {
        purposes.iter().try_for_each(|purpose| self.newest(*purpose).map(drop))
    }

    /// The keys for a purpose, the newest last. Only the service that uses them asks for them.
    #[must_use]
    pub fn all(&self, purpose: Purpose) -> Vec<Key> {
        self.ring(purpose, |ring| ring.0.clone())
    }

    /// Where they lie, and whether this process may change them.
    #[must_use]
    pub fn folder(&self) -> (&Path, bool) {
        (&self.0.folder, self.0.own)
    }

    /// Adds a newer key, which is used from now on; answers its id. Older ones go on opening and verifying.
    ///
    /// # Errors
    /// `request/internal` when the keys are not ours to change, or the folder cannot be written.
    pub fn rotate(&self, purpose: Purpose, now: Time) -> Result<String> {
        self.may_change()?;
        let id = Ring::read(&self.0.folder, purpose)?.add(&self.0.folder, purpose, Some(now))?;
        self.reload()?;
        Ok(id)
    }

    /// Takes an older key away; what it made is worth nothing then.
    ///
    /// # Errors
    /// [`NO_SUCH_KEY`]; [`KEY_IN_USE`] for the newest; `request/internal` when the folder cannot be written.
    pub fn revoke(&self, purpose: Purpose, id: &str) -> Result<()> {
        self.may_change()?;
        let ring = Ring::read(&self.0.folder, purpose)?;
        let key = ring.named(id).ok_or_else(|| {
            NO_SUCH_KEY
                .because(format!("There is no {purpose} key {id}. `marquee keys list` shows those that are."))
        })?;
        if ring.newest().is_some_and(|newest| newest.id == key.id) {
            return Err(KEY_IN_USE.because(format!(
                "{purpose} key {id} is the one in use. Run `marquee keys rotate {purpose}` first, then revoke it."
            )));
        }
        // When it was made is when the one before it was retired, also without it.
        ring::remember(&self.0.folder, purpose, key)?;
        let path = self.0.folder.join(ring::file_name(purpose, id));
        fs::remove_file(&path).map_err(|e| unreadable(&path, &e))?;
        self.reload()
    }

    fn may_change(&self) -> Result<()> {
        if self.0.own {
            return Ok(());
        }
        let folder = self.0.folder.display();
        let why =
            format!("These keys come from {folder}: change them where they are made, and copy them there.");
        Err(KEY_IN_USE.because(why))
    }

    /// The files as they are, name and text; for a backup, which encrypts them.
    ///
    /// # Errors
    /// `request/internal` with the file that cannot be read.
    pub fn files(&self) -> Result<Vec<(String, String)>> {
        let mut files = Vec::new();
        for purpose in Purpose::ALL {
            for key in self.all(purpose) {
                let name = ring::file_name(purpose, &key.id);
                let path = self.0.folder.join(&name);
                files.push((name, fs::read_to_string(&path).map_err(|e| unreadable(&path, &e))?));
            }
        }
        Ok(files)
    }

    /// Marks `parts` as ours: `<key id>.<mark>`. Nobody without the key makes the mark of other parts.
    ///
    /// # Errors
    /// `request/internal` when there is no key.
    pub fn mark(&self, parts: &[&[u8]]) -> Result<String> {
        let key = self.newest(Purpose::Linking)?;
        Ok(format!("{}.{}", key.id, BASE64.encode(mark(&key.secret, parts))))
    }

    /// Whether `marked` is the mark that we gave to `parts`.
    #[must_use]
    pub fn is_marked(&self, marked: &str, parts: &[&[u8]]) -> bool {
        let Some((id, text)) = marked.split_once('.') else { return false };
        let Ok(key) = self.named(Purpose::Linking, id) else { return false };
        let given = BASE64.decode(text).unwrap_or_default();
        aws_lc_rs::constant_time::verify_slices_are_equal(&given, &mark(&key.secret, parts)).is_ok()
    }

    /// Seals a secret, so that it may travel and be stored (decision D5).
    ///
    /// # Errors
    /// `request/internal` when the cipher refuses, which no input makes it do.
    pub fn seal<T>(&self, secret: &str) -> Result<Sealed<T>> {
        let key = self.newest(Purpose::Sealing)?;
        let nonce = random::bytes::<12>();
        let mut bytes = secret.as_bytes().to_vec();
        cipher(&key.secret)?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(key.id.as_str()),
                &mut bytes,
            )
            .map_err(broken)?;
        Ok(Sealed::from_text(format!("{}.{}.{}", key.id, BASE64.encode(nonce), BASE64.encode(bytes))))
    }

    /// Opens a sealed secret. Only the service that uses it up does that.
    ///
    /// # Errors
    /// `request/internal` when it was sealed elsewhere or has been changed.
    pub fn open_seal<T>(&self, sealed: &Sealed<T>) -> Result<String> {
        let _: PhantomData<T> = PhantomData;
        let parts: Vec<&str> = sealed.text().split('.').collect();
        let [id, nonce, bytes] = parts[..] else { return Err(broken("not a sealed text")) };
        let key = self.named(Purpose::Sealing, id)?;
        let nonce: [u8; 12] =
            BASE64.decode(nonce).map_err(broken)?.try_into().map_err(|_| broken("nonce"))?;
        let mut bytes = BASE64.decode(bytes).map_err(broken)?;
        let open = cipher(&key.secret)?
            .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(id), &mut bytes)
            .map_err(broken)?;
        String::from_utf8(open.to_vec()).map_err(broken)
    }

    /// Mixes the pepper into a password before it is hashed; answers the pepper's id beside it.
    ///
    /// # Errors
    /// `request/internal` when there is no pepper.
    pub fn pepper(&self, password: &str) -> Result<(String, Vec<u8>)> {
        let key = self.newest(Purpose::Pepper)?;
        Ok((key.id, peppered(&key.secret, password)))
    }

    /// Mixes the pepper of this id into a password; nothing when that pepper is gone.
    #[must_use]
    pub fn pepper_with(&self, id: &str, password: &str) -> Option<Vec<u8>> {
        let key = self.named(Purpose::Pepper, id).ok()?;
        Some(peppered(&key.secret, password))
    }
}

/// There is no key of this purpose and number.
pub const NO_SUCH_KEY: kit::Kind = kit::Kind::new(404, "chassis/no-such-key", "There is no such key");
/// A key that cannot be taken away now.
pub const KEY_IN_USE: kit::Kind = kit::Kind::new(409, "chassis/key-in-use", "This key is in use");

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.id)
    }
}

fn peppered(key: &[u8; 32], password: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), password.as_bytes()).as_ref().to_vec()
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
mod tests;
