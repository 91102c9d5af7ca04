//! Takes a game into the catalogue that no list has.

use chassis::db::Tx;
use chassis::random;
use kit::error::INVALID;
use kit::{Id, Result};
use uuid::Uuid;

use super::edit::agree;
use super::take::{begin, write_release};
use super::write::{By, check_ties, hung, note};
use crate::date::Date;
use crate::db;
use crate::formats::{Row, Source};
use crate::matching::{Facts, Verdict, compare};
use crate::model::face::Face;
use crate::model::{Kind, WorkId};
use crate::problems::KNOWN_ALREADY;
use crate::summary::Summary;

/// Makes a work of what staff says; all that was said is locked.
///
/// It gets a release for each platform, with the house as its source, so that a list that has the game one day
/// joins it.
///
/// # Errors
/// `games/known-already` (409) with the `work` that an import would take this one for; `request/invalid` and
/// `games/tie-refused` (422).
pub(crate) async fn create(tx: &Tx, mut face: Face, platforms: &[String], by: &By) -> Result<WorkId> {
    agree(&Face::default(), &mut face);
    face.tidy()?;
    db::touch_house(tx).await?;
    let nothing = [String::new()];
    let on = if platforms.is_empty() { &nothing } else { platforms };
    let made = random::uuid(tx.now());
    let rows: Vec<Row> =
        on.iter().enumerate().map(|(at, platform)| row(&face, platform, (made, at))).collect();
    refuse_known(tx, &rows).await?;
    let mut summary = Summary::of(&rows.iter().collect::<Vec<_>>());
    summary.wear(&face);
    let hung = hung(&face, Kind::Main);
    check_ties(tx, Id::new(made), hung).await?;
    let id = begin(tx, &summary, hung).await?;
    for row in &rows {
        write_release(tx, id, row).await?;
    }
    let changes = Face::default().changes(&face)?;
    for change in &changes {
        db::lock_field(tx, (id, &change.field), (by.user, tx.now())).await?;
    }
    let above: Vec<WorkId> = hung.parent.into_iter().chain(hung.base).collect();
    db::touch_works(tx, &above).await?;
    note(tx, id, by, "create", &changes).await?;
    Ok(id)
}

/// Tidies the names of platforms.
///
/// # Errors
/// `request/invalid` (422).
pub(crate) fn platforms(typed: Vec<String>) -> Result<Vec<String>> {
    let mut out: Vec<String> = vec![];
    for name in typed {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !(1..=100).contains(&name.chars().count()) || out.contains(&name) || out.len() == 20 {
            let why = "At most 20 platforms, each once, of 1 to 100 characters.";
            return Err(INVALID
                .because("Change what the fields say and send it again.")
                .field("platforms", why));
        }
        out.push(name);
    }
    Ok(out)
}

fn row(face: &Face, platform: &str, (made, at): (Uuid, usize)) -> Row {
    Row {
        source: Source::House,
        uid: format!("{made}-{at}"),
        group: Some(made.to_string()),
        title: face.title.clone(),
        title_exact: face.alt_title.clone(),
        known_as: face.title.clone(),
        other_titles: vec![],
        platform: platform.to_owned(),
        region: None,
        date: face.year.and_then(|year| Date::new(year, None, None)),
        known_since: face.year,
        developer: face.developer.clone(),
        publisher: face.publisher.clone(),
        genres: face.genres.clone(),
        players: face.players,
        franchise: face.franchise.clone(),
        serial: None,
        price_reference: None,
        metascore: None,
        esrb: None,
        published: true,
        reissue_of: None,
    }
}

/// Refuses a game that an import would take for one that is there.
async fn refuse_known(tx: &Tx, rows: &[Row]) -> Result<()> {
    let facts: Vec<Facts> = rows.iter().map(Facts::of).collect();
    let keys: Vec<&str> = facts.iter().flat_map(|facts| &facts.keys).map(String::as_str).collect();
    let works: Vec<WorkId> = db::works_by_keys(tx, &keys).await?.into_iter().map(|(work,)| work).collect();
    if works.is_empty() {
        return Ok(());
    }
    for release in db::releases_of(tx, &works).await? {
        let there = Facts::of(&serde_json::from_str(&release.facts)?);
        if facts.iter().any(|new| compare(new, &there) == Verdict::Same) {
            let why = "Change the game that is there, or say by year or developer what sets this one apart.";
            return Err(KNOWN_ALREADY.because(why).with("work", release.work));
        }
    }
    Ok(())
}
