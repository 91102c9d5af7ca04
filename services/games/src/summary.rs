//! What a work is called and when it came out, as its releases have it.
//!
//! A function of the set of releases: their order does not matter, so an import that is repeated or
//! split in two changes nothing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::formats::{Money, Row, Source, is_native};
use crate::matching::{companies, key};
use crate::model::face::Face;
use crate::platforms;

/// A work in a few words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The title that the West knows, else the romanised one.
    pub title: String,
    /// The title in its own script.
    pub alt_title: Option<String>,
    /// When it first came out.
    pub date: Option<Date>,
    /// Canonical names, the first release first.
    pub platforms: Vec<String>,
    /// The genre that most releases name comes first.
    pub genres: Vec<String>,
    /// Who made it, in the words of most releases.
    pub developer: Option<String>,
    /// Who sold it, in the words of most releases.
    pub publisher: Option<String>,
    /// The series that it belongs to.
    pub franchise: Option<String>,
    /// How many can play at once.
    pub players: Option<u8>,
    /// 0 to 100.
    pub metascore: Option<u8>,
    /// For whom it is fit, in the letters of the North American board.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub esrb: Option<String>,
    /// What a shop asked.
    pub price_reference: Option<Money>,
    /// Who said so.
    pub sources: Vec<Source>,
    /// Every further title that somebody may look for it by.
    pub other_titles: Vec<String>,
    /// How many releases there are.
    pub releases: u32,
}

impl Summary {
    /// Sums up the releases of one work.
    #[must_use]
    pub fn of(rows: &[&Row]) -> Self {
        let title = title(rows);
        let mut titles: Vec<&str> = rows
            .iter()
            .flat_map(|r| [&r.title, &r.known_as].into_iter().chain(&r.other_titles).chain(&r.title_exact))
            .map(String::as_str)
            .filter(|t| *t != title)
            .collect();
        titles.sort_unstable();
        titles.dedup();
        let mut sources: Vec<Source> = rows.iter().map(|r| r.source).collect();
        sources.sort_unstable();
        sources.dedup();
        Self {
            alt_title: alt_title(rows),
            date: first_date(rows),
            platforms: platforms_of(rows),
            genres: genres_of(rows),
            developer: company(rows, |r| r.developer.as_deref()),
            publisher: company(rows, |r| r.publisher.as_deref()),
            franchise: most(rows.iter().filter_map(|r| r.franchise.as_deref()), |_| 0),
            players: rows.iter().filter_map(|r| r.players).max(),
            metascore: rows.iter().filter_map(|r| r.metascore).max(),
            esrb: most(rows.iter().filter_map(|r| r.esrb.as_deref()), |_| 0),
            price_reference: rows
                .iter()
                .filter_map(|r| r.price_reference.clone())
                .min_by_key(|m| m.amount_minor),
            other_titles: titles.into_iter().map(str::to_owned).collect(),
            releases: u32::try_from(rows.len()).unwrap_or(u32::MAX),
            sources,
            title,
        }
    }

    /// What it is filtered by where search finds it.
    #[must_use]
    pub fn facets(&self) -> Vec<(&'static str, String)> {
        let many =
            |name, values: &[String]| values.iter().map(move |v| (name, v.clone())).collect::<Vec<_>>();
        let mut out = many("platform", &self.platforms);
        out.extend(many("genre", &self.genres));
        out.extend(self.companies().into_iter().map(|c| ("company", c.to_owned())));
        out.extend(self.franchise.iter().map(|f| ("franchise", f.clone())));
        out.extend(self.esrb.iter().map(|e| ("esrb", e.clone())));
        out.extend(self.date.map(|date| ("year", date.year().to_string())));
        out.extend(self.players.map(|n| ("players", n.to_string())));
        out.extend(self.metascore.map(|n| ("metacritic", n.to_string())));
        out
    }

    /// Who made or sold it, each once.
    #[must_use]
    pub fn companies(&self) -> Vec<&str> {
        let mut out: Vec<&str> = self.developer.iter().chain(&self.publisher).map(String::as_str).collect();
        out.dedup();
        out
    }

