//! Tells who stands behind a credential.

use std::time::Duration;

use chassis::http::Credential;
use kit::{Result, Who};

use crate::App;
use crate::db;
use crate::model::Role;
use crate::ops::days;
use crate::session;

/// A session's last use is noted at most this often; it is only needed to the day.
const NOTED: Duration = Duration::from_secs(300);

/// The account behind a credential.
pub(crate) async fn identify(app: &App, credential: &Credential) -> Result<Option<Who>> {
    match credential {
        Credential::Session(secret) => by_session(app, secret).await,
        // Tokens are not given out yet, so that none can be good; there is no falling back to the cookie.
        Credential::Bearer(_) => Ok(None),
    }
}

/// The account behind a session's secret; nothing when it is over, unknown or was idle too long.
async fn by_session(app: &App, secret: &str) -> Result<Option<Who>> {
    let now = app.db.now();
    let rows = db::held(&app.db, &session::hash(secret), now, now.minus(days(app.config.idle_days))).await?;
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
