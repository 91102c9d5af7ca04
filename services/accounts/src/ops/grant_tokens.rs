//! Gives out and exchanges tokens (decision D12).

use std::time::Duration;

use chassis::transact;
use kit::{Id, Result};
use serde_json::json;

use crate::App;
use crate::db::{self, Family};
use crate::model::{Session, User};
use crate::ops::{audit, end, minutes};
use crate::problems::BAD_REFRESH;
use crate::session::Visitor;
use crate::token::Holder;

/// For how long the same browser or program gets the same successor again, should the answer have been lost.
const GRACE: Duration = Duration::from_secs(10);

/// An access token and the refresh token that gets the next one.
pub(crate) struct Granted {
    pub(crate) access: String,
    pub(crate) refresh: String,
    /// For how many seconds the access token works.
    pub(crate) expires_in: u64,
}

/// Makes the tokens of a family: number `counter` of its refresh tokens, and an access token.
pub(crate) async fn grant(
    app: &App,
    user: Id<User>,
    (family, counter): (Id<Session>, i64),
    life_minutes: u32,
) -> Result<Granted> {
    let account = db::account(&app.db, user).await?.ok_or(chassis::db::Error::NoRow)?;
    let holder = Holder { user, number: account.number, email: &account.email, role: &account.role };
    let (now, life) = (app.db.now(), minutes(life_minutes));
    let access = app.tokens.access(family, &holder, (now, now.plus(life)))?;
    Ok(Granted { access, refresh: app.tokens.refresh(family, counter)?, expires_in: life.as_secs() })
}

/// Exchanges a refresh token for the next one and a new access token.
///
/// A token works once. One that comes again was copied: the family ends with all its access tokens, unless the
/// same browser or program asks within seconds, which gets the same successor again.
///
/// # Errors
/// `accounts/bad-refresh-token` (401).
pub(crate) async fn exchange(app: &App, visitor: &Visitor, token: &str) -> Result<(Id<User>, Granted)> {
    let refused = || BAD_REFRESH.because("Sign in again to get a new one.");
    let (family, counter) = app.tokens.read_refresh(token).ok_or_else(refused)?;
    let rotated: Option<Family> = transact!(app.db, |tx| {
        if let Some(rotated) = db::rotate(tx, family, counter, tx.now()).await? {
            return Ok(Some(rotated));
        }
        let Some(held) = db::family(tx, family, tx.now()).await? else { return Ok(None) };
        let soon = held.rotated_at.is_some_and(|at| tx.now().since(at) <= GRACE);
        let same = visitor.returns && held.device.as_ref() == Some(&visitor.device.hash());
        if soon && same && held.counter == counter + 1 {
            return Ok(Some(held));
        }
        let user = held.user.uuid();
        end(app, tx, family.uuid(), user, tx.now()).await?;
        let detail = json!({ "family": family, "token": counter, "newest": held.counter });
        crate::ops::audit_with(tx, visitor, Some(user), "token.reused", Some(user), detail).await?;
        tracing::warn!(%family, "a refresh token came twice: its family is ended");
        Ok(None)
    })?;
    let rotated = rotated.ok_or_else(refused)?;
    let life = u32::try_from(rotated.token_minutes).unwrap_or(app.config.token_minutes);
    let granted = grant(app, rotated.user, (family, rotated.counter), life).await?;
    Ok((rotated.user, granted))
}

/// Ends the family of tokens that an access token belongs to, also one that has run out. Safe to repeat.
pub(crate) async fn revoke(app: &App, visitor: &Visitor, token: &str) -> Result<bool> {
    let Some(claims) = app.tokens.read_old(token) else { return Ok(false) };
    transact!(app.db, |tx| {
        end(app, tx, claims.sid, claims.auth_user_id, tx.now()).await?;
        audit(tx, visitor, Some(claims.auth_user_id), "sign_out", Some(claims.auth_user_id)).await?;
        Ok(true)
    })
}
