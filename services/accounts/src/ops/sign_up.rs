//! Makes an account (decision D13).

use std::time::Duration;

use chassis::db::Tx;
use chassis::http::Rate;
use chassis::{random, transact};
use contracts::accounts::{ConfirmationAsked, KnownAddressTried, UserRegistered};
use kit::error::Checks;
use kit::text::hex;
use kit::{Error, Id, Result};
use uuid::Uuid;

use crate::App;
use crate::db::{self, NewProof, NewUser};
use crate::model::{self, Role, User};
use crate::ops::sign_in::{Begun, Way, begin};
use crate::ops::{audit, hours, link};
use crate::password;
use crate::problems::{EMAIL_TAKEN, USERNAME_TAKEN};
use crate::session::{Secret, Visitor};

/// What somebody fills in.
#[derive(Default)]
pub(crate) struct Form<'f> {
    pub(crate) email: &'f str,
    pub(crate) password: &'f str,
    pub(crate) name: Option<&'f str>,
    /// A user name that must be free; one is made from the address when it is left out.
    pub(crate) username: Option<&'f str>,
    pub(crate) street_address: Option<&'f str>,
    /// The language of pages and mails.
    pub(crate) locale: Option<&'f str>,
    /// Whether the password may be one that is guessed first, as classic paths allow.
    pub(crate) any_password: bool,
}

/// How it ended.
pub(crate) enum Done {
    /// Without a mail server, or on a classic path: the account, and what has begun.
    In(Id<User>, Begun),
    /// With one: a mail is on its way, whether the address was known or not. The browser remembers this.
    Mailed(Secret),
}

/// How many mails one address gets by sign-ups (decision D29).
const MAILS: Rate = Rate { most: 3, within: Duration::from_secs(3600) };

/// Makes an account and sends the link that confirms its address.
///
/// Does one argon2id and one transaction, whether the address is known or not. With a mail server it
/// answers alike for both, and only the owner of the mailbox learns which it was.
///
/// # Errors
/// `request/invalid` (422) with the fields; `accounts/email-taken` (409), only where no mail server is set.
pub(crate) async fn sign_up(app: &App, visitor: &Visitor, form: &Form<'_>) -> Result<Done> {
    check(app, form)?;
    let hash = app.hasher.hash(form.password).await?;
    let mailed = app.host.post().is_server();
    let email_key = model::key(form.email);
    // Somebody else's mailbox is not filled by signing up with it again and again.
    let may_mail = app.host.door().guards().decide(("mail", &email_key), MAILS).allowed;
    let (token, browser) = (Secret::new(), Secret::new());
    transact!(app.db, |tx| {
        let Some(user) = insert(tx, form, &hash, Role::User).await? else {
            let known = db::touch_by_email(tx, &email_key).await?;
            if !mailed {
                return Err(taken());
            }
            let subject = known.as_ref().map(|(user, ..)| user.uuid());
            audit(tx, visitor, None, "sign_up.known_address", subject).await?;
            if let (Some((user, version, proved)), true) = (known, may_mail) {
                tell_owner(app, tx, user, version, (!proved).then_some(&token)).await?;
            }
            return Ok(Done::Mailed(Secret::new()));
        };
        register(app, tx, visitor, user, (&token, Some(&browser))).await?;
        if mailed {
            return Ok(Done::Mailed(Secret::again(&browser)));
        }
        Ok(Done::In(user, begin(app, tx, user, visitor, Way::Browser).await?))
    })
}

/// Makes an account on a classic path, which tells whether an address is known, and begins what that path gives.
///
/// # Errors
/// `request/invalid` (422) with the fields; `accounts/email-taken` and `accounts/username-taken` (409).
pub(crate) async fn sign_up_classic(
    app: &App,
    visitor: &Visitor,
    form: &Form<'_>,
    way: Option<Way>,
) -> Result<(Id<User>, Option<Begun>)> {
    check(app, form)?;
    let hash = app.hasher.hash(form.password).await?;
    let token = Secret::new();
    transact!(app.db, |tx| {
        if let Some(username) = form.username
            && db::has_username(tx, &model::key(username), Uuid::nil()).await?
        {
            return Err(USERNAME_TAKEN.because("Username already taken"));
        }
        let user = insert(tx, form, &hash, Role::User).await?.ok_or_else(taken)?;
        register(app, tx, visitor, user, (&token, None)).await?;
        Ok((
            user,
            match way {
                Some(way) => Some(begin(app, tx, user, visitor, way).await?),
                None => None,
            },
        ))
    })
}