    /// Takes over from `old` the fields that a person set; `locked` names them. A title that gives way is
    /// still one that the work is found by.
    pub fn keep(&mut self, old: &Self, locked: &[&str]) {
        for field in locked {
            match *field {
                "title" => self.rename(&old.title),
                "alt_title" => self.alt_title.clone_from(&old.alt_title),
                "year" => self.date = old.date,
                "genres" => self.genres.clone_from(&old.genres),
                "developer" => self.developer.clone_from(&old.developer),
                "publisher" => self.publisher.clone_from(&old.publisher),
                "franchise" => self.franchise.clone_from(&old.franchise),
                "players" => self.players = old.players,
                _ => {}
            }
        }
    }

    /// Takes over what a person says; how the work hangs on others is no part of a summary.
    pub fn wear(&mut self, face: &Face) {
        self.rename(&face.title);
        self.alt_title.clone_from(&face.alt_title);
        if self.date.map(Date::year) != face.year {
            self.date = face.year.and_then(|year| Date::new(year, None, None));
        }
        self.genres.clone_from(&face.genres);
        self.developer.clone_from(&face.developer);
        self.publisher.clone_from(&face.publisher);
        self.franchise.clone_from(&face.franchise);
        self.players = face.players;
    }

    fn rename(&mut self, title: &str) {
        if self.title != title {
            let before = std::mem::replace(&mut self.title, title.to_owned());
            self.other_titles.retain(|other| other != title);
            if !before.is_empty() && !self.other_titles.contains(&before) {
                self.other_titles.push(before);
                self.other_titles.sort_unstable();
            }
        }
    }
}

/// The title of the West before that of the East, sold before announced; then the one that most
/// releases bear, in its quietest spelling.
fn title(rows: &[&Row]) -> String {
    let mut votes: BTreeMap<String, (bool, bool, usize)> = BTreeMap::new();
    for row in rows {
        let vote = votes.entry(key(&row.known_as)).or_default();
        vote.0 |= row.published;
        vote.1 |= platforms::is_western(row.region.as_deref());
        vote.2 += 1;
    }
    let best = votes.iter().max_by_key(|(name, vote)| (**vote, Reverse(name.len()), Reverse(*name)));
    let Some((best, _)) = best else { return String::new() };
    let spelt = rows.iter().flat_map(|r| [&r.title, &r.known_as]).filter(|t| key(t) == *best);
    most(spelt.map(String::as_str), |t| {
        shouting(t) + u32::from(t.contains(" - ")) + 2 * u32::from(t.contains(" ~ ") || t.contains("/ "))
    })
    .unwrap_or_default()
}

/// The title in its own script that most releases bear; what was never sold bears it last.
fn alt_title(rows: &[&Row]) -> Option<String> {
    let exact = |published: bool| {
        let of =
            rows.iter().filter(move |r| r.published == published).filter_map(|r| r.title_exact.as_deref());
        most(of, |t| u32::from(!is_native(t)))
    };
    exact(true).or_else(|| exact(false))
}

/// The company that is named for most platforms, as it was first called: a list may name it for each
/// of twenty samples, and beside others.
fn company<'a>(rows: &[&'a Row], of: impl Fn(&'a Row) -> Option<&'a str>) -> Option<String> {
    let named: Vec<(&str, &Row, Vec<String>)> =
        rows.iter().filter_map(|r| of(r).map(|text| (text, *r, companies::keys(text)))).collect();
    let mut votes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (_, row, keys) in &named {
        for key in keys {
            votes.entry(key).or_default().insert(&row.platform);
        }
    }
    let (best, _) = votes.iter().max_by_key(|(key, on)| (on.len(), Reverse(*key)))?;
    let spelt = named.iter().filter(|(_, _, keys)| keys.iter().any(|k| k == best));
    let first = spelt.min_by_key(|(text, row, keys)| {
        (keys.len(), shouting(text), row.date.map_or(i16::MAX, Date::year), *text)
    });
    first.map(|(text, ..)| (*text).to_owned())
}

