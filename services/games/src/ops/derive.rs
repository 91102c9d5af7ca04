//! Finds out from titles and genres how works hang on each other.

use std::collections::{BTreeMap, HashMap, HashSet};

use chassis::db::{Db, Exec};
use chassis::transact;
use kit::{Id, Result};
use uuid::Uuid;

use super::write::check_ties;
use crate::date::Date;
use crate::db::{self, Hung, StoredWork};
use crate::matching::editions::{self, Said};
use crate::matching::{companies, key};
use crate::model::face::TIES;
use crate::model::{Kind, WorkId};
use crate::summary::Summary;

/// How many works are looked at together.
const PAGE: i64 = 1_000;
/// How many works are hung anew in one transaction.
const CHUNK: usize = 100;

/// How many years after a game what bears its name may be another game: a "Collector's Edition" of four of them.
const LATEST: i16 = 10;
/// The genre of several games sold together.
const COMPILATION: &str = "Compilation";

/// Hangs every work as the titles and genres of the catalogue say, except where staff has spoken.
///
/// A function of what is in the catalogue, so it is safe to repeat and to break off, and no order of lists
/// changes what comes out.
///
/// # Errors
/// As any statement.
pub(crate) async fn derive(db: &Db) -> Result<()> {
    let mut after = Id::new(Uuid::nil());
    loop {
        let works = db::works_after(db, after, PAGE).await?;
        let Some(last) = works.last() else { return Ok(()) };
        after = last.id;
        let said = derived(db, &works).await?;
        let wrong: Vec<WorkId> = works
            .iter()
            .filter(|work| said.get(&work.id).copied().unwrap_or(Hung::ALONE) != work.hung())
            .map(|work| work.id)
            .collect();
        for chunk in wrong.chunks(CHUNK) {
            hang(db, chunk).await?;
        }
    }
}

/// Hangs these works anew, as they are under the lock of the house.
async fn hang(db: &Db, ids: &[WorkId]) -> Result<()> {
    transact!(db, |tx| {
        db::touch_house(tx).await?;
        let locked = db::locked_fields(tx, ids).await?;
        let spoken =
            |id: WorkId| locked.iter().any(|(of, field)| *of == id && TIES.contains(&field.as_str()));
        let works = db::works(tx, ids).await?;
        let said = derived(tx, &works).await?;
        for work in works.iter().filter(|work| work.merged_into.is_none() && !spoken(work.id)) {
            let hung = said.get(&work.id).copied().unwrap_or(Hung::ALONE);
            if hung == work.hung() || check_ties(tx, work.id, hung).await.is_err() {
                continue;
            }
            db::hang_work(tx, (work.id, work.version), hung).await?;
            let above = [work.parent, work.version_parent, hung.parent, hung.base];
            let mut above: Vec<WorkId> = above.into_iter().flatten().collect();
            above.dedup();
            db::touch_works(tx, &above).await?;
        }
        Ok(())
    })
}

/// What titles and genres say of these works; nothing of those that stand alone.
pub(crate) async fn derived(on: &impl Exec, works: &[StoredWork]) -> Result<HashMap<WorkId, Hung<'static>>> {
    let mut out = HashMap::new();
    let mut asked: BTreeMap<String, Vec<(&StoredWork, Summary, Said<'_>)>> = BTreeMap::new();
    for work in works {
        if let Some(said) = editions::read(&work.title) {
            let summary = serde_json::from_str(&work.summary)?;
            asked.entry(key(said.base)).or_default().push((work, summary, said));
        } else if work.summary.contains(COMPILATION) {
            let summary: Summary = serde_json::from_str(&work.summary)?;
            if summary.genres.first().is_some_and(|genre| genre == COMPILATION) {
                out.insert(work.id, Hung { kind: Kind::Bundle, ..Hung::ALONE });
            }
        }
    }
    let keys: Vec<&str> = asked.keys().map(String::as_str).collect();
    for page in keys.chunks(500) {
        let found = db::works_by_keys(on, page).await?;
        let ids: Vec<WorkId> =
            found.into_iter().map(|(id,)| id).collect::<HashSet<_>>().into_iter().collect();
        let mut bases: HashMap<String, Vec<(WorkId, Summary)>> = HashMap::new();
        for page in ids.chunks(500) {
            for base in db::works(on, page).await? {
                // What is itself an edition or an addition is nothing to hang on.
                if base.merged_into.is_none() && editions::read(&base.title).is_none() {
                    let summary = serde_json::from_str(&base.summary)?;
                    bases.entry(key(&base.title)).or_default().push((base.id, summary));
                }
            }
        }
        for key in page {
            let candidates = bases.get(*key).map(Vec::as_slice).unwrap_or_default();
            for (work, summary, said) in asked.get(*key).map(Vec::as_slice).unwrap_or_default() {
                let fit = candidates.iter().filter(|(id, base)| *id != work.id && fits(base, summary));
                let fit: Vec<WorkId> = fit.map(|(id, _)| *id).collect();
                if let [base] = fit[..] {
                    out.insert(work.id, tie(said, base));
                }
            }
        }
    }
    Ok(out)
}

fn tie(said: &Said<'_>, to: WorkId) -> Hung<'static> {
    match said.edition {
        Some(edition) => Hung { kind: said.kind, parent: None, base: Some(to), edition: Some(edition) },
        None => Hung { kind: said.kind, parent: Some(to), base: None, edition: None },
    }
}

/// Whether one may be an edition of the other or add to it: a company in common, not before it, and not so
/// long after it that the title may mean another one.
fn fits(base: &Summary, of: &Summary) -> bool {
    let keys = |summary: &Summary| -> Vec<String> {
        summary.companies().into_iter().flat_map(companies::keys).collect()
    };
    let theirs = keys(base);
    let later = match (base.date.map(Date::year), of.date.map(Date::year)) {
        (Some(first), Some(then)) => (first..=first + LATEST).contains(&then),
        _ => true,
    };
    later && keys(of).iter().any(|company| theirs.contains(company))
}
