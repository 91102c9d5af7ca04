//! What other services ask accounts.

use std::sync::Arc;

use chassis::http::Identify;
use chassis::link::{Request, Response, Status, async_trait, refuse};
use contracts::accounts::Accounts;
use contracts::accounts::v1::{AddressReply, AddressRequest};
use kit::Id;
use uuid::Uuid;

use crate::ops::identify::identify;
use crate::problems::GONE;
use crate::{App, db};

/// Tells the door who stands behind a credential.
pub(crate) fn vouch(app: &App) -> Identify {
    let app = app.clone();
    Arc::new(move |credential| {
        let app = app.clone();
        Box::pin(async move { identify(&app, &credential).await })
    })
}

pub(crate) struct Rpc(pub(crate) App);

#[async_trait]
impl Accounts for Rpc {
    async fn address(&self, request: Request<AddressRequest>) -> Result<Response<AddressReply>, Status> {
        let user = Uuid::from_slice(&request.into_inner().user).unwrap_or_default();
        let account = db::account(&self.0.db, Id::new(user)).await.map_err(|error| refuse(error.into()))?;
        let account = account.ok_or_else(|| refuse(GONE.err()))?;
        Ok(Response::new(AddressReply { email: account.email, name: account.name, locale: account.locale }))
    }
}
