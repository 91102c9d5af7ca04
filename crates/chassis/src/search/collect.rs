//! Gathers what a question found: the best hits, how many in all, and the facets' counts.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};
use uuid::Uuid;

use super::Hit;
use super::fields::{Columns, facet_parts};

/// What being better known is worth against the scores of words, which lie between 1 and 40.
const FAME: f32 = 3.0;

/// Asks for the best `most` and for counts of the facets named.
pub struct Gather {
    pub most: usize,
    pub count: Vec<String>,
}

/// What was gathered of one segment, and in the end of all.
#[derive(Default)]
pub struct Gathered {
    /// The best first.
    pub hits: Vec<Hit>,
    pub total: u64,
    pub facets: BTreeMap<String, HashMap<String, u64>>,
}

/// Gathers from one segment.
pub struct Basket {
    most: usize,
    count: Vec<String>,
    columns: Columns,
    best: Vec<(Score, Uuid, DocId)>,
    /// What a hit must reach to be among the best.
    bar: Score,
    total: u64,
    counts: Vec<u32>,
}

/// The better first; of two that fit alike the one with the smaller id, so that pages hold still.
fn order(a: (Score, Uuid), b: (Score, Uuid)) -> Ordering {
    b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1))
}

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = Basket;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Basket> {
        let columns = Columns::of(segment)?;
        let terms = columns.facet.as_ref().map_or(0, |facet| facet.num_terms());
        Ok(Basket {
            most: self.most,
            count: self.count.clone(),
            counts: vec![0; if self.count.is_empty() { 0 } else { terms }],
            columns,
            best: Vec::with_capacity(2 * self.most.min(2_000)),
            bar: Score::NEG_INFINITY,
            total: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.most > 0
    }

    fn merge_fruits(&self, parts: Vec<Gathered>) -> tantivy::Result<Gathered> {
        let mut all = Gathered::default();
        for part in parts {
            all.total += part.total;
            all.hits.extend(part.hits);
            for (name, values) in part.facets {
                let sum = all.facets.entry(name).or_default();
                for (value, count) in values {
                    *sum.entry(value).or_default() += count;
                }
            }
        }
        all.hits.sort_by(|a, b| order((a.score, a.id), (b.score, b.id)));
        all.hits.truncate(self.most);
        Ok(all)
    }
}

impl SegmentCollector for Basket {
    type Fruit = Gathered;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if !self.counts.is_empty()
            && let Some(facet) = &self.columns.facet
        {
            for ord in facet.term_ords(doc) {
                if let Some(count) = usize::try_from(ord).ok().and_then(|at| self.counts.get_mut(at)) {
                    *count += 1;
                }
            }
        }
        if self.most == 0 {
            return;
        }
        let weight = u16::try_from(self.columns.weight.first(doc).unwrap_or(0)).unwrap_or(u16::MAX);
        let score = score + FAME * (1.0 + f32::from(weight)).ln();
        if score < self.bar {
            return;
        }
        self.best.push((score, self.columns.id(doc), doc));
        if self.best.len() >= 2 * self.most {
            self.cut();
        }
    }

    fn harvest(mut self) -> Gathered {
        self.cut();
        let kind = |doc| {
            let mut name = String::new();
            let column = self.columns.kind.as_ref()?;
            column.ord_to_str(column.term_ords(doc).next()?, &mut name).ok()?;
            Some(name)
        };
        let hits = self.best.iter().map(|(score, id, doc)| Hit {
            kind: kind(*doc).unwrap_or_default(),
            id: *id,
            score: *score,
        });
        Gathered { hits: hits.collect(), total: self.total, facets: self.facets() }
    }
}

impl Basket {
    fn cut(&mut self) {
        self.best.sort_by(|a, b| order((a.0, a.1), (b.0, b.1)));
        self.best.truncate(self.most);
        if self.best.len() == self.most {
            self.bar = self.best.last().map_or(self.bar, |worst| worst.0);
        }
    }

    fn facets(&self) -> BTreeMap<String, HashMap<String, u64>> {
        let mut out: BTreeMap<String, HashMap<String, u64>> = BTreeMap::new();
        let Some(column) = &self.columns.facet else { return out };
        let found = (0_u64..).zip(&self.counts).filter(|(_, count)| **count > 0);
        let (ords, counts): (Vec<u64>, Vec<u32>) = found.map(|(ord, count)| (ord, *count)).unzip();
        let mut counts = counts.into_iter().map(u64::from);
        // One walk through the dictionary: thousands of values looked up one by one would take longer than the search.
        let walked = column.dictionary().sorted_ords_to_term_cb(&ords, |term| {
            let count = counts.next().unwrap_or(0);
            let Some((name, value)) = std::str::from_utf8(term).ok().and_then(facet_parts) else { return };
            if let Some(values) = out.get_mut(name) {
                values.insert(value.to_owned(), count);
            } else if self.count.iter().any(|wanted| wanted == name) {
                out.insert(name.to_owned(), HashMap::from([(value.to_owned(), count)]));
            }
        });
        if let Err(error) = walked {
            tracing::warn!(%error, "the facets of a search cannot be read");
        }
        out
    }
}
