//! What was worked out before and still holds, within bounds.
//!
//! Nothing here decides a seat, a balance, an ownership or a permission by itself: whoever keeps something also says
//! by what it is known to hold still, a version or a count of commits, and never by time alone.

use std::borrow::Borrow;
use std::hash::{Hash, RandomState};
use std::io::Write as _;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::response::Response;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::request::Parts;
use http::{HeaderValue, header};
use kit::error::INTERNAL;
use kit::{Result, Time};
use quick_cache::Weighter;
use quick_cache::sync::{Cache as Quick, DefaultLifecycle};
use serde::Serialize;

use crate::db::{Db, Error};
use crate::http::pack::{WORTH, takes_gzip};
use crate::http::version::{packed_tag, tag};

/// For how long this process goes by what it knows of a table that another process may write to.
pub const TRUST: Duration = Duration::from_secs(1);

/// A bounded map. What is asked for often stays, and the rest makes room. Keys are hashed with a secret of the
/// process and compared as a whole.
pub struct Cache<K, V>(Quick<K, V, Scale<K, V>, RandomState>);

/// Tells how much of the room an entry takes.
struct Scale<K, V>(fn(&K, &V) -> u64);

impl<K, V> Clone for Scale<K, V> {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

impl<K, V> Weighter<K, V> for Scale<K, V> {
    fn weight(&self, key: &K, value: &V) -> u64 {
        (self.0)(key, value)
    }
}

impl<K: Clone + Hash + Eq, V: Clone> Cache<K, V> {
    /// Holds at most so many entries.
    #[must_use]
    pub fn new(most: u32) -> Self {
        Self::weighed(u64::from(most), |_, _| 1)
    }

    /// Holds entries that weigh at most so much together, each at least 1.
    #[must_use]
    pub fn weighed(most: u64, weight: fn(&K, &V) -> u64) -> Self {
        // Room for few is made at once; the rest grows with its use.
        Self(Quick::with(64, most, Scale(weight), RandomState::new(), DefaultLifecycle::default()))
    }

    /// What is known under a key.
    pub fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.0.get(key)
    }

    /// Remembers something.
    pub fn insert(&self, key: K, value: V) {
        self.0.insert(key, value);
    }

    /// What is known under a key; else it is made, once for all who wait for it.
    ///
    /// # Errors
    /// As `make` says; nothing is remembered then, and one of those who wait tries again.
    pub async fn get_or<F: Future<Output = Result<V>> + Send>(
        &self,
        key: K,
        make: impl FnOnce() -> F,
    ) -> Result<V> {
        if let Some(known) = self.0.get(&key) {
            return Ok(known);
        }
        match self.0.get_value_or_guard_async(&key).await {
            Ok(value) => Ok(value),
            Err(place) => {
                // In a box, so that whoever finds it made does not carry the room that making it takes.
                let value = Box::pin(make()).await?;
                // It may have been pushed out already; the answer is good all the same.
                let _: std::result::Result<(), V> = place.insert(value.clone());
                Ok(value)
            }
        }
    }
}

impl<K, V> std::fmt::Debug for Cache<K, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cache(…)")
    }
}

/// When something was read from a database, and by what it is known to hold still.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    commits: u64,
    at: Time,
}

impl Reading {
    /// Notes the moment. It has to be noted before anything is read.
    #[must_use]
    pub fn begin(db: &Db) -> Self {
        Self { commits: db.commits(), at: db.now() }
    }

    /// Whether what was read holds: nothing was committed here since. What other processes commit is seen after
    /// [`TRUST`] at the latest.
    #[must_use]
    pub fn holds(self, db: &Db) -> bool {
        let now = db.now();
        self.commits == db.commits() && self.at <= now && now.since(self.at) < TRUST
    }
}

/// The version of all that a service shows. It is asked for only when it may have changed.
#[derive(Debug, Default)]
pub struct Current(RwLock<Option<(Reading, i64)>>);

impl Current {
    /// The version; `ask` reads it from the table.
    ///
    /// # Errors
    /// As `ask` says.
    pub async fn of(
        &self,
        db: &Db,
        ask: impl Future<Output = std::result::Result<i64, Error>>,
    ) -> Result<i64> {
        let known = *self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, version)) = known.filter(|(reading, _)| reading.holds(db)) {
            return Ok(version);
        }
        let reading = Reading::begin(db);
        let version = ask.await?;
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // Whoever asked earlier and was answered later knows less.
        if known.is_none_or(|(last, newest)| version >= newest && reading.commits >= last.commits) {
            *known = Some((reading, version));
        }
        Ok(version)
    }
}

/// An answer that everybody gets alike, as the bytes that go over the wire.
#[derive(Debug)]
pub struct Page {
    plain: Bytes,
    tag: HeaderValue,
    /// Where it is worth it.
    packed: Option<(Bytes, HeaderValue)>,
}

