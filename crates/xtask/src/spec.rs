//! `cargo xtask spec`: everything under `specs/`, and the types of the page, made of the source as it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::tree::Tree;
use crate::{Result, run};

mod problems;
mod typescript;

/// What a configuration may say, for editors, and for people.
const SETTINGS: &str = "specs/config.schema.json";
const EXAMPLE: &str = "marquee.example.toml";

/// How the command line tells of it.
pub const USAGE: &str = "cargo xtask spec                              writes specs/, marquee.example.toml and web/src/api/schema.ts anew";

/// Where the types of the page stand.
const TYPES: &str = "web/src/api/schema.ts";
/// Where all ways of saying no stand; the program has them compiled in.
const PROBLEMS: &str = "specs/problems.json";

/// Writes all documents.
///
/// # Errors
/// A program that does not build, a folder that cannot be written.
pub fn spec(root: &Path) -> Result<bool> {
    // First what the program holds, so that the rest is made by a program that holds it.
    write(&root.join(PROBLEMS), &problems::document(&Tree::read(root)?))?;
    let made = make(root)?;
    for stale in committed(root)?.keys().filter(|path| !made.contains_key(*path)) {
        fs::remove_file(root.join(stale))?;
        println!("removed {stale}");
    }
    for (path, text) in &made {
        if fs::read_to_string(root.join(path)).is_ok_and(|known| known == *text) {
            continue;
        }
        write(&root.join(path), text)?;
        println!("wrote {path}");
    }
    println!("{} documents are as the source says", made.len());
    Ok(true)
}

/// The documents that are not as the source says.
///
/// # Errors
/// As [`spec`].
pub fn drift(root: &Path) -> Result<Vec<String>> {
    let (made, committed) = (make(root)?, committed(root)?);
    let mut found: Vec<String> = made
        .iter()
        .filter(|(path, text)| committed.get(*path) != Some(*text))
        .map(|(path, _)| format!("{path} is not what the source says"))
        .collect();
    let stale = committed.keys().filter(|path| !made.contains_key(*path));
    found.extend(stale.map(|path| format!("{path} is made of nothing any more")));
    Ok(found)
}

/// All documents by their path, as the source has them now.
fn make(root: &Path) -> Result<BTreeMap<String, String>> {
    let folder = Folder::new()?;
    told(root, &["openapi", "--into", &folder.0.to_string_lossy()])?;
    let mut made = below(&folder.0, "specs")?;
    made.insert(SETTINGS.to_owned(), told(root, &["config", "schema"])?);
    made.insert(EXAMPLE.to_owned(), told(root, &["config", "example"])?);
    made.insert(PROBLEMS.to_owned(), problems::document(&Tree::read(root)?));
    let openapi = made.get("specs/openapi.json").ok_or("there is no openapi.json")?;
    made.insert(TYPES.to_owned(), typescript::types(&serde_json::from_str(openapi)?));
    Ok(made)
}

/// What the program prints.
fn told(root: &Path, words: &[&str]) -> Result<String> {
    let mut command = Command::new(run::cargo());
    command.args(["run", "--quiet", "--locked", "--package", "marquee", "--"]).args(words);
    let told = command.current_dir(root).stderr(Stdio::inherit()).output()?;
    if !told.status.success() {
        return Err(format!("`marquee {}` failed", words.join(" ")).into());
    }
    Ok(String::from_utf8(told.stdout)?)
}

/// What is there now.
fn committed(root: &Path) -> Result<BTreeMap<String, String>> {
    let mut all = below(&root.join("specs"), "specs")?;
    all.retain(|path, _| path.ends_with(".json"));
    for path in [TYPES, EXAMPLE] {
        if let Ok(text) = fs::read_to_string(root.join(path)) {
            all.insert(path.to_owned(), text);
        }
    }
    Ok(all)
}

/// The files below a folder, with their paths behind `prefix`.
fn below(folder: &Path, prefix: &str) -> Result<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let place = format!("{prefix}/{name}");
        if path.is_dir() {
            all.extend(below(&path, &place)?);
        } else {
            all.insert(place, fs::read_to_string(&path)?);
        }
    }
    Ok(all)
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// A folder that goes when it is not needed any more.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("marquee-spec-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _: std::io::Result<()> = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_files_at_any_depth_and_names_them_by_their_place() {
        let folder = Folder::new().unwrap();
        write(&folder.0.join("a.json"), "1").unwrap();
        write(&folder.0.join("b/c.json"), "2").unwrap();
        let found = below(&folder.0, "specs").unwrap();
        assert_eq!(found.keys().collect::<Vec<_>>(), ["specs/a.json", "specs/b/c.json"]);
        assert_eq!(found["specs/b/c.json"], "2");
    }
}
