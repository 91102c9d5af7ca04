//! What staff may say of a work, field by field.

use kit::Result;
use kit::error::Checks;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{Kind, WorkId};

/// What a work is, in the words of the page. An edition is a game that names the game it is an edition of.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum WorkKind {
    /// A game that stands on its own.
    #[default]
    Game,
    /// Adds to a game.
    Dlc,
    /// Adds a lot to a game.
    Expansion,
    /// Several games sold together.
    Bundle,
    /// A game, sold again with something added.
    Edition,
}

impl WorkKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Game, Self::Dlc, Self::Expansion, Self::Bundle, Self::Edition];

    /// The word on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Game => "game",
            Self::Dlc => "dlc",
            Self::Expansion => "expansion",
            Self::Bundle => "bundle",
            Self::Edition => "edition",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What a stored work is called.
    #[must_use]
    pub const fn of(kind: Kind, is_edition: bool) -> Self {
        match kind {
            Kind::DlcAddon | Kind::Pack => Self::Dlc,
            Kind::Expansion | Kind::StandaloneExpansion => Self::Expansion,
            Kind::Bundle => Self::Bundle,
            _ if is_edition => Self::Edition,
            _ => Self::Game,
        }
    }

    /// What is stored.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Game | Self::Edition => Kind::Main,
            Self::Dlc => Kind::DlcAddon,
            Self::Expansion => Kind::Expansion,
            Self::Bundle => Kind::Bundle,
        }
    }
}

/// The names of all fields that can be edited, and so locked.
pub const FIELDS: [&str; 12] = [
    "title",
    "alt_title",
    "year",
    "genres",
    "developer",
    "publisher",
    "franchise",
    "players",
    "kind",
    "parent",
    "edition_of",
    "edition_title",
];
/// Those of them that say how a work hangs on others.
pub const TIES: [&str; 4] = ["kind", "parent", "edition_of", "edition_title"];

/// A work, as far as staff may change it. The names of the fields are those of the wire and of the locks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    /// Its title.
    pub title: String,
    /// Its title in its own script.
    pub alt_title: Option<String>,
    /// When it first came out.
    pub year: Option<i16>,
    /// The chief one first.
    pub genres: Vec<String>,
    /// Who made it.
    pub developer: Option<String>,
    /// Who sold it.
    pub publisher: Option<String>,
    /// The series that it belongs to.
    pub franchise: Option<String>,
    /// How many can play at once.
    pub players: Option<u8>,
    /// What it is.
    pub kind: WorkKind,
    /// The work that it adds to.
    pub parent: Option<WorkId>,
    /// The work that it is an edition of.
    pub edition_of: Option<WorkId>,
    /// What sets the edition apart.
    pub edition_title: Option<String>,
}

/// What became of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its name.
    pub field: String,
    /// What it said.
    pub before: Value,
    /// What it says.
    pub after: Value,
}

impl Face {
    /// Tidies what a person typed and holds it against the rules of single fields.
    ///
    /// # Errors
    /// `request/invalid` (422) with every field that will not do.
    pub fn tidy(&mut self) -> Result<()> {
        let trim = |text: &mut Option<String>| {
            *text = text.take().map(|t| one_line(&t)).filter(|t| !t.is_empty());
        };
        self.title = one_line(&self.title);
        for text in [
            &mut self.alt_title,
            &mut self.developer,
            &mut self.publisher,
            &mut self.franchise,
            &mut self.edition_title,
        ] {
            trim(text);
        }
        for genre in &mut self.genres {
            *genre = one_line(genre);
        }
        let short =
            |text: &Option<String>, most: usize| text.as_ref().is_none_or(|t| t.chars().count() <= most);
        let mut checks = Checks::default();
        checks.need(
            (1..=300).contains(&self.title.chars().count()),
            "title",
            "A title has 1 to 300 characters.",
        );
        checks.need(short(&self.alt_title, 300), "alt_title", "At most 300 characters.");
        checks.need(
            self.year.is_none_or(|y| (1950..=2100).contains(&y)),
            "year",
            "A year from 1950 to 2100.",
        );
        let names = self.genres.iter().all(|g| (1..=60).contains(&g.chars().count()));
        let few = self.genres.len() <= 8;
        // Only a few are compared with each other: somebody may send a million.
        let once = few && (1..self.genres.len()).all(|n| !self.genres[..n].contains(&self.genres[n]));
        checks.need(names && once, "genres", "At most 8 genres, each once, of 1 to 60 characters.");
        checks.need(short(&self.developer, 300), "developer", "At most 300 characters.");
        checks.need(short(&self.publisher, 300), "publisher", "At most 300 characters.");
        checks.need(short(&self.franchise, 300), "franchise", "At most 300 characters.");
        checks.need(self.players != Some(0), "players", "At least one player, or nothing when nobody knows.");
        checks.need(short(&self.edition_title, 100), "edition_title", "At most 100 characters.");
        let of = self.kind != WorkKind::Edition || self.edition_of.is_some();
        checks.need(of, "edition_of", "Name the game that it is an edition of.");
        let named = self.edition_title.is_none() || self.edition_of.is_some();
        checks.need(named, "edition_title", "Name the game that it is an edition of, too.");
        checks.done()
    }

