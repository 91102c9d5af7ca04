//! The files that the laws read.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// A folder and its files, without what git ignores.
pub struct Tree {
    /// The folder.
    pub root: PathBuf,
    /// Its files in order of their paths.
    pub files: Vec<File>,
}

/// One file of a [`Tree`].
pub struct File {
    /// The path from the root, with slashes.
    pub path: String,
    /// What it holds; empty when it is no text.
    pub text: String,
}

impl Tree {
    /// Reads a folder: what git tracks or would track, or everything where there is no repository.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read(root: &Path) -> Result<Self> {
        let mut paths = if root.join(".git").exists() { tracked(root)? } else { walk(root, root)? };
        paths.sort();
        paths.dedup();
        let mut files = Vec::with_capacity(paths.len());
        for path in paths {
            // A tracked file that was just deleted is no file any more.
            if let Ok(bytes) = fs::read(root.join(&path)) {
                files.push(File { path, text: String::from_utf8(bytes).unwrap_or_default() });
            }
        }
        Ok(Self { root: root.to_owned(), files })
    }

    /// The Rust files.
    pub fn rust(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.path.ends_with(".rs"))
    }

    /// The file at a path.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }
}

impl File {
    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The service or crate it belongs to: `store` for `services/store/src/db.rs`.
    pub fn home(&self) -> Option<(&str, &str)> {
        let mut parts = self.path.split('/');
        let kind = parts.next().filter(|kind| matches!(*kind, "services" | "crates"))?;
        Some((kind, parts.next()?))
    }
}

fn tracked(root: &Path) -> Result<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()?;
    if !output.status.success() {
        return Err(format!("git ls-files: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let names = String::from_utf8(output.stdout)?;
    Ok(names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

fn walk(root: &Path, folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(walk(root, &path)?);
        } else {
            found.push(path.strip_prefix(root)?.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(found)
}

#[cfg(test)]
pub mod sample {
    //! Small trees for the tests of the laws.

    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// A tree in a temporary folder that goes away with it.
    pub struct Sample {
        /// What was written, as the laws see it.
        pub tree: Tree,
    }

    impl Sample {
        /// Writes these files and reads them back.
        pub fn new(files: &[(&str, &str)]) -> Self {
            static NEXT: AtomicU32 = AtomicU32::new(0);
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let root = std::env::temp_dir().join(format!("marquee-laws-{}-{number}", std::process::id()));
            for (path, text) in files {
                let path = root.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            Self { tree: Tree::read(&root).unwrap() }
        }
    }

    impl Drop for Sample {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.tree.root);
        }
    }
}
