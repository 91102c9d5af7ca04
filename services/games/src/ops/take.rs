//! Takes a batch of rows into the catalogue.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chassis::db::Tx;
use chassis::random;
use kit::Result;

use crate::db::{self, Step, StoredWork};
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
    let mut clusters = Clusters::default();
    let mut first_of: HashMap<WorkId, usize> = HashMap::new();
    let mut first_as: HashMap<ReleaseId, usize> = HashMap::new();
    for member in &members {
        let at = clusters.add(member.facts.clone());
        if let Some(first) = member.work.and_then(|work| first_of.get(&work).copied()) {
            clusters.join(first, at);
        }
        member.work.map(|work| first_of.entry(work).or_insert(at));
        // A row that says something new stays with the work of what it said before.
        if let Some(before) = member.release.and_then(|release| first_as.insert(release, at)) {
            clusters.join(before, at);
        }
    }
    let replaced: HashSet<ReleaseId> = members.iter().filter(|m| m.fresh).filter_map(|m| m.release).collect();
    let mut groups: BTreeMap<usize, Vec<&Member>> = BTreeMap::new();
    for (at, member) in members.iter().enumerate() {
        groups.entry(clusters.root(at)).or_default().push(member);
    }
    groups.retain(|_, group| group.iter().any(|member| member.fresh));
    let touched = groups.values().flatten().filter_map(|member| member.work);
    let touched: Vec<WorkId> = touched.collect::<BTreeSet<_>>().into_iter().collect();
    let mut works: HashMap<WorkId, StoredWork> = HashMap::new();
    let mut locked: HashMap<WorkId, Vec<String>> = HashMap::new();
    for page in touched.chunks(1_000) {
        works.extend(db::works(tx, page).await?.into_iter().map(|work| (work.id, work)));
        for (work, field) in db::locked_fields(tx, page).await? {
            locked.entry(work).or_default().push(field);
        }
    }
    for group in groups.into_values() {
        let ids: BTreeSet<WorkId> = group.iter().filter_map(|member| member.work).collect();
        let mut olds: Vec<&StoredWork> = ids.iter().filter_map(|id| works.get(id)).collect();
        olds.sort_by_key(|work| work.number);
        let current =
            |member: &&&Member| member.fresh || member.release.is_none_or(|r| !replaced.contains(&r));
        let rows: Vec<&Row> = group.iter().filter(current).map(|member| &member.row).collect();
        let mut summary = Summary::of(&rows);
        let work = match olds.split_first() {
            None => begin(tx, &summary).await?,
            Some((oldest, rest)) => {
                let locks = locked.get(&oldest.id).map(Vec::as_slice).unwrap_or_default();
                join(tx, oldest, rest, &mut summary, locks).await?
            }
        };
        write(tx, work, &group).await?;
    }
    Ok(())
}

/// Makes a work.
async fn begin(tx: &Tx, summary: &Summary) -> Result<WorkId> {
    let id = random::id(tx.now());
    let number = tx.next_number("works").await?;
    let (sort_key, json) = (kit::text::sort_key(&summary.title), serde_json::to_string(summary)?);
    db::insert_work(tx, id, number, (&summary.title, &sort_key, &json)).await?;
    list(tx, id, summary, &sort_key).await?;
    Ok(id)
}

/// Brings a work up to date, and merges those into it that turned out to be the same.
async fn join(
    tx: &Tx,
    oldest: &StoredWork,
    rest: &[&StoredWork],
    summary: &mut Summary,
    locked: &[String],
) -> Result<WorkId> {
    for other in rest {
        db::merge_work(tx, other.id, oldest.id).await?;
    }
    let before: Summary = serde_json::from_str(&oldest.summary)?;
    summary.keep(&before, &locked.iter().map(String::as_str).collect::<Vec<_>>());
    if *summary != before {
        let (sort_key, json) = (kit::text::sort_key(&summary.title), serde_json::to_string(summary)?);
        db::update_work(tx, oldest.id, (&summary.title, &sort_key, &json)).await?;
        if summary.facets() != before.facets() || summary.title != before.title {
            db::clear_facets(tx, oldest.id).await?;
            list(tx, oldest.id, summary, &sort_key).await?;
        }
    }
    Ok(oldest.id)
}

/// Puts a work into the catalogue's lists.
async fn list(tx: &Tx, work: WorkId, summary: &Summary, sort_key: &str) -> Result<()> {
    db::insert_facet(tx, work, ("all", ""), sort_key).await?;
    for (name, value) in summary.facets() {
        db::insert_facet(tx, work, (name, &value), sort_key).await?;
    }
    Ok(())
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
