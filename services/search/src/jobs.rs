//! What search does by itself.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use chassis::bus::Worker;
use chassis::host::Start;
use kit::Time;

use crate::App;
use crate::ops::rebuild::rebuild_if_lost;

/// After how long without a change the writer gives its memory back.
const IDLE: Duration = Duration::from_secs(10);

/// Fills an index that lost what it held, once the house listens.
pub(crate) fn fill(app: &App) -> Start {
    let app = app.clone();
    Arc::new(move || {
        let app = app.clone();
        Box::pin(async move { rebuild_if_lost(&app).await })
    })
}

/// Lets go of the index's writer when nothing has been written for a while.
pub(crate) fn rest(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("search.rest", Arc::default(), move || {
        let app = app.clone();
        async move {
            let written = app.written_at.load(Ordering::Relaxed);
            if written == 0 || app.db.now().since(Time::from_micros(written)) < IDLE {
                return Ok(0);
            }
            let index = app.index.clone();
            app.writing.run(move || index.rest()).await??;
            // A change that came meanwhile has set another time, and is left to the next turn.
            let _: Result<i64, i64> =
                app.written_at.compare_exchange(written, 0, Ordering::Relaxed, Ordering::Relaxed);
            Ok(0)
        }
    })
}
