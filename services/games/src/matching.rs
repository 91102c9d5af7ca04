//! Which rows speak of the same game.
//!
//! Two rows are compared by facts that never change, and a work is all rows that hang together. So
//! the outcome depends on which rows there are and not on the order in which they came: a list
//! imported tomorrow gives the works that importing both today would have given. Two works that
//! turn out to be one are merged; a work never falls apart.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::date::Date;
use crate::formats::{Row, Source};
use crate::platforms;

pub mod companies;
pub mod editions;
mod remakes;
mod titles;

pub use titles::{key, spelling};

/// What is compared of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Keys of the title that it is known by: one for each romanisation.
    pub keys: Vec<String>,
    /// Keys of its other titles; they make a pair worth a look and no more.
    pub other_keys: Vec<String>,
    /// How many of these, from the first on, it brings itself; the others come with its group.
    own: usize,
    /// Who says so.
    pub source: Source,
    /// The source's own name for the game.
    pub group: Option<String>,
    /// The canonical name of the platform.
    pub platform: String,
    /// When it came out.
    pub year: Option<i16>,
    /// Who made it.
    pub developers: Vec<String>,
    /// Who sold it; counts for reissues alone.
    pub publishers: Vec<String>,
    /// False for what was never sold.
    pub published: bool,
    /// The letter of the console of which the Virtual Console sold it again.
    pub reissue_of: Option<char>,
}

impl Facts {
    /// Takes the facts of a row.
    #[must_use]
    pub fn of(row: &Row) -> Self {
        let both = |title: &String| [Some(key(title)), spelling(title)].into_iter().flatten();
        let keys: Vec<String> = both(&row.known_as).collect();
        let mut other_keys: Vec<String> = vec![];
        let mut own = 0;
        let alone = row.group.is_none();
        for title in std::iter::once(&row.title).chain(&row.other_titles) {
            for key in both(title).collect::<Vec<_>>() {
                if !keys.contains(&key) && !other_keys.contains(&key) && (*title != row.title || !alone) {
                    other_keys.push(key);
                }
            }
            own = if alone || *title == row.title { other_keys.len() } else { own };
        }
        Self {
            keys,
            other_keys,
            own,
            source: row.source,
            group: row.group.clone(),
            platform: row.platform.clone(),
            year: year(row),
            developers: row.developer.as_deref().map(companies::keys).unwrap_or_default(),
            publishers: row.publisher.as_deref().map(companies::keys).unwrap_or_default(),
            published: row.published,
            reissue_of: row.reissue_of,
        }
    }
}

impl Facts {
    /// The keys under which a row is found. Of a group's titles each row brings its own, so that a
    /// group of ten releases with five titles stands in ten places and not in fifty.
    pub fn listed(&self) -> impl Iterator<Item = &String> {
        self.keys.iter().chain(&self.other_keys[..self.own])
    }
}

/// The year that counts: a release long after the first one is a reissue, whose year says nothing.
fn year(row: &Row) -> Option<i16> {
    let own = row.date.map(Date::year);
    own.filter(|own| row.known_since.is_none_or(|first| *own <= first + REISSUE_AFTER)).or(row.known_since)
}

/// How many years after the first release of a game on a machine a further one is a reissue.
const REISSUE_AFTER: i16 = 5;

/// Why two rows of one title are not taken for one game. The order is that of their strength: the
/// first that holds between two works is the one that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Doubt {
    /// A title of one is another title of the other, and developer and year agree.
    OtherTitleAlike,
    /// The Virtual Console sold a game of this title again, of another console or company.
    Reissue,
    /// The year of one is unknown, and the developers differ or are unknown.
    YearUnknown,
    /// They came out two years and more apart, and the developers differ or are unknown.
    YearsApart,
    /// One was never sold.
    NeverSold,
    /// Two entries of the list of PC games, by different developers.
    TwoEntries,
    /// A title of one is another title of the other.
    OtherTitle,
}

impl Doubt {
    /// All of them, in the order of their strength.
    pub const ALL: [Self; 7] = [
        Self::OtherTitleAlike,
        Self::Reissue,
        Self::YearUnknown,
        Self::YearsApart,
        Self::NeverSold,
        Self::TwoEntries,
        Self::OtherTitle,
    ];

