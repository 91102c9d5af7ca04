//! Steam Spy by way of `TidyTuesday`: one CSV record a PC game, with price and metascore.

use super::{Money, Reason, Row, Source, is_native, may, need, uid};
use crate::platforms;

/// The columns by which the format is known.
pub const HEADER: &str = "title,release_date,price_cents_usd,owners_min,owners_max,developer,publisher,\
                          average_playtime_min_2w,median_playtime_min_2w,metascore";

/// Reads the fields of one record. The list has no ids, so title, day and developer name a game.
pub fn row(fields: &[String]) -> Result<Row, Reason> {
    let [title, date, price, _, _, developer, publisher, _, _, metascore] = fields else {
        return Err(Reason::Columns { found: fields.len(), expected: 10 });
    };

    let id = uid(&[title, date, developer]);
    let title = need("title", Some(title.clone()))?;
    let day = match date.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| Reason::impossible("release_date", text))?),
    };
    let (known_as, title_exact, other_titles) = halves(&title);
    Ok(Row {
        source: Source::SteamSpy,
        uid: id,
        group: None,
        known_as,
        other_titles,
        title_exact,
        title,
        platform: platforms::PC.to_owned(),
        region: None,
        date: day,
        known_since: None,
        developer: may("developer", Some(developer.clone()))?,
        publisher: may("publisher", Some(publisher.clone()))?,
        genres: vec![],
        players: None,
        franchise: None,
        serial: None,
        price_reference: number("price_cents_usd", price, i64::MAX)?
            .map(|cents| Money { amount_minor: cents, currency: "USD".into() }),
        metascore: number("metascore", metascore, 100)?.and_then(|n| u8::try_from(n).ok()),
        esrb: None,
        published: true,
        reissue_of: None,
    })
}

fn number(field: &'static str, text: &str, most: i64) -> Result<Option<i64>, Reason> {
    match text.trim() {
        "" => Ok(None),
        text => match text.parse() {
            Ok(n) if (0..=most).contains(&n) => Ok(Some(n)),
            _ => Err(Reason::impossible(field, text)),
        },
    }
}

/// Japanese publishers sell on Steam under two names with a slash between: "STRIDER / ストライダー飛竜".
fn halves(title: &str) -> (String, Option<String>, Vec<String>) {
    let parts: Vec<&str> = title.split("/ ").map(str::trim).filter(|p| p.chars().count() >= 4).collect();
    if parts.len() < 2 || !title.contains("/ ") {
        return (title.to_owned(), None, vec![]);
    }
    let native = parts.iter().find(|p| is_native(p)).map(|p| (*p).to_owned());
    let mut latin = parts.iter().filter(|p| !is_native(p)).map(|p| (*p).to_owned());
    let known_as = latin.next().unwrap_or_else(|| title.to_owned());
    (known_as, native, latin.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::csv;

    fn read(line: &str) -> Result<Row, Reason> {
        row(&csv::fields(line))
    }

    #[test]
    fn reads_a_game_with_its_price() {
        let row = read("Half-Life 2,2004-11-16,999,10000000,20000000,Valve,Valve,110,66,96").unwrap();
        assert_eq!(row.price_reference, Some(Money { amount_minor: 999, currency: "USD".into() }));
        assert_eq!((row.metascore, row.platform.as_str()), (Some(96), "PC"));
        assert_eq!(read("CS2D,2004-12-24,,1,2,Unreal Software,,16,10,").unwrap().price_reference, None);
    }

    #[test]
    fn takes_double_names_apart() {
        let row = read("STRIDER / ストライダー飛竜,2014-02-18,1499,1,2,Capcom,Capcom,0,0,77").unwrap();
        assert_eq!(
            (row.known_as.as_str(), row.title_exact.as_deref()),
            ("STRIDER", Some("ストライダー飛竜"))
        );
        let row = read("resident evil 4 / biohazard 4,2014-02-27,1999,1,2,Capcom,Capcom,0,0,79").unwrap();
        assert_eq!(
            (row.known_as.as_str(), row.other_titles.as_slice()),
            ("resident evil 4", &["biohazard 4".to_owned()][..])
        );
    }

    #[test]
    fn says_why_a_record_is_bad() {
        assert!(read("T,2004-11-16,cheap,1,2,D,P,0,0,").unwrap_err().to_string().contains("cheap"));
        assert!(read("T,2004-11-16,1,1,2,D,P,0,0,101").unwrap_err().to_string().contains("metascore"));
        assert!(read("T,16.11.2004,1,1,2,D,P,0,0,").unwrap_err().to_string().contains("16.11.2004"));
    }
}
