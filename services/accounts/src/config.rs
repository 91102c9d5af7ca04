//! `[accounts]` in the configuration.

use std::sync::Arc;

use chassis::db::Db;
use chassis::host::Host;
use chassis::keys::Purpose;
use kit::Result;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::callers::Callers;
use crate::ops::minutes;
use crate::password::Hasher;
use crate::token::Tokens;

/// `[accounts]` in the configuration.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
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
    /// For how many minutes a link works that sets a new password.
    pub reset_minutes: u32,
    /// For how many hours whoever had an account before can take a change of its password or address back.
    pub undo_hours: u32,
    /// For how many minutes an access token works.
    pub token_minutes: u32,
    /// For how many minutes an access token works that was given out on a classic path (row C05).
    pub classic_token_minutes: u32,
    /// For how many days a refresh token can be exchanged.
    pub refresh_days: u32,
    /// `eddsa`: whoever has the published key can check a token. `hs256`: with one secret, as classic clients may want.
    pub token_algorithm: Algorithm,
    /// Whether people may sign up and in on classic paths, which tell whether an address has an account.
    pub classic: bool,
}

/// How access tokens are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Algorithm {
    /// Ed25519; the public key is at `/.well-known/jwks.json`.
    EdDsa,
    /// HMAC with SHA-256.
    Hs256,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            password_min: 8,
            staff_password_min: 15,
            session_days: 30,
            idle_days: 7,
            confirm_hours: 72,
            reset_minutes: 60,
            undo_hours: 72,
            token_minutes: 10,
            classic_token_minutes: 60,
            refresh_days: 30,
            token_algorithm: Algorithm::EdDsa,
            classic: true,
        }
    }
}

impl App {
    /// What handlers share, as the settings want it.
    pub(crate) fn new(host: &Host, db: Db) -> Result<Self> {
        let (config, keys) = (Arc::new(host.config::<Config>(contracts::accounts::SERVICE)?), host.keys());
        keys.need(&[Purpose::Signing, Purpose::Linking, Purpose::Pepper, Purpose::Sealing])?;
        let life = minutes(config.token_minutes.max(config.classic_token_minutes));
        let tokens = Tokens::new(keys.clone(), config.token_algorithm, life);
        let (hasher, callers) = (Hasher::new(keys.clone()), Callers::default());
        Ok(Self { db, host: host.clone(), hasher, tokens, callers, config })
    }
}