    /// The one that is stored under this slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|doubt| doubt.slug() == slug)
    }

    /// What is stored.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::OtherTitleAlike => "other_title_alike",
            Self::Reissue => "reissue",
            Self::YearUnknown => "year_unknown",
            Self::YearsApart => "years_apart",
            Self::NeverSold => "never_sold",
            Self::TwoEntries => "two_entries",
            Self::OtherTitle => "other_title",
        }
    }

    /// A sentence for whoever decides.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::OtherTitleAlike => {
                "a title of one is another title of the other, and developer and year agree"
            }
            Self::Reissue => "the Virtual Console may have sold this game again",
            Self::YearUnknown => "a year is unknown and no developer is common to both",
            Self::YearsApart => "two years and more lie between them and no developer is common to both",
            Self::NeverSold => "one of them was never sold",
            Self::TwoEntries => "the list of PC games has both, by different developers",
            Self::OtherTitle => "a title of one is another title of the other",
        }
    }
}

/// What comparing two rows tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same game.
    Same,
    /// Perhaps; a person may decide.
    Doubtful(Doubt),
    /// Different games.
    Different,
}

/// Compares two rows. `compare(a, b) == compare(b, a)`.
///
/// The same game is: one group of one source; or the same title, and years within one or a
/// developer in common. Where a year is unknown, only a common developer or the same console will
/// do: consoles hardly ever saw two games of one title, while shared publishers are wrong in one of
/// five cases. PC is no such console, and its list names each game once, so two of its entries need
/// a common developer whatever the year.
#[must_use]
pub fn compare(a: &Facts, b: &Facts) -> Verdict {
    if a.group.is_some() && a.source == b.source && a.group == b.group {
        return Verdict::Same;
    }
    let Some(title) = a.keys.iter().find(|k| b.keys.contains(k)) else {
        let other = |x: &Facts, y: &Facts| {
            x.other_keys.iter().any(|k| y.keys.contains(k) || y.other_keys.contains(k))
        };
        return match other(a, b) || other(b, a) {
            true if made_alike(a, b) => Verdict::Doubtful(Doubt::OtherTitleAlike),
            true => Verdict::Doubtful(Doubt::OtherTitle),
            false => Verdict::Different,
        };
    };
    if let Some(parting) = remakes::parting(title) {
        let later =
            |facts: &Facts| facts.year.is_some_and(|year| year >= parting && facts.reissue_of.is_none());
        if later(a) != later(b) {
            return Verdict::Different;
        }
        if a.year.is_none() || b.year.is_none() {
            return Verdict::Doubtful(Doubt::YearUnknown);
        }
    }
    if a.reissue_of.is_some() || b.reissue_of.is_some() {
        return if sold_again(a, b) { Verdict::Same } else { Verdict::Doubtful(Doubt::Reissue) };
    }
    if share(&a.developers, &b.developers) {
        return Verdict::Same;
    }
    if !a.published || !b.published {
        return Verdict::Doubtful(Doubt::NeverSold);
    }
    let same_platform = a.platform == b.platform;
    match (a.year, b.year) {
        _ if same_platform
            && a.platform == platforms::PC
            && !a.developers.is_empty()
            && !b.developers.is_empty() =>
        {
            Verdict::Doubtful(Doubt::TwoEntries)
        }
        (Some(x), Some(y)) if x.abs_diff(y) <= 1 => Verdict::Same,
        (Some(_), Some(_)) => Verdict::Doubtful(Doubt::YearsApart),
        _ if same_platform && a.platform != platforms::PC => Verdict::Same,
        _ => Verdict::Doubtful(Doubt::YearUnknown),
    }
}

fn share(a: &[String], b: &[String]) -> bool {
    a.iter().any(|name| b.contains(name))
}

/// Whether a developer is common to both and their years are within one.
fn made_alike(a: &Facts, b: &Facts) -> bool {
    share(&a.developers, &b.developers)
        && a.year.zip(b.year).is_some_and(|(x, y)| x.abs_diff(y) <= 1)
        && a.published == b.published
}

