//! Begins and ends sessions.

use std::time::Duration;

use chassis::db::Tx;
use chassis::http::Rate;
use chassis::http::limit::network;
use chassis::transact;
use kit::{Id, Result};
use uuid::Uuid;

use crate::App;
use crate::db::{self, Entry};
use crate::model::{self, Session, User};
use crate::ops::grant_tokens::revoke;
use crate::ops::{audit, begin_family, begin_session, end, suspended};
use crate::problems::BAD_CREDENTIALS;
use crate::session::{Secret, Visitor};

/// How often one address may try one account (decision D29).
const PAIR: Rate = Rate { most: 10, within: Duration::from_secs(600) };
/// How often one login may be tried from everywhere. An account has two, its address and its user name.
const LOGIN: Rate = Rate { most: 50, within: Duration::from_secs(3600) };
/// How often one address may try whatever account.
const PLACE: Rate = Rate { most: 100, within: Duration::from_secs(600) };

/// What is to begin.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    /// A session of a browser, by cookie.
    Browser,
    /// A family of tokens, whose access tokens work for so many minutes.
    Program { minutes: u32 },
}

/// What has begun.
pub(crate) enum Begun {
    Session(Secret),
    Family { id: Id<Session>, minutes: u32 },
}

/// Begins a session, or a family of tokens, for whoever knows login and password.
///
/// Does one argon2id and one transaction whatever it finds, so that neither answer nor time tells whether an
/// account exists. Hashes that came from elsewhere are the exception, until they are replaced here.
///
/// # Errors
/// `accounts/bad-credentials` (401); `accounts/suspended` (403), told only to whoever knows the password;
/// `request/too-many` (429) after ten tries of an account from one address.
pub(crate) async fn sign_in(
    app: &App,
    visitor: &Visitor,
    way: Way,
    login: &str,
    password: &str,
) -> Result<(Id<User>, Begun)> {
    let key = model::key(login);
    let found = db::entry_by_login(&app.db, &key).await?;
    let tried = hold_back(app, visitor, found.as_ref(), key).await?;
    let fits = app.hasher.verify(password, found.as_ref().map(|entry| entry.password.as_str())).await?;
    // With a mail server an account is worth nothing before its mailbox is proved, and that is not told.
    let known = found.as_ref().is_some_and(|entry| entry.known || !app.host.post().is_server());
    let fresh = match &found {
        Some(entry) if fits && app.hasher.is_old(&entry.password) => Some(app.hasher.hash(password).await?),
        _ => None,
    };
    let begun = transact!(app.db, |tx| {
        if let (Some(entry), true) = (&found, fits && known && !is_suspended(found.as_ref()))
            && still_fits(tx, entry, fresh.as_deref()).await?
        {
            let subject = Some(entry.user.uuid());
            audit(tx, visitor, subject, "sign_in", subject).await?;
            return Ok(Some((entry.user, begin(app, tx, entry.user, visitor, way).await?)));
        }
        audit(tx, visitor, None, "sign_in.refused", found.as_ref().map(|entry| entry.user.uuid())).await?;
        Ok(None)
    })?;
    if let Some(begun) = begun {
        app.host.door().guards().forgive(tried);
        return Ok(begun);
    }
    if fits && is_suspended(found.as_ref()) {
        return Err(suspended());
    }
    let mailed = app.host.post().is_server();
    let hint = if mailed { " If you have just signed up, open the link in the mail first." } else { "" };
    Err(BAD_CREDENTIALS
        .because(format!("Look at both once more. Capital letters count in the password.{hint}")))
}

fn is_suspended(found: Option<&Entry>) -> bool {
    found.is_some_and(|entry| entry.suspended)
}

/// Whether the password that was verified is still the account's; holds its row, and replaces an old hash.
async fn still_fits(tx: &Tx, entry: &Entry, fresh: Option<&str>) -> Result<bool> {
    Ok(match fresh {
        Some(fresh) => db::rehash(tx, entry.user, &entry.password, fresh).await?,
        None => db::still_has_password(tx, entry.user, &entry.password).await?,
    })
}

/// Begins what was asked for.
pub(crate) async fn begin(app: &App, tx: &Tx, user: Id<User>, visitor: &Visitor, way: Way) -> Result<Begun> {
    Ok(match way {
        Way::Browser => Begun::Session(begin_session(app, tx, user, visitor).await?),
        Way::Program { minutes } => {
            Begun::Family { id: begin_family(app, tx, user, visitor, minutes).await?, minutes }
        }
    })
}

/// Counts a try; answers under which key, so that a right one can be forgiven.
///
/// Counted is what was typed, whether an account has it or not, so that being held back tells nothing. A browser that the account was signed in to with before has a count of its own, so that nobody locks an owner
/// out by guessing.
async fn hold_back(
    app: &App,
    visitor: &Visitor,
    found: Option<&Entry>,
    typed: String,
) -> Result<(&'static str, String, String)> {
    let (limits, place) = (app.host.door().guards(), network(visitor.address()));
    if visitor.returns {
        let device = visitor.device.hash();
        // Asked for nobody as well: the time that it takes must not tell who has an account.
        let user = found.map_or(Id::new(Uuid::nil()), |entry| entry.user);
        if db::knows_device(&app.db, user, &device).await? {
            let key = ("sign-in at home", user.to_string(), format!("{device:?}"));
            limits.decide(&key, PAIR).check()?;
            return Ok(key);
        }
    }
    limits.decide(("sign-in", place), PLACE).check()?;
    let key = ("sign-in", typed, place.to_string());
    limits.decide(&key, PAIR).check()?;
    limits.decide(("sign-in", &key.1), LOGIN).check()?;
    Ok(key)
}

/// Ends the caller's session or family of tokens, also by a token that has run out meanwhile. Safe to repeat.
pub(crate) async fn sign_out(app: &App, visitor: &Visitor) -> Result<()> {
    let Some(who) = visitor.known() else {
        if let Some(token) = &visitor.token {
            revoke(app, visitor, token).await?;
        }
        return Ok(());
    };
    transact!(app.db, |tx| {
        end(app, tx, who.session, who.user, tx.now()).await?;
        audit(tx, visitor, Some(who.user), "sign_out", Some(who.user)).await?;
        Ok(())
    })
}
