//! Takes a batch of rows into the catalogue.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chassis::db::Tx;
use chassis::random;
use kit::Result;

use super::merge::{absorb, keep_locked};
use super::write::save;
use crate::db::{self, Hung, Step, StoredWork};
use crate::formats::Row;
use crate::matching::{Clusters, Facts};
use crate::model::{ReleaseId, WorkId};
use crate::summary::Summary;

/// A row of the batch, or one that is in the catalogue and may speak of the same game.
struct Member {
    row: Row,
    facts: Facts,
    /// The row as it is stored.
    json: String,
    /// The release that it is, when it is one already.
    release: Option<ReleaseId>,
    /// The work that it belongs to, so far.
    work: Option<WorkId>,
    /// Whether it has to be written.
    fresh: bool,
}

/// Takes rows of one source; rows that are known and unchanged are counted and left alone.
///
/// Safe to repeat: the source's uid is unique. Which works come out does not depend on how rows are
/// cut into batches; two works that turn out to be one are merged into the older one.
///
/// # Errors
/// As any statement.
pub(crate) async fn take(tx: &Tx, rows: Vec<Row>) -> Result<Step> {
    let rows_before = i64::try_from(rows.len())?;
    let fresh = unknown(tx, rows).await?;
    let taken = i64::try_from(fresh.len())?;
    if !fresh.is_empty() {
        let mut members = stored(tx, &fresh).await?;
        members.extend(fresh);
        place(tx, members).await?;
    }
    Ok(Step { taken, known: rows_before - taken, bad: 0 })
}

/// The rows that are new or say something new, each once.
async fn unknown(tx: &Tx, rows: Vec<Row>) -> Result<Vec<Member>> {
    let Some(source) = rows.first().map(|row| row.source.slug()) else { return Ok(vec![]) };
    let uids: Vec<&str> = rows.iter().map(|row| row.uid.as_str()).collect();
    let known = db::known(tx, source, &uids).await?;
    let mut known: HashMap<String, (ReleaseId, String)> =
        known.into_iter().map(|known| (known.uid, (known.id, known.facts))).collect();
    let mut out = vec![];
    let mut seen = HashSet::new();
    for row in rows {
        if !seen.insert(row.uid.clone()) {
            continue;
        }
        let json = serde_json::to_string(&row)?;
        let release = match known.remove(&row.uid) {
            // PostgreSQL writes JSON its own way, so in the end rows are compared and not texts.
            Some((_, old))
                if old == json || serde_json::from_str::<Row>(&old).is_ok_and(|old| old == row) =>
            {
                continue;
            }
            Some((release, _)) => Some(release),
            None => None,
        };
        let facts = Facts::of(&row);
        out.push(Member { row, facts, json, release, work: None, fresh: true });
    }
    Ok(out)
}

/// All releases of works that the rows may belong to. A row that replaces a stored one takes its work.
async fn stored(tx: &Tx, fresh: &[Member]) -> Result<Vec<Member>> {
    let mut keys: Vec<&str> = fresh.iter().flat_map(|m| &m.facts.keys).map(String::as_str).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut groups: Vec<&str> = fresh.iter().filter_map(|member| member.row.group.as_deref()).collect();
    groups.sort_unstable();
    groups.dedup();
    let source = fresh[0].row.source.slug();
    let mut works = db::works_by_keys(tx, &keys).await?;
    if !groups.is_empty() {
        works.extend(db::works_by_groups(tx, source, &groups).await?);
    }
    works.extend(works_of_changed(tx, fresh).await?);
    let works: BTreeSet<WorkId> = works.into_iter().map(|(work,)| work).collect();
    let works: Vec<WorkId> = works.into_iter().collect();
    let mut out = vec![];
    for page in works.chunks(1_000) {
        for release in db::releases_of(tx, page).await? {
            let row: Row = serde_json::from_str(&release.facts)?;
            let (facts, id, work) = (Facts::of(&row), Some(release.id), Some(release.work));
            out.push(Member { row, facts, json: release.facts, release: id, work, fresh: false });
        }
    }
    Ok(out)
}

async fn works_of_changed(tx: &Tx, fresh: &[Member]) -> Result<Vec<(WorkId,)>> {
    let changed: Vec<ReleaseId> = fresh.iter().filter_map(|member| member.release).collect();
    if changed.is_empty() {
        return Ok(vec![]);
    }
    Ok(db::works_by_releases(tx, &changed).await?)
}

