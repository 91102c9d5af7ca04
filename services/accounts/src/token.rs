//! Tokens of API clients (decisions D11, D12): an access token that anybody with the public key can check, and a
//! refresh token of which nothing but a number is stored.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chassis::cache::Cache;
use chassis::keys::{Key, Keys, Purpose};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use kit::error::INTERNAL;
use kit::{Error, Id, Result, Time};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::config;
use crate::model::{Session, User};

/// Who gives tokens out. Not the address of the house, so that tokens outlive a move.
const ISSUER: &str = "marquee";
/// What the header of an access token calls it (RFC 9068).
const KIND: &str = "at+jwt";
/// Who may take them.
const AUDIENCE: &str = "marquee";

/// What an access token says: the union of what classic clients look for (row C04).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Claims {
    iss: String,
    aud: String,
    /// The account's number.
    sub: String,
    /// `access`.
    typ: String,
    iat: i64,
    exp: i64,
    jti: Uuid,
    /// The family of tokens that it belongs to; when that is over, so is the token.
    pub(crate) sid: Uuid,
    role: String,
    user_id: i64,
    /// The address.
    auth_user: String,
    pub(crate) auth_user_id: Uuid,
}

impl Claims {
    /// When the token runs out.
    pub(crate) fn until(&self) -> Time {
        Time::from_micros(self.exp.saturating_mul(1_000_000))
    }
}

/// Whom a token is for.
pub(crate) struct Holder<'h> {
    pub(crate) user: Id<User>,
    pub(crate) number: i64,
    pub(crate) email: &'h str,
    pub(crate) role: &'h str,
}

/// Makes and reads tokens.
#[derive(Clone)]
pub(crate) struct Tokens {
    keys: Keys,
    algorithm: config::Algorithm,
    /// The longest that an access token works, and so for how long a retired key still verifies.
    life: Duration,
    signers: Arc<RwLock<Arc<Signers>>>,
    /// Tokens that were verified: signatures are forgotten slower than they are checked.
    verified: Arc<Cache<Arc<str>, Verified>>,
}

/// The signing keys as they were at one time.
#[derive(Default)]
struct Signers {
    generation: u64,
    all: Vec<Signer>,
}

/// What a signature once proved.
#[derive(Clone)]
struct Verified {
    /// Of the keys; others may know better.
    generation: u64,
    /// When the key that signed it was retired.
    retired_at: Option<Time>,
    claims: Arc<Claims>,
}

/// How many tokens are remembered.
const VERIFIED: u32 = 10_000;
/// The longest that is: longer ones are nothing of ours.
const LONGEST: usize = 2_048;

/// A key in the forms that the token library takes; they are made once.
struct Signer {
    id: String,
    retired_at: Option<Time>,
    /// The public key of Ed25519.
    public: Vec<u8>,
    ed: Pair,
    hs: Pair,
}

/// One algorithm of a key.
struct Pair {
    algorithm: Algorithm,
    makes: EncodingKey,
    reads: DecodingKey,
    rules: Validation,
}

impl Pair {
    fn new(algorithm: Algorithm, makes: EncodingKey, reads: DecodingKey) -> Self {
        let mut rules = Validation::new(algorithm);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The house's clock decides in `read`, and not the machine's.
        rules.validate_exp = false;
        Self { algorithm, makes, reads, rules }
    }
}

impl Signer {
    fn new(Key { id, secret: seed, retired_at, .. }: &Key) -> Result<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(broken)?;
        let public = pair.public_key().as_ref().to_vec();
        let whole = pair.to_pkcs8v1().map_err(broken)?;
        let secret = shared(seed);
        let ed = (EncodingKey::from_ed_der(whole.as_ref()), DecodingKey::from_ed_der(&public));
        let hs = (EncodingKey::from_secret(&secret), DecodingKey::from_secret(&secret));
        Ok(Self {
            id: id.to_owned(),
            retired_at: *retired_at,
            public,
            ed: Pair::new(Algorithm::EdDSA, ed.0, ed.1),
            hs: Pair::new(Algorithm::HS256, hs.0, hs.1),
        })
    }
}

