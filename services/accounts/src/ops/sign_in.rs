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
    let place = network(caller.address());
    let limits = app.host.door().limits();
    limits.decide(("sign-in", &key, place), PAIR).check()?;
    limits.decide(("sign-in", &key), ACCOUNT).check()?;
    limits.decide(("sign-in", place), PLACE).check()?;
    let found = db::password_by_login(&app.db, &key).await?;
    let fits = app.hasher.verify(password, found.as_ref().map(|(_, stored)| stored.as_str())).await?;
    let user = found.map(|(user, _)| user);
    let begun = transact!(app.db, |tx| {
        let action = if fits { "sign_in" } else { "sign_in.refused" };
        let subject = user.map(Id::uuid);
        audit(tx, caller, subject.filter(|_| fits), action, subject).await?;
        match user.filter(|_| fits) {
            Some(user) => Ok(Some((user, begin_session(app, tx, user, caller).await?))),
            None => Ok(None),
        }
    })?;
    let wrong = || BAD_CREDENTIALS.because("Look at both once more. Capital letters count in the password.");
    let begun = begun.ok_or_else(wrong)?;
    limits.forgive(("sign-in", &key, place));
    Ok(begun)
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
