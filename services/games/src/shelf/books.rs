//! What the shelf holds: one small book a work.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use kit::Result;
use serde::Deserialize;

use super::look::Counts;
use crate::date::Date;
use crate::db::Changed;
use crate::model::face::WorkKind;
use crate::model::{Kind, WorkId};

/// What works are filtered and browsed by, beside years and numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Facet {
    Platform,
    Genre,
    Company,
    Franchise,
    Esrb,
}

impl Facet {
    /// Its name where search has it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Genre => "genre",
            Self::Company => "company",
            Self::Franchise => "franchise",
            Self::Esrb => "esrb",
        }
    }
}

/// A value of a facet: a place in [`Books::values`].
pub(super) type Value = u32;

/// One work.
pub(super) struct Book {
    pub(super) id: WorkId,
    /// The start of `key`, which mostly decides.
    pub(super) head: u64,
    pub(super) key: Box<str>,
    pub(super) year: Option<i16>,
    pub(super) score: Option<u8>,
    pub(super) players: Option<u8>,
    pub(super) kind: WorkKind,
    pub(super) releases: u32,
    pub(super) values: Box<[Value]>,
}

/// A value of a facet, such as the platform "NES".
pub(crate) struct Named {
    pub(crate) facet: Facet,
    pub(crate) name: Box<str>,
    /// As people type it.
    pub(crate) folded: Box<str>,
}

/// All works of the catalogue.
pub(crate) struct Books {
    pub(super) books: Vec<Option<Book>>,
    places: HashMap<WorkId, usize>,
    pub(super) values: Vec<Named>,
    known: HashMap<(Facet, Arc<str>), Value>,
    /// Counts of all works, until something changes.
    pub(super) all: OnceLock<Arc<Counts>>,
}

/// What is read of a [`crate::summary::Summary`].
#[derive(Deserialize)]
struct Said<'s> {
    date: Option<Date>,
    #[serde(borrow)]
    platforms: Vec<Cow<'s, str>>,
    #[serde(borrow)]
    genres: Vec<Cow<'s, str>>,
    #[serde(borrow)]
    developer: Option<Cow<'s, str>>,
    #[serde(borrow)]
    publisher: Option<Cow<'s, str>>,
    #[serde(borrow)]
    franchise: Option<Cow<'s, str>>,
    #[serde(borrow, default)]
    esrb: Option<Cow<'s, str>>,
    players: Option<u8>,
    metascore: Option<u8>,
    releases: u32,
}

impl Default for Books {
    fn default() -> Self {
        let (books, places, values, known, all) = Default::default();
        Self { books, places, values, known, all }
    }
}

impl Books {
    /// Takes in works as they are now; those that were merged go.
    pub(super) fn take(&mut self, changed: Vec<Changed>) -> Result<()> {
        self.all = OnceLock::new();
        for work in changed {
            let book = match work.merged_into {
                Some(_) => None,
                None => Some(self.book(&work)?),
            };
            match (self.places.get(&work.id), book) {
                (Some(place), book) => self.books[*place] = book,
                (None, Some(book)) => {
                    self.places.insert(work.id, self.books.len());
                    self.books.push(Some(book));
                }
                (None, None) => {}
            }
        }
        Ok(())
    }

    fn book(&mut self, work: &Changed) -> Result<Book> {
        let said: Said<'_> = serde_json::from_str(&work.summary)?;
        let mut values = vec![];
        let named = [(Facet::Platform, &said.platforms), (Facet::Genre, &said.genres)];
        for (facet, names) in named {
            values.extend(names.iter().map(|name| self.value(facet, name)));
        }
        let single = [
            (Facet::Company, &said.developer),
            (Facet::Company, &said.publisher),
            (Facet::Franchise, &said.franchise),
            (Facet::Esrb, &said.esrb),
        ];
        for (facet, name) in single {
            values.extend(name.as_ref().map(|name| self.value(facet, name)));
        }
        values.sort_unstable();
        values.dedup();
        let kind = Kind::from_number(work.kind).unwrap_or(Kind::Main);
        Ok(Book {
            id: work.id,
            head: head(&work.sort_key),
            key: work.sort_key.as_str().into(),
            year: said.date.map(Date::year),
            score: said.metascore,
            players: said.players,
            kind: WorkKind::of(kind, work.version_parent.is_some()),
            releases: said.releases,
            values: values.into(),
        })
    }

    fn value(&mut self, facet: Facet, name: &str) -> Value {
        let name: Arc<str> = name.into();
        if let Some(value) = self.known.get(&(facet, name.clone())) {
            return *value;
        }
        let value = Value::try_from(self.values.len()).unwrap_or(Value::MAX);
        let folded = kit::text::fold(&name).into();
        self.values.push(Named { facet, name: (*name).into(), folded });
        self.known.insert((facet, name), value);
        value
    }

    /// The value with this name.
    pub(crate) fn known(&self, facet: Facet, name: &str) -> Option<Value> {
        self.known.get(&(facet, name.into())).copied()
    }

    /// Whether the catalogue ever had this value.
    pub(crate) fn knows(&self, facet: Facet, name: &str) -> bool {
        self.known(facet, name).is_some()
    }

    pub(super) fn at(&self, id: WorkId) -> Option<&Book> {
        self.places.get(&id).and_then(|place| self.books[*place].as_ref())
    }
}

/// The first eight bytes of a key: they compare as the key does, as far as they go.
pub(super) fn head(key: &str) -> u64 {
    let mut bytes = [0; 8];
    let len = key.len().min(8);
    bytes[..len].copy_from_slice(&key.as_bytes()[..len]);
    u64::from_be_bytes(bytes)
}