impl Tokens {
    pub(crate) fn new(keys: Keys, algorithm: config::Algorithm, life: Duration) -> Self {
        Self { keys, algorithm, life, signers: Arc::default(), verified: Arc::new(Cache::new(VERIFIED)) }
    }

    /// An access token of this family that works until `until`.
    pub(crate) fn access(
        &self,
        family: Id<Session>,
        holder: &Holder<'_>,
        (now, until): (Time, Time),
    ) -> Result<String> {
        let signers = self.signers()?;
        let signer = signers.all.last().ok_or_else(|| broken("no signing key"))?;
        let (name, pair) = match self.algorithm {
            config::Algorithm::EdDsa => ("ed", &signer.ed),
            config::Algorithm::Hs256 => ("hs", &signer.hs),
        };
        let kid = Some(format!("{name}-{}", signer.id));
        let header = Header { kid, typ: Some(KIND.into()), ..Header::new(pair.algorithm) };
        let claims = Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub: holder.number.to_string(),
            typ: "access".into(),
            iat: seconds(now),
            exp: seconds(until),
            jti: chassis::random::uuid(now),
            sid: family.uuid(),
            role: holder.role.into(),
            user_id: holder.number,
            auth_user: holder.email.into(),
            auth_user_id: holder.user.uuid(),
        };
        encode(&header, &claims, &pair.makes).map_err(broken)
    }

    /// What a token of ours says that is not too old; nothing for any other text, and for one whose key was retired
    /// longer ago than any token works: whoever got hold of that key makes no more of it.
    pub(crate) fn read(&self, text: &str, now: Time) -> Option<Arc<Claims>> {
        let verified = self.verified(text)?;
        let counts = verified.claims.exp > seconds(now) && self.verifies(verified.retired_at, now);
        counts.then_some(verified.claims)
    }

    /// The same for one that may have run out: enough to end what it belongs to, and for nothing else.
    pub(crate) fn read_old(&self, text: &str) -> Option<Arc<Claims>> {
        self.verified(text).map(|verified| verified.claims)
    }

    /// Whether a key that was retired then still verifies.
    fn verifies(&self, retired_at: Option<Time>, now: Time) -> bool {
        retired_at.is_none_or(|retired| now.since(retired) <= self.life)
    }

    /// What was verified once is known again by its whole text, until keys change; whether it still counts is for others
    /// to say.
    fn verified(&self, text: &str) -> Option<Verified> {
        let signers = self.signers().ok()?;
        if let Some(known) = self.verified.get(text).filter(|known| known.generation == signers.generation) {
            return Some(known);
        }
        let verified = self.verify(text, &signers).filter(|_| text.len() <= LONGEST)?;
        self.verified.insert(text.into(), verified.clone());
        Some(verified)
    }

    /// Whether a token was made by us, asked anew each time.
    pub(crate) fn is_ours(&self, text: &str) -> bool {
        self.signers().is_ok_and(|signers| self.verify(text, &signers).is_some())
    }

    /// The algorithm is the key's and not the token's: a key id that begins with `ed-` is an Ed25519 key, and
    /// one with `hs-` counts only while HS256 is set. Keys are never taken from the token.
    fn verify(&self, text: &str, signers: &Signers) -> Option<Verified> {
        let header = decode_header(text).ok().filter(|header| header.typ.as_deref() == Some(KIND))?;
        let kid = header.kid?;
        let (name, id) = kid.split_once('-')?;
        let signer = signers.all.iter().find(|signer| signer.id == id)?;
        let pair = match name {
            "ed" => &signer.ed,
            "hs" if self.algorithm == config::Algorithm::Hs256 => &signer.hs,
            _ => return None,
        };
        let claims = Arc::new(decode::<Claims>(text, &pair.reads, &pair.rules).ok()?.claims);
        let (generation, retired_at) = (signers.generation, signer.retired_at);
        (claims.typ == "access").then_some(Verified { generation, retired_at, claims })
    }

    /// The keys in the forms that the token library takes; made again when they have changed.
    fn signers(&self) -> Result<Arc<Signers>> {
        let generation = self.keys.generation();
        let known = self.signers.read().unwrap_or_else(PoisonError::into_inner).clone();
        if known.generation == generation && !known.all.is_empty() {
            return Ok(known);
        }
        let all = self.keys.all(Purpose::Signing);
        let all = all.iter().map(Signer::new).collect::<Result<Vec<_>>>()?;
        let made = Arc::new(Signers { generation, all });
        *self.signers.write().unwrap_or_else(PoisonError::into_inner) = made.clone();
        Ok(made)
    }

    /// The public keys, for whoever checks tokens by itself (RFC 7517). A secret one is never among them.
    pub(crate) fn published(&self, now: Time) -> Result<serde_json::Value> {
        let signers = self.signers()?;
        let good = signers.all.iter().filter(|signer| self.verifies(signer.retired_at, now));
        let shown = |Signer { id, public, .. }: &Signer| {
            serde_json::json!({
                "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
                "kid": format!("ed-{id}"), "x": BASE64.encode(public),
            })
        };
        let keys: Vec<serde_json::Value> = good.map(shown).collect();
        Ok(serde_json::json!({ "keys": keys }))
    }

    /// Refresh token number `n` of a family.
    pub(crate) fn refresh(&self, family: Id<Session>, n: i64) -> Result<String> {
        let id = BASE64.encode(family.uuid().as_bytes());
        Ok(format!("{id}.{n}.{}", self.keys.mark(&[b"refresh", &marked(family, n)])?))
    }

    /// Family and number of a refresh token of ours; nothing for any other text.
    pub(crate) fn read_refresh(&self, text: &str) -> Option<(Id<Session>, i64)> {
        let (id, rest) = text.split_once('.')?;
        let (n, mark) = rest.split_once('.')?;
        let family = Id::new(Uuid::from_slice(&BASE64.decode(id).ok()?).ok()?);
        let n: i64 = n.parse().ok()?;
        self.keys.is_marked(mark, &[b"refresh", &marked(family, n)]).then_some((family, n))
    }
}

