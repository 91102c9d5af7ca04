//! What search promises: ids for words. And what the owners of things tell it.

use kit::Event;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Generated from `proto/search/v1/search.proto`.
#[expect(missing_docs, clippy::allow_attributes, reason = "generated")]
pub mod v1 {
    tonic::include_proto!("search.v1");
}

pub use v1::search_client::SearchClient;
pub use v1::search_server::{Search, SearchServer};

/// The service's name.
pub const SERVICE: &str = "search";

/// A public thing that can be found, as its owner describes it (decision D19).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Document {
    /// What it is, such as `game`.
    pub kind: String,
    /// Its id with its owner.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// What else it is called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Further words that lead to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Pairs to filter by and to count, such as `["platform", "NES"]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facets: Vec<(String, String)>,
    /// Puts the better known of two that fit alike first.
    #[serde(default)]
    pub weight: u32,
    /// The version of the thing: an older one never replaces a newer one.
    pub version: i64,
    /// True when it is gone; the words are empty then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
}

/// Search has an empty index and asks the owners of documents to publish them again.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RebuildAsked {}
impl Event for RebuildAsked {
    const TYPE: &'static str = "search.rebuild.asked.v1";
    fn aggregate(&self) -> Uuid {
        Uuid::nil()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_samples() {
        let asked: RebuildAsked =
            serde_json::from_str(include_str!("../samples/search.rebuild.asked.v1.json")).unwrap();
        assert_eq!(asked.aggregate(), Uuid::nil());
    }
}
