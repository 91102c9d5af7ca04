//! What accounts does on a clock, and when the house opens.

use std::sync::Arc;
use std::time::Duration;

use chassis::host::Start;
use chassis::jobs::Job;

use crate::ops::first_administrator;
use crate::{App, db};

/// For how long sessions and links that are over can still be looked at.
const KEPT: Duration = Duration::from_secs(90 * 86_400);

pub(crate) fn all(app: &App) -> Vec<Job> {
    vec![forget(app.clone())]
}

/// Shows the link to the set-up whenever the house opens, until there is an administrator.
pub(crate) fn invite(app: &App) -> Start {
    let app = app.clone();
    Arc::new(move || {
        let app = app.clone();
        Box::pin(async move { first_administrator::invite(&app).await })
    })
}

/// Forgets sessions and unused links that were over long ago.
fn forget(app: App) -> Job {
    Job::new("accounts.forget").every(Duration::from_secs(86_400)).run(move |_| {
        let app = app.clone();
        async move {
            let before = app.db.now().minus(KEPT);
            db::forget_sessions(&app.db, before).await?;
            db::forget_proofs(&app.db, before).await?;
            Ok(())
        }
    })
}
