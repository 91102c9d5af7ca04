//! Every way of saying no has one name.

use std::collections::BTreeMap;

use super::{Finding, Law};
use crate::Result;
use crate::source::Source;
use crate::tree::{File, Tree};

/// The law of problems.
pub const LAW: Law = Law {
    id: "kinds",
    why: "A client decides by a problem's type; two meanings under one name, or a name of another service, cannot be \
          told apart or found, and a refusal that no test meets may never be given.",
    comply: "Give each `Kind::new` a slug of its own that begins with its service (`store/already-owned`), or with \
             `request/` for what any request can meet, and name it in a test that gets it.",
    check,
};

fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let met = tests(tree);
    for file in tree.rust().filter(|file| !file.path.contains("/tests/")) {
        let Some(owner) = owner(file) else { continue };
        for (line, slug, constant) in slugs(&Source::new(&file.text)) {
            let place = format!("{}:{line}", file.path);
            let (prefix, name) = slug.split_once('/').unwrap_or(("", ""));
            if prefix != owner && prefix != "request" {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("`{slug}` begins neither with `{owner}/` nor with `request/`"),
                ));
            } else if name.is_empty()
                || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("`{slug}` is not lower-case words with hyphens"),
                ));
            }
            if !met.contains(&format!("{slug}\"")) && !constant.is_some_and(|name| has_word(&met, &name)) {
                findings.push(Finding::new(&file.path, line, format!("`{slug}` is in no test")));
            }
            if let Some(first) = seen.insert(slug.clone(), place) {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("`{slug}` is already declared at {first}"),
                ));
            }
        }
    }
    Ok(findings)
}

/// Whether a name stands in a text by itself, not as a part of another name.
fn has_word(text: &str, name: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(part) && !text[at + name.len()..].starts_with(part))
}

/// All that tests say: the files under `tests`, those called `tests.rs`, and what stands in `mod tests` of the others.
fn tests(tree: &Tree) -> String {
    let mut all = String::new();
    for file in tree.rust() {
        if file.path.contains("tests/") || file.name() == "tests.rs" {
            all.push_str(&file.text);
        } else if let Some(at) = file.text.find("#[cfg(test)]") {
            all.push_str(&file.text[at..]);
        }
    }
    all
}

/// Whose slugs a file declares: its crate's, or in `contracts` those of the service that the file is about. Those of the
/// template belong to the service that is made of it.
fn owner(file: &File) -> Option<&str> {
    if file.path.starts_with("crates/xtask/template/") {
        return None;
    }
    match file.home()? {
        ("crates", "contracts") => Some(file.name().trim_end_matches(".rs")),
        (_, name) => Some(name),
    }
}

/// The first literal after each `Kind::new(` and the constant that it makes, outside the code of tests.
fn slugs(source: &Source) -> Vec<(usize, String, Option<String>)> {
    let calls = source.code.match_indices("Kind::new(").filter(|(at, _)| !source.in_tests(*at));
    calls
        .filter_map(|(at, _)| {
            let literal = source.literals.iter().find(|(offset, _)| *offset > at)?;
            let declared = source.code[..at].rsplit_once("const ").and_then(|(_, rest)| rest.split_once(':'));
            Some((source.line(at), literal.1.clone(), declared.map(|(name, _)| name.trim().to_owned())))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::finds;
    use super::*;

    #[test]
    fn red_when_a_slug_is_foreign_or_taken_or_misspelt_or_met_by_no_test() {
        let store = "pub const A: Kind = Kind::new(409, \"store/owned\", \"x\");\n\
                     pub const B: Kind = Kind::new(\n    409,\n    \"library/owned\",\n    \"x\",\n);\n\
                     pub const C: Kind = Kind::new(409, \"store/Owned_twice\", \"x\");\n\
                     pub const NEVER: Kind = Kind::new(409, \"store/never-met\", \"x\");\n";
        let tests = "gets(A, B); is(\"store/Owned_twice\")";
        let again = "pub const A: Kind = Kind::new(409, \"store/owned\", \"x\");\n";
        finds(
            &LAW,
            &[
                ("services/store/src/problems.rs", store),
                ("services/store/src/z.rs", again),
                ("services/store/tests/it.rs", tests),
            ],
            &[
                "services/store/src/problems.rs:2: `library/owned` begins neither",
                "services/store/src/problems.rs:7: `store/Owned_twice` is not",
                "services/store/src/problems.rs:8: `store/never-met` is in no test",
                "services/store/src/z.rs:1: `store/owned` is already declared at services/store/src/problems.rs:1",
            ],
        );
    }

    #[test]
    fn green_for_request_for_contracts_for_the_template_and_in_tests() {
        let kit = "const A: Kind = Kind::new(422, \"request/invalid\", \"x\");\n\
                   #[cfg(test)]\nmod tests {\n    const U: Kind = A;\n    const T: Kind = Kind::new(409, \"cinema/taken\", \"x\");\n}\n";
        let contracts = "pub const GONE: Kind = Kind::new(410, \"library/gone\", \"x\");";
        let template = "pub const A: Kind = Kind::new(404, \"demo/no-such-gizmo\", \"x\");";
        finds(
            &LAW,
            &[
                ("crates/kit/src/error.rs", kit),
                ("crates/contracts/src/library.rs", contracts),
                ("crates/xtask/template/service/src/problems.rs", template),
                ("services/library/src/model/tests.rs", "is(\"library/gone\")"),
            ],
            &[],
        );
    }
}
