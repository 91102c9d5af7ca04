//! Gives an account back to whoever had it before its password or address was changed (decision D14).

use chassis::transact;
use contracts::accounts::UserConfirmed;
use kit::{Id, Result};

use crate::App;
use crate::db::{self, Proof};
use crate::model::User;
use crate::ops::reset::judge;
use crate::ops::{audit, begin_session, end_all, may_come_in};
use crate::problems::{EMAIL_TAKEN, LINK_SPENT};
use crate::session::{self, Secret, Visitor};

/// Takes a change back: the address of that moment is the account's again, a new password is set, every session,
/// token and link is over, and a session begins here. The mailbox is proved by that.
///
/// # Errors
/// `accounts/link-spent` (410); `accounts/suspended` (403); `request/invalid` (422).
pub(crate) async fn undo(
    app: &App,
    visitor: &Visitor,
    token: &str,
    new_password: &str,
) -> Result<(Id<User>, Secret)> {
    let hash = session::hash(token);
    let spent = || LINK_SPENT.because("It was used, or it is too old. Whoever runs this house can help you.");
    let Some(Proof { user: Some(user), address: Some(address), .. }) =
        db::proof(&app.db, db::UNDO, &hash, app.db.now()).await?
    else {
        return Err(spent());
    };
    let fresh = judge(app, user, "new_password", new_password).await?;
    transact!(app.db, |tx| {
        if !db::use_proof(tx, db::UNDO, &hash, tx.now()).await? {
            return Err(spent());
        }
        may_come_in(tx, user).await?;
        // The address is held for this account since the link was sent, so nobody else can have it. It is the one
        // of that moment also when only the password was changed: whoever got in may have gone on from there.
        let taken =
            || EMAIL_TAKEN.because("Somebody has this address now. Whoever runs this house can help.");
        db::set_email(tx, user, &address).await?.ok_or_else(taken)?;
        db::set_password(tx, user, &fresh, false, tx.now()).await?;
        let version = db::set_confirmed(tx, user, tx.now()).await?;
        db::void_proofs(tx, user, tx.now()).await?;
        db::void_later_undos(tx, user, &hash, tx.now()).await?;
        end_all(app, tx, user, None).await?;
        let secret = begin_session(app, tx, user, visitor).await?;
        audit(tx, visitor, Some(user.uuid()), "undo", Some(user.uuid())).await?;
        tx.publish(version, Some(user.uuid()), &UserConfirmed { user: user.uuid() }).await?;
        Ok((user, secret))
    })
}
