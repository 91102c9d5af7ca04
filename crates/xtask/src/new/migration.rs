//! A migration: the next number of its service, both halves, and its line in `src/lib.rs`.

use std::fs;
use std::path::Path;

use super::next_number;
use crate::Result;

/// Writes the next migration of a service; tells what to do with it.
pub fn new(root: &Path, service: &str, name: &str) -> Result<String> {
    let home = root.join("services").join(service);
    if !home.join("migrations").is_dir() {
        return Err(format!("there is no service `{service}` with migrations").into());
    }
    let fine = name.split('_').all(|word| !word.is_empty() && word.bytes().all(is_name));
    if !fine || name.len() > 40 {
        return Err(format!("`{name}` is no name for a migration: lower-case words joined by `_`").into());
    }
    let full = format!("{}_{name}", next_number(&home.join("migrations"))?);
    let library = home.join("src/lib.rs");
    let text = listed(&fs::read_to_string(&library)?, &full)
        .ok_or_else(|| format!("services/{service}/src/lib.rs lists no migrations![...]"))?;
    let file = home.join(format!("migrations/{full}.sql"));
    fs::write(&file, "-- up\n\n-- down\n")?;
    fs::write(library, text)?;
    Ok(format!(
        "services/{service}/migrations/{full}.sql is there, and src/lib.rs lists it. Write both halves; a `-- down` that \
         cannot bring everything back says `-- loses data`. Only add what running programs can live with, and take away \
         in a later release."
    ))
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

/// The library with one more name at the end of `migrations![...]`.
fn listed(text: &str, name: &str) -> Option<String> {
    let open = text.find("migrations![")?;
    let close = open + text[open..].find(']')?;
    let before = text[..close].trim_end().trim_end_matches(',');
    let comma = if before.ends_with('[') { "" } else { ", " };
    Some(format!("{before}{comma}\"{name}\"{}", &text[close..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::sample::Sample;

    fn store() -> Sample {
        Sample::new(&[
            ("services/store/migrations/0001_orders.sql", ""),
            ("services/store/src/lib.rs", "migrations: chassis::migrations![\"0001_orders\"],\n"),
        ])
    }

    #[test]
    fn a_migration_has_the_next_number_both_halves_and_its_line() {
        let sample = store();
        new(&sample.tree.root, "store", "order_notes").unwrap();
        let home = sample.tree.root.join("services/store");
        assert_eq!(
            fs::read_to_string(home.join("migrations/0002_order_notes.sql")).unwrap(),
            "-- up\n\n-- down\n"
        );
        let library = fs::read_to_string(home.join("src/lib.rs")).unwrap();
        assert_eq!(library, "migrations: chassis::migrations![\"0001_orders\", \"0002_order_notes\"],\n");
    }

    #[test]
    fn what_cannot_be_is_refused_in_words() {
        let sample = store();
        let told = |service, name| new(&sample.tree.root, service, name).unwrap_err().to_string();
        assert_eq!(told("food", "menus"), "there is no service `food` with migrations");
        for name in ["Menus", "menus-2", "", "_x"] {
            assert!(told("store", name).contains("lower-case words"), "{name}");
        }
        assert_eq!(fs::read_dir(sample.tree.root.join("services/store/migrations")).unwrap().count(), 1);
    }
}
