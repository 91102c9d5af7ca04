//! What search hears: the documents of those who own things.

use chassis::bus::Consumer;
use contracts::games::DocumentsChanged;

use crate::{App, db};

pub(crate) fn consumers(app: &App) -> Vec<Consumer> {
    let queued = app.queued.clone();
    vec![Consumer::on::<DocumentsChanged>("search.games").apply(move |tx, heard| {
        let queued = queued.clone();
        Box::pin(async move {
            for document in &heard.event.documents {
                let body = serde_json::to_string(document)?;
                db::enqueue(tx, &document.kind, document.id, document.version, &body).await?;
            }
            tx.afterwards(move || queued.notify_waiters());
            Ok(())
        })
    })]
}