impl Page {
    /// The bytes of a resource at this version, packed where that is worth it.
    ///
    /// # Errors
    /// `request/internal` when it cannot be written as JSON.
    pub fn of<T: Serialize>(version: i64, shown: &T) -> Result<Arc<Self>> {
        let plain = serde_json::to_vec(shown)?;
        let broken = || INTERNAL.err().caused_by("a version that no header can carry");
        let mut packed = None;
        if plain.len() > usize::from(WORTH) {
            // It is packed once and read often, but it also runs between other people's requests.
            let mut pack = GzEncoder::new(Vec::with_capacity(plain.len() / 2), Compression::fast());
            pack.write_all(&plain)?;
            packed = Some((pack.finish()?.into(), packed_tag(version).ok_or_else(broken)?));
        }
        Ok(Arc::new(Self { plain: plain.into(), tag: tag(version).ok_or_else(broken)?, packed }))
    }

    fn weight(&self) -> u64 {
        (self.plain.len() + self.packed.as_ref().map_or(0, |(bytes, _)| bytes.len()) + 200) as u64
    }

    /// The answer to whoever asked so.
    #[must_use]
    pub fn answer(&self, asked: &Asked) -> Response {
        let packed = self.packed.as_ref().filter(|_| asked.gzip);
        let (bytes, tag) = packed.map_or((&self.plain, &self.tag), |(bytes, tag)| (bytes, tag));
        let mut response = Response::new(Body::from(bytes.clone()));
        let headers = response.headers_mut();
        // The door and the gate add theirs; the map grows once.
        headers.reserve(20);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::ETAG, tag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, must-revalidate"));
        headers.insert(header::VARY, HeaderValue::from_static("Accept, Accept-Encoding"));
        if packed.is_some() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

/// What of a request decides which bytes answer it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Path and query, as they were sent.
    pub place: String,
    /// Whether packed bytes are taken.
    pub gzip: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Self::Rejection> {
        let place = parts.uri.path_and_query().map_or(parts.uri.path(), |whole| whole.as_str());
        Ok(Self { place: place.to_owned(), gzip: takes_gzip(&parts.headers) })
    }
}

/// The public answers of a service (decision D16): written once for each version of what they show.
#[derive(Debug)]
pub struct Pages<K>(Cache<(K, i64), Arc<Page>>);

impl<K: Clone + Hash + Eq> Pages<K> {
    /// Holds pages of at most so many bytes together.
    #[must_use]
    pub fn new(bytes: u64) -> Self {
        Self(Cache::weighed(bytes, |_, page| page.weight()))
    }

    /// The page under a key as it is at `version`, which has to be known before anything is read; `make` reads it
    /// when nobody did.
    ///
    /// # Errors
    /// As `make` says.
    pub async fn at<F: Future<Output = Result<Arc<Page>>> + Send>(
        &self,
        version: i64,
        key: K,
        make: impl FnOnce() -> F,
    ) -> Result<Arc<Page>> {
        self.0.get_or((key, version), make).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_for_whoever_takes_it_so() {
        let long = Page::of(7, &"a long page ".repeat(200)).unwrap();
        let (plain, packed) = (Asked::default(), Asked { gzip: true, ..Asked::default() });
        let (plain, short) = (long.answer(&plain), Page::of(7, &"short").unwrap().answer(&packed));
        let packed = long.answer(&packed);
        assert_eq!(
            (&packed.headers()["etag"], &plain.headers()["etag"]),
            (&"\"7-gzip\"".parse().unwrap(), &"\"7\"".parse().unwrap())
        );
        assert_eq!(packed.headers()["content-encoding"], "gzip");
        assert!(long.packed.as_ref().is_some_and(|(bytes, _)| bytes.len() < long.plain.len()));
        assert!(!short.headers().contains_key("content-encoding"));
    }

    #[tokio::test]
    async fn makes_a_page_once_for_all_who_wait_and_never_from_a_failure() {
        let pages: Pages<u8> = Pages::new(100_000);
        let made = std::sync::atomic::AtomicU32::new(0);
        let make = || async {
            made.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            tokio::task::yield_now().await;
            Page::of(1, &"x")
        };
        let all = futures_util::future::join_all((0..8).map(|_| pages.at(1, 0, make))).await;
        assert!(all.iter().all(Result::is_ok));
        let again = pages.at(2, 0, make).await;
        assert!(again.is_ok() && made.into_inner() == 2);
        let failed = pages.at(3, 0, || async { Err(INTERNAL.err()) }).await;
        assert!(failed.is_err() && pages.at(3, 0, || async { Page::of(3, &"y") }).await.is_ok());
    }

    #[test]
    fn stays_within_its_bounds() {
        let cache: Cache<String, u32> = Cache::new(100);
        (0..10_000).for_each(|n| cache.insert(n.to_string(), n));
        assert!((0..10_000).filter(|n: &u32| cache.get(n.to_string().as_str()).is_some()).count() <= 100);
    }
}
