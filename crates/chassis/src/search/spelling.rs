//! The nearest spelling, when nothing has the words as they were typed.

use std::collections::HashMap;

use tantivy::Searcher;

use super::Result;
use super::fields::Fields;

/// The most spellings that are tried for one question.
const MOST_TRIES: usize = 6;
/// The most that are considered for one word.
const PER_WORD: usize = 4;

/// All words of titles and how many titles have them.
pub struct Vocabulary {
    /// By their length in characters, so that a look-up passes over most of them.
    by_length: Vec<Vec<(String, u32)>>,
    counts: HashMap<String, u32>,
}

impl Vocabulary {
    /// Reads the words of an index.
    pub fn of(searcher: &Searcher, fields: &Fields) -> Result<Self> {
        let mut counts: HashMap<String, u32> = HashMap::new();
        for segment in searcher.segment_readers() {
            for field in [fields.title, fields.names] {
                let index = segment.inverted_index(field)?;
                let mut terms = index.terms().stream().map_err(tantivy::TantivyError::from)?;
                while terms.advance() {
                    if let Ok(word) = str::from_utf8(terms.key())
                        && word.is_ascii()
                    {
                        *counts.entry(word.to_owned()).or_default() += terms.value().doc_freq;
                    }
                }
            }
        }
        Ok(Self::new(counts))
    }

    fn new(counts: HashMap<String, u32>) -> Self {
        let mut by_length: Vec<Vec<(String, u32)>> = vec![vec![]; 33];
        for (word, count) in &counts {
            if let Some(same) = by_length.get_mut(word.len()) {
                same.push((word.clone(), *count));
            }
        }
        Self { by_length, counts }
    }

    /// Other spellings of a question, the likeliest first. `open` says that the last word may be
    /// unfinished.
    pub fn corrections(&self, words: &[String], open: bool) -> Vec<Vec<String>> {
        let mut tries: Vec<(f32, Vec<String>)> = vec![(0.0, vec![])];
        let mut at = 0;
        while at < words.len() {
            let last = at + 1 == words.len();
            let mut options = self.options(&words[at], last && open);
            let mut used = 1;
            if let Some(next) = words.get(at + 1)
                && (!self.knows(&words[at], false) || !self.knows(next, false))
                && self.counts.contains_key(&format!("{}{next}", words[at]))
            {
                options = vec![(0.5, vec![format!("{}{next}", words[at])])];
                used = 2;
            }
            if options.is_empty() {
                return vec![];
            }
            let longer = tries.iter().flat_map(|(cost, said)| {
                options
                    .iter()
                    .map(move |(more, with)| (cost + more, said.iter().chain(with).cloned().collect()))
            });
            tries = longer.collect();
            tries.sort_by(|a, b| a.0.total_cmp(&b.0));
            tries.truncate(MOST_TRIES);
            at += used;
        }
        tries.into_iter().map(|(_, said)| said).filter(|said| said != words).collect()
    }

    fn knows(&self, word: &str, open: bool) -> bool {
        self.counts.contains_key(word)
            || (open
                && self.by_length.iter().skip(word.len()).flatten().any(|(known, _)| known.starts_with(word)))
    }

