//! Hypermedia: a resource says where it is and what its caller may do with it now (decision D16).

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderValue, header};
use serde::Serialize;
use utoipa::ToSchema;

/// Where something is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Link {
    /// A path of this house.
    pub href: String,
}

/// Something that would succeed if the caller did it now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Template {
    /// `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: &'static str,
    /// Where to send it.
    pub target: String,
}

/// A body with its links, and the actions that are open to the caller in the present state.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Hal<T> {
    #[serde(flatten)]
    body: T,
    #[serde(rename = "_links")]
    links: BTreeMap<&'static str, Link>,
    #[serde(rename = "_templates")]
    templates: BTreeMap<&'static str, Template>,
}

impl<T> Hal<T> {
    /// A body without links.
    #[must_use]
    pub fn new(body: T) -> Self {
        Self { body, links: BTreeMap::new(), templates: BTreeMap::new() }
    }

    /// Names a related resource, `self` first of all.
    #[must_use]
    pub fn link(mut self, name: &'static str, href: impl Into<String>) -> Self {
        self.links.insert(name, Link { href: href.into() });
        self
    }

    /// Offers an action.
    #[must_use]
    pub fn template(mut self, name: &'static str, method: &'static str, target: impl Into<String>) -> Self {
        self.templates.insert(name, Template { method, target: target.into() });
        self
    }

    /// Offers an action if it would succeed.
    #[must_use]
    pub fn template_if(
        self,
        open: bool,
        name: &'static str,
        method: &'static str,
        target: impl Into<String>,
    ) -> Self {
        if open { self.template(name, method, target) } else { self }
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &T {
        &self.body
    }
}

const HAL: &str = "application/hal+json";
const FORMS: &str = "application/prs.hal-forms+json";

/// Gives a JSON answer the hypermedia type that the caller asked for.
pub(super) fn name_type(accept: Option<&HeaderValue>, headers: &mut HeaderMap) {
    let Some(accept) = accept.and_then(|v| v.to_str().ok()) else { return };
    let plain = headers.get(header::CONTENT_TYPE).is_some_and(|mime| mime == "application/json");
    if let Some(mime) = [FORMS, HAL].into_iter().find(|mime| plain && accept.contains(mime)) {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Thing {
        title: &'static str,
    }

    #[test]
    fn offers_only_what_is_open() {
        let thing = Hal::new(Thing { title: "Dust" })
            .link("self", "/things/1")
            .template_if(true, "finish", "PATCH", "/things/1")
            .template_if(false, "reopen", "PATCH", "/things/1");
        let body = serde_json::to_value(&thing).unwrap();
        assert_eq!((&body["title"], &body["_links"]["self"]["href"]), (&"Dust".into(), &"/things/1".into()));
        assert_eq!(body["_templates"]["finish"]["method"], "PATCH");
        assert!(body["_templates"].get("reopen").is_none());
    }
}