/// Finds out which members make a work and writes what is new about it.
async fn place(tx: &Tx, members: Vec<Member>) -> Result<()> {
    let touched: BTreeSet<WorkId> = members.iter().filter_map(|member| member.work).collect();
    let touched: Vec<WorkId> = touched.into_iter().collect();
    let mut clusters = Clusters::keeping_apart(apart(tx, &touched).await?);
    let mut first_of: HashMap<WorkId, usize> = HashMap::new();
    let mut first_as: HashMap<ReleaseId, usize> = HashMap::new();
    for member in &members {
        // A row that says something new stays with the work of what it said before.
        let before = member.release.and_then(|release| first_as.get(&release).copied());
        let first = member.work.and_then(|work| first_of.get(&work).copied()).or(before);
        let mark = member.work.and_then(|work| touched.binary_search(&work).ok());
        let at = clusters.add_to(member.facts.clone(), first, mark);
        member.work.map(|work| first_of.entry(work).or_insert(at));
        member.release.map(|release| first_as.entry(release).or_insert(at));
    }
    let replaced: HashSet<ReleaseId> = members.iter().filter(|m| m.fresh).filter_map(|m| m.release).collect();
    let mut groups: BTreeMap<usize, Vec<&Member>> = BTreeMap::new();
    for (at, member) in members.iter().enumerate() {
        groups.entry(clusters.root(at)).or_default().push(member);
    }
    groups.retain(|_, group| group.iter().any(|member| member.fresh));
    let touched: BTreeSet<WorkId> = groups.values().flatten().filter_map(|member| member.work).collect();
    let touched: Vec<WorkId> = touched.into_iter().collect();
    let mut locks: Vec<(WorkId, String)> = vec![];
    for page in touched.chunks(1_000) {
        locks.extend(db::locked_fields(tx, page).await?);
    }
    for group in groups.into_values() {
        let ids: BTreeSet<WorkId> = group.iter().filter_map(|member| member.work).collect();
        let ids: Vec<WorkId> = ids.into_iter().collect();
        // Read as late as this: what a group before wrote may have raised the version of a work of this one.
        let olds = if ids.is_empty() { vec![] } else { db::works(tx, &ids).await? };
        let mut olds: Vec<&StoredWork> = olds.iter().collect();
        olds.sort_by_key(|work| work.number);
        let current =
            |member: &&&Member| member.fresh || member.release.is_none_or(|r| !replaced.contains(&r));
        let rows: Vec<&Row> = group.iter().filter(current).map(|member| &member.row).collect();
        let mut summary = Summary::of(&rows);
        let work = match olds.split_first() {
            None => begin(tx, &summary, Hung::ALONE).await?,
            Some((oldest, rest)) => join(tx, oldest, rest, &mut summary, &locks).await?,
        };
        write(tx, work, &group).await?;
    }
    Ok(())
}

/// The pairs among these works that staff keeps apart, by their places.
async fn apart(tx: &Tx, works: &[WorkId]) -> Result<Vec<(usize, usize)>> {
    let mut out = vec![];
    for page in works.chunks(1_000) {
        let pairs = db::apart_among(tx, page).await?;
        let place = |work: WorkId| works.binary_search(&work).ok();
        out.extend(pairs.into_iter().filter_map(|(a, b)| place(a).zip(place(b))));
    }
    Ok(out)
}

/// Makes a work.
pub(crate) async fn begin(tx: &Tx, summary: &Summary, hung: Hung<'_>) -> Result<WorkId> {
    let id = random::id(tx.now());
    let number = tx.next_number("works").await?;
    let (sort_key, json) = (kit::text::sort_key(&summary.title), serde_json::to_string(summary)?);
    db::insert_work(tx, (id, number), (&summary.title, &sort_key, &json), hung).await?;
    Ok(id)
}

/// Brings a work up to date, and merges those into it that turned out to be the same. What staff locked on any
/// of them stays.
async fn join(
    tx: &Tx,
    oldest: &StoredWork,
    rest: &[&StoredWork],
    summary: &mut Summary,
    locks: &[(WorkId, String)],
) -> Result<WorkId> {
    let before: Summary = serde_json::from_str(&oldest.summary)?;
    let mut hung = oldest.hung();
    let (mut into, mut locks) = (oldest.clone(), locks.to_vec());
    let own: Vec<&str> =
        locks.iter().filter(|(of, _)| *of == oldest.id).map(|(_, field)| field.as_str()).collect();
    summary.keep(&before, &own);
    for other in rest {
        let left = absorb(tx, other, &into).await?;
        (into.kind, into.parent, into.version_parent) = (left.kind.number(), left.parent, left.base);
        let theirs: Summary = serde_json::from_str(&other.summary)?;
        keep_locked(&locks, (into.id, &summary.clone()), (other.id, &theirs), summary);
        let brought: Vec<String> =
            locks.iter().filter(|(of, _)| *of == other.id).map(|(_, field)| field.clone()).collect();
        locks.extend(brought.into_iter().map(|field| (into.id, field)));
        hung = Hung { edition: hung.edition.filter(|_| left.base.is_some()), ..left };
    }
    // Even where the sum is the same, the page of the work shows its releases.
    save(tx, oldest, summary, hung).await?;
    if let Some(newest) = rest.iter().map(|other| other.version).max() {
        db::raise_version(tx, oldest.id, newest + 1).await?;
    }
    Ok(oldest.id)
}

/// Writes the fresh releases of a work.
async fn write(tx: &Tx, work: WorkId, group: &[&Member]) -> Result<()> {
    for member in group.iter().filter(|member| member.fresh) {
        let id = member.release.unwrap_or_else(|| random::id(tx.now()));
        if member.release.is_some() {
            db::update_release(tx, id, (&member.row, &member.json)).await?;
        } else {
            db::insert_release(tx, id, work, (&member.row, &member.json)).await?;
        }
        for key in member.facts.listed() {
            db::insert_key(tx, key, id).await?;
        }
    }
    Ok(())
}

/// Writes a new release of a work.
pub(crate) async fn write_release(tx: &Tx, work: WorkId, row: &Row) -> Result<()> {
    let id = random::id(tx.now());
    db::insert_release(tx, id, work, (row, &serde_json::to_string(row)?)).await?;
    for key in Facts::of(row).listed() {
        db::insert_key(tx, key, id).await?;
    }
    Ok(())
}