    /// What may have been meant by a word, with a cost: itself, one or two words close to it.
    fn options(&self, word: &str, open: bool) -> Vec<(f32, Vec<String>)> {
        let known = self.knows(word, open);
        let mut out: Vec<(f32, Vec<String>)> = vec![];
        if known || !word.is_ascii() {
            out.push((0.0, vec![word.to_owned()]));
        }
        let reach = match word.len() {
            0..4 => 0,
            4..8 => 1,
            _ => 2,
        };
        if reach == 0 || !word.is_ascii() || known && self.counts.get(word).is_some_and(|count| *count > 20) {
            return out;
        }
        let mut near = self.near(word, reach, open);
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1)));
        near.truncate(PER_WORD);
        out.extend(near.into_iter().map(|(cost, word)| (cost, vec![word.to_owned()])));
        out.extend(self.halves(word).filter(|_| !known));
        out
    }

    fn near(&self, word: &str, reach: usize, open: bool) -> Vec<(f32, &str)> {
        let mut out = vec![];
        for (length, same) in self.by_length.iter().enumerate().skip(word.len().saturating_sub(reach)) {
            if length > word.len() + reach && !open {
                break;
            }
            for (known, count) in same {
                // An unfinished word is compared with the beginnings of longer ones, which cost more.
                let whole = length <= word.len() + reach;
                let compared = if whole { known.as_str() } else { &known[..word.len()] };
                let Some(far) = distance(word.as_bytes(), compared.as_bytes(), reach) else { continue };
                let first = if known.as_bytes()[0] == word.as_bytes()[0] { 0.0 } else { 0.6 };
                let cut = if whole { 0.0 } else { 0.4 };
                let rare = 0.5 / (1.0 + (1.0 + f64::from(*count)).ln() as f32);
                if far > 0 {
                    out.push((far as f32 + first + cut + rare, known.as_str()));
                }
            }
        }
        out
    }

    /// "spacequest" as "space quest".
    fn halves(&self, word: &str) -> Option<(f32, Vec<String>)> {
        let known = |half: &str| half.len() > 1 && self.counts.contains_key(half);
        let fewest = |at: &usize| self.counts[&word[..*at]].min(self.counts[&word[*at..]]);
        let at = (2..word.len().saturating_sub(1)).filter(|at| known(&word[..*at]) && known(&word[*at..]));
        at.max_by_key(fewest).map(|at| (0.9, vec![word[..at].to_owned(), word[at..].to_owned()]))
    }
}

/// How many letters to change, add, drop or swap with their neighbour, if it is no more than `most`.
fn distance(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut rows = [[0usize; 34]; 3];
    if b.len() >= rows[0].len() {
        return None;
    }
    for (at, cell) in rows[0].iter_mut().enumerate() {
        *cell = at;
    }
    for i in 1..=a.len() {
        let (now, before, twice) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let change = rows[before][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut cell = change.min(rows[before][j] + 1).min(rows[now][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cell = cell.min(rows[twice][j - 2] + 1);
            }
            rows[now][j] = cell;
            least = least.min(cell);
        }
        if least > most {
            return None;
        }
    }
    Some(rows[a.len() % 3][b.len()]).filter(|far| *far <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let words =
            [("castlevania", 20), ("zelda", 30), ("space", 99), ("quest", 80), ("megaman", 5), ("of", 999)];
        Vocabulary::new(words.into_iter().map(|(word, count)| (word.to_owned(), count)).collect())
    }

    fn first(words: &[&str], open: bool) -> Option<String> {
        let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
        vocabulary().corrections(&words, open).first().map(|said| said.join(" "))
    }

    #[test]
    fn measures_distance() {
        assert_eq!(distance(b"zleda", b"zelda", 1), Some(1));
        assert_eq!(distance(b"castelvania", b"castlevania", 2), Some(1));
        assert_eq!(distance(b"kitten", b"sitting", 3), Some(3));
        assert_eq!(distance(b"kitten", b"sitting", 2), None);
        assert_eq!(distance(b"same", b"same", 0), Some(0));
    }

    #[test]
    fn finds_the_nearest_spelling() {
        assert_eq!(first(&["castelvania"], false).as_deref(), Some("castlevania"));
        assert_eq!(first(&["zleda"], false).as_deref(), Some("zelda"));
        assert_eq!(first(&["spacequest"], false).as_deref(), Some("space quest"));
        assert_eq!(first(&["mega", "man"], false).as_deref(), Some("megaman"));
        assert_eq!(first(&["quest", "of", "zekda"], false).as_deref(), Some("quest of zelda"));
    }

    #[test]
    fn short_words_and_strangers_are_left_alone() {
        assert_eq!(first(&["ov"], false), None);
        assert_eq!(first(&["xyzzyplugh"], false), None);
        assert_eq!(first(&["zelda"], false), None);
    }

    #[test]
    fn an_unfinished_word_is_corrected_too() {
        assert_eq!(first(&["castelva"], true).as_deref(), Some("castlevania"));
    }
}
