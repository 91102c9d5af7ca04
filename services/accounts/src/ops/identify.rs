//! Tells who stands behind a credential.

use std::time::Duration;

use chassis::cache::Reading;
use chassis::http::Credential;
use kit::{Id, Result, Time, Who};

use crate::App;
use crate::db::{self, Held};
use crate::model::Role;
use crate::ops::days;
use crate::session;

/// A session's last use is noted at most this often; it is only needed to the day.
const NOTED: Duration = Duration::from_secs(300);

/// The account behind a credential; nothing when it is over, unknown or was idle too long.
///
/// A token says who it is for, but its family in the table says whether that still holds, and the account's row
/// what it may do now.
pub(crate) async fn identify(app: &App, credential: &Credential) -> Result<Option<Who>> {
    if let Some(who) = app.callers.get(&app.db, credential) {
        return Ok(Some(who));
    }
    let (now, reading) = (app.db.now(), Reading::begin(&app.db));
    let (rows, runs_out): (Vec<Held>, Option<Time>) = match credential {
        Credential::Session(secret) => {
            let seen_after = now.minus(days(app.config.idle_days));
            (db::held(&app.db, &session::hash(secret), now, seen_after).await?, None)
        }
        Credential::Bearer(token) => match app.tokens.read(token, now) {
            Some(claims) => {
                let rows = db::held_family(&app.db, Id::new(claims.sid), now).await?;
                (rows, Some(claims.until()))
            }
            None => return Ok(None),
        },
    };
    let Some(first) = rows.first() else { return Ok(None) };
    if now.since(first.seen_at) >= NOTED {
        db::seen(&app.db, first.session, now).await?;
    }
    let rights = Role::read(&first.role).rights(rows.iter().filter_map(|row| row.set.as_deref()));
    let who = Who {
        user: first.user.uuid(),
        number: first.number,
        session: first.session.uuid(),
        proved_at: first.proved_at,
        rights: rights.into(),
    };
    let until = runs_out.map_or(first.expires_at, |runs_out| runs_out.min(first.expires_at));
    app.callers.keep(reading, credential, until, &who);
    Ok(Some(who))
}
