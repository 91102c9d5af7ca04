//! A request that is sent twice is done once: `Idempotency-Key` (decision D22).
//!
//! The key and the answer are written in the transaction of the effect, so that either both are there or
//! neither. A refusal rolls the effect back and is kept by a transaction of its own.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use aws_lc_rs::digest::{Context, SHA256};
use axum::body::Body;
use axum::extract::{FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use kit::error::INVALID;
use kit::{Error, Kind, Result};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::extract::{BODY, TOO_LARGE};
use super::{Renderer, problem};
use crate::db::sql::own_sql;
use crate::db::{Db, Exec as _, Tx, faults};
use crate::{args, transact};

/// The key was used before, for another request.
pub const KEY_REUSED: Kind =
    Kind::new(422, "request/key-reused", "This Idempotency-Key belongs to another request");

/// For how long an answer is kept.
pub(crate) const KEPT: Duration = Duration::from_secs(24 * 3600);

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

own_sql! {
    /// Whoever inserts the row makes the answer; whoever comes second waits here for the first to end.
    CLAIM = "insert into {s}.answers(who, route, key, hash, status, body, at) values($1, $2, $3, $4, 0, '', $5) on conflict(who, route, key) do update set hash = excluded.hash, status = 0, body = '', at = excluded.at where answers.at < $6";
    EARLIER = "select hash, status, body from {s}.answers where who = $1 and route = $2 and key = $3";
    KEEP = "update {s}.answers set status = $4, body = $5 where who = $1 and route = $2 and key = $3";
    FORGET = "delete from {s}.answers where at < $1 and (who, route, key) in (select who, route, key from {s}.answers where at < $1 order by at limit 1000)";
}

/// What makes a request recognisable when it comes again. Without a key every request is a new one.
#[derive(Clone, Default)]
pub struct Once(Option<Arc<Inner>>);

struct Inner {
    who: Uuid,
    route: Arc<str>,
    key: String,
    hash: Vec<u8>,
    /// Where the answer belongs; known as soon as the op has begun.
    db: OnceLock<Db>,
}

/// The answer to a request that may have been answered before.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    body: String,
    replayed: bool,
}

impl Once {
    /// Recognises a request by its key, its route and its caller, and reads its body to tell another one apart.
    ///
    /// # Errors
    /// `request/invalid` (422) for a key that is none; `request/too-large` (413).
    pub(super) async fn of(request: Request, who: Uuid, route: &Arc<str>) -> Result<(Self, Request)> {
        let Some(key) = key_of(request.headers())? else { return Ok((Self(None), request)) };
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, BODY)
            .await
            .map_err(|_| TOO_LARGE.because(format!("A body here has at most {} KiB.", BODY / 1024)))?;
        let mut hash = Context::new(&SHA256);
        let target = parts.uri.path_and_query().map_or("", |target| target.as_str());
        for part in [parts.method.as_str().as_bytes(), target.as_bytes(), &body] {
            hash.update(&part.len().to_be_bytes());
            hash.update(part);
        }
        let hash = hash.finish().as_ref().to_vec();
        let inner = Inner { who, route: route.clone(), key, hash, db: OnceLock::new() };
        Ok((Self(Some(Arc::new(inner))), Request::from_parts(parts, Body::from(body))))
    }

    /// The answer that this request got before; `None` when it is new, and is this transaction's to answer.
    ///
    /// Call it first in the transaction. Whoever sends the same key at the same time waits here.
    ///
    /// # Errors
    /// `request/key-reused` (422) when the key came with another request before.
    pub async fn earlier(&self, tx: &Tx) -> Result<Option<Answer>> {
        let Some(inner) = self.0.as_ref().filter(|_| !faults::off("once.earlier")) else { return Ok(None) };
        let _: Result<(), Db> = inner.db.set(tx.db().clone());
        inner.claim(tx).await
    }

    /// Keeps the answer beside the effect, and gives it back to be sent.
    ///
    /// # Errors
    /// As any statement.
    pub async fn keep(&self, tx: &Tx, status: u16, body: &(impl Serialize + Sync)) -> Result<Answer> {
        let body = serde_json::to_string(body)?;
        if let Some(inner) = &self.0 {
            inner.keep(tx, status, &body).await?;
        }
        Ok(Answer { status, body, replayed: false })
    }

    /// Keeps a refusal, so that a repeat is refused alike; a failure of ours is not kept, and neither is a
    /// refusal that time or a sign-in mends.
    pub(super) async fn refused(&self, error: &Error, renderer: Renderer, request_id: &str) {
        let (status, body) = problem::told_as(error, renderer, request_id);
        let Some((inner, db)) = self.0.as_ref().and_then(|inner| Some((inner, inner.db.get()?))) else {
            return;
        };
        if !(400..500).contains(&status) || matches!(status, 401 | 403 | 429) || error.kind() == KEY_REUSED {
            return;
        }
        let body = body.to_string();
        let kept: Result<()> = transact!(db, |tx| {
            if inner.claim(tx).await?.is_none() {
                inner.keep(tx, status, &body).await?;
            }
            Ok(())
        });
        if let Err(error) = kept {
            tracing::warn!(request_id, ?error, "a refusal was not kept");
        }
    }
}

