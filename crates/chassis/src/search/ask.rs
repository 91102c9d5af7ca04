//! From a question to an answer.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, ExistsQuery, FuzzyTermQuery, Occur, PhraseQuery, Query,
    TermQuery,
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
/// For each word that stands in the title, and in another name.
const IN_TITLE: f32 = 60.0;
const IN_NAME: f32 = 20.0;

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
        let found =
            gather(index, ask, matching(&index.fields, &wanted, false, &words::title_key(&corrected)))?;
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
/// And what puts it further up: the title whole, its start.
fn matching(fields: &Fields, wanted: &[Wanted], open: bool, key: &str) -> Vec<Clause> {
    let mut any: Vec<Clause> = vec![];
    if !wanted.is_empty() {
        let each = wanted.iter().enumerate();
        let each = each.map(|(at, one)| (Occur::Must, word(fields, one, open && at + 1 == wanted.len())));
        any.push((Occur::Should, Box::new(BooleanQuery::new(each.collect()))));
    }
    let starts = [(fields.title_key, START), (fields.name_key, START_OF_NAME)];
    any.extend(starts.map(|(field, worth)| (Occur::Should, fixed(prefix(field, key), worth))));
    let exactly = [(fields.title_key, EXACT), (fields.name_key, EXACT_NAME)];
    any.extend(exactly.map(|(field, worth)| (Occur::Should, fixed(exact(field, key), worth))));
    vec![(Occur::Must, Box::new(BooleanQuery::new(any)))]
}

/// One wanted thing in any field.
///
/// An unfinished word of one letter is found at the start of titles alone, one of two letters in
/// titles and names: half the catalogue has such a word somewhere.
fn word(fields: &Fields, wanted: &Wanted, open: bool) -> Box<dyn Query> {
    let places =
        [(fields.title, 4.0, IN_TITLE, 2), (fields.names, 2.0, IN_NAME, 2), (fields.text, 1.0, 0.0, 3)];
    let mut any: Vec<Box<dyn Query>> = vec![];
    for (field, worth, base, fewest) in places {
        let mut add = |terms: Vec<&str>| {
            let found = || -> Box<dyn Query> {
                let terms: Vec<Term> = terms.iter().map(|text| Term::from_field_text(field, text)).collect();
                match <[Term; 1]>::try_from(terms) {
                    Ok([only]) => Box::new(TermQuery::new(only, IndexRecordOption::WithFreqs)),
                    Err(terms) => Box::new(PhraseQuery::new(terms)),
                }
            };
            any.push(Box::new(BoostQuery::new(found(), worth)));
            if base > 0.0 {
                any.push(fixed(found(), base));
            }
        };
        match wanted {
            Wanted::Word(text, other) => {
                add(vec![text]);
                other.iter().for_each(|other| add(vec![other]));
                if open && text.chars().count() >= fewest {
                    any.push(fixed(prefix(field, text), base + worth));
                }
            }
            Wanted::Run(grams) => {
                let sign = grams.len() == 1 && grams[0].chars().count() == 1;
                if sign {
                    any.push(fixed(prefix(field, &grams[0]), base + worth));
                } else {
                    add(grams.iter().map(String::as_str).collect());
                }
            }
        }
    }
    Box::new(BooleanQuery::union(any))
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

fn prefix(field: Field, start: &str) -> Box<dyn Query> {
    Box::new(FuzzyTermQuery::new_prefix(Term::from_field_text(field, start), 0, true))
}

/// The query with the same score for all that it finds.
fn fixed(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}
