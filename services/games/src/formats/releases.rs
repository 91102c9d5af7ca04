//! `GameDataBase` by `PigSaint`: one CSV record a release, with Japanese titles.

use super::{Reason, Row, Source, may, native_title, need, uid};
use crate::{genres, platforms};

/// The columns by which the format is known.
pub const HEADER: &str =
    "platform,game_id,title,title_exact,region,release_date,developer,publisher,genres,players,languages";

/// Reads the fields of one record.
///
/// A title in brackets was announced and never sold; a trial version was not sold either. `known_as` is the row's own title here; the
/// survey of the whole file may know the game under a title that was sold in the West.
pub fn row(fields: &[String]) -> Result<Row, Reason> {
    let [platform, game, title, exact, region, date, developer, publisher, genres, players, _] = fields
    else {
        return Err(Reason::Columns { found: fields.len(), expected: 11 });
    };

    let raw_platform = need("platform", Some(platform.clone()))?;
    let game = need("game_id", Some(game.clone()))?;
    let title = need("title", Some(title.clone()))?;
    let sold = title.strip_prefix('(').and_then(|t| t.strip_suffix(')')).filter(|t| !t.trim().is_empty());
    let published = sold.is_none() && !is_sample(&title, exact);
    let title = sold.unwrap_or(&title).trim().to_owned();
    let date = match date.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| Reason::impossible("release_date", text))?),
    };
    let parts: Vec<&str> = fields.iter().map(String::as_str).collect();
    let title_exact = may("title_exact", Some(exact.clone()))?;
    Ok(Row {
        source: Source::GameDataBase,
        uid: uid(&parts),
        group: Some(format!("{raw_platform}/{game}")),
        known_as: title.clone(),
        other_titles: vec![],
        title_exact: title_exact.map(|exact| native_title(&exact, &title)),
        title,
        platform: platforms::canonical(&raw_platform),
        region: platforms::regions(region.split('/')),
        date,
        known_since: None,
        developer: may("developer", Some(developer.clone()))?,
        publisher: may("publisher", Some(publisher.clone()))?,
        genres: genres::gamedatabase(genres).into_iter().map(str::to_owned).collect(),
        players: players.split(':').next().and_then(|n| n.parse().ok()).filter(|n| *n > 0),
        franchise: None,
        serial: None,
        price_reference: None,
        metascore: None,
        esrb: None,
        published,
        reissue_of: None,
    })
}

/// Whether this is a trial version or something that was given away: it says so in its title.
fn is_sample(title: &str, exact: &str) -> bool {
    ["Taikenban", "Hibaihin", "Mihon", "Sample"].iter().any(|word| title.contains(word))
        || ["体験版", "非売品", "見本"].iter().any(|word| exact.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::csv;

    fn read(line: &str) -> Result<Row, Reason> {
        row(&csv::fields(line))
    }

    #[test]
    fn reads_a_release() {
        let row = read("console_nintendo_superfamicom_snes,chronotrigger,Chrono Trigger,Chrono Trigger クロノ・トリガー,Japan,1995-03-11,Square,Square,rpg>j,1,ja").unwrap();
        assert_eq!(row.title_exact.as_deref(), Some("クロノ・トリガー"));
        assert_eq!(row.group.as_deref(), Some("console_nintendo_superfamicom_snes/chronotrigger"));
        assert_eq!((row.platform.as_str(), row.players, row.published), ("Super Nintendo", Some(1), true));
    }

    #[test]
    fn a_title_in_brackets_was_never_sold() {
        let row = read(
            "console_nintendo_gameboycolor,biohazard,(Resident Evil),,Europe,,HotGen,CAPCOM,adventure,1,en",
        )
        .unwrap();
        assert_eq!((row.title.as_str(), row.published), ("Resident Evil", false));
    }

    #[test]
    fn says_why_a_record_is_bad() {
        assert!(read("a,b,c").unwrap_err().to_string().contains("3 columns"));
        assert!(read("p,g,,,Japan,1990,,,,,").unwrap_err().to_string().contains("title"));
        assert!(read("p,g,T,,Japan,1996-02-30,,,,,").unwrap_err().to_string().contains("1996-02-30"));
    }
}
