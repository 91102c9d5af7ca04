//! The bare parts that `marquee bench` measures log-ins and tokens against, and the same work through this service.

use chassis::db::Db;
use chassis::host::Host;
use chassis::http::Credential;
use kit::Result;

use crate::ops::identify::identify;
use crate::{App, password};

/// A house's accounts, in the hands of a bench.
pub struct Bare(App);

impl Bare {
    /// Reaches for the accounts of a house.
    ///
    /// # Errors
    /// When the configuration of accounts is wrong.
    pub fn new(host: &Host, db: &Db) -> Result<Self> {
        App::new(host, db.clone()).map(Self)
    }

    /// One argon2id at the cost of this house, on this thread.
    ///
    /// # Errors
    /// When it refuses, which no input makes it do.
    pub fn hash() -> Result<()> {
        password::bare_hash()
    }

    /// Checks the signature and the words of an access token, as if it had never been seen.
    #[must_use]
    pub fn verify(&self, token: &str) -> bool {
        self.0.tokens.is_ours(token)
    }

    /// Whether somebody stands behind an access token: what a gate asks at every request.
    ///
    /// # Errors
    /// As any statement.
    pub async fn knows(&self, token: &Credential) -> Result<bool> {
        identify(&self.0, token).await.map(|who| who.is_some())
    }
}
