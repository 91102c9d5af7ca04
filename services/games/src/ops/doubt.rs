//! Lists the pairs of works that stay apart and may be one.

use std::collections::BTreeMap;

use chassis::db::Db;
use chassis::transact;
use kit::Result;

use crate::db;
use crate::formats::Row;
use crate::matching::{Doubt, Facts, Verdict, compare};
use crate::model::WorkId;

/// How many titles are looked at together.
const PAGE: i64 = 500;
/// How many rows of the list are written in one transaction.
const CHUNK: usize = 2_000;

/// Brings the list up to date; answers how long it is. A pair that staff keeps apart is not on it.
///
/// A function of what is in the catalogue, so it is safe to repeat and to break off.
///
/// # Errors
/// As any statement.
pub(crate) async fn doubt(db: &Db) -> Result<usize> {
    let mut found = find(db).await?;
    for pair in db::all_apart(db).await? {
        found.remove(&pair);
    }
    let listed: BTreeMap<(WorkId, WorkId), String> =
        db::doubts(db).await?.into_iter().map(|(a, b, reason)| ((a, b), reason)).collect();
    let gone: Vec<_> = listed.keys().filter(|pair| !found.contains_key(pair)).copied().collect();
    let new: Vec<_> = found
        .iter()
        .filter(|(pair, doubt)| listed.get(pair).map(String::as_str) != Some(doubt.slug()))
        .collect();
    for page in gone.chunks(CHUNK) {
        transact!(db, |tx| {
            for pair in page {
                db::delete_doubt(tx, *pair).await?;
            }
            Ok(())
        })?;
    }
    for page in new.chunks(CHUNK) {
        transact!(db, |tx| {
            // The pairs were found outside of any transaction: what staff said of one meanwhile holds.
            db::touch_house(tx).await?;
            for (pair, doubt) in page {
                db::insert_doubt(tx, **pair, doubt.slug()).await?;
            }
            Ok(())
        })?;
    }
    Ok(found.len())
}

/// The pairs, each with its strongest reason.
async fn find(db: &Db) -> Result<BTreeMap<(WorkId, WorkId), Doubt>> {
    let mut out: BTreeMap<(WorkId, WorkId), Doubt> = BTreeMap::new();
    let mut after = String::new();
    loop {
        let keys: Vec<String> =
            db::shared_keys(db, &after, PAGE).await?.into_iter().map(|(key,)| key).collect();
        let Some(last) = keys.last() else { return Ok(out) };
        after.clone_from(last);
        let mut buckets: BTreeMap<String, Vec<(WorkId, Facts)>> = BTreeMap::new();
        for release in db::releases_by_keys(db, &keys).await? {
            let row: Row = serde_json::from_str(&release.facts)?;
            buckets.entry(release.key).or_default().push((release.work, Facts::of(&row)));
        }
        for bucket in buckets.values() {
            for (n, (a, facts)) in bucket.iter().enumerate() {
                for (b, others) in bucket[n + 1..].iter().filter(|(b, _)| b != a) {
                    if let Verdict::Doubtful(doubt) = compare(facts, others) {
                        let pair = (*a.min(b), *a.max(b));
                        out.entry(pair).and_modify(|known| *known = doubt.min(*known)).or_insert(doubt);
                    }
                }
            }
        }
    }
}
