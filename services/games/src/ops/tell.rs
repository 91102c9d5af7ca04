//! Tells search what the catalogue holds now.

use chassis::db::Db;
use chassis::transact;
use contracts::games::DocumentsChanged;
use contracts::search::Document;
use kit::Result;

use crate::db::{self, StoredWork};
use crate::model::face::WorkKind;
use crate::summary::Summary;

/// How many works are told of in one transaction.
const PAGE: i64 = 400;
/// The most bytes of documents in one event; the log takes 256 KiB.
const MOST_BYTES: usize = 180 * 1024;

/// Publishes the next page of works that changed; answers how many.
///
/// Safe to repeat: a work counts as told at the version that it had, in the transaction of the event.
///
/// # Errors
/// As any statement.
pub(crate) async fn tell(db: &Db) -> Result<u64> {
    if db::untold(db, 1).await?.is_empty() {
        return Ok(0);
    }
    transact!(db, |tx| {
        // The version of the house orders these events, and its lock keeps works still.
        let mut version = db::touch_house(tx).await?;
        let works = db::untold(tx, PAGE).await?;
        let (mut documents, mut bytes) = (vec![], 0);
        for work in &works {
            let document = document(work)?;
            let size = serde_json::to_vec(&document)?.len();
            if bytes + size > MOST_BYTES && !documents.is_empty() {
                let full = DocumentsChanged { documents: std::mem::take(&mut documents) };
                tx.publish(version, None, &full).await?;
                version = db::touch_house(tx).await?;
                bytes = 0;
            }
            bytes += size;
            documents.push(document);
            db::set_told(tx, work.id, work.version).await?;
        }
        if !documents.is_empty() {
            tx.publish(version, None, &DocumentsChanged { documents }).await?;
        }
        Ok(works.len() as u64)
    })
}

fn document(work: &StoredWork) -> Result<Document> {
    let about = Document {
        kind: "game".into(),
        id: work.id.uuid(),
        title: String::new(),
        names: vec![],
        text: String::new(),
        facets: vec![],
        weight: 0,
        version: work.version,
        gone: true,
    };
    if work.merged_into.is_some() {
        return Ok(about);
    }
    let summary: Summary = serde_json::from_str(&work.summary)?;
    let kind = WorkKind::of(work.hung().kind, work.version_parent.is_some());
    let mut facets = summary.facets();
    facets.push(("kind", kind.word().to_owned()));
    let words = [&summary.developer, &summary.publisher, &summary.franchise].into_iter().flatten();
    let words: Vec<&str> = words.chain(&summary.platforms).map(String::as_str).collect();
    Ok(Document {
        title: work.title.clone(),
        text: words.join(" "),
        weight: summary.releases,
        facets: facets.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        names: summary.other_titles,
        gone: false,
        ..about
    })
}
