//! What search does by itself.

use chassis::bus::Worker;

use crate::App;
use crate::ops::fill::fill;

/// Puts what is queued into the index, and closes the index's writer when nothing came for a while.
pub(crate) fn fill_index(app: &App) -> Worker {
    let filling = app.clone();
    Worker::new("search.fill_index", app.queued.clone(), move || {
        let app = filling.clone();
        async move { fill(&app).await }
    })
}
