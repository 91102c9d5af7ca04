//! Builds the index anew.

use chassis::db::Db;
use chassis::{random, transact};
use contracts::search::RebuildAsked;
use kit::Result;

use crate::{App, db};

/// Asks the owners of documents to publish them again.
///
/// # Errors
/// As any statement.
pub(crate) async fn ask(db: &Db) -> Result<()> {
    transact!(db, |tx| {
        let (_, version) = db::touch_house(tx, random::uuid(tx.now())).await?;
        tx.publish(version, None, &RebuildAsked {}).await?;
        Ok(())
    })
}

/// Asks the owners of documents to publish them again when the index has lost what it held: its folder was
/// deleted, could not be read, or was never there.
///
/// # Errors
/// As any statement; when the index cannot be read.
pub(crate) async fn rebuild_if_lost(app: &App) -> Result<()> {
    if app.index.note()?.is_some() {
        return Ok(());
    }
    tracing::info!("the search index is empty; owners of documents are asked to publish them again");
    ask(&app.db).await?;
    let index = app.index.clone();
    app.writing.run(move || index.commit(crate::ops::take::NOTE)).await??;
    Ok(())
}
