//! `[todos]` in the configuration.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `[todos]` in the configuration.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The most items of a member that are not in the trash. The trash holds as many; the oldest make room there.
    pub most_items: u32,
    /// The most lists of a member.
    pub most_lists: u32,
    /// After how many days in the trash an item is gone for ever.
    pub trash_days: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self { most_items: 10_000, most_lists: 200, trash_days: 30 }
    }
}
