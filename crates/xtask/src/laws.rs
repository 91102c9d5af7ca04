//! The rules of the code that a compiler does not know, checked over the whole tree.
//!
//! A law that cannot fail is a defect: each has a test that shows it red.

mod directions;
mod documents;
mod files;
mod imports;
mod kinds;
mod lengths;
mod names;
mod npm;
mod sql;
mod words;

use std::path::Path;

use crate::Result;
use crate::tree::Tree;

/// One rule.
pub struct Law {
    /// What it is called on the command line.
    id: &'static str,
    /// Why it is there.
    why: &'static str,
    /// What to do when it fails.
    comply: &'static str,
    check: fn(&Tree) -> Result<Vec<Finding>>,
}

/// A place that breaks a law, or comes near to it.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    path: String,
    /// Counted from one; nought for the file as a whole.
    line: usize,
    what: String,
    /// Only worth a thought: a hint fails nothing.
    hint: bool,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into(), hint: false }
    }

    fn hint(path: &str, what: impl Into<String>) -> Self {
        Self { hint: true, ..Self::new(path, 0, what) }
    }
}

const LAWS: &[Law] = &[
    imports::LAW,
    directions::LAW,
    sql::LAW,
    files::SERVICE_FILES,
    files::NO_MOD_RS,
    lengths::FILE_LENGTH,
    lengths::FUNCTION_LENGTH,
    names::LAW,
    kinds::LAW,
    words::LAW,
    npm::LAW,
    documents::LINKS,
    documents::DECISIONS,
];

/// What the laws are called.
pub fn names() -> Vec<&'static str> {
    LAWS.iter().map(|law| law.id).collect()
}

/// Checks the named laws, or all of them; tells whether they are kept.
///
/// # Errors
/// A name that is no law; a tree that cannot be read.
pub fn laws(root: &Path, wanted: &[String]) -> Result<bool> {
    if let Some(unknown) = wanted.iter().find(|id| !names().contains(&id.as_str())) {
        return Err(format!("there is no law `{unknown}`; the laws are {}", names().join(", ")).into());
    }
    let tree = Tree::read(root)?;
    let chosen = LAWS.iter().filter(|law| wanted.is_empty() || wanted.iter().any(|id| id == law.id));
    let (mut kept, mut broken) = (0, 0);
    for law in chosen {
        let findings = (law.check)(&tree)?;
        let fails = findings.iter().any(|finding| !finding.hint);
        *(if fails { &mut broken } else { &mut kept }) += 1;
        tell(law, &findings, fails);
    }
    println!("{} files read, {kept} laws kept, {broken} broken", tree.files.len());
    Ok(broken == 0)
}

fn tell(law: &Law, findings: &[Finding], fails: bool) {
    println!("{} {}", if fails { "BROKEN" } else { "kept  " }, law.id);
    for finding in findings {
        let place = match finding.line {
            0 => finding.path.clone(),
            line => format!("{}:{line}", finding.path),
        };
        println!("  {}{place}: {}", if finding.hint { "hint: " } else { "" }, finding.what);
    }
    if fails {
        println!("  why: {}\n  how to comply: {}", law.why, law.comply);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::sample::Sample;

    /// What a law finds in a small tree, as `path:line: words`, hints left out.
    pub fn found(law: &Law, files: &[(&str, &str)]) -> Vec<String> {
        let sample = Sample::new(files);
        let findings = (law.check)(&sample.tree).unwrap();
        findings.iter().filter(|f| !f.hint).map(|f| format!("{}:{}: {}", f.path, f.line, f.what)).collect()
    }

    /// Asserts that a law finds exactly these places; each is the start of a finding.
    pub fn finds(law: &Law, files: &[(&str, &str)], places: &[&str]) {
        let found = found(law, files);
        assert_eq!(found.len(), places.len(), "{found:#?}");
        for (found, place) in found.iter().zip(places) {
            assert!(found.starts_with(place), "{found} does not start with {place}");
        }
    }

    #[test]
    fn every_law_has_a_name_of_its_own_and_says_why_and_how() {
        for law in LAWS {
            assert_eq!(names().iter().filter(|id| **id == law.id).count(), 1, "{}", law.id);
            assert!(law.why.len() > 20 && law.comply.len() > 20, "{}", law.id);
        }
    }

    #[test]
    fn an_unknown_law_is_refused_by_name() {
        let sample = Sample::new(&[("a.txt", "")]);
        assert!(
            laws(&sample.tree.root, &["nonsense".to_owned()]).unwrap_err().to_string().contains("nonsense")
        );
    }

    #[test]
    fn a_broken_law_is_told_and_a_hint_alone_is_not() {
        let long = "\n".repeat(450);
        let near = Sample::new(&[("crates/kit/src/a.rs", &long)]);
        assert!(laws(&near.tree.root, &["file-length".to_owned()]).unwrap());
        let over = Sample::new(&[("crates/kit/src/a.rs", &"\n".repeat(501))]);
        assert!(!laws(&over.tree.root, &["file-length".to_owned()]).unwrap());
    }
}
