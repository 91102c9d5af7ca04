//! How a new house gets its first administrator (decision D17).

use std::time::Duration;

use chassis::db::Tx;
use chassis::mail::Slip;
use chassis::transact;
use contracts::accounts::{RoleChanged, UserRegistered};
use kit::error::Checks;
use kit::{Id, Result, Who};

use crate::App;
use crate::db::{self, NewProof};
use crate::model::{self, Role, User};
use crate::ops::sign_up::{self, Form};
use crate::ops::{audit, begin_session, end_all, hours, link};
use crate::password;
use crate::problems::{BAD_CREDENTIALS, EMAIL_TAKEN, LINK_SPENT};
use crate::session::{self, Secret, Visitor};

/// For how long the link works; each start makes a new one.
const LIFE: Duration = Duration::from_secs(24 * 3600);

/// Makes a new link and shows it to whoever runs the house, until there is an administrator.
pub(crate) async fn invite(app: &App) -> Result<()> {
    let token = Secret::new();
    let open = transact!(app.db, |tx| {
        if db::has_administrator(tx).await? {
            return Ok(false);
        }
        db::void_setups(tx, tx.now()).await?;
        let (now, expires_at) = (tx.now(), tx.now().plus(LIFE));
        let (kind, hash) = (db::SETUP, token.hash());
        let new = NewProof { kind, hash, user: None, browser: None, address: None, now, expires_at };
        db::insert_proof(tx, &new).await?;
        Ok(true)
    })?;
    if open {
        let link = format!("{}/setup#{}", app.host.address().origin(), token.text());
        app.host.post().slips().show(&Slip { label: "First administrator".into(), link }, app.db.now())?;
    }
    Ok(())
}

/// Raises the signed-in account, after its password.
///
/// # Errors
/// `accounts/link-spent` (410), `accounts/bad-credentials` (401), `request/invalid` (422) for a password that is
/// too short for somebody who administers and no longer one beside it.
pub(crate) async fn raise(
    app: &App,
    visitor: &Visitor,
    who: &Who,
    token: &str,
    (password, new_password): (&str, Option<&str>),
) -> Result<(Id<User>, Secret)> {
    let user: Id<User> = Id::new(who.user);
    usable(app, token).await?;
    let mut checks = Checks::default();
    let least = app.config.staff_password_min;
    let (field, lasting) = new_password.map_or(("password", password), |new| ("new_password", new));
    checks.need(
        lasting.chars().count() >= least as usize,
        field,
        format!("Whoever administers has a password of at least {least} characters. Choose a longer one as the new password."),
    );
    if let Some(new) = new_password {
        password::check(&mut checks, "new_password", new, least, &["marquee"]);
    }
    checks.done()?;
    let stored = db::password_of(&app.db, user).await?;
    if !app.hasher.verify(password, Some(&stored)).await? {
        return Err(BAD_CREDENTIALS
            .because("That is not your password.")
            .field("password", "That is not your password."));
    }
    let fresh = match new_password {
        Some(new) => Some(app.hasher.hash(new).await?),
        None => None,
    };
    transact!(app.db, |tx| {
        claim(tx, token, user).await?;
        if !db::still_has_password(tx, user, &stored).await? {
            return Err(BAD_CREDENTIALS.because("Your password was changed a moment ago."));
        }
        if let Some(fresh) = &fresh {
            db::set_password(tx, user, fresh, false, tx.now()).await?;
        }
        let version = db::set_role(tx, user, Role::SuperAdmin).await?;
        end_all(app, tx, user, None).await?;
        let secret = begin_session(app, tx, user, visitor).await?;
        audit(tx, visitor, Some(user.uuid()), "setup.raise", Some(user.uuid())).await?;
        let role = Role::SuperAdmin.to_string();
        tx.publish(version, Some(user.uuid()), &RoleChanged { user: user.uuid(), role }).await?;
        Ok((user, secret))
    })
}

/// Makes the first administrator's account.
///
/// # Errors
/// `accounts/link-spent` (410), `accounts/email-taken` (409), `request/invalid` (422).
pub(crate) async fn sign_up(
    app: &App,
    visitor: &Visitor,
    token: &str,
    form: &Form<'_>,
) -> Result<(Id<User>, Secret)> {
    usable(app, token).await?;
    let mut checks = Checks::default();
    model::check_email(&mut checks, form.email);
    model::check_name(&mut checks, form.name);
    if let Some(locale) = form.locale {
        model::check_locale(&mut checks, locale);
    }
    let about = [form.email, form.name.unwrap_or_default(), "marquee"];
    password::check(&mut checks, "password", form.password, app.config.staff_password_min, &about);
    checks.done()?;
    let hash = app.hasher.hash(form.password).await?;
    let confirm = Secret::new();
    transact!(app.db, |tx| {
        let Some(user) = sign_up::insert(tx, form, &hash, Role::SuperAdmin).await? else {
            return Err(EMAIL_TAKEN
                .because("Sign in with it first, then open the link again.")
                .field("email", "This address has an account."));
        };
        claim(tx, token, user).await?;
        link(tx, db::CONFIRM, &confirm, user, hours(app.config.confirm_hours)).await?;
        let secret = begin_session(app, tx, user, visitor).await?;
        audit(tx, visitor, Some(user.uuid()), "setup.sign_up", Some(user.uuid())).await?;
        let proof = app.host.keys().seal(confirm.text())?;
        tx.publish(1, Some(user.uuid()), &UserRegistered { user: user.uuid(), proof }).await?;
        Ok((user, secret))
    })
}

fn spent() -> kit::Error {
    LINK_SPENT.because("The house has an administrator, or it was started again since. The newest link stands where it was started.")
}

/// Tells early, before anybody waits for a hash; `claim` decides.
async fn usable(app: &App, token: &str) -> Result<()> {
    let found = db::proof(&app.db, db::SETUP, &session::hash(token), app.db.now()).await?;
    found.map(drop).ok_or_else(spent)
}

async fn claim(tx: &Tx, token: &str, user: Id<User>) -> Result<()> {
    let used = db::use_proof(tx, db::SETUP, &session::hash(token), tx.now()).await?;
    if used && db::claim_first_administrator(tx, user).await? { Ok(()) } else { Err(spent()) }
}
