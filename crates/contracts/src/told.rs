//! All events that services tell each other, with their schemas and the samples that are read for ever.

use kit::Event;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::{accounts, games, search};

/// An event, as a document tells of it.
pub struct Told {
    /// [`Event::TYPE`].
    pub kind: &'static str,
    /// The service that publishes it.
    pub source: &'static str,
    /// What its body is.
    pub schema: RefOr<Schema>,
    /// The types that the schema names.
    pub named: Vec<(String, RefOr<Schema>)>,
    /// A body, as JSON text.
    pub sample: &'static str,
}

impl Told {
    fn new<E: Event + ToSchema + PartialSchema>(sample: &'static str) -> Self {
        let mut named = Vec::new();
        E::schemas(&mut named);
        Self { kind: E::TYPE, source: E::source(), schema: E::schema(), named, sample }
    }
}

macro_rules! all {
    ($($event:ty = $sample:literal),* $(,)?) => {
        vec![$(Told::new::<$event>(include_str!(concat!("../samples/", $sample, ".json")))),*]
    };
}

/// All of them, by service.
#[must_use]
pub fn all() -> Vec<Told> {
    all![
        accounts::UserRegistered = "accounts.user.registered.v1",
        accounts::ConfirmationAsked = "accounts.confirmation.asked.v1",
        accounts::KnownAddressTried = "accounts.known_address.tried.v1",
        accounts::ResetAsked = "accounts.reset.asked.v1",
        accounts::PasswordChanged = "accounts.password.changed.v1",
        accounts::EmailChanged = "accounts.email.changed.v1",
        accounts::UserConfirmed = "accounts.user.confirmed.v1",
        accounts::RoleChanged = "accounts.role.changed.v1",
        accounts::DemoAsked = "accounts.demo.asked.v1",
        games::DocumentsChanged = "games.documents.changed.v1",
        games::ImportFinished = "games.import.finished.v1",
        search::RebuildAsked = "search.rebuild.asked.v1",
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// An event that is declared and not listed would be missing from the documents.
    #[test]
    fn every_event_is_listed_with_the_sample_of_its_name() {
        let sources = [include_str!("accounts.rs"), include_str!("games.rs"), include_str!("search.rs")];
        let kinds = |text: &'static str| {
            let mut parts = text.split("const TYPE: &'static str = \"").skip(1);
            std::iter::from_fn(move || parts.next()?.split('"').next())
        };
        let declared: BTreeSet<&str> = sources.into_iter().flat_map(kinds).collect();
        let listed: BTreeSet<&str> = all().iter().map(|told| told.kind).collect();
        assert_eq!(declared, listed);
        for told in all() {
            assert!(serde_json::from_str::<serde_json::Value>(told.sample).is_ok(), "{}", told.kind);
        }
        let modules = include_str!("lib.rs").lines().filter(|line| line.starts_with("pub mod ")).count();
        assert_eq!(modules, sources.len() + 2, "a new module of events is to be named in this test");
    }
}
