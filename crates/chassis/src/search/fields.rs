//! How a document lies in the index. Nothing is stored but columns: a hit is an id.

use tantivy::columnar::StrColumn;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Searcher, TantivyDocument, Term};
use uuid::Uuid;

use super::{Audience, Document, Result, words};

/// Parts a facet's name from its value.
const BETWEEN: char = '\u{1f}';

/// The fields of the index.
#[derive(Clone, Copy)]
pub struct Fields {
    key: Field,
    pub kind: Field,
    high: Field,
    low: Field,
    version: Field,
    weight: Field,
    pub facet: Field,
    pub audience: Field,
    /// The whole title as one word.
    pub title_key: Field,
    /// The other names, each as one word.
    pub name_key: Field,
    pub title: Field,
    pub names: Field,
    pub text: Field,
}

impl Fields {
    pub fn schema() -> (Schema, Self) {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let title = TextOptions::default().set_indexing_options(indexing.clone());
        // A bag of names is not worse for holding many.
        let words = TextOptions::default().set_indexing_options(indexing.set_fieldnorms(false));
        let mut schema = Schema::builder();
        let fields = Self {
            key: schema.add_text_field("key", STRING),
            kind: schema.add_text_field("kind", STRING | FAST),
            high: schema.add_u64_field("high", FAST),
            low: schema.add_u64_field("low", FAST),
            version: schema.add_i64_field("version", FAST | INDEXED),
            weight: schema.add_u64_field("weight", FAST),
            facet: schema.add_text_field("facet", STRING | FAST),
            audience: schema.add_text_field("audience", STRING),
            title_key: schema.add_text_field("title_key", STRING),
            name_key: schema.add_text_field("name_key", STRING),
            title: schema.add_text_field("title", title),
            names: schema.add_text_field("names", words.clone()),
            text: schema.add_text_field("text", words),
        };
        (schema.build(), fields)
    }

    pub fn key_term(&self, key: &str) -> Term {
        Term::from_field_text(self.key, key)
    }

    /// What is left of a document that was removed: its version, so that an older one stays out.
    pub fn tombstone(&self, key: &str, version: i64) -> TantivyDocument {
        let mut out = TantivyDocument::default();
        out.add_text(self.key, key);
        out.add_i64(self.version, version);
        out
    }

    pub fn document(&self, key: &str, from: &Document) -> TantivyDocument {
        let mut out = self.tombstone(key, from.version);
        let (high, low) = from.id.as_u64_pair();
        out.add_text(self.kind, &from.kind);
        out.add_u64(self.high, high);
        out.add_u64(self.low, low);
        out.add_u64(self.weight, u64::from(from.weight));
        out.add_text(self.audience, audience(&from.who_may_see));
        for (name, value) in &from.facets {
            out.add_text(self.facet, facet(name, value));
        }
        for key in words::title_keys(&from.title) {
            out.add_text(self.title_key, key);
        }
        out.add_pre_tokenized_text(self.title, tokens(&from.title));
        for name in &from.names {
            for key in words::title_keys(name) {
                out.add_text(self.name_key, key);
            }
            out.add_pre_tokenized_text(self.names, tokens(name));
        }
        out.add_pre_tokenized_text(self.text, tokens(&from.text));
        out
    }

    /// The version of a document as the searcher sees it.
    pub fn version(&self, searcher: &Searcher, key: &str) -> Result<Option<i64>> {
        let term = self.key_term(key);
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(self.key)?;
            let Some(mut found) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            let versions = segment.fast_fields().i64("version")?;
            use tantivy::DocSet as _;
            while found.doc() != tantivy::TERMINATED {
                if !segment.is_deleted(found.doc()) {
                    return Ok(versions.first(found.doc()));
                }
                found.advance();
            }
        }
        Ok(None)
    }
}

/// Names a document in the index.
pub fn key(kind: &str, id: Uuid) -> String {
    format!("{kind}:{id}")
}

/// The term of a facet and its value.
pub fn facet(name: &str, value: &str) -> String {
    format!("{name}{BETWEEN}{value}")
}

/// The name and the value that a facet's term stands for.
pub fn facet_parts(term: &str) -> Option<(&str, &str)> {
    term.split_once(BETWEEN)
}

/// The term of an audience.
pub fn audience(of: &Audience) -> String {
    match of {
        Audience::Public => "public".to_owned(),
        Audience::User(id) => format!("user:{id}"),
        Audience::Right(right) => format!("right:{right}"),
    }
}

fn tokens(text: &str) -> PreTokenizedString {
    let token =
        |t: words::Token| Token { position: t.place, text: t.text, position_length: 1, ..Token::default() };
    PreTokenizedString { text: String::new(), tokens: words::of_text(text).into_iter().map(token).collect() }
}

/// The columns of one segment from which hits and counts are read.
pub struct Columns {
    pub kind: Option<StrColumn>,
    pub facet: Option<StrColumn>,
    pub high: tantivy::columnar::Column<u64>,
    pub low: tantivy::columnar::Column<u64>,
    pub weight: tantivy::columnar::Column<u64>,
}

impl Columns {
    pub fn of(segment: &tantivy::SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(Self {
            kind: fast.str("kind")?,
            facet: fast.str("facet")?,
            high: fast.u64("high")?,
            low: fast.u64("low")?,
            weight: fast.u64("weight")?,
        })
    }

    pub fn id(&self, doc: u32) -> Uuid {
        Uuid::from_u64_pair(self.high.first(doc).unwrap_or(0), self.low.first(doc).unwrap_or(0))
    }
}
