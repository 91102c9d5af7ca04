//! What todos does by itself.

use std::time::Duration;

use chassis::jobs::Job;

use crate::App;
use crate::ops::delete::empty_old_trash;

/// Deletes for ever what has been in the trash for too long.
pub(crate) fn empty_trash(app: &App) -> Job {
    let app = app.clone();
    Job::new("todos.empty_trash").every(Duration::from_secs(3600)).run(move |_| {
        let app = app.clone();
        async move { empty_old_trash(&app).await }
    })
}
