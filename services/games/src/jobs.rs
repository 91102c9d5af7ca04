//! What games does by itself.

use std::time::Duration;

use chassis::bus::Worker;
use chassis::jobs::Job;

use crate::App;
use crate::ops::read_import::read_import;
use crate::ops::tell::tell;
use crate::ops::upload::{READ, Wanted, sweep, uploads};

/// Tells search what changed in the catalogue, a page at a time.
pub(crate) fn tell_search(app: &App) -> Worker {
    let db = app.db.clone();
    Worker::new("games.tell_search", app.untold.clone(), move || {
        let db = db.clone();
        async move { tell(&db).await }
    })
}

/// Reads uploaded lists, and once a day sweeps away files whose upload was broken off.
pub(crate) fn imports(app: &App) -> [Job; 2] {
    let (reading, sweeping) = (app.clone(), app.clone());
    let read = Job::new(READ).run(move |run| {
        let app = reading.clone();
        async move { read_import(&app, run.body::<Wanted>()?.import, run.attempt).await }
    });
    let day = Duration::from_secs(24 * 3600);
    let swept = Job::new("games.sweep_uploads").every(day).run(move |_| {
        let app = sweeping.clone();
        async move { sweep(&app.db, uploads(&app), app.host.clock().now()).await }
    });
    [read, swept]
}