/// Whether a name is written in capitals alone.
fn shouting(text: &str) -> u32 {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    4 * u32::from(letters > 3 && !text.chars().any(char::is_lowercase))
}

/// The text with the fewest faults, among these the one that occurs most, then the first by letters.
fn most<'a>(texts: impl Iterator<Item = &'a str>, faults: impl Fn(&str) -> u32) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    let best = counts.into_iter().min_by_key(|(text, count)| (faults(text), Reverse(*count), *text));
    best.map(|(text, _)| text.to_owned())
}

/// The first day that it was sold; a reissue or what was never sold counts only when there is
/// nothing else.
fn first_date(rows: &[&Row]) -> Option<Date> {
    let sold = |r: &&&Row| r.published && r.reissue_of.is_none();
    // Within a year the date that is known best tells most, so 1995-03-11 goes before 1995.
    let order = |d: &Date| (d.year(), Reverse(d.to_string().len()), *d);
    let dated =
        |all: bool| rows.iter().filter(move |r| all || sold(r)).filter_map(|r| r.date).min_by_key(order);
    dated(false).or_else(|| dated(true))
}

fn platforms_of(rows: &[&Row]) -> Vec<String> {
    let mut first: BTreeMap<&str, (bool, i16)> = BTreeMap::new();
    // Staff may not know what a game was released on.
    for row in rows.iter().filter(|row| !row.platform.is_empty()) {
        let when = (row.reissue_of.is_some() || !row.published, row.date.map_or(i16::MAX, Date::year));
        first.entry(&row.platform).and_modify(|old| *old = when.min(*old)).or_insert(when);
    }
    let mut names: Vec<_> = first.into_iter().collect();
    names.sort_by_key(|(name, when)| (*when, *name));
    names.into_iter().map(|(name, _)| name.to_owned()).collect()
}

fn genres_of(rows: &[&Row]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        for (at, genre) in row.genres.iter().enumerate() {
            *counts.entry(genre).or_default() += if at == 0 { 2 } else { 1 };
        }
    }
    let mut names: Vec<_> = counts.into_iter().collect();
    names.sort_by_key(|(name, count)| (Reverse(*count), *name));
    names.into_iter().map(|(name, _)| name.to_owned()).take(4).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample;

    #[test]
    fn prefers_what_the_west_calls_it() {
        let mut east = sample("Akumajō Dracula", "Famicom Disk System", "1986-09-26");
        east.region = Some("Japan".into());
        east.title_exact = Some("悪魔城ドラキュラ".into());
        let west = sample("Castlevania", "NES", "1987-05-01");
        let loud = sample("CASTLEVANIA", "PC", "1990");
        let sum = Summary::of(&[&east, &west, &loud]);
        assert_eq!((sum.title.as_str(), sum.alt_title.as_deref()), ("Castlevania", Some("悪魔城ドラキュラ")));
        assert_eq!(sum.date.unwrap().to_string(), "1986-09-26");
        assert_eq!(sum.platforms, ["Famicom Disk System", "NES", "PC"]);
        assert_eq!(sum, Summary::of(&[&loud, &west, &east]));
    }

    #[test]
    fn a_field_that_a_person_set_stays() {
        let old = Summary { title: "Ours".into(), players: Some(4), ..Summary::default() };
        let mut new = Summary::of(&[&sample("Theirs", "PC", "1995")]);
        new.keep(&old, &["title"]);
        assert_eq!((new.title.as_str(), new.players), ("Ours", None));
        assert_eq!(new.other_titles, ["Theirs"], "it is still found by what its sources call it");
    }

    #[test]
    fn a_reissue_is_not_the_first_release() {
        let mut wii = sample("Chrono Trigger", "Wii", "1994");
        wii.reissue_of = Some('J');
        let first = sample("Chrono Trigger", "Super Nintendo", "1995");
        let day = sample("Chrono Trigger", "Super Nintendo", "1995-03-11");
        assert_eq!(Summary::of(&[&wii, &first, &day]).date, day.date);
        assert_eq!(Summary::of(&[&wii]).date, wii.date);
    }
}
