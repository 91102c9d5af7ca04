//! Builds the index anew.

use std::path::Path;

use chassis::db::Db;
use chassis::search::Index;
use chassis::transact;
use contracts::search::RebuildAsked;
use kit::Result;

use super::fill::FILLED;
use crate::{App, db};

/// Asks the owners of documents for all of them when the index was never filled, was lost or broken.
///
/// Safe to repeat: whoever is asked twice publishes twice, and what the index has it leaves alone.
///
/// # Errors
/// As any statement.
pub(crate) async fn fill_when_empty(app: &App) -> Result<()> {
    if app.index.note()?.is_some() {
        return Ok(());
    }
    ask(&app.db).await?;
    let index = app.index.clone();
    app.writing.run(move || index.commit(FILLED)).await??;
    Ok(())
}

/// Empties the index of a house that does not run, so that it is filled anew at the next start.
///
/// # Errors
/// When the index cannot be written.
pub fn rebuild(data: &Path) -> Result<()> {
    let index = Index::open(&data.join(contracts::search::SERVICE).join("v1"))?;
    index.clear()?;
    index.rest()?;
    Ok(())
}

async fn ask(db: &Db) -> Result<()> {
    tracing::info!("the search index is empty, asking for all documents");
    transact!(db, |tx| {
        let version = db::touch_house(tx).await?;
        tx.publish(version, None, &RebuildAsked {}).await?;
        Ok(())
    })
}
