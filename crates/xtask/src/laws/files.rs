//! Which files a service has.

use std::collections::BTreeSet;

use super::{Finding, Law};
use crate::Result;
use crate::tree::Tree;

/// The law of the anatomy.
pub const SERVICE_FILES: Law = Law {
    id: "service-files",
    why: "Every file means the same in every service, so whoever knows one service knows them all.",
    comply: "Use the names of the anatomy in ARCHITECTURE.md; a further src/<noun>.rs, a folder templates/ or a file \
             <noun>.jsonl is fine once the service's README.md names it. A README.md has at most 40 lines, src/lib.rs at most 60.",
    check: service_files,
};

/// The law of module files.
pub const NO_MOD_RS: Law = Law {
    id: "no-mod-rs",
    why: "Ten tabs called mod.rs tell nobody apart.",
    comply: "Name the module's file after the module: x.rs beside the folder x/.",
    check: no_mod_rs,
};

/// Files of `src/`; each may have a folder of its name beside it.
const PARTS: &[&str] =
    &["config", "model", "problems", "db", "http", "ops", "rpc", "events", "jobs", "invariants"];

fn service_files(tree: &Tree) -> Result<Vec<Finding>> {
    let services: BTreeSet<&str> = tree
        .files
        .iter()
        .filter_map(|f| f.home())
        .filter(|(kind, _)| *kind == "services")
        .map(|(_, name)| name)
        .collect();
    let mut findings = Vec::new();
    for service in services {
        let folder = format!("services/{service}/");
        let readme = tree.file(&format!("{folder}README.md"));
        match readme {
            None => findings.push(Finding::new(&folder, 0, "a service without a README.md")),
            Some(file) => findings.extend(at_most(&file.path, &file.text, 40)),
        }
        if let Some(file) = tree.file(&format!("{folder}src/lib.rs")) {
            findings.extend(at_most(&file.path, &file.text, 60));
        }
        let named = readme.map_or("", |file| file.text.as_str());
        for file in &tree.files {
            let Some(inside) = file.path.strip_prefix(&folder) else { continue };
            if !belongs(inside, named) {
                let what = "no part of a service's anatomy, and the README.md does not name it";
                findings.push(Finding::new(&file.path, 0, what));
            }
        }
    }
    Ok(findings)
}

fn at_most(path: &str, text: &str, limit: usize) -> Option<Finding> {
    let lines = text.lines().count();
    (lines > limit).then(|| Finding::new(path, 0, format!("{lines} lines; at most {limit}")))
}

/// Whether a file of a service may be there, by its path in the service's folder.
fn belongs(inside: &str, readme: &str) -> bool {
    let (top, rest) = inside.split_once('/').unwrap_or((inside, ""));
    match top {
        "README.md" | "Cargo.toml" | "tests" => true,
        "migrations" => is_migration(rest),
        // The words of its mails and pages, which the compiler checks.
        "templates" => readme.contains("`templates/`"),
        // Rows that it brings along.
        data if data.ends_with(".jsonl") => rest.is_empty() && readme.contains(&format!("`{data}`")),
        "src" => {
            let part = rest.split('/').next().unwrap_or_default().trim_end_matches(".rs");
            rest.ends_with(".rs")
                && (part == "lib" || PARTS.contains(&part) || readme.contains(&format!("{part}.rs")))
        }
        _ => false,
    }
}

/// `0001_orders.sql`.
fn is_migration(name: &str) -> bool {
    name.split_once('_').is_some_and(|(number, rest)| {
        let digits = number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit());
        let words = rest.strip_suffix(".sql").unwrap_or_default();
        digits
            && !words.is_empty()
            && words.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    })
}

fn no_mod_rs(tree: &Tree) -> Result<Vec<Finding>> {
    Ok(tree
        .rust()
        .filter(|f| f.name() == "mod.rs")
        .map(|f| Finding::new(&f.path, 0, "a module called mod.rs"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::super::tests::finds;
    use super::*;

    #[test]
    fn red_when_a_file_is_no_part_of_the_anatomy() {
        finds(
            &SERVICE_FILES,
            &[
                ("services/store/README.md", "Sells games. `igdb.rs` asks IGDB."),
                ("services/store/build.rs", ""),
                ("services/store/migrations/orders.sql", ""),
                ("services/store/src/basket.rs", ""),
                ("services/store/templates/receipt.txt", ""),
                ("services/store/prices.jsonl", ""),
                ("services/store/src/igdb.rs", ""),
                ("services/store/src/igdb/answer.rs", ""),
                ("services/store/src/http/orders.rs", ""),
                ("services/store/migrations/0001_orders.sql", ""),
                ("services/store/tests/it.rs", ""),
            ],
            &[
                "services/store/build.rs:0",
                "services/store/migrations/orders.sql:0",
                "services/store/prices.jsonl:0",
                "services/store/src/basket.rs:0",
                "services/store/templates/receipt.txt:0",
            ],
        );
    }

    #[test]
    fn red_when_the_readme_is_missing_or_a_novel_or_lib_holds_logic() {
        finds(
            &SERVICE_FILES,
            &[
                ("services/food/src/lib.rs", &"\n".repeat(61)),
                ("services/store/README.md", &"line\n".repeat(41)),
                ("services/store/src/lib.rs", &"\n".repeat(60)),
            ],
            &[
                "services/food/:0: a service without",
                "services/food/src/lib.rs:0: 61",
                "services/store/README.md:0: 41",
            ],
        );
    }

    #[test]
    fn red_when_a_module_is_called_mod_rs() {
        finds(
            &NO_MOD_RS,
            &[("crates/kit/src/id/mod.rs", ""), ("crates/kit/src/model.rs", "")],
            &["crates/kit/src/id/mod.rs:0"],
        );
    }
}
