//! What notify does.

pub(crate) mod read;
pub(crate) mod send_mails;

use chassis::db::Tx;
use chassis::random;
use kit::{Result, Sealed, Time};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::model::TOPIC;
use crate::{App, db};

/// Puts a note into a member's bell, and lights it where the page is open.
pub(crate) async fn tell(app: &App, tx: &Tx, user: Uuid, kind: &str, params: &Value) -> Result<()> {
    let id = random::id(tx.now());
    db::insert_note(tx, (id, user), kind, &params.to_string(), tx.now()).await?;
    hint(app, tx, user, json!({ "note": id }));
    Ok(())
}

/// A mail that is to be written.
pub(crate) struct Post<'p> {
    pub(crate) user: Uuid,
    pub(crate) letter: &'static str,
    /// Sealed.
    pub(crate) proof: Option<&'p str>,
    /// Where it goes instead of the account's address; sealed.
    pub(crate) mailbox: Option<&'p str>,
}

impl<'p> Post<'p> {
    /// A letter to somebody at the address that the account has when it is sent.
    pub(crate) fn to(user: Uuid, letter: &'static str) -> Self {
        Self { user, letter, proof: None, mailbox: None }
    }

    /// With this proof in it.
    pub(crate) fn with<T>(mut self, proof: &'p Sealed<T>) -> Self {
        self.proof = Some(proof.text());
        self
    }

    /// At this address instead.
    pub(crate) fn at<T>(mut self, mailbox: &'p Sealed<T>) -> Self {
        self.mailbox = Some(mailbox.text());
        self
    }
}

/// Queues a mail about what happened `at`; the sender wakes once the row is durable. After a restore nobody gets what the
/// life before had told already.
pub(crate) async fn queue(app: &App, tx: &Tx, at: Time, post: &Post<'_>) -> Result<()> {
    if db::is_of_a_life_before(tx, at).await? {
        return Ok(());
    }
    db::insert_mail(tx, random::id(tx.now()), post, tx.now()).await?;
    let mails = app.mails.clone();
    tx.afterwards(move || mails.notify_one());
    Ok(())
}

/// Tells the member's open pages to look again, once the change is durable.
pub(crate) fn hint(app: &App, tx: &Tx, user: Uuid, data: Value) {
    let live = app.host.live().clone();
    tx.afterwards(move || live.publish(&format!("{TOPIC}{user}"), &data));
}