    /// Takes one field from another face; tells whether there is such a field.
    pub fn put(&mut self, field: &str, from: &Self) -> bool {
        match field {
            "title" => self.title.clone_from(&from.title),
            "alt_title" => self.alt_title.clone_from(&from.alt_title),
            "year" => self.year = from.year,
            "genres" => self.genres.clone_from(&from.genres),
            "developer" => self.developer.clone_from(&from.developer),
            "publisher" => self.publisher.clone_from(&from.publisher),
            "franchise" => self.franchise.clone_from(&from.franchise),
            "players" => self.players = from.players,
            "kind" => self.kind = from.kind,
            "parent" => self.parent = from.parent,
            "edition_of" => self.edition_of = from.edition_of,
            "edition_title" => self.edition_title.clone_from(&from.edition_title),
            _ => return false,
        }
        true
    }

    /// Puts the fields of earlier changes back to what they said before.
    ///
    /// # Errors
    /// When the changes were not written by this program.
    pub fn undo(&mut self, changes: &[Change]) -> Result<()> {
        let mut fields = self.fields()?;
        for change in changes {
            fields.insert(change.field.clone(), change.before.clone());
        }
        *self = serde_json::from_value(Value::Object(fields))?;
        Ok(())
    }

    /// What differs, field by field.
    ///
    /// # Errors
    /// Never, as long as a face can be written as JSON.
    pub fn changes(&self, after: &Self) -> Result<Vec<Change>> {
        let (mut before, mut after) = (self.fields()?, after.fields()?);
        let mut out = vec![];
        for field in FIELDS {
            let pair = (before.remove(field).unwrap_or_default(), after.remove(field).unwrap_or_default());
            if pair.0 != pair.1 {
                out.push(Change { field: field.to_owned(), before: pair.0, after: pair.1 });
            }
        }
        Ok(out)
    }

    fn fields(&self) -> Result<Map<String, Value>> {
        match serde_json::to_value(self)? {
            Value::Object(fields) => Ok(fields),
            _ => Ok(Map::new()),
        }
    }
}

/// A text on one line, inner spaces single, without control characters.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_can_be_put_changed_and_undone() {
        let id = |n| Some(WorkId::new(uuid::Uuid::from_u128(n)));
        let one = Face { title: "Ico".into(), ..Face::default() };
        let other = Face {
            title: "Ico HD".into(),
            alt_title: Some("イコ".into()),
            year: Some(2001),
            genres: vec!["Adventure".into()],
            developer: Some("Team".into()),
            publisher: Some("House".into()),
            franchise: Some("Ico".into()),
            players: Some(1),
            kind: WorkKind::Edition,
            parent: id(1),
            edition_of: id(2),
            edition_title: Some("HD".into()),
        };
        let changes = one.changes(&other).unwrap();
        assert_eq!(changes.iter().map(|c| c.field.as_str()).collect::<Vec<_>>(), FIELDS);
        let mut back = other.clone();
        back.undo(&changes).unwrap();
        assert_eq!(back, one);
        let mut put = one;
        assert!(FIELDS.iter().all(|field| put.put(field, &other)) && !put.put("metascore", &other));
        assert_eq!(put, other);
    }

    #[test]
    fn tidies_and_names_every_field_that_will_not_do() {
        let mut face = Face { title: "  Ico \n II ".into(), alt_title: Some("  ".into()), ..Face::default() };
        face.tidy().unwrap();
        assert_eq!((face.title.as_str(), face.alt_title), ("Ico II", None));
        let mut bad = Face {
            year: Some(1),
            genres: vec!["A".into(), "A".into()],
            players: Some(0),
            edition_title: Some("Gold".into()),
            ..Face::default()
        };
        let error = bad.tidy().unwrap_err();
        let fields: Vec<&str> = error.fields().iter().map(|f| f.field.as_str()).collect();
        assert_eq!(fields, ["title", "year", "genres", "players", "edition_title"]);
    }

    #[test]
    fn kinds_of_the_page_are_stored_and_read_back() {
        for kind in WorkKind::ALL {
            assert_eq!(WorkKind::of(kind.kind(), kind == WorkKind::Edition), kind);
            assert_eq!(WorkKind::from_word(kind.word()), Some(kind));
        }
        assert_eq!(WorkKind::of(Kind::Pack, true), WorkKind::Dlc);
        assert_eq!(WorkKind::from_word("film"), None);
    }
}
