//! Who did what to whom: a row in the transaction of the deed, or the deed did not happen.

use std::net::IpAddr;

use kit::Result;
use serde_json::Value;
use uuid::Uuid;

use crate::db::sql::own_sql;
use crate::db::{Exec as _, Tx};
use crate::{args, random};

own_sql! {
    NOTE = "insert into {s}.audit(id, at, actor, action, subject, address, detail) values($1, $2, $3, $4, $5, $6, $7)";
}

/// A deed.
#[derive(Clone, Debug)]
pub struct Deed<'d> {
    /// Who did it, when somebody is known.
    pub actor: Option<Uuid>,
    /// `sign_in`, `role.change`: a short name of the deed.
    pub action: &'d str,
    /// To whom or what.
    pub subject: Option<Uuid>,
    /// From where.
    pub address: IpAddr,
    /// What else is worth knowing, without secrets: before and after, counts.
    pub detail: Value,
}

impl Tx {
    /// Notes a deed.
    ///
    /// # Errors
    /// As any statement.
    pub async fn audit(&self, deed: Deed<'_>) -> Result<()> {
        let (id, now, address) = (random::uuid(self.now()), self.now(), deed.address.to_string());
        let detail = if deed.detail.is_null() { "{}".to_owned() } else { deed.detail.to_string() };
        let args = args![id, now, deed.actor, deed.action, deed.subject, address, detail];
        self.exec(NOTE.of(self.db().service()), args).await?;
        Ok(())
    }
}
