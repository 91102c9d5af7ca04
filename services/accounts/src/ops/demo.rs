//! Fills a house for looking around: two members, and the news of it, on which every service brings what it has for
//! that (decision D17).

use std::net::{IpAddr, Ipv4Addr};

use chassis::audit::Deed;
use chassis::http::Caller;
use chassis::mail::Slip;
use chassis::{random, transact};
use contracts::accounts::DemoAsked;
use kit::text::hex;
use kit::{Id, Result};
use serde_json::json;
use uuid::Uuid;

use crate::App;
use crate::db;
use crate::model::{Role, User};
use crate::ops::sign_up::{Form, insert};
use crate::ops::{hours, link};
use crate::problems::DEMO_CLOSED;
use crate::session::Secret;

/// Who is made. The domain is kept free for examples, so that no letter ever reaches anybody.
const MEMBERS: [(&str, &str); 2] =
    [("mira@demo.example", "Mira Okafor"), ("jonas@demo.example", "Jonas Weiss")];
/// The right of whoever took the keys of the house with its set-up link.
const FIRST: &str = "accounts.appoint";

/// Who wants it.
pub(crate) enum By<'c> {
    /// Whoever started the program.
    Operator,
    /// Whoever pressed the button.
    Caller(&'c Caller),
}

/// How a house stands to it: whether it is a demo, and whether this caller may make it one.
pub(crate) async fn standing(app: &App, caller: &Caller) -> Result<(bool, bool)> {
    let here = db::is_demo(&app.db).await?;
    let others = db::has_others(&app.db, asker(caller)).await?;
    Ok((here, !here && may_open(caller, others).is_ok()))
}

/// Makes the members, shows their passwords to whoever runs the house, and tells the services.
///
/// Answers whether it did: a house that is a demo stays as it is, so that this is safe to repeat.
///
/// # Errors
/// `accounts/demo-closed` (403) unless the caller is the first administrator or a local one, and nobody else
/// has an account.
pub(crate) async fn open(app: &App, by: By<'_>) -> Result<bool> {
    let mut fresh = Vec::new();
    for (email, name) in MEMBERS {
        let password = password();
        let hash = app.hasher.hash(&password).await?;
        fresh.push((email, name, password, hash));
    }
    let made = transact!(app.db, |tx| {
        if !db::make_demo(tx, tx.now()).await? {
            return Ok(None);
        }
        if let By::Caller(caller) = &by {
            may_open(caller, db::has_others(tx, asker(caller)).await?)?;
        }
        let (actor, address) = whose(&by);
        let mut made: Vec<(Id<User>, i64, &str)> = Vec::new();
        for (email, name, _, hash) in &fresh {
            let form = Form { email, name: Some(name), ..Form::default() };
            // An address that somebody has keeps its owner.
            let Some(user) = insert(tx, &form, hash, Role::User).await? else { continue };
            // Their mailboxes are nobody's, so that they count as proved at once.
            let proof = Secret::new();
            link(tx, db::CONFIRM, &proof, user, hours(app.config.confirm_hours)).await?;
            db::use_proof(tx, db::CONFIRM, &proof.hash(), tx.now()).await?;
            let (subject, detail) = (Some(user.uuid()), json!({}));
            tx.audit(Deed { actor, action: "demo.open", subject, address, detail }).await?;
            made.push((user, db::set_confirmed(tx, user, tx.now()).await?, *email));
        }
        if let Some((user, version, _)) = made.first().copied() {
            let members = made.iter().map(|(user, ..)| user.uuid()).collect();
            tx.publish(version, actor, &DemoAsked { user: user.uuid(), members }).await?;
        }
        Ok(Some(made.into_iter().map(|(.., email)| email).collect::<Vec<_>>()))
    })?;
    let Some(made) = made else { return Ok(false) };
    for (email, _, password, _) in fresh {
        if made.contains(&email) {
            let slip = Slip { label: format!("Password of {email}"), link: password };
            app.host.post().slips().show(&slip, app.db.now())?;
        }
    }
    Ok(true)
}

fn may_open(caller: &Caller, others: bool) -> Result<()> {
    let first = caller.known().is_some_and(|who| who.may(FIRST));
    if (first || caller.is_local()) && !others {
        return Ok(());
    }
    Err(DEMO_CLOSED.because(
        "The first administrator can do it, or whoever sits at this machine, while nobody else has an account.",
    ))
}

fn asker(caller: &Caller) -> Uuid {
    caller.known().map_or_else(Uuid::nil, |who| who.user)
}

fn whose(by: &By<'_>) -> (Option<Uuid>, IpAddr) {
    match by {
        By::Operator => (None, IpAddr::V4(Ipv4Addr::LOCALHOST)),
        By::Caller(caller) => (caller.known().map(|who| who.user), caller.address()),
    }
}

/// Eighty random bits, in groups that can be typed off a terminal.
fn password() -> String {
    let letters = hex(&random::bytes::<10>());
    let groups: Vec<&str> = (0..5).map(|at| &letters[at * 4..at * 4 + 4]).collect();
    groups.join("-")
}
