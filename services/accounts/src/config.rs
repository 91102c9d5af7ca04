//! `[accounts]` in the configuration.

use serde::{Deserialize, Serialize};

/// The settings of accounts.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The fewest characters of a password.
    pub password_min: u32,
    /// The fewest characters of a password of somebody who administers.
    pub staff_password_min: u32,
    /// After how many days a session is over, whatever happens.
    pub session_days: u32,
    /// After how many days without a request a session is over.
    pub idle_days: u32,
    /// For how many hours a confirmation link works.
    pub confirm_hours: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self { password_min: 8, staff_password_min: 15, session_days: 30, idle_days: 7, confirm_hours: 72 }
    }
}