impl Inner {
    async fn claim(&self, tx: &Tx) -> Result<Option<Answer>> {
        let (schema, now) = (tx.db().service(), tx.now());
        let key = (self.who, &*self.route, &self.key);
        let long_ago = now.minus(KEPT);
        let fresh = args![key.0, key.1, key.2, self.hash, now, long_ago];
        if tx.exec(CLAIM.of(schema), fresh).await? == 1 {
            return Ok(None);
        }
        let (hash, status, body): (Vec<u8>, i64, String) =
            tx.one(EARLIER.of(schema), args![key.0, key.1, key.2]).await?;
        if hash != self.hash {
            return Err(
                KEY_REUSED.because("Send each request with a key of its own, and a repeat unchanged.")
            );
        }
        Ok(Some(Answer { status: u16::try_from(status)?, body, replayed: true }))
    }

    async fn keep(&self, tx: &Tx, status: u16, body: &str) -> Result<()> {
        let (route, status) = (&*self.route, i64::from(status));
        let args = args![self.who, route, self.key, status, body];
        tx.exec(KEEP.of(tx.db().service()), args).await?;
        Ok(())
    }
}

/// Forgets answers that nobody may ask for any more.
///
/// # Errors
/// As any statement.
pub(crate) async fn forget(db: &Db) -> Result<()> {
    // A piece at a time, so that nobody waits long for the writer.
    while db.exec(FORGET.of(db.service()), args![db.now().minus(KEPT)]).await? > 0 {}
    Ok(())
}

fn key_of(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text.is_empty() || text.len() > 200 {
        return Err(INVALID.because("An Idempotency-Key has 1 to 200 printable characters."));
    }
    Ok(Some(text.to_owned()))
}

impl<S: Send + Sync> FromRequestParts<S> for Once {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

impl IntoResponse for Answer {
    /// What was created names itself: `Location` is its `_links.self`, `ETag` its `version`.
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let named: Option<Value> =
            status.is_success().then(|| serde_json::from_str(&self.body).ok()).flatten();
        let native = self.body.contains("\"type\":\"/problems/") && !status.is_success();
        let mime = if native { "application/problem+json" } else { "application/json" };
        let mut response = (status, [(header::CONTENT_TYPE, mime)], self.body).into_response();
        let headers = response.headers_mut();
        if let Some(body) = named {
            let place = body["_links"]["self"]["href"].as_str().filter(|_| status == StatusCode::CREATED);
            if let Some(place) = place.and_then(|place| HeaderValue::from_str(place).ok()) {
                headers.insert(header::LOCATION, place);
            }
            if let Some(tag) = body["version"].as_i64().and_then(super::version::tag) {
                headers.insert(header::ETAG, tag);
            }
        }
        if self.replayed {
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}
