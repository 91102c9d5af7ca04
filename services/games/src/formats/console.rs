//! libretro-database: one JSON object a line, one console game each.

use serde::Deserialize;

use super::{Reason, Row, Source, may, need, uid};
use crate::date::Date;
use crate::{genres, platforms};

/// A line as the file has it; what is unknown is absent.
#[derive(Deserialize)]
struct Line {
    title: Option<String>,
    platform: Option<String>,
    year: Option<i64>,
    month: Option<i64>,
    developer: Option<String>,
    publisher: Option<String>,
    genre: Option<String>,
    franchise: Option<String>,
    players: Option<i64>,
    #[serde(default)]
    regions: Vec<String>,
    serial: Option<String>,
    esrb: Option<String>,
}

/// Reads one line.
pub fn row(text: &str) -> Result<Row, Reason> {
    let line: Line = serde_json::from_str(text).map_err(|e| Reason::BrokenJson(e.to_string()))?;

    // The uid is made of what the list has, spaces and all: two of its titles differ by one.
    let raw = (line.platform.clone().unwrap_or_default(), line.title.clone().unwrap_or_default());
    let title = need("title", line.title)?;
    let raw_platform = need("platform", line.platform)?;
    let serial = may("serial", line.serial)?;
    let date = date(line.year, line.month)?;
    let players = match line.players {
        None => None,
        Some(n) => Some(u8::try_from(n).map_err(|_| Reason::impossible("players", n))?),
    };
    let mut titles = title.split(" ~ ").map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let known_as = titles.next().unwrap_or_else(|| title.clone());
    let platform = platforms::canonical(&raw_platform);
    Ok(Row {
        source: Source::Libretro,
        uid: uid(&[&raw.0, &raw.1]),
        group: None,
        other_titles: titles.collect(),
        known_as,
        reissue_of: serial.as_deref().filter(|_| platform == platforms::WII).and_then(platforms::reissue),
        title,
        title_exact: None,
        platform,
        region: platforms::regions(line.regions.iter().map(String::as_str)),
        date,
        known_since: None,
        developer: may("developer", line.developer)?,
        publisher: may("publisher", line.publisher)?,
        genres: line.genre.as_deref().and_then(genres::libretro).into_iter().map(str::to_owned).collect(),
        players: players.filter(|n| *n > 0),
        franchise: may("franchise", line.franchise)?,
        serial,
        price_reference: None,
        metascore: None,
        esrb: line.esrb.as_deref().and_then(rating).map(str::to_owned),
        published: true,
    })
}

/// The ratings that the board gives; what was not rated says nothing. Kids to Adults was renamed Everyone.
fn rating(raw: &str) -> Option<&'static str> {
    Some(match raw {
        "EC" => "EC",
        "E" | "KA" => "E",
        "E10+" => "E10+",
        "T" => "T",
        "M" => "M",
        "AO" => "AO",
        _ => return None,
    })
}

fn date(year: Option<i64>, month: Option<i64>) -> Result<Option<Date>, Reason> {
    let Some(year) = year else { return Ok(None) };
    let short = |n: i64| u8::try_from(n).map_err(|_| Reason::impossible("month", n));
    let read = Date::new(i16::try_from(year).unwrap_or(0), month.map(short).transpose()?, None);
    read.map(Some).ok_or_else(|| Reason::impossible("year", format!("{year}-{}", month.unwrap_or(0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_game() {
        let row = row(r#"{"title":"Chrono Trigger","platform":"Nintendo - Super Nintendo Entertainment System","year":1995,"month":8,"developer":"Square","genre":"Role-playing (RPG)","players":1,"regions":["Japan","USA"],"serial":"SNS-ACTE-USA"}"#).unwrap();
        assert_eq!((row.platform.as_str(), row.region.as_deref()), ("Super Nintendo", Some("Japan, USA")));
        assert_eq!(row.date.unwrap().to_string(), "1995-08");
        assert_eq!(row.genres, ["Role-playing"]);
        assert_eq!(row.reissue_of, None);
    }

    #[test]
    fn knows_both_names_and_the_virtual_console() {
        let both = row(r#"{"title":"Combat ~ Tank-Plus","platform":"Atari - 2600"}"#).unwrap();
        assert_eq!(
            (both.known_as.as_str(), both.other_titles.as_slice()),
            ("Combat", &["Tank-Plus".to_owned()][..])
        );
        let again = row(r#"{"title":"Chrono Trigger","platform":"Nintendo - Wii","serial":"JECE"}"#).unwrap();
        assert_eq!(again.reissue_of, Some('J'));
    }

    #[test]
    fn says_why_a_line_is_bad() {
        let why = |text: &str| row(text).unwrap_err().to_string();
        assert!(why("{\"title\":").contains("JSON"));
        assert!(why(r#"{"platform":"Atari - 2600"}"#).contains("title"));
        assert!(why(r#"{"title":"   ","platform":"Atari - 2600"}"#).contains("title"));
        assert!(why(r#"{"title":"X","platform":"Atari - 2600","year":19800}"#).contains("19800"));
        assert!(why(r#"{"title":"X","platform":"Atari - 2600","year":1980,"month":13}"#).contains("1980-13"));
        assert!(why(r#"{"title":"X","platform":"P","players":-1}"#).contains("players"));
        assert!(why(&format!(r#"{{"title":"{}","platform":"P"}}"#, "x".repeat(400))).contains("longer"));
    }
}
