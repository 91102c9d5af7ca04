//! Sets a new password for whoever owns the mailbox.

use std::time::Duration;

use chassis::http::Rate;
use chassis::transact;
use contracts::accounts::{PasswordChanged, ResetAsked};
use kit::error::Checks;
use kit::{Id, Result};

use crate::App;
use crate::db::{self, Proof};
use crate::model::{self, Role, User};
use crate::ops::{audit, begin_session, end_all, link, may_come_in, minutes, way_back};
use crate::password;
use crate::problems::LINK_SPENT;
use crate::session::{self, Secret, Visitor};

/// How many such mails one address gets.
const MAILS: Rate = Rate { most: 3, within: Duration::from_secs(3600) };

/// Sends a link to the owner of an address, if it has an account.
///
/// Does one argon2id and one transaction whether it has one or not, and answers alike (decision D13).
pub(crate) async fn ask_reset(app: &App, visitor: &Visitor, email: &str) -> Result<()> {
    let mut checks = Checks::default();
    model::check_email(&mut checks, email);
    checks.done()?;
    let key = model::key(email);
    let may_mail = app.host.door().guards().decide(("reset", &key), MAILS).allowed;
    app.hasher.verify("nobody", None).await?;
    let token = Secret::new();
    transact!(app.db, |tx| {
        let found = db::user_by_email(tx, &key).await?;
        audit(tx, visitor, None, "reset.ask", found.map(Id::uuid)).await?;
        if let (Some(user), true) = (found, may_mail) {
            send(app, tx, user, &token).await?;
        }
        Ok(())
    })
}

/// Stores a link that sets a new password, and has it sent.
pub(crate) async fn send(app: &App, tx: &chassis::db::Tx, user: Id<User>, token: &Secret) -> Result<()> {
    let version = db::touch(tx, user).await?;
    link(tx, db::RESET, token, user, minutes(app.config.reset_minutes)).await?;
    let proof = app.host.keys().seal(token.text())?;
    tx.publish(version, None, &ResetAsked { user: user.uuid(), proof }).await?;
    Ok(())
}

/// Sets a new password by a link, and begins a session.
///
/// The mailbox is proved by that. All sessions, tokens and other links of the account end, but not those that take
/// an earlier change back: the mailbox may be that of whoever got in.
///
/// # Errors
/// `accounts/link-spent` (410); `accounts/suspended` (403); `request/invalid` (422).
pub(crate) async fn reset(
    app: &App,
    visitor: &Visitor,
    token: &str,
    new_password: &str,
) -> Result<(Id<User>, Secret)> {
    let hash = session::hash(token);
    let spent = || LINK_SPENT.because("It was used, or it is too old. Ask for a new one.");
    let Some(Proof { user: Some(user), .. }) = db::proof(&app.db, db::RESET, &hash, app.db.now()).await?
    else {
        return Err(spent());
    };
    let fresh = judge(app, user, "new_password", new_password).await?;
    let undo = Secret::new();
    transact!(app.db, |tx| {
        if !db::use_proof(tx, db::RESET, &hash, tx.now()).await? {
            return Err(spent());
        }
        may_come_in(tx, user).await?;
        let email = db::account(tx, user).await?.ok_or(chassis::db::Error::NoRow)?.email;
        db::void_proofs(tx, user, tx.now()).await?;
        db::set_password(tx, user, &fresh, false, tx.now()).await?;
        let version = db::set_confirmed(tx, user, tx.now()).await?;
        end_all(app, tx, user, None).await?;
        let secret = begin_session(app, tx, user, visitor).await?;
        way_back(app, tx, &undo, user, &email).await?;
        audit(tx, visitor, Some(user.uuid()), "password.reset", Some(user.uuid())).await?;
        let keys = app.host.keys();
        let (mailbox, undo) = (Some(keys.seal(&email)?), keys.seal(undo.text())?);
        let told = PasswordChanged { user: user.uuid(), mailbox, undo, proof: None };
        tx.publish(version, Some(user.uuid()), &told).await?;
        Ok((user, secret))
    })
}

/// Judges a new password by the rules for this account's role, and hashes it.
///
/// # Errors
/// `request/invalid` (422) with what is wrong with it; `request/busy` (503).
pub(crate) async fn judge(app: &App, user: Id<User>, field: &str, password: &str) -> Result<String> {
    let account = db::account(&app.db, user).await?.ok_or(chassis::db::Error::NoRow)?;
    let staff = Role::read(&account.role) >= Role::Admin;
    let least = if staff { app.config.staff_password_min } else { app.config.password_min };
    let mut checks = Checks::default();
    let about = [&*account.email, &*account.name, &*account.username, "marquee"];
    password::check(&mut checks, field, password, least, &about);
    checks.done()?;
    app.hasher.hash(password).await
}
