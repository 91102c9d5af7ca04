//! Changes what an owner may change of an account: profile, password, address (decision D14).

use std::time::Duration;

use chassis::db::Tx;
use chassis::http::{CHANGED, Expected, Rate};
use chassis::transact;
use contracts::accounts::{EmailChanged, PasswordChanged};
use kit::error::Checks;
use kit::{Id, Result};
use serde_json::json;

use crate::App;
use crate::db::{self, Profile};
use crate::model::{self, User};
use crate::ops::reset::judge;
use crate::ops::{audit, audit_with, begin_session, end_all, hours, link, may_come_in, way_back};
use crate::problems::{BAD_CREDENTIALS, EMAIL_TAKEN, USERNAME_TAKEN};
use crate::session::{Secret, Visitor};

/// Changes the profile if it still is as the caller saw it.
///
/// # Errors
/// `accounts/username-taken` (409), `request/changed-meanwhile` (412), `request/invalid` (422).
pub(crate) async fn profile(
    app: &App,
    visitor: &Visitor,
    user: Id<User>,
    new: &Profile<'_>,
    expected: Expected,
) -> Result<()> {
    model::check_profile(new)?;
    transact!(app.db, |tx| {
        if let Some(username) = new.username
            && db::has_username(tx, &model::key(username), user.uuid()).await?
        {
            return Err(username_taken());
        }
        let set = db::set_profile(tx, user, new, expected.version()).await;
        // Two that choose one name at the same moment: the index decides.
        let set =
            set.map_err(|error| if error.conflict_on("username") { username_taken() } else { error.into() })?;
        if set.is_none() {
            return Err(CHANGED.because("Your profile was changed elsewhere. Load it again, then change it."));
        }
        audit(tx, visitor, Some(user.uuid()), "profile.change", Some(user.uuid())).await
    })
}

/// Sets another user name, in the transaction of other changes.
///
/// # Errors
/// `accounts/username-taken` (409).
pub(crate) async fn set_username(tx: &Tx, visitor: &Visitor, user: Id<User>, username: &str) -> Result<()> {
    if db::has_username(tx, &model::key(username), user.uuid()).await? {
        return Err(username_taken());
    }
    let new = Profile { username: Some(username), ..Profile::default() };
    db::set_profile(tx, user, &new, None).await?;
    audit(tx, visitor, Some(user.uuid()), "profile.change", Some(user.uuid())).await
}

fn username_taken() -> kit::Error {
    USERNAME_TAKEN.because("Take another one.").field("username", "Somebody has this user name.")
}

/// Sets a new password. Every other session and token of the account ends, and the mailbox is told, with a link
/// that takes it back.
///
/// # Errors
/// `accounts/bad-credentials` (401) for the present password, `request/invalid` (422) for the new one.
pub(crate) async fn password(
    app: &App,
    visitor: &Visitor,
    user: Id<User>,
    current: &str,
    new: &str,
) -> Result<Secret> {
    let stored = verify(app, visitor, user, "current_password", current).await?;
    let fresh = judge(app, user, "new_password", new).await?;
    let change = Change::new(app, user, &stored);
    transact!(app.db, |tx| {
        change.password(tx, visitor, &fresh).await?;
        begin_session(app, tx, user, visitor).await
    })
}

/// Sets another address. It is not confirmed; both mailboxes are told, and the old one can take it back.
///
/// # Errors
/// `accounts/bad-credentials` (401), `accounts/email-taken` (409), `request/invalid` (422).
pub(crate) async fn email(
    app: &App,
    visitor: &Visitor,
    user: Id<User>,
    new: &str,
    password: &str,
) -> Result<Secret> {
    let mut checks = Checks::default();
    model::check_email(&mut checks, new);
    checks.done()?;
    let stored = verify(app, visitor, user, "password", password).await?;
    hold_mails_back(app, user, new)?;
    let change = Change::new(app, user, &stored);
    transact!(app.db, |tx| {
        change.email(tx, visitor, new).await?;
        begin_session(app, tx, user, visitor).await
    })
}

/// How often a password may be tried by one session.
const TRIES: Rate = Rate { most: 20, within: Duration::from_secs(3600) };
/// How often an account may change its address, and how many such mails one mailbox gets.
const MAILS: Rate = Rate { most: 5, within: Duration::from_secs(3600) };

/// Sees to it that nobody fills somebody else's mailbox by changing to its address again and again.
///
/// # Errors
/// `request/too-many` (429).
pub(crate) fn hold_mails_back(app: &App, user: Id<User>, email: &str) -> Result<()> {
    let limits = app.host.door().guards();
    limits.decide(("change of address", user.uuid()), MAILS).check()?;
    limits.decide(("change of address", model::key(email)), MAILS).check()
}