/// Whether one is the other, sold again by the Virtual Console: for the same machine, by a company
/// that made or sold it then. The year of a reissue says nothing.
fn sold_again(a: &Facts, b: &Facts) -> bool {
    let origin = match (a.reissue_of, b.reissue_of) {
        (Some(x), Some(y)) => x == y,
        (Some(letter), None) => platforms::origins(letter).contains(&b.platform.as_str()),
        (None, Some(letter)) => platforms::origins(letter).contains(&a.platform.as_str()),
        (None, None) => false,
    };
    let company =
        [&a.developers, &a.publishers].iter().any(|x| share(x, &b.developers) || share(x, &b.publishers));
    origin && company
}

/// Rows on their way to become works.
#[derive(Default)]
pub struct Clusters {
    facts: Vec<Facts>,
    parents: Vec<usize>,
    by_key: HashMap<String, Vec<usize>>,
    by_group: HashMap<(Source, String), usize>,
    /// Pairs of marks that staff keeps apart, each both ways.
    apart: HashSet<(usize, usize)>,
    /// By root: the marks that are together there.
    marks: HashMap<usize, Vec<usize>>,
}

impl Clusters {
    /// Rows of which those with these pairs of marks never come together, whatever else joins them.
    #[must_use]
    pub fn keeping_apart(pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let apart = pairs.into_iter().flat_map(|(a, b)| [(a, b), (b, a)]).collect();
        Self { apart, ..Self::default() }
    }

    /// Adds a row and joins it with all that speak of the same game; tells its place.
    pub fn add(&mut self, facts: Facts) -> usize {
        self.add_to(facts, None, None)
    }

    /// Adds a row that belongs to the one at `first` before it is compared with any other; `mark` names the
    /// work that it is of.
    pub fn add_to(&mut self, facts: Facts, first: Option<usize>, mark: Option<usize>) -> usize {
        let at = self.facts.len();
        self.parents.push(at);
        if let Some(mark) = mark {
            self.marks.insert(at, vec![mark]);
        }
        if let Some(first) = first {
            self.join(first, at);
        }
        if let Some(group) = &facts.group {
            match self.by_group.get(&(facts.source, group.clone())) {
                Some(other) => self.join(at, *other),
                None => drop(self.by_group.insert((facts.source, group.clone()), at)),
            }
        }
        for key in &facts.keys {
            for other in self.by_key.get(key).cloned().unwrap_or_default() {
                if compare(&facts, &self.facts[other]) == Verdict::Same {
                    self.join(at, other);
                }
            }
        }
        for key in facts.listed() {
            self.by_key.entry(key.clone()).or_default().push(at);
        }
        self.facts.push(facts);
        at
    }

    /// Joins two rows of which it is known that they are one work, unless that would bring together what
    /// staff keeps apart.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let marks = |at: usize| self.marks.get(&at).map(Vec::as_slice).unwrap_or_default();
        if marks(a).iter().any(|x| marks(b).iter().any(|y| self.apart.contains(&(*x, *y)))) {
            return;
        }
        let (first, second) = (a.min(b), a.max(b));
        self.parents[second] = first;
        if let Some(moved) = self.marks.remove(&second) {
            let there = self.marks.entry(first).or_default();
            there.extend(moved);
            there.sort_unstable();
            there.dedup();
        }
    }

    /// The place that stands for the work of a row: the smallest one in it.
    pub fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    /// The facts of a row.
    #[must_use]
    pub fn facts(&self, at: usize) -> &Facts {
        &self.facts[at]
    }

    /// How many works the rows make.
    pub fn works(&mut self) -> usize {
        (0..self.parents.len()).filter(|at| self.root(*at) == *at).count()
    }

    /// Pairs of works that stay apart and may be one, with the strongest reason for each pair.
    pub fn doubts(&mut self) -> BTreeMap<(usize, usize), Doubt> {
        let mut out = BTreeMap::new();
        let buckets: Vec<Vec<usize>> = self.by_key.values().filter(|b| b.len() > 1).cloned().collect();
        for bucket in buckets {
            for (n, a) in bucket.iter().enumerate() {
                for b in &bucket[n + 1..] {
                    let pair = (self.root(*a), self.root(*b));
                    if pair.0 == pair.1 {
                        continue;
                    }
                    if let Verdict::Doubtful(doubt) = compare(&self.facts[*a], &self.facts[*b]) {
                        let pair = (pair.0.min(pair.1), pair.0.max(pair.1));
                        out.entry(pair).and_modify(|d: &mut Doubt| *d = doubt.min(*d)).or_insert(doubt);
                    }
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests;
