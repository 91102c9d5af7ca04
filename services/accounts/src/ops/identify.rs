//! Tells who stands behind a credential.

use std::time::Duration;

use chassis::http::Credential;
use kit::{Id, Result, Who};

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
    let now = app.db.now();
    let rows: Vec<Held> = match credential {
        Credential::Session(secret) => {
            let seen_after = now.minus(days(app.config.idle_days));
            db::held(&app.db, &session::hash(secret), now, seen_after).await?
        }
        Credential::Bearer(token) => match app.tokens.read(token, now) {
            Some(claims) => db::held_family(&app.db, Id::new(claims.sid), now).await?,
            None => return Ok(None),
        },
    };
    let Some(first) = rows.first() else { return Ok(None) };
    if now.since(first.seen_at) >= NOTED {
        db::seen(&app.db, first.session, now).await?;
    }
    let rights = Role::read(&first.role).rights(rows.iter().filter_map(|row| row.set.as_deref()));
    Ok(Some(Who {
        user: first.user.uuid(),
        number: first.number,
        session: first.session.uuid(),
        proved_at: first.proved_at,
        rights: rights.into(),
    }))
}
