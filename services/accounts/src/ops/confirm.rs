//! Proves that a mailbox belongs to an account.

use chassis::transact;
use contracts::accounts::UserConfirmed;
use kit::{Id, Result};

use crate::App;
use crate::db::{self, Proof};
use crate::model::User;
use crate::ops::reset::judge;
use crate::ops::{audit, begin_session, end_all, may_come_in};
use crate::problems::{BAD_CREDENTIALS, LINK_SPENT, PASSWORD_NEEDED};
use crate::session::{self, Secret, Visitor};

/// What a browser brings beside the link.
#[derive(Default)]
pub(crate) struct Brought<'b> {
    pub(crate) password: Option<&'b str>,
    pub(crate) new_password: Option<&'b str>,
}

/// Confirms the address that a link was sent to, and begins a session when the browser has none.
///
/// A link alone is not enough: it may have been read on another machine, or been sent to somebody who never
/// signed up. The browser shows that it belongs to the account by its session, by the cookie of that sign-up,
/// by the password, or takes the account over with a new one. The first proof ends all other sessions and
/// links, so that whoever signed up with somebody else's address is out.
///
/// # Errors
/// `accounts/link-spent` (410), `accounts/password-needed` (403), `accounts/bad-credentials` (401),
/// `accounts/suspended` (403).
pub(crate) async fn confirm(
    app: &App,
    visitor: &Visitor,
    token: &str,
    brought: &Brought<'_>,
) -> Result<(Id<User>, Option<Secret>)> {
    let hash = session::hash(token);
    let spent = || {
        LINK_SPENT
            .because("It was used, or it is too old, or a newer one was sent. Sign in and ask for a new one.")
    };
    let Some(Proof { user: Some(user), browser, .. }) =
        db::proof(&app.db, db::CONFIRM, &hash, app.db.now()).await?
    else {
        return Err(spent());
    };
    let signed_in = visitor.known().is_some_and(|who| who.user == user.uuid());
    let signed_up_here = browser.is_some() && browser == visitor.sign_up;
    let shown = if signed_in || signed_up_here { Shown::default() } else { show(app, user, brought).await? };
    transact!(app.db, |tx| {
        if !db::use_proof(tx, db::CONFIRM, &hash, tx.now()).await? {
            return Err(spent());
        }
        may_come_in(tx, user).await?;
        if let Some(stored) = &shown.verified
            && !db::still_has_password(tx, user, stored).await?
        {
            return Err(BAD_CREDENTIALS.because("The password was changed a moment ago."));
        }
        db::void_proofs(tx, user, tx.now()).await?;
        if let Some(password) = &shown.new_password {
            db::set_password(tx, user, password, false, tx.now()).await?;
        }
        let version = db::set_confirmed(tx, user, tx.now()).await?;
        let kept = visitor.known().filter(|_| signed_in).map(|who| who.session);
        end_all(app, tx, user, kept).await?;
        audit(tx, visitor, Some(user.uuid()), "confirm", Some(user.uuid())).await?;
        tx.publish(version, Some(user.uuid()), &UserConfirmed { user: user.uuid() }).await?;
        let secret = if signed_in { None } else { Some(begin_session(app, tx, user, visitor).await?) };
        Ok((user, secret))
    })
}

/// How a browser that did not sign up shows that it belongs to the account.
#[derive(Default)]
struct Shown {
    /// The stored password that the given one fits.
    verified: Option<String>,
    /// The hash of the password from now on.
    new_password: Option<String>,
}

async fn show(app: &App, user: Id<User>, brought: &Brought<'_>) -> Result<Shown> {
    if let Some(password) = brought.password {
        let stored = db::password_of(&app.db, user).await?;
        if !app.hasher.verify(password, Some(&stored)).await? {
            let words = "That is not the password of the sign-up.";
            return Err(BAD_CREDENTIALS.because(words).field("password", words));
        }
        return Ok(Shown { verified: Some(stored), new_password: None });
    }
    let Some(password) = brought.new_password else {
        let words = "Enter the password that was chosen at the sign-up, or choose a new one.";
        return Err(PASSWORD_NEEDED.because(words));
    };
    // Whoever owns the mailbox takes over an account that somebody made with it; but an account that has an owner
    // is not given to the mailbox of whoever changed its address.
    let (_, known) = transact!(app.db, |tx| { Ok(db::standing(tx, user).await?) })?;
    if known {
        return Err(PASSWORD_NEEDED.because("Enter the password of this account."));
    }
    Ok(Shown { verified: None, new_password: Some(judge(app, user, "new_password", password).await?) })
}
