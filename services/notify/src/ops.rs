//! What notify does.

pub(crate) mod read;
pub(crate) mod send_mails;

use chassis::db::Tx;
use chassis::random;
use kit::Result;
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

/// Queues a mail; the sender wakes once the row is durable.
pub(crate) async fn queue(app: &App, tx: &Tx, user: Uuid, letter: &str, proof: Option<&str>) -> Result<()> {
    db::insert_mail(tx, (random::id(tx.now()), user), letter, proof, tx.now()).await?;
    let mails = app.mails.clone();
    tx.afterwards(move || mails.notify_one());
    Ok(())
}

/// Tells the member's open pages to look again, once the change is durable.
pub(crate) fn hint(app: &App, tx: &Tx, user: Uuid, data: Value) {
    let live = app.host.live().clone();
    tx.afterwards(move || live.publish(&format!("{TOPIC}{user}"), &data));
}
