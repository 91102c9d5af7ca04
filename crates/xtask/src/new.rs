//! `cargo xtask new`: a service, a migration, a page about a decision.

mod adr;
mod migration;
mod service;

use std::path::Path;

use crate::Result;

/// How it is called.
pub const USAGE: &str = "\
cargo xtask new NAME [NOUN]                   a service that keeps NOUNs, from crates/xtask/template
cargo xtask new migration SERVICE NAME        the next migration of a service
cargo xtask new adr TITLE...                  the next page in docs/adr";

/// Makes what the command line asks for.
///
/// # Errors
/// A sentence that says what is in the way; nothing is written then.
pub fn new(root: &Path, arguments: &[String]) -> Result<bool> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let told = match words.as_slice() {
        ["migration", service, name] => migration::new(root, service, name)?,
        ["adr", title @ ..] if !title.is_empty() => adr::new(root, &title.join(" "))?,
        [] | ["migration" | "adr", ..] => return Err(USAGE.into()),
        [name] => service::new(root, name, "thing")?,
        [name, noun] => service::new(root, name, noun)?,
        _ => return Err(USAGE.into()),
    };
    println!("{told}");
    Ok(true)
}

/// Whether a text is one lower-case word.
fn is_word(text: &str) -> bool {
    (2..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The number after the highest that files in a folder begin with, in four digits.
fn next_number(folder: &Path) -> Result<String> {
    let mut highest = 0;
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name();
        let digits = name.to_string_lossy().split(['-', '_']).next().and_then(|digits| digits.parse().ok());
        highest = highest.max(digits.unwrap_or(0));
    }
    Ok(format!("{:04}", highest + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::sample::Sample;

    #[test]
    fn what_it_does_not_understand_is_answered_with_how_it_is_called() {
        let sample = Sample::new(&[("Cargo.toml", "")]);
        for words in [&[][..], &["adr"], &["migration", "store"], &["a", "b", "c"]] {
            let arguments: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(new(&sample.tree.root, &arguments).unwrap_err().to_string(), USAGE);
        }
    }

    #[test]
    fn counts_on_from_the_highest_number() {
        let sample = Sample::new(&[("d/0001-a.md", ""), ("d/0010_b.sql", ""), ("d/template.md", "")]);
        assert_eq!(next_number(&sample.tree.root.join("d")).unwrap(), "0011");
    }
}
