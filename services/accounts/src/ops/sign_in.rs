//! Begins and ends sessions.

use std::time::Duration;

use chassis::http::limit::network;
use chassis::http::{Caller, Rate};
use chassis::transact;
use kit::{Id, Result};

use crate::App;
use crate::db;
use crate::model::{self, User};
use crate::ops::{audit, begin_session, end};
use crate::problems::BAD_CREDENTIALS;
use crate::session::Secret;

/// How often one address may try one account (decision D29).
const PAIR: Rate = Rate { most: 10, within: Duration::from_secs(600) };
/// How often one account may be tried from everywhere.
const ACCOUNT: Rate = Rate { most: 100, within: Duration::from_secs(3600) };
/// How often one address may try whatever account.
const PLACE: Rate = Rate { most: 100, within: Duration::from_secs(600) };

/// Begins a session for whoever knows login and password.
///
/// Does one argon2id and one transaction whatever it finds, so that neither answer nor time tells whether an
/// account exists.
///
/// # Errors
/// `accounts/bad-credentials` (401); `request/too-many` (429) after ten tries of an account from one address.
pub(crate) async fn sign_in(
    app: &App,
    caller: &Caller,
    login: &str,
    password: &str,
) -> Result<(Id<User>, Secret)> {
    let key = model::key(login);
    let found = db::password_by_login(&app.db, &key).await?;
    hold_back(app, caller, found.as_ref().map_or(key, |(user, ..)| user.to_string()))?;
    let fits = app.hasher.verify(password, found.as_ref().map(|(_, stored, _)| stored.as_str())).await?;
    // With a mail server an account is worth nothing before its mailbox is proved, and that is not told.
    let proved = found.as_ref().is_some_and(|(.., proved)| *proved || !app.host.post().is_server());
    let begun = transact!(app.db, |tx| {
        let subject = found.as_ref().map(|(user, ..)| user.uuid());
        if let (Some((user, stored, _)), true) = (&found, fits && proved)
            && db::still_has_password(tx, *user, stored).await?
        {
            audit(tx, caller, subject, "sign_in", subject).await?;
            return Ok(Some((*user, begin_session(app, tx, *user, caller).await?)));
        }
        audit(tx, caller, None, "sign_in.refused", subject).await?;
        Ok(None)
    })?;
    let mailed = app.host.post().is_server();
    let hint = if mailed { " If you have just signed up, open the link in the mail first." } else { "" };
    let (user, secret) = begun.ok_or_else(|| {
        BAD_CREDENTIALS
            .because(format!("Look at both once more. Capital letters count in the password.{hint}"))
    })?;
    app.host.door().limits().forgive(("sign-in", user.to_string(), network(caller.address())));
    Ok((user, secret))
}

/// Counts a try of `account`, the id of one that exists or else the login as it was typed.
fn hold_back(app: &App, caller: &Caller, account: String) -> Result<()> {
    let (limits, place) = (app.host.door().limits(), network(caller.address()));
    limits.decide(("sign-in", place), PLACE).check()?;
    limits.decide(("sign-in", &account, place), PAIR).check()?;
    limits.decide(("sign-in", &account), ACCOUNT).check()
}

/// Ends the caller's session. Safe to repeat.
pub(crate) async fn sign_out(app: &App, caller: &Caller) -> Result<()> {
    let Some(who) = caller.known() else { return Ok(()) };
    transact!(app.db, |tx| {
        end(app, tx, who.session, who.user, tx.now()).await?;
        audit(tx, caller, Some(who.user), "sign_out", Some(who.user)).await?;
        Ok(())
    })
}
