//! A search index in a folder: documents in, ids in order of fitness out.
//!
//! The service that owns an index decides when to commit and when what it committed becomes
//! visible. Words of a question never reach a parser: the question is built from its words.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError};
use uuid::Uuid;

use fields::Fields;
use spelling::Vocabulary;

mod ask;
mod collect;
mod fields;
mod spelling;
mod words;

/// The most hits that can be paged through; whoever wants more asks better.
pub const DEEPEST: usize = 1_000;
/// The most words of a question that count.
pub const MOST_WORDS: usize = 12;

/// Memory of the one thread that writes; tantivy asks for 15 MB at least.
const WRITER_MEMORY: usize = 15_000_000;

/// Who may find a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody.
    #[default]
    Public,
    /// One account.
    User(Uuid),
    /// Whoever holds this right.
    Right(String),
}

/// Something that can be found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it is, such as `game`.
    pub kind: String,
    /// Its id with its owner.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// What else it is called: other languages, other regions.
    #[serde(default)]
    pub names: Vec<String>,
    /// Further words that lead to it.
    #[serde(default)]
    pub text: String,
    /// Pairs to filter by and to count, such as `("platform", "NES")`.
    #[serde(default)]
    pub facets: Vec<(String, String)>,
    /// Puts the better known of two that fit alike first.
    #[serde(default)]
    pub weight: u32,
    /// The version of the thing: an older one never replaces a newer one.
    pub version: i64,
    /// Who may find it.
    #[serde(default)]
    pub who_may_see: Audience,
}

/// Who asks, as far as finding goes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Viewer {
    /// The account, when there is one.
    pub user: Option<Uuid>,
    /// The rights of the account.
    pub rights: Vec<String>,
}

/// A question.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ask {
    /// As a person typed them; the last word may be unfinished.
    pub words: String,
    /// Only these kinds; all when empty.
    pub kinds: Vec<String>,
    /// Only documents with one of the values for each name.
    pub filters: Vec<(String, String)>,
    /// The facets to count in all that was found.
    pub count: Vec<String>,
    /// How many hits to leave out.
    pub from: usize,
    /// How many hits to give.
    pub size: usize,
    /// Who asks.
    pub viewer: Viewer,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// What it is.
    pub kind: String,
    /// Its id with its owner.
    pub id: Uuid,
    /// How well it fits; means something within one answer alone.
    pub score: f32,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The best first.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: u64,
    /// The spelling that was looked for instead, when nothing has the words as typed.
    pub corrected: Option<String>,
    /// For each facet asked for: values and how many documents have them, the most first.
    pub facets: BTreeMap<String, Vec<(String, u64)>>,
}

