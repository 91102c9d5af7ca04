//! Sends the confirmation link again.

use std::time::Duration;

use chassis::http::{Caller, Rate};
use chassis::transact;
use contracts::accounts::ConfirmationAsked;
use kit::{Id, Result};

use crate::App;
use crate::db;
use crate::ops::{audit, hours, link};
use crate::session::Secret;

/// How many such mails one account gets.
const MAILS: Rate = Rate { most: 5, within: Duration::from_secs(3600) };

/// Sends a new confirmation link to the caller's address; older ones are worth nothing then.
///
/// Safe to repeat: only the newest link works. Does nothing for an address that is confirmed.
pub(crate) async fn ask_confirmation(app: &App, caller: &Caller) -> Result<()> {
    let user = Id::new(caller.who()?.user);
    app.host.door().guards().decide(("mail", user.uuid()), MAILS).check()?;
    let token = Secret::new();
    transact!(app.db, |tx| {
        let version = db::touch(tx, user).await?;
        if db::account(tx, user).await?.is_none_or(|account| account.confirmed_at.is_some()) {
            return Ok(());
        }
        db::void_confirmations(tx, user, tx.now()).await?;
        link(tx, db::CONFIRM, &token, user, hours(app.config.confirm_hours)).await?;
        audit(tx, caller, Some(user.uuid()), "confirmation.ask", Some(user.uuid())).await?;
        let proof = app.host.keys().seal(token.text())?;
        tx.publish(version, Some(user.uuid()), &ConfirmationAsked { user: user.uuid(), proof }).await?;
        Ok(())
    })
}
