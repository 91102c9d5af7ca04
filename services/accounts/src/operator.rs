//! What whoever runs the machine does to accounts from the command line, whether the house is open or not.

use std::net::{IpAddr, Ipv4Addr};

use chassis::audit::Deed;
use chassis::db::{Db, Tx};
use chassis::host::Host;
use chassis::{random, transact};
use contracts::accounts::{RoleChanged, UserRegistered};
use kit::error::{Checks, INVALID};
use kit::{Error, Id, Result};
use serde::Deserialize;
use serde_json::json;

use crate::App;
use crate::db::{self, NewSession};
use crate::model::{self, Role, Session, User};
use crate::ops::demo;
use crate::ops::grant_tokens::grant;
use crate::ops::sign_up::{Form, insert};
use crate::ops::{hours, link, minutes};
use crate::password;
use crate::problems::{EMAIL_TAKEN, NO_SUCH_USER};
use crate::session::Secret;

/// For how many minutes a pass works.
const PASS_MINUTES: i64 = 5;

/// The operator's hands on the accounts of a house.
#[derive(Clone)]
pub struct Operator(App);

/// A person of a system before us, a line of JSON each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Newcomer {
    /// The address.
    pub email: String,
    /// The user name; made from the address when it is left out.
    pub username: Option<String>,
    /// The name that others see.
    pub name: Option<String>,
    /// The street address.
    pub street_address: Option<String>,
    /// The stored password: `$2b$…` (bcrypt), `sha256+$2b$…` (bcrypt over the SHA-256 in hex) or
    /// `pbkdf2:sha256:<rounds>$<salt>$<hex>`. It is replaced at the first sign-in.
    pub password_hash: String,
}

impl Operator {
    /// Reaches for the accounts of a house.
    ///
    /// # Errors
    /// When the configuration of accounts is wrong.
    pub fn new(host: &Host, db: &Db) -> Result<Self> {
        App::new(host, db.clone()).map(Self)
    }

    /// Makes an account with a role; the address counts as proved. Answers the number that classic paths show.
    ///
    /// # Errors
    /// `request/invalid` (422) with what is wrong; `accounts/email-taken` (409).
    pub async fn create_user(&self, email: &str, role: &str, password: &str) -> Result<i64> {
        let app = &self.0;
        let role = Role::named(role)
            .ok_or_else(|| INVALID.because("The roles are user, moderator, admin and super_admin."))?;
        let staff = role >= Role::Admin;
        let least = if staff { app.config.staff_password_min } else { app.config.password_min };
        let mut checks = Checks::default();
        model::check_email(&mut checks, email);
        password::check(&mut checks, "password", password, least, &[email, "marquee"]);
        checks.done()?;
        let hash = app.hasher.hash(password).await?;
        let confirm = Secret::new();
        transact!(app.db, |tx| {
            let form = Form { email, password, ..Form::default() };
            let taken = || EMAIL_TAKEN.because(format!("{email} has an account already."));
            let user = insert(tx, &form, &hash, role).await?.ok_or_else(taken)?;
            link(tx, db::CONFIRM, &confirm, user, hours(app.config.confirm_hours)).await?;
            db::use_proof(tx, db::CONFIRM, &confirm.hash(), tx.now()).await?;
            db::set_confirmed(tx, user, tx.now()).await?;
            if role == Role::SuperAdmin {
                db::claim_first_administrator(tx, user).await?;
                db::void_setups(tx, tx.now()).await?;
            }
            note(tx, "operator.create_user", user).await?;
            let version = db::touch(tx, user).await?;
            let told = RoleChanged { user: user.uuid(), role: role.to_string() };
            tx.publish(version, None, &told).await?;
            number(tx, user).await
        })
    }

    /// Fills the house for looking around; false when that was done before. The passwords of the members are shown
    /// where links are.
    ///
    /// # Errors
    /// As any statement.
    pub async fn open_demo(&self) -> Result<bool> {
        demo::open(&self.0, demo::By::Operator).await
    }

