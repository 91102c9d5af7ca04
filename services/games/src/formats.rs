//! The three public lists that an import reads, each turned into the same [`Row`].
//!
//! The format is told from the content. A bad row becomes a [`Rejected`] and never stops the rest.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, BufRead};

use crate::date::Date;
use lines::{Line, Lines};

pub use lines::Place;
pub use row::{Money, Reason, Rejected, Row, Source};

pub(crate) mod console;
mod csv;
mod lines;
mod pc;
mod releases;
mod row;

/// The most characters of one field.
const MOST: usize = 300;

/// Takes a field: trimmed, inner spaces single, without control characters, at most [`MOST`]
/// characters; nothing when blank.
fn may(name: &'static str, value: Option<String>) -> Result<Option<String>, Reason> {
    let Some(mut value) = value else { return Ok(None) };
    value.retain(|c| !c.is_control() || c.is_whitespace());
    let tidy = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if tidy.chars().count() > MOST {
        return Err(Reason::TooLong(name));
    }
    Ok(Some(tidy).filter(|t| !t.is_empty()))
}

/// As [`may`], for a field that must be there.
fn need(name: &'static str, value: Option<String>) -> Result<String, Reason> {
    may(name, value)?.ok_or(Reason::Missing(name))
}

/// A name for a row made of what tells it apart: FNV-1a over the parts, the same on every machine.
fn uid(parts: &[&str]) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0x1f])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{hash:016x}")
}

/// Whether a text has letters of a script that Latin readers cannot read aloud: kana, Han, Hangul.
#[must_use]
pub fn is_native(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'))
}

/// The title as printed without a Latin logo that only repeats the romanised title.
fn native_title(exact: &str, title: &str) -> String {
    let said = crate::matching::key(title);
    let words: Vec<&str> = exact.split(' ').collect();
    for at in 1..words.len() {
        for (one, other) in [(&words[..at], &words[at..]), (&words[at..], &words[..at])] {
            let (one, other) = (one.join(" "), other.join(" "));
            if is_native(&other) && crate::matching::key(&one) == said {
                return other;
            }
        }
    }
    exact.to_owned()
}

/// Which of the three a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Console,
    Releases,
    Pc,
}

/// A file that is none of the three lists.
#[derive(Debug)]
pub enum NotAList {
    /// It cannot be read.
    Io(io::Error),
    /// Its first line is neither a JSON object nor one of the two headers.
    Unknown(String),
}

impl fmt::Display for NotAList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "it cannot be read: {error}"),
            Self::Unknown(start) => write!(
                f,
                "it starts with {start:?}, which is neither a game as JSON (libretro-database) nor the header of \
                 GameDataBase or of the PC list"
            ),
        }
    }
}
impl std::error::Error for NotAList {}

/// What a list says as a whole; made by reading it once before its rows are taken.
#[derive(Debug, Default)]
pub struct Survey {
    /// How many rows there are, bad ones included.
    pub rows: u64,
    /// How many of them are bad.
    pub bad: u64,
    /// The titles of each group of releases, first the one by which it is known, and its first year.
    groups: HashMap<String, (Vec<String>, Option<i16>)>,
}

/// One row of a file, good or bad, and where the file goes on behind it.
#[derive(Debug)]
pub struct Entry {
    /// Behind this row: where an import that stops here goes on.
    pub place: Place,
    /// The row.
    pub row: Result<Row, Rejected>,
}

/// Reads a list row by row.
pub struct Reader<R> {
    lines: Lines<R>,
    format: Format,
    pending: Vec<(Vec<u8>, Place)>,
    raw: Vec<u8>,
    survey: Survey,
}