fn taken() -> Error {
    EMAIL_TAKEN
        .because("Sign in with it, or take another address.")
        .field("email", "This address has an account.")
}

/// What every new account gets: its link, its line in the audit, its event.
async fn register(
    app: &App,
    tx: &Tx,
    visitor: &Visitor,
    user: Id<User>,
    (token, browser): (&Secret, Option<&Secret>),
) -> Result<()> {
    let (now, expires_at) = (tx.now(), tx.now().plus(hours(app.config.confirm_hours)));
    let (hash, browser) = (token.hash(), browser.map(Secret::hash));
    let new = NewProof { kind: db::CONFIRM, hash, user: Some(user), browser, address: None, now, expires_at };
    db::insert_proof(tx, &new).await?;
    audit(tx, visitor, Some(user.uuid()), "sign_up", Some(user.uuid())).await?;
    let proof = app.host.keys().seal(token.text())?;
    tx.publish(1, Some(user.uuid()), &UserRegistered { user: user.uuid(), proof }).await?;
    Ok(())
}

/// Tells the owner of an address that somebody signed up with it again. While the mailbox is not proved that
/// is a new link; it belongs to no browser, so that it asks for the first password or sets a new one.
async fn tell_owner(app: &App, tx: &Tx, user: Id<User>, version: i64, token: Option<&Secret>) -> Result<()> {
    let Some(token) = token else {
        tx.publish(version, None, &KnownAddressTried { user: user.uuid() }).await?;
        return Ok(());
    };
    link(tx, db::CONFIRM, token, user, hours(app.config.confirm_hours)).await?;
    let proof = app.host.keys().seal(token.text())?;
    tx.publish(version, None, &ConfirmationAsked { user: user.uuid(), proof }).await?;
    Ok(())
}

fn check(app: &App, form: &Form<'_>) -> Result<()> {
    let mut checks = Checks::default();
    model::check_email(&mut checks, form.email);
    model::check_name(&mut checks, form.name);
    if let Some(username) = form.username {
        model::check_username(&mut checks, username);
    }
    if let Some(address) = form.street_address {
        model::check_street(&mut checks, address);
    }
    if let Some(locale) = form.locale {
        model::check_locale(&mut checks, locale);
    }
    let about = [form.email, form.name.unwrap_or_default(), "marquee"];
    let rule = if form.any_password { password::check_length } else { password::check };
    rule(&mut checks, "password", form.password, app.config.password_min, &about);
    checks.done()
}

/// Inserts the row; nothing when the address is taken, or held for somebody who may still take it back. A user
/// name that is taken gets an ending.
pub(crate) async fn insert(tx: &Tx, form: &Form<'_>, hash: &str, role: Role) -> Result<Option<Id<User>>> {
    let id: Id<User> = random::id(tx.now());
    let number = tx.next_number("users").await?;
    let given = form.name.map(str::trim).filter(|name| !name.is_empty());
    let wanted = form.username.map_or_else(|| model::username_of(form.email), str::to_owned);
    let name = given.or(form.username).map_or_else(|| model::name_of(form.email), str::to_owned);
    let (email, street_address, password) = (form.email, form.street_address.unwrap_or_default(), hash);
    let locale = form.locale.unwrap_or(model::LOCALES[0]);
    let mut free = wanted.clone();
    loop {
        let (name, username, now) = (&*name, &*free, tx.now());
        let new = NewUser { id, number, email, username, name, role, password, street_address, locale, now };
        if db::insert_user(tx, &new).await? {
            break;
        }
        if db::user_by_email(tx, &model::key(form.email)).await?.is_some() {
            return Ok(None);
        }
        free = format!("{wanted}-{}", hex(&random::bytes::<3>()));
    }
    // Asked after the write: whoever gave this address up a moment ago has committed by now.
    if db::is_held(tx, &model::key(form.email), id.uuid(), tx.now()).await? {
        db::delete_new_user(tx, id).await?;
        return Ok(None);
    }
    Ok(Some(id))
}
