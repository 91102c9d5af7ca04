//! Who asks.

use std::sync::Arc;

use uuid::Uuid;

use crate::Time;

/// The signed-in caller of a request, as accounts vouched for it a moment ago.
///
/// A role is never in here: a Gate names a right, and rights are what it finds (decision D15).
#[derive(Clone, Debug)]
pub struct Who {
    /// The account's id.
    pub user: Uuid,
    /// The account's number, which classic paths show as its id.
    pub number: i64,
    /// The session or token family that the request came with.
    pub session: Uuid,
    /// When the caller last proved who it is.
    pub proved_at: Time,
    /// What the caller may do, such as `games.import`; sorted.
    pub rights: Arc<[String]>,
}

impl Who {
    /// Whether the caller holds this right.
    #[must_use]
    pub fn may(&self, right: &str) -> bool {
        self.rights.binary_search_by(|r| r.as_str().cmp(right)).is_ok()
    }
}
