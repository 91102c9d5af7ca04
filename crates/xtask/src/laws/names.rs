//! What things may not be called.

use super::{Finding, Law};
use crate::Result;
use crate::source::{Source, name_at};
use crate::tree::Tree;

/// The law of names.
pub const LAW: Law = Law {
    id: "names",
    why: "A name such as Manager, Helper or utils says that nobody found out what the thing is.",
    comply: "Name it by what it does or is (a verb in ops/, a noun in model.rs), or put it where its caller lives.",
    check,
};

const ENDINGS: &[&str] = &["Manager", "Helper", "Helpers", "Impl", "Dto", "DTO", "Service", "Utils", "Util"];
const DRAWERS: &[&str] = &["util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"];

fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        let drawer =
            file.path.split('/').map(|part| part.trim_end_matches(".rs")).find(|part| is_drawer(part));
        if let Some(part) = drawer {
            findings.push(Finding::new(&file.path, 0, format!("`{part}` in its path")));
        }
        let source = Source::new(&file.text);
        for keyword in ["struct", "enum", "trait", "type", "union"] {
            for at in source.words(keyword) {
                let Some(name) = name_at(&source.code, at + keyword.len()) else { continue };
                if ENDINGS.iter().any(|end| name.len() > end.len() && name.ends_with(end)) {
                    findings.push(Finding::new(&file.path, source.line(at), format!("`{keyword} {name}`")));
                }
            }
        }
    }
    Ok(findings)
}

/// `utils`, and crates or modules that end so: `store-service`, `seat_helper`.
fn is_drawer(part: &str) -> bool {
    let last = part.rsplit(['-', '_']).next().unwrap_or(part);
    DRAWERS.contains(&part)
        || (last != part && (DRAWERS.contains(&last) || matches!(last, "service" | "impl" | "dto")))
}

#[cfg(test)]
mod tests {
    use super::super::tests::finds;
    use super::*;

    #[test]
    fn red_when_a_type_or_a_file_says_nothing() {
        finds(
            &LAW,
            &[
                ("crates/kit/src/a.rs", "pub struct SeatManager;\n\nenum OrderDto { A }\n"),
                ("crates/kit/src/utils.rs", ""),
                ("crates/store-service/src/lib.rs", "type X = u8;"),
            ],
            &[
                "crates/kit/src/a.rs:1: `struct SeatManager`",
                "crates/kit/src/a.rs:3: `enum OrderDto`",
                "crates/kit/src/utils.rs:0: `utils`",
                "crates/store-service/src/lib.rs:0: `store-service`",
            ],
        );
    }

    #[test]
    fn green_for_the_word_service_itself_and_for_words_in_text() {
        let text = "/// struct OldManager\npub struct Service { name: &'static str }\nconst A: &str = \"struct XImpl\";\n";
        finds(&LAW, &[("crates/chassis/src/host.rs", text), ("services/store/src/lib.rs", "")], &[]);
    }
}
