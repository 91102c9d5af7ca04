//! From a question to an answer.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, ExistsQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::collect::{Gather, Gathered};
use super::fields::{self, Fields};
use super::words::{self, Wanted};
use super::{Answer, Ask, Audience, DEEPEST, Index, MOST_WORDS, Result};

type Clause = (Occur, Box<dyn Query>);

/// Steps between ways of fitting; wider than any score by words.
const EXACT: f32 = 4_000.0;
const EXACT_NAME: f32 = 3_000.0;
const START: f32 = 1_000.0;
const START_OF_NAME: f32 = 500.0;
const IN_TITLE: f32 = 200.0;

/// Answers a question; when nothing has its words, one with corrected words.
pub fn answer(index: &Index, ask: &Ask) -> Result<Answer> {
    let (wanted, open) = words::of_question(&ask.words, MOST_WORDS);
    let key = words::title_key(&ask.words);
    if key.is_empty() {
        return Ok(Answer::default());
    }
    let found = gather(index, ask, matching(&index.fields, &wanted, open, &key))?;
    if found.total > 0 {
        return Ok(shaped(found, ask, None));
    }
    let typed: Option<Vec<String>> = wanted
        .iter()
        .map(|wanted| match wanted {
            Wanted::Word(word, _) => Some(word.clone()),
            Wanted::Run(_) => None,
        })
        .collect();
    let Some(typed) = typed.filter(|typed| !typed.is_empty()) else { return Ok(Answer::default()) };
    for said in index.vocabulary()?.corrections(&typed, open) {
        let corrected = said.join(" ");
        let (wanted, _) = words::of_question(&corrected, MOST_WORDS);
        let found = gather(index, ask, matching(&index.fields, &wanted, false, &words::title_key(&corrected)))?;
        if found.total > 0 {
            return Ok(shaped(found, ask, Some(corrected)));
        }
    }
    Ok(Answer::default())
}

/// Counts all documents, whoever may see them.
pub fn everything(index: &Index) -> Result<u64> {
    let gather = Gather { most: 0, count: vec![] };
    Ok(index.reader.searcher().search(&ExistsQuery::new("kind".to_owned(), false), &gather)?.total)
}

fn gather(index: &Index, ask: &Ask, mut clauses: Vec<Clause>) -> Result<Gathered> {
    clauses.extend(allowed(&index.fields, ask));
    let most = if ask.from >= DEEPEST { 0 } else { (ask.from + ask.size).min(DEEPEST) };
    let gather = Gather { most, count: ask.count.clone() };
    Ok(index.reader.searcher().search(&BooleanQuery::new(clauses), &gather)?)
}

fn shaped(found: Gathered, ask: &Ask, corrected: Option<String>) -> Answer {
    let ordered = |values: HashMap<String, u64>| {
        let mut values: Vec<(String, u64)> = values.into_iter().collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        values
    };
    Answer {
        hits: found.hits.into_iter().skip(ask.from).take(ask.size).collect(),
        total: found.total,
        corrected,
        facets: found.facets.into_iter().map(|(name, values)| (name, ordered(values))).collect(),
    }
}

/// What a document must have: every word somewhere, or a title that starts as the question does.
/// And what puts it further up: the title whole, its start, all words in the title.
fn matching(fields: &Fields, wanted: &[Wanted], open: bool, key: &str) -> Vec<Clause> {
    let all = |choice: &[(Field, f32)]| -> Box<dyn Query> {
        let each = wanted.iter().enumerate().map(|(at, wanted_here)| {
            (Occur::Must, one(choice, wanted_here, open && at + 1 == wanted.len()))
        });
        Box::new(BooleanQuery::new(each.collect()))
    };
    let mut any: Vec<Clause> = vec![];
    if !wanted.is_empty() {
        any.push((Occur::Should, all(&[(fields.title, 4.0), (fields.names, 2.0), (fields.text, 1.0)])));
    }
    if key.chars().count() > 1 || wanted.is_empty() {
        let keys = [fields.title_key, fields.name_key];
        any.extend(keys.map(|field| (Occur::Should, fixed(prefix(field, key), 0.0))));
    }
    let mut out: Vec<Clause> = vec![(Occur::Must, Box::new(BooleanQuery::new(any)))];
    let mut raise = |query: Box<dyn Query>, by: f32| out.push((Occur::Should, fixed(query, by)));
    raise(exact(fields.title_key, key), EXACT);
    raise(exact(fields.name_key, key), EXACT_NAME);
    raise(prefix(fields.title_key, key), START);
    raise(prefix(fields.name_key, key), START_OF_NAME);
    if !wanted.is_empty() {
        raise(all(&[(fields.title, 1.0)]), IN_TITLE);
    }
    out
}

/// One wanted thing in one of several fields, each with what a match there is worth.
fn one(choice: &[(Field, f32)], wanted: &Wanted, open: bool) -> Box<dyn Query> {
    let mut any: Vec<Clause> = vec![];
    for (field, worth) in choice {
        let mut add = |query: Box<dyn Query>| {
            any.push((Occur::Should, Box::new(BoostQuery::new(query, *worth)) as Box<dyn Query>));
        };
        match wanted {
            Wanted::Word(word, other) => {
                add(term(*field, word));
                if let Some(other) = other {
                    add(term(*field, other));
                }
                if open {
                    add(fixed(prefix(*field, word), 0.5));
                }
            }
            Wanted::Run(grams) => match grams.as_slice() {
                [sign] if sign.chars().count() == 1 => add(fixed(prefix(*field, sign), 1.0)),
                [gram] => add(term(*field, gram)),
                grams => {
                    let grams = grams.iter().map(|gram| Term::from_field_text(*field, gram)).collect();
                    add(Box::new(PhraseQuery::new(grams)));
                }
            },
        }
    }
    Box::new(BooleanQuery::new(any))
}

/// What the asker wants to see and may see.
fn allowed(fields: &Fields, ask: &Ask) -> Vec<Clause> {
    let mut audiences = vec![fields::audience(&Audience::Public)];
    audiences.extend(ask.viewer.user.map(|id| fields::audience(&Audience::User(id))));
    audiences.extend(ask.viewer.rights.iter().map(|right| fields::audience(&Audience::Right(right.clone()))));
    let mut out = vec![(Occur::Must, one_of(fields.audience, audiences))];
    if !ask.kinds.is_empty() {
        out.push((Occur::Must, one_of(fields.kind, ask.kinds.clone())));
    }
    let mut filters: HashMap<&str, Vec<String>> = HashMap::new();
    for (name, value) in &ask.filters {
        filters.entry(name).or_default().push(fields::facet(name, value));
    }
    out.extend(filters.into_values().map(|values| (Occur::Must, one_of(fields.facet, values))));
    out
}

fn one_of(field: Field, values: Vec<String>) -> Box<dyn Query> {
    let any = values.iter().map(|value| (Occur::Should, exact(field, value))).collect();
    fixed(Box::new(BooleanQuery::new(any)), 0.0)
}

fn exact(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

fn term(field: Field, word: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs))
}

fn prefix(field: Field, start: &str) -> Box<dyn Query> {
    Box::new(FuzzyTermQuery::new_prefix(Term::from_field_text(field, start), 0, true))
}

/// The query with the same score for all that it finds.
fn fixed(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}
