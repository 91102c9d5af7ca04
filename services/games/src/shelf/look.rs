//! Going through the shelf: what fits, in order, and counted.

use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::books::{Book, Books, Facet, Value, head};
use crate::model::WorkId;
use crate::model::face::WorkKind;

/// What is wanted: of each filter that is set, one of its values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) values: Vec<(Facet, Vec<String>)>,
    pub(crate) kinds: Vec<WorkKind>,
    pub(crate) years: Vec<i16>,
    pub(crate) year_from: Option<i16>,
    pub(crate) year_to: Option<i16>,
    pub(crate) players_min: Option<u8>,
    pub(crate) score_min: Option<u8>,
    pub(crate) score_max: Option<u8>,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    /// By title, as people expect it.
    #[default]
    Title,
    /// The oldest first.
    Year,
    /// The newest first.
    Newest,
    /// The best first.
    Best,
}

/// A place in an order: what decides first, the title's key, the id. What says nothing comes last in every order.
pub(crate) type Place = (i64, String, Uuid);

/// How many of the works that fit have which value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) total: u64,
    by_value: Vec<u32>,
    pub(crate) years: BTreeMap<i16, u64>,
}

/// A page of what fits.
pub(crate) struct Found {
    pub(crate) ids: Vec<WorkId>,
    /// The place of the last one, when there are more.
    pub(crate) next: Option<Place>,
}

impl Order {
    fn decides(self, book: &Book) -> i64 {
        let year = book.year.map(i64::from);
        match self {
            Self::Title => 0,
            Self::Year => year.unwrap_or(i64::MAX),
            Self::Newest => year.map_or(i64::MAX, |year| -year),
            Self::Best => book.score.map_or(i64::MAX, |score| -i64::from(score)),
        }
    }
}

/// [`Wanted`], with what the shelf calls the values.
struct Sieve<'w> {
    values: Vec<Vec<Value>>,
    wanted: &'w Wanted,
}

impl Sieve<'_> {
    fn lets(&self, book: &Book) -> bool {
        let wanted = self.wanted;
        let year = |fits: &dyn Fn(i16) -> bool| book.year.is_some_and(fits);
        self.values.iter().all(|any| book.values.iter().any(|value| any.contains(value)))
            && (wanted.kinds.is_empty() || wanted.kinds.contains(&book.kind))
            && (wanted.years.is_empty() || year(&|year| wanted.years.contains(&year)))
            && wanted.year_from.is_none_or(|from| year(&|year| year >= from))
            && wanted.year_to.is_none_or(|to| year(&|year| year <= to))
            && wanted.players_min.is_none_or(|least| book.players.is_some_and(|n| n >= least))
            && wanted.score_min.is_none_or(|least| book.score.is_some_and(|n| n >= least))
            && wanted.score_max.is_none_or(|most| book.score.is_some_and(|n| n <= most))
    }
}

impl Books {
    fn sieve<'w>(&self, wanted: &'w Wanted) -> Sieve<'w> {
        let known = |facet: Facet, names: &[String]| -> Vec<Value> {
            names.iter().filter_map(|name| self.known(facet, name)).collect()
        };
        Sieve { values: wanted.values.iter().map(|(facet, names)| known(*facet, names)).collect(), wanted }
    }

    /// The works that fit, `most` of them behind `after` in this order, and how many have which value.
    /// `start` leaves only titles that start so.
    pub(crate) fn find(
        &self,
        wanted: &Wanted,
        (order, after): (Order, Option<&Place>),
        most: usize,
        start: Option<&str>,
    ) -> (Found, Arc<Counts>) {
        let sieve = self.sieve(wanted);
        let everything = *wanted == Wanted::default() && start.is_none();
        let kept = if everything { self.all.get().cloned() } else { None };
        let mut counts = kept.is_none().then(|| self.no_counts());
        let mut best = Best::new(order, after, most);
        for book in self.books.iter().flatten() {
            let fits =
                everything || sieve.lets(book) && start.is_none_or(|start| book.key.starts_with(start));
            if fits {
                if let Some(counts) = &mut counts {
                    counts.add(book);
                }
                best.offer(book);
            }
        }
        let counts = match (kept, counts) {
            (Some(kept), _) => kept,
            (None, fresh) => Arc::new(fresh.unwrap_or_default()),
        };
        if everything {
            self.all.get_or_init(|| counts.clone());
        }
        (best.page(), counts)
    }

    /// Some of these works in this order.
    pub(crate) fn arrange(&self, ids: &[WorkId], order: Order, after: Option<&Place>, most: usize) -> Found {
        let mut best = Best::new(order, after, most);
        ids.iter().filter_map(|id| self.at(*id)).for_each(|book| best.offer(book));
        best.page()
    }

    /// How many works have which value.
    pub(crate) fn counts(&self) -> Arc<Counts> {
        self.find(&Wanted::default(), (Order::Title, None), 0, None).1
    }

    fn no_counts(&self) -> Counts {
        Counts { by_value: vec![0; self.values.len()], ..Counts::default() }
    }

    /// The values of a facet that any counted work has, with how many have them, in no order.
    pub(crate) fn counted<'b>(
        &'b self,
        facet: Facet,
        counts: &'b Counts,
    ) -> impl Iterator<Item = (&'b super::books::Named, u64)> {
        let all = self.values.iter().zip(&counts.by_value);
        all.filter(move |(named, count)| named.facet == facet && **count > 0)
            .map(|(named, count)| (named, u64::from(*count)))
    }
}

impl Counts {
    fn add(&mut self, book: &Book) {
        self.total += 1;
        for value in &book.values {
            if let Some(count) = self.by_value.get_mut(*value as usize) {
                *count += 1;
            }
        }
        if let Some(year) = book.year {
            *self.years.entry(year).or_default() += 1;
        }
    }
}

/// A book's place, made to be compared quickly.
type Rank<'b> = (i64, u64, &'b str, WorkId);

/// The first books of an order behind a place.
struct Best<'b> {
    order: Order,
    after: Option<Rank<'b>>,
    most: usize,
    heap: BinaryHeap<Rank<'b>>,
}

impl<'b> Best<'b> {
    fn new(order: Order, after: Option<&'b Place>, most: usize) -> Self {
        let after = after.map(|(first, key, id)| (*first, head(key), key.as_str(), WorkId::new(*id)));
        Self { order, after, most, heap: BinaryHeap::with_capacity(most + 2) }
    }

    fn offer(&mut self, book: &'b Book) {
        let rank = (self.order.decides(book), book.head, &*book.key, book.id);
        if self.most == 0 || self.after.is_some_and(|after| rank <= after) {
            return;
        }
        // One more than is shown tells whether there is a next page.
        if self.heap.len() <= self.most {
            self.heap.push(rank);
        } else if self.heap.peek().is_some_and(|worst| rank < *worst) {
            self.heap.pop();
            self.heap.push(rank);
        }
    }

    fn page(self) -> Found {
        let mut ranks = self.heap.into_sorted_vec();
        let more = ranks.len() > self.most;
        ranks.truncate(self.most);
        let last = ranks.last().filter(|_| more);
        let next = last.map(|(first, _, key, id)| (*first, (*key).to_owned(), id.uuid()));
        Found { ids: ranks.into_iter().map(|(.., id)| id).collect(), next }
    }
}
