//! Makes an account (decision D13).

use std::time::Duration;

use chassis::db::Tx;
use chassis::http::{Caller, Rate};
use chassis::{random, transact};
use contracts::accounts::{ConfirmationAsked, KnownAddressTried, UserRegistered};
use kit::error::Checks;
use kit::{Id, Result};

use crate::App;
use crate::db::{self, NewUser};
use crate::model::{self, Role, User};
use crate::ops::{audit, begin_session, hours};
use crate::password;
use crate::problems::EMAIL_TAKEN;
use crate::session::Secret;

/// What somebody fills in.
pub(crate) struct Form<'f> {
    pub(crate) email: &'f str,
    pub(crate) password: &'f str,
    pub(crate) name: Option<&'f str>,
}

/// How it ended.
pub(crate) enum Done {
    /// Without a mail server: the account, and a session in this browser.
    In(Id<User>, Secret),
    /// With one: a mail is on its way, whether the address was known or not. The browser remembers this.
    Mailed(Secret),
}

/// Makes an account and sends the link that confirms its address.
///
/// Does one argon2id and one transaction, whether the address is known or not. With a mail server it
/// answers alike for both, and only the owner of the mailbox learns which it was.
///
/// # Errors
/// `request/invalid` (422) with the fields; `accounts/email-taken` (409), only where no mail server is set.
pub(crate) async fn sign_up(app: &App, caller: &Caller, form: &Form<'_>) -> Result<Done> {
    check(app, form)?;
    let hash = app.hasher.hash(form.password).await?;
    let mailed = app.host.post().is_server();
    let email_key = model::key(form.email);
    // Somebody else's mailbox is not filled by signing up with it again and again.
    let may_mail = app.host.door().limits().decide(("mail", &email_key), MAILS).allowed;
    let (token, browser) = (Secret::new(), Secret::new());
    transact!(app.db, |tx| {
        let Some(user) = insert(tx, form, &hash, Role::User).await? else {
            let known = db::touch_by_email(tx, &email_key).await?;
            let Some((user, version, proved)) = known.filter(|_| mailed) else {
                return Err(EMAIL_TAKEN
                    .because("Sign in with it, or take another address.")
                    .field("email", "This address has an account."));
            };
            audit(tx, caller, None, "sign_up.known_address", Some(user.uuid())).await?;
            if may_mail {
                tell_owner(app, tx, user, version, (!proved).then_some(&token)).await?;
            }
            return Ok(Done::Mailed(Secret::new()));
        };
        let life = (tx.now(), tx.now().plus(hours(app.config.confirm_hours)));
        db::insert_proof(tx, db::CONFIRM, &token.hash(), Some(user), Some(&browser.hash()), life).await?;
        audit(tx, caller, Some(user.uuid()), "sign_up", Some(user.uuid())).await?;
        let proof = app.host.keys().seal(token.text())?;
        tx.publish(1, Some(user.uuid()), &UserRegistered { user: user.uuid(), proof }).await?;
        if mailed {
            return Ok(Done::Mailed(Secret::again(&browser)));
        }
        Ok(Done::In(user, begin_session(app, tx, user, caller).await?))
    })
}

/// How many mails one address gets by sign-ups (decision D29).
const MAILS: Rate = Rate { most: 3, within: Duration::from_secs(3600) };

/// Tells the owner of an address that somebody signed up with it again. While the mailbox is not proved that
/// is a new link; it belongs to no browser, so that it asks for the first password or sets a new one.
async fn tell_owner(app: &App, tx: &Tx, user: Id<User>, version: i64, token: Option<&Secret>) -> Result<()> {
    let Some(token) = token else {
        tx.publish(version, None, &KnownAddressTried { user: user.uuid() }).await?;
        return Ok(());
    };
    let life = (tx.now(), tx.now().plus(hours(app.config.confirm_hours)));
    db::insert_proof(tx, db::CONFIRM, &token.hash(), Some(user), None, life).await?;
    let proof = app.host.keys().seal(token.text())?;
    tx.publish(version, None, &ConfirmationAsked { user: user.uuid(), proof }).await?;
    Ok(())
}

fn check(app: &App, form: &Form<'_>) -> Result<()> {
    let mut checks = Checks::default();
    model::check_email(&mut checks, form.email);
    check_name(&mut checks, form.name);
    let about = [form.email, form.name.unwrap_or_default(), "marquee"];
    password::check(&mut checks, "password", form.password, app.config.password_min, &about);
    checks.done()
}

/// Notes what is wrong with a name to show.
pub(crate) fn check_name(checks: &mut Checks, name: Option<&str>) {
    let name = name.unwrap_or("fine");
    checks.need(name.chars().count() <= 100, "name", "A name has at most 100 characters.");
    checks.need(!name.chars().any(char::is_control), "name", "A name has no line breaks.");
}

/// Inserts the row; nothing when the address is taken. A user name that is taken gets an ending.
pub(crate) async fn insert(tx: &Tx, form: &Form<'_>, hash: &str, role: Role) -> Result<Option<Id<User>>> {
    let id: Id<User> = random::id(tx.now());
    let number = tx.next_number("users").await?;
    let given = form.name.map(str::trim).filter(|name| !name.is_empty());
    let name = given.map_or_else(|| model::name_of(form.email), str::to_owned);
    let mut username = model::username_of(form.email);
    loop {
        let (email, name) = (form.email, name.as_str());
        let new =
            NewUser { id, number, email, username: &username, name, role, password: hash, now: tx.now() };
        if db::insert_user(tx, &new).await? {
            return Ok(Some(id));
        }
        if db::has_account(tx, &model::key(form.email)).await? {
            return Ok(None);
        }
        let ending: String = random::bytes::<3>().iter().map(|byte| format!("{byte:02x}")).collect();
        username = format!("{}-{ending}", model::username_of(form.email));
    }
}
