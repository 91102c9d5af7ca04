//! Sends what is queued.

use std::time::Duration;

use chassis::bus::Worker;
use chassis::link;
use contracts::accounts::v1::AddressRequest;
use kit::{Error, Result};

use crate::App;
use crate::db::{self, Due};
use crate::letter::{self, Reader};
use crate::model::{PATIENCE, pause};

/// For how long a sender holds a mail; if it dies, another takes over after that.
const LEASE: Duration = Duration::from_secs(60);

/// Sends mails in the background, woken when one is queued.
pub(crate) fn sender(app: &App) -> Worker {
    let (app, bell) = (app.clone(), app.mails.clone());
    Worker::new("notify.send_mails", bell, move || {
        let app = app.clone();
        async move { send_mails(&app).await }
    })
}

/// Sends the mails whose time has come; answers how many of them are done with.
///
/// A mail is handed over and then marked: a crash between the two sends it once more, under the same id.
/// A server that is away only puts it off.
pub(crate) async fn send_mails(app: &App) -> Result<u64> {
    let mut done = 0;
    for mail in db::due_mails(&app.db, app.db.now()).await? {
        let now = app.db.now();
        if !db::claim_mail(&app.db, &mail, now.plus(LEASE)).await? {
            continue;
        }
        let Err(error) = send(app, &mail).await else {
            db::end_mail(&app.db, mail.id, "sent", app.db.now()).await?;
            done += 1;
            continue;
        };
        let tries = mail.tries + 1;
        if error.kind().status == 410 {
            db::end_mail(&app.db, mail.id, "dropped", now).await?;
        } else if now.since(mail.created_at) > PATIENCE || (!away(&error) && tries >= 5) {
            tracing::error!(mail = %mail.id, letter = mail.letter, ?error, "mail given up");
            db::end_mail(&app.db, mail.id, "failed", now).await?;
        } else {
            tracing::warn!(mail = %mail.id, letter = mail.letter, tries, ?error, "mail put off");
            db::put_off_mail(&app.db, mail.id, now.plus(pause(tries))).await?;
        }
    }
    Ok(done)
}

/// Whether somebody is merely away, so that patience helps.
fn away(error: &Error) -> bool {
    matches!(error.kind().status, 429 | 503 | 504)
}

async fn send(app: &App, mail: &Due) -> Result<()> {
    let request = AddressRequest { user: mail.user.as_bytes().to_vec() };
    let to = link::ask(app.accounts.clone().address(request)).await?;
    let mailbox = mail.mailbox.as_ref().map(|mailbox| app.host.keys().open_seal(mailbox)).transpose()?;
    let email = mailbox.unwrap_or(to.email);
    let token = mail.proof.as_ref().map(|proof| app.host.keys().open_seal(proof)).transpose()?;
    let reader = Reader { name: &to.name, email: &email, locale: &to.locale };
    let letter = letter::write(&mail.letter, &app.host.address().origin(), &reader, token.as_deref())?;
    app.host.post().send(letter.into_mail(mail.id.uuid(), email), app.db.now()).await
}