/// What the mark of a refresh token is made of.
fn marked(family: Id<Session>, n: i64) -> Vec<u8> {
    [family.uuid().as_bytes().as_slice(), &n.to_be_bytes()].concat()
}

fn seconds(at: Time) -> i64 {
    at.micros().div_euclid(1_000_000)
}

/// The secret of HS256, which an operator may give to others: nothing that signs with Ed25519 can be made of it.
fn shared(seed: &[u8; 32]) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, seed);
    hmac::sign(&key, b"hs256").as_ref().to_vec()
}

fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    INTERNAL.err().caused_by(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(algorithm: config::Algorithm) -> (Tokens, std::path::PathBuf) {
        let folder =
            std::env::temp_dir().join(format!("marquee-{}", Uuid::from_bytes(chassis::random::bytes())));
        (Tokens::new(Keys::open(&folder).unwrap(), algorithm, Duration::from_secs(600)), folder)
    }

    const HOLDER: Holder<'static> =
        Holder { user: Id::new(Uuid::nil()), number: 7, email: "ira@example.org", role: "user" };

    fn at(seconds: i64) -> Time {
        Time::from_micros(seconds * 1_000_000)
    }

    fn part(value: &serde_json::Value) -> String {
        BASE64.encode(value.to_string())
    }

    #[test]
    fn says_what_every_classic_client_looks_for() {
        for algorithm in [config::Algorithm::EdDsa, config::Algorithm::Hs256] {
            let (tokens, folder) = tokens(algorithm);
            let text = tokens.access(Id::new(Uuid::max()), &HOLDER, (at(100), at(700))).unwrap();
            let claims = tokens.read(&text, at(699)).unwrap();
            assert_eq!(
                (claims.sub.as_str(), claims.typ.as_str(), claims.iat, claims.exp),
                ("7", "access", 100, 700)
            );
            assert_eq!(
                (claims.user_id, claims.auth_user.as_str(), claims.role.as_str()),
                (7, "ira@example.org", "user")
            );
            assert_eq!((claims.sid, claims.auth_user_id), (Uuid::max(), Uuid::nil()));
            assert!(tokens.read(&text, at(700)).is_none());
            std::fs::remove_dir_all(folder).unwrap();
        }
    }

    /// SEC-10: no algorithm but the key's, no key but ours, nothing changed, nothing of another house.
    #[test]
    fn refuses_what_was_forged() {
        let (tokens, folder) = tokens(config::Algorithm::EdDsa);
        let (other, elsewhere) = super::tests::tokens(config::Algorithm::EdDsa);
        let text = tokens.access(Id::new(Uuid::max()), &HOLDER, (at(100), at(700))).unwrap();
        let [head, body, sign] = text.split('.').collect::<Vec<_>>()[..] else {
            panic!("a token has three parts")
        };
        let claims: serde_json::Value = serde_json::from_slice(&BASE64.decode(body).unwrap()).unwrap();
        let mut raised = claims.clone();
        raised["role"] = "super_admin".into();
        let key = tokens.published(at(100)).unwrap()["keys"][0]["x"].as_str().unwrap().to_owned();
        let confused = {
            let header = Header { kid: Some("ed-1".into()), ..Header::new(Algorithm::HS256) };
            encode(&header, &claims, &EncodingKey::from_secret(&BASE64.decode(key).unwrap())).unwrap()
        };
        let none = part(&serde_json::json!({ "alg": "none", "kid": "ed-1", "typ": "at+jwt" }));
        let path =
            part(&serde_json::json!({ "alg": "EdDSA", "kid": "ed-../../keys/pepper-1", "typ": "at+jwt" }));
        let forged = [
            format!("{none}.{body}."),
            format!("{none}.{body}.{sign}"),
            format!("{head}.{}.{sign}", part(&raised)),
            format!("{path}.{body}.{sign}"),
            format!("{head}.{body}"),
            confused,
            other.access(Id::new(Uuid::max()), &HOLDER, (at(100), at(700))).unwrap(),
            String::new(),
            "a.b.c".into(),
        ];
        for text in forged {
            assert!(tokens.read(&text, at(200)).is_none(), "{text}");
        }
        assert!(tokens.read(&text, at(200)).is_some());
        for folder in [folder, elsewhere] {
            std::fs::remove_dir_all(folder).unwrap();
        }
    }

    #[test]
    fn a_retired_key_verifies_for_one_token_life() {
        let (tokens, folder) = tokens(config::Algorithm::EdDsa);
        let text = tokens.access(Id::new(Uuid::max()), &HOLDER, (at(100), at(9000))).unwrap();
        tokens.keys.rotate(Purpose::Signing, at(200)).unwrap();
        let newer = tokens.access(Id::new(Uuid::max()), &HOLDER, (at(200), at(9000))).unwrap();
        let published = |now| tokens.published(at(now)).unwrap()["keys"].as_array().unwrap().len();
        assert!(tokens.read(&text, at(800)).is_some() && published(800) == 2);
        assert!(tokens.read(&text, at(801)).is_none() && published(801) == 1);
        assert!(tokens.read(&newer, at(801)).is_some());
        tokens.keys.revoke(Purpose::Signing, "1").unwrap();
        assert!(tokens.read(&text, at(300)).is_none());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_refresh_token_is_its_familys_and_its_numbers() {
        let (tokens, folder) = tokens(config::Algorithm::EdDsa);
        let family = Id::new(Uuid::max());
        let text = tokens.refresh(family, 3).unwrap();
        assert_eq!(tokens.read_refresh(&text), Some((family, 3)));
        assert_eq!(tokens.read_refresh(&text.replace(".3.", ".4.")), None);
        assert_eq!(tokens.read_refresh("nonsense"), None);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