/// What can go wrong with an index.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The engine failed, most likely at the disk.
    #[error("the search index failed")]
    Engine(#[from] TantivyError),
    /// The folder cannot be made or emptied.
    #[error("the folder of the search index cannot be used")]
    Folder(#[from] std::io::Error),
}

/// What every function of an index answers.
pub type Result<T> = std::result::Result<T, SearchError>;

/// An index. All functions may be called from any thread; none of them waits for another one's disk
/// except the writing ones for each other.
pub struct Index {
    index: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    writing: Mutex<Writing>,
    vocabulary: Mutex<Option<(u64, Arc<Vocabulary>)>>,
}

/// The writer, while there is something to write, and the versions that no reader sees yet.
#[derive(Default)]
struct Writing {
    writer: Option<IndexWriter>,
    pending: HashMap<String, i64>,
    committed: HashMap<String, i64>,
}

impl Index {
    /// Opens the index in a folder, or makes one. An index of another shape or a broken one is
    /// thrown away: [`Index::note`] then tells nothing, and its owner builds it anew.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn open(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let open = || -> Result<Self> {
            let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
            Self::new(tantivy::Index::builder().schema(Fields::schema().0).open_or_create(directory)?)
        };
        match open() {
            Err(SearchError::Engine(TantivyError::IoError(error))) => {
                Err(std::io::Error::other(error.to_string()).into())
            }
            Err(error) => {
                tracing::warn!(%error, "the search index cannot be opened and starts empty");
                std::fs::remove_dir_all(folder)?;
                std::fs::create_dir_all(folder)?;
                open()
            }
            opened => opened,
        }
    }

    /// An index that is gone when it is dropped.
    ///
    /// # Errors
    /// When the engine refuses.
    pub fn in_memory() -> Result<Self> {
        Self::new(tantivy::Index::create_in_ram(Fields::schema().0))
    }

    fn new(index: tantivy::Index) -> Result<Self> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let fields = Fields::schema().1;
        Ok(Self { index, fields, reader, writing: Mutex::default(), vocabulary: Mutex::default() })
    }

    /// Takes documents in, each in place of an older version of itself; tells how many were new.
    /// Nobody sees them before [`Index::commit`] and [`Index::reload`].
    ///
    /// # Errors
    /// When the engine fails.
    pub fn put(&self, documents: &[Document]) -> Result<usize> {
        let mut taken = 0;
        let mut writing = self.writing();
        for document in documents {
            let key = fields::key(&document.kind, document.id);
            if self.newest(&writing, &key)?.is_some_and(|version| version >= document.version) {
                continue;
            }
            let made = self.fields.document(&key, document);
            self.write(&mut writing, key, document.version, made)?;
            taken += 1;
        }
        Ok(taken)
    }

    /// Takes a document out, unless a newer version of it came in meanwhile. An older version that
    /// arrives later does not bring it back.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn remove(&self, kind: &str, id: Uuid, version: i64) -> Result<bool> {
        let mut writing = self.writing();
        let key = fields::key(kind, id);
        if self.newest(&writing, &key)?.is_some_and(|newest| newest > version) {
            return Ok(false);
        }
        let stone = self.fields.tombstone(&key, version);
        self.write(&mut writing, key, version, stone)?;
        Ok(true)
    }

    /// Takes all documents out.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn clear(&self) -> Result<()> {
        let mut writing = self.writing();
        self.writer(&mut writing)?.delete_all_documents()?;
        self.writer(&mut writing)?.commit()?;
        *writing = Writing { writer: writing.writer.take(), ..Writing::default() };
        self.reader.reload()?;
        Ok(())
    }

    /// Makes what was written durable, together with a note such as how far a log was read.
    ///
    /// # Errors
    /// When the engine fails; then nothing since the last commit is kept for sure.
    pub fn commit(&self, note: &str) -> Result<()> {
        let mut writing = self.writing();
        let mut commit = self.writer(&mut writing)?.prepare_commit()?;
        commit.set_payload(note);
        commit.commit()?;
        let pending = std::mem::take(&mut writing.pending);
        writing.committed.extend(pending);
        Ok(())
    }

    /// The note of the last commit.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn note(&self) -> Result<Option<String>> {
        Ok(self.index.load_metas()?.payload)
    }

    /// Shows what was committed to all questions from now on.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn reload(&self) -> Result<()> {
        let mut writing = self.writing();
        self.reader.reload()?;
        writing.committed.clear();
        Ok(())
    }

    /// Lets go of the writer and its memory when nothing waits to be committed; tells whether it is
    /// closed. Merges that are under way are finished first, or segments would pile up.
    ///
    /// # Errors
    /// When a merge fails.
    pub fn rest(&self) -> Result<bool> {
        let mut writing = self.writing();
        if !writing.pending.is_empty() {
            return Ok(false);
        }
        if let Some(writer) = writing.writer.take() {
            writer.wait_merging_threads()?;
        }
        Ok(true)
    }

    /// How many documents questions can find; what was removed is not counted.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn count(&self) -> Result<u64> {
        ask::everything(self)
    }

    /// Finds what the words lead to. Without a word there is nothing to find.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn ask(&self, ask: &Ask) -> Result<Answer> {
        ask::answer(self, ask)
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The writer, opened when it is first needed.
    fn writer<'a>(&self, writing: &'a mut Writing) -> Result<&'a mut IndexWriter> {
        let writer = match writing.writer.take() {
            Some(writer) => writer,
            None => self.index.writer_with_num_threads(1, WRITER_MEMORY)?,
        };
        Ok(writing.writer.insert(writer))
    }

    fn write(&self, writing: &mut Writing, key: String, version: i64, made: TantivyDocument) -> Result<()> {
        let writer = self.writer(writing)?;
        writer.delete_term(self.fields.key_term(&key));
        writer.add_document(made)?;
        writing.pending.insert(key, version);
        Ok(())
    }

    /// The newest version of a document that ever came in.
    fn newest(&self, writing: &Writing, key: &str) -> Result<Option<i64>> {
        if let Some(version) = writing.pending.get(key).or_else(|| writing.committed.get(key)) {
            return Ok(Some(*version));
        }
        self.fields.version(&self.reader.searcher(), key)
    }

    /// The words of all titles, as of the last reload.
    fn vocabulary(&self) -> Result<Arc<Vocabulary>> {
        let searcher = self.reader.searcher();
        let generation = searcher.generation().generation_id();
        let mut kept = self.vocabulary.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, words)) = &*kept
            && *of == generation
        {
            return Ok(Arc::clone(words));
        }
        let words = Arc::new(Vocabulary::of(&searcher, &self.fields)?);
        *kept = Some((generation, Arc::clone(&words)));
        Ok(words)
    }
}
