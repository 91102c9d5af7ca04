//! A browser that holds cookies and sends what our pages send.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as text.
    pub text: String,
}

impl Answer {
    /// The body as JSON; null when it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// Whether it is this problem.
    #[must_use]
    pub fn is_problem(&self, status: u16, slug: &str) -> bool {
        self.status == status && self.json()["type"] == format!("/problems/{slug}")
    }

    /// Fails the test unless it has this status; gives the JSON.
    ///
    /// # Panics
    /// When the status is another.
    #[must_use]
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.json()
    }
}

/// One browser: a cookie jar in front of a router.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    host: String,
    extra: Vec<(String, String)>,
}

impl Browser {
    /// A browser without cookies, at this host.
    #[must_use]
    pub fn new(router: Router, host: &str) -> Self {
        Self { router, cookies: BTreeMap::new(), host: host.to_owned(), extra: Vec::new() }
    }

    /// Sends this header with every request from now on, instead of what a page would send; an empty one not at all.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.extra.push((name.into(), value.into()));
        self
    }

    /// The cookies that it holds.
    #[must_use]
    pub fn cookies(&self) -> &BTreeMap<String, String> {
        &self.cookies
    }

    /// Holds a cookie.
    pub fn hold(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.into(), value.into());
    }

    /// `GET`.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    /// `POST` of JSON, from our own page.
    pub async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body.to_string()), &[]).await
    }

    /// `PUT` of JSON, from our own page.
    pub async fn put(&mut self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body.to_string()), &[]).await
    }

    /// `PATCH` of JSON, from our own page.
    pub async fn patch(&mut self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body.to_string()), &[]).await
    }

    /// `DELETE`, from our own page.
    pub async fn delete(&mut self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, &[]).await
    }

    /// Any request; `headers` replace what a page of ours would send.
    ///
    /// # Panics
    /// When the router fails, which it never does.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: Option<String>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request =
            Request::builder().method(method.clone()).uri(path).header(header::HOST, &self.host);
        let origin = format!("http://{}", self.host);
        let mut ours = vec![("origin", origin.as_str()), ("content-type", "application/json")];
        if method == Method::GET || method == Method::HEAD {
            ours.clear();
        }
        ours.retain(|(name, _)| !self.extra.iter().any(|(other, _)| other == name));
        ours.extend(self.extra.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        ours.retain(|(name, _)| !headers.iter().any(|(other, _)| other == name));
        for (name, value) in ours.iter().chain(headers).filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        let jar: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !jar.is_empty() {
            request = request.header(header::COOKIE, jar.join("; "));
        }
        let request = request.body(body.map_or_else(Body::empty, Body::from)).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("a router never fails");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.take(cookie.to_str().unwrap_or_default());
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    fn take(&mut self, cookie: &str) {
        let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        if cookie.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
