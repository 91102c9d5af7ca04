//! What every change of a work by staff has in common.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;

use chassis::audit::Deed;
use chassis::db::{Exec, Tx};
use chassis::http::CHANGED;
use chassis::random;
use kit::Result;
use serde_json::json;
use uuid::Uuid;

use crate::date::Date;
use crate::db::{self, Hung, StoredWork};
use crate::model::face::{Change, Face, WorkKind};
use crate::model::{self, Broken, Kind, Ties, WorkId};
use crate::problems::{NO_SUCH_GAME, TIE_REFUSED};
use crate::summary::Summary;

/// Who changes something, and from where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct By {
    pub(crate) user: Uuid,
    pub(crate) address: IpAddr,
}

/// The work with this id; for one that was merged, the one it went into.
///
/// # Errors
/// `games/no-such-game` (404).
pub(crate) async fn current(on: &impl Exec, id: WorkId) -> Result<StoredWork> {
    let mut work = db::works(on, &[id]).await?.pop();
    if let Some(into) = work.as_ref().and_then(|work| work.merged_into) {
        work = db::works(on, &[into]).await?.pop();
    }
    work.ok_or_else(|| {
        NO_SUCH_GAME.because("It was taken out, or the address is wrong. Search for its title.")
    })
}

/// Holds the version that the caller saw against the one there is. Only under the lock of the house.
///
/// # Errors
/// `request/changed-meanwhile` (412).
pub(crate) fn meet(expected: Option<i64>, work: &StoredWork) -> Result<()> {
    if expected.is_some_and(|version| version != work.version) {
        return Err(changed());
    }
    Ok(())
}

fn changed() -> kit::Error {
    CHANGED.because("Somebody changed this game since you read it. Look at it again.")
}

/// What staff may change of a work, as it is.
pub(crate) fn face(work: &StoredWork, summary: &Summary) -> Face {
    let hung = work.hung();
    Face {
        title: work.title.clone(),
        alt_title: summary.alt_title.clone(),
        year: summary.date.map(Date::year),
        genres: summary.genres.clone(),
        developer: summary.developer.clone(),
        publisher: summary.publisher.clone(),
        franchise: summary.franchise.clone(),
        players: summary.players,
        kind: WorkKind::of(hung.kind, hung.base.is_some()),
        parent: hung.parent,
        edition_of: hung.base,
        edition_title: hung.edition.map(str::to_owned),
    }
}

/// How a work hangs on others when it has this face. Its kind is kept where the page has one word for several.
pub(crate) fn hung<'f>(face: &'f Face, before: Kind) -> Hung<'f> {
    let same = WorkKind::of(before, face.edition_of.is_some()) == face.kind;
    Hung {
        kind: if same { before } else { face.kind.kind() },
        parent: face.parent,
        base: face.edition_of,
        edition: face.edition_title.as_deref(),
    }
}

/// Gives a work another face, notes who did it, and locks what was changed; `None` when nothing differs.
///
/// Only under the lock of the house, with the work as it was read under it.
///
/// # Errors
/// `request/invalid`, `games/tie-refused` (422).
pub(crate) async fn change(
    tx: &Tx,
    work: &StoredWork,
    mut after: Face,
    action: &str,
    by: &By,
) -> Result<Option<Vec<Change>>> {
    let mut summary: Summary = serde_json::from_str(&work.summary)?;
    let before = face(work, &summary);
    after.tidy()?;
    let changes = before.changes(&after)?;
    if changes.is_empty() {
        return Ok(None);
    }
    let hung = hung(&after, work.hung().kind);
    if hung != work.hung() {
        check_ties(tx, work.id, hung).await?;
    }
    summary.wear(&after);
    save(tx, work, &summary, hung).await?;
    for change in &changes {
        db::lock_field(tx, (work.id, &change.field), (by.user, tx.now())).await?;
    }
    note(tx, work.id, by, action, &changes).await?;
    Ok(Some(changes))
}

