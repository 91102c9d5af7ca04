//! Shows works with their releases and what hangs on them.

use std::cmp::Reverse;
use std::collections::HashMap;

use chassis::db::Exec;
use kit::Result;

use super::write::current;
use crate::db::{self, StoredWork};
use crate::formats::Row;
use crate::model::{ReleaseId, WorkId};

/// A work with all that its page names.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(crate) work: StoredWork,
    /// The first one first.
    pub(crate) releases: Vec<(ReleaseId, Row)>,
    /// The fields that staff set, in order of their names.
    pub(crate) locked: Vec<String>,
    /// The game that it adds to.
    pub(crate) parent: Option<StoredWork>,
    /// The game that it is an edition of.
    pub(crate) base: Option<StoredWork>,
    /// Its editions and what adds to it, in order of their titles.
    pub(crate) below: Vec<StoredWork>,
}

/// Reads a work; for one that was merged, the one it went into.
///
/// # Errors
/// `games/no-such-game` (404).
pub(crate) async fn show(on: &impl Exec, id: WorkId) -> Result<Shown> {
    let work = current(on, id).await?;
    let id = work.id;
    let mut shown = all(on, vec![work]).await?;
    shown.remove(&id).ok_or_else(|| kit::error::INTERNAL.err().caused_by("a work that was just read is gone"))
}

/// Completes works, in five statements however many they are.
///
/// # Errors
/// As any statement.
pub(crate) async fn all(on: &impl Exec, works: Vec<StoredWork>) -> Result<HashMap<WorkId, Shown>> {
    if works.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<WorkId> = works.iter().map(|work| work.id).collect();
    let mut releases: HashMap<WorkId, Vec<(ReleaseId, Row)>> = HashMap::new();
    for release in db::releases_of(on, &ids).await? {
        let row = serde_json::from_str::<Row>(&release.facts)?;
        releases.entry(release.work).or_default().push((release.id, row));
    }
    let locked = db::locked_fields(on, &ids).await?;
    let below = db::hanging_on(on, &ids).await?;
    let above: Vec<WorkId> = works.iter().flat_map(|w| [w.parent, w.version_parent]).flatten().collect();
    let above = if above.is_empty() { vec![] } else { db::works(on, &above).await? };
    let named = |id: Option<WorkId>| above.iter().find(|work| Some(work.id) == id).cloned();
    let shown = works.into_iter().map(|work| {
        let mut releases = releases.remove(&work.id).unwrap_or_default();
        sort(&mut releases);
        let fields = locked.iter().filter(|(id, _)| *id == work.id).map(|(_, field)| field.clone());
        let hangs = |other: &&StoredWork| [other.parent, other.version_parent].contains(&Some(work.id));
        let shown = Shown {
            releases,
            locked: fields.collect(),
            parent: named(work.parent),
            base: named(work.version_parent),
            below: below.iter().filter(hangs).cloned().collect(),
            work,
        };
        (shown.work.id, shown)
    });
    Ok(shown.collect())
}

/// Puts the first release first; what was never sold, and what nobody knows the day of, comes last.
fn sort(releases: &mut [(ReleaseId, Row)]) {
    releases.sort_by_cached_key(|(id, row)| {
        let late = (
            !row.published,
            row.date.is_none(),
            row.date.map(|d| (d.year(), Reverse(d.to_string().len()), d)),
        );
        (late, row.platform.clone(), row.region.clone(), *id)
    });
}