    /// A short-lived access token of the account with this number, for a house that is open to whoever sits at its
    /// machine; nothing when there is no such account.
    ///
    /// # Errors
    /// As any statement.
    pub async fn pass_of(&self, number: i64) -> Result<Option<String>> {
        let app = &self.0;
        let Some(user) = db::user_by_number(&app.db, number).await? else { return Ok(None) };
        let family = transact!(app.db, |tx| {
            let (id, now): (Id<Session>, _) = (random::id(tx.now()), tx.now());
            let new = NewSession {
                id,
                user,
                kind: "token",
                secret: Secret::new().hash(),
                device: Secret::new().hash(),
                token_minutes: PASS_MINUTES,
                agent: "open demo",
                address: "127.0.0.1".into(),
                now,
                expires_at: now.plus(minutes(5)),
            };
            db::insert_session(tx, &new).await?;
            Ok(id)
        })?;
        let granted = grant(app, user, (family, 1), 5).await?;
        Ok(Some(granted.access))
    }

    /// Makes a link that sets a new password; whoever runs the machine hands it over.
    ///
    /// # Errors
    /// `accounts/no-such-user` (404).
    pub async fn reset_link(&self, email: &str) -> Result<String> {
        let app = &self.0;
        let token = Secret::new();
        transact!(app.db, |tx| {
            let user = db::user_by_email(tx, &model::key(email)).await?;
            let user =
                user.ok_or_else(|| NO_SUCH_USER.because(format!("No account has the address {email}.")))?;
            link(tx, db::RESET, &token, user, minutes(app.config.reset_minutes)).await?;
            note(tx, "operator.reset_link", user).await
        })?;
        Ok(format!("{}/reset#{}", app.host.address().origin(), token.text()))
    }

    /// Takes somebody over from a system before us; false when the address has an account already. Safe to repeat.
    ///
    /// # Errors
    /// `request/invalid` (422) with what is wrong.
    pub async fn take_over(&self, newcomer: &Newcomer) -> Result<bool> {
        let app = &self.0;
        let mut checks = Checks::default();
        model::check_email(&mut checks, &newcomer.email);
        model::check_name(&mut checks, newcomer.name.as_deref());
        if let Some(username) = &newcomer.username {
            model::check_username(&mut checks, username);
        }
        if let Some(address) = &newcomer.street_address {
            model::check_street(&mut checks, address);
        }
        let known = password::is_known(&newcomer.password_hash);
        checks.need(known, "password_hash", "This is no hash of bcrypt, sha256+bcrypt or pbkdf2:sha256.");
        checks.done()?;
        let token = Secret::new();
        transact!(app.db, |tx| {
            let form = Form {
                email: &newcomer.email,
                name: newcomer.name.as_deref(),
                username: newcomer.username.as_deref(),
                street_address: newcomer.street_address.as_deref(),
                ..Form::default()
            };
            let Some(user) = insert(tx, &form, &newcomer.password_hash, Role::User).await? else {
                return Ok(false);
            };
            link(tx, db::CONFIRM, &token, user, hours(app.config.confirm_hours)).await?;
            note(tx, "operator.take_over", user).await?;
            let proof = app.host.keys().seal(token.text())?;
            tx.publish(1, None, &UserRegistered { user: user.uuid(), proof }).await?;
            Ok(true)
        })
    }
}

impl Operator {
    /// Notes in the audit what was done to the keys of the house.
    ///
    /// # Errors
    /// As any statement.
    pub async fn note_key(&self, action: &str, purpose: &str, id: &str) -> Result<()> {
        let (address, detail) = (IpAddr::V4(Ipv4Addr::LOCALHOST), json!({ "purpose": purpose, "key": id }));
        transact!(self.0.db, |tx| {
            let detail = detail.clone();
            tx.audit(Deed { actor: None, action, subject: None, address, detail }).await
        })
    }

    /// How many accounts have a password that was hashed with this pepper; without it they have to set a new one.
    ///
    /// # Errors
    /// As any statement.
    pub async fn peppered_with(&self, id: &str) -> Result<i64> {
        Ok(db::peppered_with(&self.0.db, &format!("argon2id${id}$%")).await?)
    }
}

async fn number(tx: &Tx, user: Id<User>) -> Result<i64> {
    let account = db::account(tx, user).await?.ok_or(chassis::db::Error::NoRow)?;
    Ok(account.number)
}

async fn note(tx: &Tx, action: &str, user: Id<User>) -> Result<(), Error> {
    let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
    tx.audit(Deed { actor: None, action, subject: Some(user.uuid()), address, detail: json!({}) }).await
}