impl<R: BufRead> Reader<R> {
    /// Looks at the first line and tells which list this is.
    ///
    /// # Errors
    /// When it is none of the three, or cannot be read.
    pub fn open(from: R) -> Result<Self, NotAList> {
        let mut lines = Lines::new(from);
        let mut first = vec![];
        while first.iter().all(u8::is_ascii_whitespace) {
            first.clear();
            if lines.next(&mut first).map_err(NotAList::Io)? == Line::End {
                break;
            }
        }
        let line = first.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&first).to_vec();
        let text = String::from_utf8_lossy(&line);
        let header = text.replace([' ', '"'], "").to_lowercase();
        let (format, pending) = match header.as_str() {
            releases::HEADER => (Format::Releases, vec![]),
            pc::HEADER => (Format::Pc, vec![]),
            other if other.starts_with('{') => (Format::Console, vec![(line, lines.place)]),
            _ => return Err(NotAList::Unknown(text.chars().take(60).collect())),
        };
        Ok(Self { lines, format, pending, raw: vec![], survey: Survey::default() })
    }

    /// Who made this list.
    #[must_use]
    pub fn source(&self) -> Source {
        match self.format {
            Format::Console => Source::Libretro,
            Format::Releases => Source::GameDataBase,
            Format::Pc => Source::SteamSpy,
        }
    }

    /// Reads to the end of the list and says what is in it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn survey(mut self) -> io::Result<Survey> {
        let mut survey = Survey::default();
        let mut groups: HashMap<String, (Vec<Known>, Option<i16>)> = HashMap::new();
        while let Some(entry) = self.read()? {
            survey.rows += 1;
            let Ok(row) = entry.row else {
                survey.bad += 1;
                continue;
            };
            let Some(group) = row.group else { continue };
            let rank = (row.published, crate::platforms::is_western(row.region.as_deref()));
            let (known, first) = groups.entry(group).or_default();
            let year = row.date.map(Date::year).filter(|_| row.published);
            *first = [*first, year].into_iter().flatten().min();
            match known.iter_mut().find(|k| k.rank == rank && k.title == row.title) {
                Some(known) => known.count += 1,
                None => known.push(Known { rank, count: 1, title: row.title }),
            }
        }
        for (group, (mut known, first)) in groups {
            known.sort_by(|a, b| {
                (b.rank, b.count).cmp(&(a.rank, a.count)).then_with(|| a.title.cmp(&b.title))
            });
            let mut titles: Vec<String> = vec![];
            for one in known {
                if !titles.contains(&one.title) {
                    titles.push(one.title);
                }
            }
            survey.groups.insert(group, (titles, first));
        }
        Ok(survey)
    }

    /// Goes on behind a place that an earlier reading of the same file told.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn resume(mut self, survey: Survey, place: Place) -> io::Result<Self> {
        self.survey = survey;
        while self.place().line < place.line && self.record()?.is_some() {}
        Ok(self)
    }

    /// Reads the next row; nothing at the end.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&mut self) -> io::Result<Option<Entry>> {
        let Some((place, bad)) = self.record()? else { return Ok(None) };
        let row = match bad {
            Some(reason) => Err(reason),
            None => self.parse(),
        };
        // A NUL cannot be stored, not even as part of what was refused.
        let shown = |text: &str| text.replace('\0', "\u{fffd}").chars().take(400).collect();
        let row = row.map_err(|reason| Rejected {
            line: place.line,
            reason: shown(&reason.to_string()),
            text: shown(&String::from_utf8_lossy(&self.raw)),
        });
        Ok(Some(Entry { place, row }))
    }

    fn place(&self) -> Place {
        self.pending.last().map_or(self.lines.place, |(_, place)| Place { line: place.line - 1, ..*place })
    }

    /// Reads the bytes of the next record that is not blank.
    fn record(&mut self) -> io::Result<Option<(Place, Option<Reason>)>> {
        loop {
            let found = match self.format {
                Format::Console => self.line()?,
                _ => csv::next(&mut self.lines, &mut self.pending, &mut self.raw)?,
            };
            if found.is_none() || !self.raw.iter().all(u8::is_ascii_whitespace) {
                return Ok(found);
            }
        }
    }

    fn line(&mut self) -> io::Result<Option<(Place, Option<Reason>)>> {
        self.raw.clear();
        if let Some((line, place)) = self.pending.pop() {
            self.raw = line;
            return Ok(Some((place, None)));
        }
        Ok(match self.lines.next(&mut self.raw)? {
            Line::End => None,
            Line::TooLong => Some((self.lines.place, Some(Reason::EndlessLine))),
            Line::Whole => Some((self.lines.place, None)),
        })
    }

    fn parse(&self) -> Result<Row, Reason> {
        let text = str::from_utf8(&self.raw).ok().filter(|t| !t.contains('\0')).ok_or(Reason::NotText)?;
        let mut row = match self.format {
            Format::Console => console::row(text)?,
            Format::Releases => releases::row(&csv::fields(text))?,
            Format::Pc => pc::row(&csv::fields(text))?,
        };
        row.known_since = row.date.map(Date::year);
        if let Some((titles, first)) = row.group.as_ref().and_then(|group| self.survey.groups.get(group)) {
            row.known_since = *first;
            row.known_as.clone_from(&titles[0]);
            row.other_titles.extend(titles[1..].iter().cloned());
        }
        Ok(row)
    }
}

/// A title of a group of releases, while the survey goes on.
struct Known {
    rank: (bool, bool),
    count: u32,
    title: String,
}

#[cfg(test)]
mod tests;

/// A row for tests.
#[cfg(test)]
pub(crate) fn sample(title: &str, platform: &str, date: &str) -> Row {
    let line = serde_json::json!({ "title": title, "platform": platform });
    Row { date: date.parse().ok(), ..console::row(&line.to_string()).unwrap() }
}
