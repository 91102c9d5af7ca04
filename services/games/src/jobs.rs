//! What games does by itself.

use chassis::bus::Worker;

use crate::App;
use crate::ops::tell::tell;

/// Tells search what changed in the catalogue, a page at a time.
pub(crate) fn tell_search(app: &App) -> Worker {
    let db = app.db.clone();
    Worker::new("games.tell_search", app.untold.clone(), move || {
        let db = db.clone();
        async move { tell(&db).await }
    })
}
