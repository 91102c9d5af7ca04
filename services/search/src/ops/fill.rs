//! Puts queued documents into the index.

use std::sync::atomic::Ordering;

use chassis::search::{Audience, Document};
use chassis::transact;
use contracts::search::Document as Published;
use kit::Result;

use crate::{App, db};

/// How many documents are put in and committed together: a commit costs as much as hundreds of them.
const PAGE: i64 = 2_000;
/// After how long without work the writer's memory is given back, in microseconds.
const IDLE: i64 = 30_000_000;
/// The note in the index that says that it was filled, or is being filled.
pub(crate) const FILLED: &str = "filled";

/// Takes one page off the queue; answers how many documents it had.
///
/// Safe to break off at any moment: a document leaves the queue only after the index has it on disk,
/// and putting it in twice changes nothing.
///
/// # Errors
/// As any statement, and when the index cannot be written.
pub(crate) async fn fill(app: &App) -> Result<u64> {
    let page = db::queued(&app.db, PAGE).await?;
    let (index, now) = (app.index.clone(), app.host.clock().now().micros());
    if page.is_empty() {
        if now - app.written.load(Ordering::Relaxed) > IDLE {
            app.writing.run(move || index.rest()).await??;
        }
        return Ok(0);
    }
    app.written.store(now, Ordering::Relaxed);
    let bodies: Vec<String> = page.iter().map(|queued| queued.body.clone()).collect();
    let put = move || -> Result<()> {
        let published: Vec<Published> =
            bodies.iter().map(|body| serde_json::from_str(body)).collect::<Result<_, _>>()?;
        let (gone, there): (Vec<_>, Vec<_>) = published.into_iter().partition(|document| document.gone);
        index.put(&there.into_iter().map(document).collect::<Vec<_>>())?;
        for document in gone {
            index.remove(&document.kind, document.id, document.version)?;
        }
        index.commit(FILLED)?;
        Ok(index.reload()?)
    };
    app.writing.run(put).await??;
    transact!(app.db, |tx| {
        for queued in &page {
            db::dequeue(tx, queued).await?;
        }
        Ok(page.len() as u64)
    })
}

fn document(from: Published) -> Document {
    Document {
        kind: from.kind,
        id: from.id,
        title: from.title,
        names: from.names,
        text: from.text,
        facets: from.facets,
        weight: from.weight,
        version: from.version,
        who_may_see: Audience::Public,
    }
}
