//! Shows one work.

use std::cmp::Reverse;

use chassis::db::Db;
use kit::Result;

use crate::db::{self, StoredWork};
use crate::formats::Row;
use crate::model::{ReleaseId, WorkId};
use crate::problems::NO_SUCH_GAME;

/// Reads a work and its releases, the first one first; for one that was merged, the one it went into.
///
/// # Errors
/// `games/no-such-game` (404).
pub(crate) async fn show(db: &Db, id: WorkId) -> Result<(StoredWork, Vec<(ReleaseId, Row)>)> {
    let mut work = db::works(db, &[id]).await?.pop();
    if let Some(into) = work.as_ref().and_then(|work| work.merged_into) {
        work = db::works(db, &[into]).await?.pop();
    }
    let work = work.ok_or_else(|| {
        NO_SUCH_GAME.because("It was taken out, or the address is wrong. Search for its title.")
    })?;
    let mut rows = vec![];
    for release in db::releases_of(db, &[work.id]).await? {
        rows.push((release.id, serde_json::from_str::<Row>(&release.facts)?));
    }
    rows.sort_by_cached_key(|(id, row)| {
        let late = (
            !row.published,
            row.date.is_none(),
            row.date.map(|d| (d.year(), Reverse(d.to_string().len()), d)),
        );
        (late, row.platform.clone(), row.region.clone(), *id)
    });
    Ok((work, rows))
}