/// Writes what is said of a work now, and lets those whose pages name it know.
///
/// # Errors
/// `request/changed-meanwhile` (412) when it is not what it was.
pub(crate) async fn save(tx: &Tx, work: &StoredWork, summary: &Summary, hung: Hung<'_>) -> Result<()> {
    let (sort_key, json) = (kit::text::sort_key(&summary.title), serde_json::to_string(summary)?);
    let said = (summary.title.as_str(), sort_key.as_str(), json.as_str());
    if !db::update_work(tx, (work.id, work.version), said, hung).await? {
        return Err(changed());
    }
    let old = work.hung();
    let ties = [old.parent, old.base, hung.parent, hung.base].into_iter().flatten();
    let mut touched: BTreeSet<WorkId> = ties.collect();
    // Pages above show it as a card, pages below by its title alone.
    if hung != old || summary.title != work.title {
        touched.extend(db::hanging_on(tx, &[work.id]).await?.iter().map(|other| other.id));
    }
    touched.remove(&work.id);
    db::touch_works(tx, &touched.into_iter().collect::<Vec<_>>()).await?;
    Ok(())
}

/// Notes in the history of a work and in the audit what somebody did.
///
/// # Errors
/// As any statement.
pub(crate) async fn note(tx: &Tx, work: WorkId, by: &By, action: &str, changes: &[Change]) -> Result<()> {
    let entry = (random::uuid(tx.now()), tx.next_number("edits").await?, work);
    db::insert_edit(tx, entry, (by.user, tx.now()), (action, &serde_json::to_string(changes)?)).await?;
    let fields: Vec<&str> = changes.iter().map(|change| change.field.as_str()).collect();
    tx.audit(Deed {
        actor: Some(by.user),
        action: &format!("work.{action}"),
        subject: Some(work.uuid()),
        address: by.address,
        detail: json!({ "entry": entry.0, "fields": fields }),
    })
    .await
}

/// Holds the ties that a work is about to get against the rules, upwards and downwards.
///
/// # Errors
/// `games/tie-refused` (422) with the field that will not do.
pub(crate) async fn check_ties(on: &impl Exec, id: WorkId, hung: Hung<'_>) -> Result<()> {
    let mut known: HashMap<WorkId, Ties> = HashMap::new();
    let up = |hung: Hung<'_>| hung.parent.into_iter().chain(hung.base);
    let mut open: Vec<WorkId> = up(hung).collect();
    while !open.is_empty() {
        let found = db::works(on, &open).await?;
        open.clear();
        for work in found.iter().filter(|work| work.merged_into.is_none()) {
            open.extend(up(work.hung()).filter(|above| !known.contains_key(above)));
            known.insert(work.id, ties(work.hung()));
        }
        open.retain(|above| !known.contains_key(above));
    }
    model::check(id, &ties(hung), |other| known.get(&other).cloned()).map_err(refuse)?;
    for below in db::hanging_on(on, &[id]).await? {
        let its = below.hung();
        if its.parent == Some(id) && its.kind.needs_parent() && hung.kind.needs_parent() {
            return Err(refuse(Broken::ParentIsAddition));
        }
        if its.base == Some(id) && hung.base.is_some() {
            return Err(refuse(Broken::EditionOfEdition));
        }
    }
    Ok(())
}

fn ties(hung: Hung<'_>) -> Ties {
    Ties { kind: hung.kind, parent: hung.parent, version_parent: hung.base, contents: vec![] }
}

fn refuse(broken: Broken) -> kit::Error {
    let (field, why) = match broken {
        Broken::NoParent => ("parent", "Name the game that it adds to."),
        Broken::Unknown => {
            ("parent", "There is no such game in the catalogue, or it was merged into another.")
        }
        Broken::ParentIsAddition => ("parent", "What adds to a game cannot be added to."),
        Broken::EditionOfEdition => {
            ("edition_of", "An edition of an edition is an edition of the game itself.")
        }
        Broken::Cycle => ("parent", "Following these ties leads back to the game itself."),
        Broken::NotABundle | Broken::BundleInBundle => ("kind", "Only a bundle holds other games."),
    };
    TIE_REFUSED.because(why).field(field, why)
}