/// Whether this is the account's password; answers how it is stored.
pub(crate) async fn verify(
    app: &App,
    visitor: &Visitor,
    user: Id<User>,
    field: &str,
    password: &str,
) -> Result<String> {
    let session = visitor.known().map(|who| who.session);
    app.host.door().guards().decide(("password", session), TRIES).check()?;
    let stored = db::password_of(&app.db, user).await?;
    if app.hasher.verify(password, Some(&stored)).await? {
        return Ok(stored);
    }
    let words = "That is not your password.";
    Err(BAD_CREDENTIALS.because(words).field(field, words))
}

/// A change that the owner of the mailbox hears of and can take back.
pub(crate) struct Change<'c> {
    app: &'c App,
    user: Id<User>,
    /// The password that was verified a moment ago; it must still be the account's.
    stored: &'c str,
    /// In the mail to whoever has the account now.
    proof: Secret,
    /// In the mail to whoever had it before.
    undo: Secret,
}

impl<'c> Change<'c> {
    pub(crate) fn new(app: &'c App, user: Id<User>, stored: &'c str) -> Self {
        Self { app, user, stored, proof: Secret::new(), undo: Secret::new() }
    }

    /// Sets a password, given as its hash.
    pub(crate) async fn password(&self, tx: &Tx, visitor: &Visitor, fresh: &str) -> Result<()> {
        self.still(tx).await?;
        let (app, user) = (self.app, self.user);
        let email = db::account(tx, user).await?.ok_or(chassis::db::Error::NoRow)?.email;
        db::void_proofs(tx, user, tx.now()).await?;
        let version = db::set_password(tx, user, fresh, true, tx.now()).await?;
        end_all(app, tx, user, None).await?;
        link(tx, db::CONFIRM, &self.proof, user, hours(app.config.confirm_hours)).await?;
        way_back(app, tx, &self.undo, user, &email).await?;
        audit(tx, visitor, Some(user.uuid()), "password.change", Some(user.uuid())).await?;
        let keys = app.host.keys();
        let (undo, proof) = (keys.seal(self.undo.text())?, Some(keys.seal(self.proof.text())?));
        let told = PasswordChanged { user: user.uuid(), mailbox: Some(keys.seal(&email)?), undo, proof };
        tx.publish(version, Some(user.uuid()), &told).await?;
        Ok(())
    }

    /// Sets an address.
    pub(crate) async fn email(&self, tx: &Tx, visitor: &Visitor, new: &str) -> Result<()> {
        self.still(tx).await?;
        let (app, user) = (self.app, self.user);
        let old = db::account(tx, user).await?.ok_or(chassis::db::Error::NoRow)?.email;
        if model::key(&old) == model::key(new) {
            return Err(taken("This is your address already."));
        }
        let taken = || taken("This address has an account.");
        let set = db::set_email(tx, user, new).await;
        let version = set
            .map_err(|error| if error.conflict_on("email") { taken() } else { error.into() })?
            .ok_or_else(taken)?;
        // Asked after the write: whoever gave this address up a moment ago has committed by now.
        if db::is_held(tx, &model::key(new), user.uuid(), tx.now()).await? {
            return Err(taken());
        }
        db::void_proofs(tx, user, tx.now()).await?;
        end_all(app, tx, user, None).await?;
        link(tx, db::CONFIRM, &self.proof, user, hours(app.config.confirm_hours)).await?;
        way_back(app, tx, &self.undo, user, &old).await?;
        let detail = json!({ "confirmed": false });
        audit_with(tx, visitor, Some(user.uuid()), "email.change", Some(user.uuid()), detail).await?;
        let keys = app.host.keys();
        let (undo, proof) = (keys.seal(self.undo.text())?, keys.seal(self.proof.text())?);
        let told = EmailChanged { user: user.uuid(), old: keys.seal(&old)?, undo, proof };
        tx.publish(version, Some(user.uuid()), &told).await?;
        Ok(())
    }

    /// Whether the account still is as it was when the password was verified; holds its row.
    pub(crate) async fn still(&self, tx: &Tx) -> Result<()> {
        may_come_in(tx, self.user).await?;
        if db::still_has_password(tx, self.user, self.stored).await? {
            return Ok(());
        }
        Err(BAD_CREDENTIALS.because("Your password was changed a moment ago. Sign in with the new one."))
    }
}

fn taken(words: &str) -> kit::Error {
    EMAIL_TAKEN.because("Take another address.").field("email", words)
}
