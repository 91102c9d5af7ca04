//! What games does by itself.

use std::sync::Arc;
use std::time::Duration;

use chassis::bus::Worker;
use chassis::host::Start;
use chassis::jobs::Job;

use crate::ops::demo;
use crate::ops::read_import::read_import;
use crate::ops::tell::tell;
use crate::ops::upload::{READ, Wanted, sweep, uploads};
use crate::{App, db};

/// Tells search what changed in the catalogue, a page at a time.
pub(crate) fn tell_search(app: &App) -> Worker {
    let db = app.db.clone();
    Worker::new("games.tell_search", app.untold.clone(), move || {
        let db = db.clone();
        async move { tell(&db).await }
    })
}

/// Keeps the shelf as fresh as the catalogue, so that hardly a request has to: the first one after a start would
/// wait for all of it.
pub(crate) fn fill_shelf(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("games.fill_shelf", Arc::default(), move || {
        let app = app.clone();
        async move { app.shelf.freshen(&app.db).await.map(|_| 0) }
    })
    .at_doors()
}

/// Reads uploaded lists, once a day sweeps away files whose upload was broken off, and fills the shelves of a house
/// that is only looked around in.
pub(crate) fn all(app: &App) -> [Job; 3] {
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
    [read, swept, fill_demo(app)]
}

fn fill_demo(app: &App) -> Job {
    let db = app.db.clone();
    Job::new(demo::FILL).run(move |_| {
        let db = db.clone();
        async move { demo::fill(&db).await }
    })
}

/// Says of imports from the command line that ended with their process that they were broken off.
pub(crate) fn look_after_imports(app: &App) -> Start {
    let db = app.db.clone();
    Arc::new(move || {
        let db = db.clone();
        Box::pin(async move {
            let why = "It was broken off. Import the file again: it goes on where it was.";
            db::give_up_imports(&db, why).await?;
            Ok(())
        })
    })
}
