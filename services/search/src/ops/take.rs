//! Takes documents into the index.

use std::sync::atomic::Ordering;

use chassis::search::{Audience, Document, Index, Result as Indexed};
use contracts::search::Document as Told;
use kit::Result;

use crate::App;

/// Written beside every commit: an index without it has lost what it held.
pub(crate) const NOTE: &str = "follows its owners";

/// Puts documents into the index, durable and visible when this returns.
///
/// Safe to repeat: a version that is there already changes nothing.
///
/// # Errors
/// When the disk fails; the event waits then.
pub(crate) async fn take(app: &App, documents: Vec<Told>) -> Result<()> {
    let index = app.index.clone();
    let written = app.writing.run(move || write(&index, documents)).await?;
    app.written_at.store(app.db.now().micros().max(1), Ordering::Relaxed);
    written.map_err(|error| kit::error::UNAVAILABLE.err().caused_by(error))
}

fn write(index: &Index, told: Vec<Told>) -> Indexed<()> {
    let (gone, there): (Vec<Told>, Vec<Told>) = told.into_iter().partition(|document| document.gone);
    let documents: Vec<Document> = there.into_iter().map(public).collect();
    index.put(&documents)?;
    for document in gone {
        index.remove(&document.kind, document.id, document.version)?;
    }
    index.commit(NOTE)?;
    index.reload()
}

/// What arrives by an event is there for everybody (decision D19).
fn public(told: Told) -> Document {
    let Told { kind, id, title, names, text, facets, weight, version, .. } = told;
    Document { kind, id, title, names, text, facets, weight, version, who_may_see: Audience::Public }
}
