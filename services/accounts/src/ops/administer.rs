//! What those who administer do to the accounts of others (decision D15).
//!
//! Every one of these holds the row of the house first, then reads the actor's role as it is now, and writes only
//! to an account whose role is below it. So two that demote each other at once cannot both succeed, and since nobody
//! does anything to the own account, whoever could demote the last super administrator is one.

use chassis::db::Tx;
use chassis::transact;
use contracts::accounts::RoleChanged;
use kit::{Error, Id, Result};
use serde_json::json;

use crate::App;
use crate::db;
use crate::model::{Role, SETS, User};
use crate::ops::{audit_with, end_all, reset};
use crate::problems::{NO_SUCH_USER, NOT_ABOVE};
use crate::session::{Secret, Visitor};

/// Gives an account another role, which is not above what the actor may give. Its sessions end.
///
/// # Errors
/// `accounts/not-above` (403), `accounts/no-such-user` (404).
pub(crate) async fn change_role(app: &App, visitor: &Visitor, user: Id<User>, role: Role) -> Result<()> {
    let actor = visitor.who()?.user;
    transact!(app.db, |tx| {
        let own = stand(tx, actor).await?;
        if !own.below().contains(&role) {
            return Err(NOT_ABOVE.because("You can give only roles below your own."));
        }
        let before = db::role_of(tx, user).await?;
        let changed = db::change_role(tx, user, &role.to_string(), actor, &own.names_below()).await?;
        let version = refuse_unless(tx, changed, user).await?;
        end_all(app, tx, user, None).await?;
        let detail = json!({ "before": before, "after": role.to_string() });
        audit_with(tx, visitor, Some(actor), "role.change", Some(user.uuid()), detail).await?;
        let told = RoleChanged { user: user.uuid(), role: role.to_string() };
        tx.publish(version, Some(actor), &told).await?;
        Ok(())
    })
}

/// Suspends an account with a reason, or lets it in again without one. Suspended, its sessions end.
///
/// # Errors
/// As [`change_role`].
pub(crate) async fn suspend(
    app: &App,
    visitor: &Visitor,
    user: Id<User>,
    reason: Option<&str>,
) -> Result<()> {
    let actor = visitor.who()?.user;
    transact!(app.db, |tx| {
        let own = stand(tx, actor).await?;
        let at = reason.map(|_| tx.now());
        let changed = db::suspend(tx, user, (at, reason), actor, &own.names_below()).await?;
        refuse_unless(tx, changed, user).await?;
        if reason.is_some() {
            end_all(app, tx, user, None).await?;
        }
        let action = if reason.is_some() { "suspend" } else { "restore" };
        audit_with(tx, visitor, Some(actor), action, Some(user.uuid()), json!({ "reason": reason })).await
    })
}

/// Ends all sessions and tokens of an account.
///
/// # Errors
/// As [`change_role`].
pub(crate) async fn end_sessions(app: &App, visitor: &Visitor, user: Id<User>) -> Result<()> {
    let actor = visitor.who()?.user;
    transact!(app.db, |tx| {
        let own = stand(tx, actor).await?;
        let touched = db::touch_below(tx, user, actor, &own.names_below()).await?;
        refuse_unless(tx, touched, user).await?;
        end_all(app, tx, user, None).await?;
        audit_with(tx, visitor, Some(actor), "sessions.end", Some(user.uuid()), json!({})).await
    })
}

/// Has a link sent to the owner that sets a new password. The actor never sees or sets one.
///
/// # Errors
/// As [`change_role`].
pub(crate) async fn send_reset(app: &App, visitor: &Visitor, user: Id<User>) -> Result<()> {
    let actor = visitor.who()?.user;
    let token = Secret::new();
    transact!(app.db, |tx| {
        let own = stand(tx, actor).await?;
        let touched = db::touch_below(tx, user, actor, &own.names_below()).await?;
        refuse_unless(tx, touched, user).await?;
        audit_with(tx, visitor, Some(actor), "reset.send", Some(user.uuid()), json!({})).await?;
        reset::send(app, tx, user, &token).await
    })
}

/// Grants a set of rights everywhere in the house, or takes it back. Only what the actor may do can be given.
///
/// # Errors
/// As [`change_role`]; `accounts/no-such-user` (404) also for a set that there is not.
pub(crate) async fn set_grant(
    app: &App,
    visitor: &Visitor,
    user: Id<User>,
    set: &str,
    granted: bool,
) -> Result<()> {
    let who = visitor.who()?;
    let (_, rights) = SETS
        .iter()
        .find(|(name, _)| *name == set)
        .ok_or_else(|| NO_SUCH_USER.because(format!("There is no set of rights called '{set}'.")))?;
    if granted && !rights.iter().all(|right| who.may(right)) {
        return Err(NOT_ABOVE.because("You can grant only what you may do yourself."));
    }
    transact!(app.db, |tx| {
        let own = stand(tx, who.user).await?;
        let touched = db::touch_below(tx, user, who.user, &own.names_below()).await?;
        refuse_unless(tx, touched, user).await?;
        if granted {
            db::grant(tx, user, set, tx.now()).await?;
        } else {
            db::revoke(tx, user, set).await?;
        }
        let action = if granted { "grant" } else { "revoke" };
        audit_with(tx, visitor, Some(who.user), action, Some(user.uuid()), json!({ "set": set })).await
    })
}

/// Waits for its turn, then tells what the actor is at this moment.
async fn stand(tx: &Tx, actor: uuid::Uuid) -> Result<Role> {
    db::hold_house(tx).await?;
    let role = db::role_of(tx, Id::new(actor)).await?;
    let role = role.ok_or_else(|| NOT_ABOVE.because("Your own account may do this no more."))?;
    Ok(Role::read(&role))
}

/// Tells why nothing was written: no such account, or one that is not below the actor's.
async fn refuse_unless(tx: &Tx, written: Option<i64>, user: Id<User>) -> Result<i64> {
    if let Some(version) = written {
        return Ok(version);
    }
    let there = db::account(tx, user).await?.is_some();
    Err(if there { not_above() } else { NO_SUCH_USER.because("It may have been deleted. Look at the list.") })
}

fn not_above() -> Error {
    NOT_ABOVE.because("Only somebody with a higher role may do this, and nobody to the own account.")
}
