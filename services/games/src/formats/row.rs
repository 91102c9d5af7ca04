//! What every list is turned into, and what is wrong with a row that cannot be.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{MOST, lines};
use crate::date::Date;

/// Who made a list; each asks to be named wherever its data is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// libretro-database.
    Libretro,
    /// `GameDataBase` by `PigSaint`.
    GameDataBase,
    /// Steam Spy, as published by `TidyTuesday`.
    SteamSpy,
    /// Staff of this house.
    House,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Libretro, Self::GameDataBase, Self::SteamSpy, Self::House];

    /// What is stored.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Libretro => "libretro",
            Self::GameDataBase => "gamedatabase",
            Self::SteamSpy => "steamspy",
            Self::House => "house",
        }
    }

    /// The source that is stored under this slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.slug() == slug)
    }

    /// Its name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Libretro => "libretro-database",
            Self::GameDataBase => "GameDataBase",
            Self::SteamSpy => "TidyTuesday / Steam Spy",
            Self::House => "This house",
        }
    }

    /// Its licence.
    #[must_use]
    pub const fn licence(self) -> &'static str {
        match self {
            Self::Libretro => "CC BY-SA 4.0",
            Self::GameDataBase => "CC BY 4.0",
            Self::SteamSpy => "MIT",
            Self::House => "",
        }
    }

    /// The line that it asks for.
    #[must_use]
    pub const fn credit(self) -> &'static str {
        match self {
            Self::Libretro => "Game data: libretro-database (CC BY-SA 4.0)",
            Self::GameDataBase => "GameDataBase by PigSaint (CC BY 4.0)",
            Self::SteamSpy => "TidyTuesday / Steam Spy",
            Self::House => "",
        }
    }
}

/// What a shop asked for a game, as a hint and not as our price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// In minor units.
    pub amount_minor: i64,
    /// ISO 4217.
    pub currency: String,
}

/// One row of a list: one release, or one game on one platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Who says so.
    pub source: Source,
    /// Names the row within its source; the same row has the same one in every copy of the list.
    pub uid: String,
    /// The source's own name for the game that this is a release of.
    pub group: Option<String>,
    /// The title on this release.
    pub title: String,
    /// The title as printed, in its own script.
    pub title_exact: Option<String>,
    /// The title by which the game is compared with others.
    pub known_as: String,
    /// Further titles of the same game.
    pub other_titles: Vec<String>,
    /// The platform's canonical name.
    pub platform: String,
    /// Where it was sold.
    pub region: Option<String>,
    /// When.
    pub date: Option<Date>,
    /// The year in which the source's game first came out: old machines see reissues decades later.
    pub known_since: Option<i16>,
    /// Who made it.
    pub developer: Option<String>,
    /// Who sold it.
    pub publisher: Option<String>,
    /// Canonical names, the chief one first.
    pub genres: Vec<String>,
    /// How many can play at once.
    pub players: Option<u8>,
    /// The series that it belongs to.
    pub franchise: Option<String>,
    /// The maker's order number.
    pub serial: Option<String>,
    /// What a shop asked.
    pub price_reference: Option<Money>,
    /// 0 to 100.
    pub metascore: Option<u8>,
    /// For whom it is fit, in the letters of the North American board.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub esrb: Option<String>,
    /// False for what was never sold: a game that was announced, a sample, a trial version.
    pub published: bool,
    /// The letter of the console of which the Wii's Virtual Console sold this game again.
    pub reissue_of: Option<char>,
}

/// A row that was not taken, for the file of rows kept aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// The line on which it ends, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
    /// Its start.
    pub text: String,
}

/// Why a row cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not JSON, or not an object with these members.
    BrokenJson(String),
    /// A quote is never closed.
    OpenQuote,
    /// Longer than any game.
    EndlessLine,
    /// Bytes that are not UTF-8, or a NUL.
    NotText,
    /// Too few or too many columns.
    Columns {
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// Nothing where something must be.
    Missing(&'static str),
    /// A field longer than its limit.
    TooLong(&'static str),
    /// A value that cannot be.
    Impossible(&'static str, String),
}

impl Reason {
    pub(super) fn impossible(field: &'static str, value: impl fmt::Display) -> Self {
        Self::Impossible(field, value.to_string().chars().take(60).collect())
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BrokenJson(why) => write!(f, "not readable as JSON: {why}"),
            Self::OpenQuote => f.write_str("a quote is opened and not closed"),
            Self::EndlessLine => write!(f, "the line is longer than {} KiB", lines::LONGEST / 1024),
            Self::NotText => f.write_str("not UTF-8 text"),
            Self::Columns { found, expected } => write!(f, "{found} columns where {expected} are expected"),
            Self::Missing(field) => write!(f, "{field} is missing"),
            Self::TooLong(field) => write!(f, "{field} is longer than {MOST} characters"),
            Self::Impossible(field, value) => write!(f, "{field} cannot be {value:?}"),
        }
    }
}
