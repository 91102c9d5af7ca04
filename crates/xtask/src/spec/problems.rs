//! Every `Kind` of the source: its status, its name, its title, and what its comment says.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::source::{Source, name_at};
use crate::tree::{File, Tree};

/// All of them, by name.
pub fn document(tree: &Tree) -> String {
    let mut all = BTreeMap::new();
    let told = |file: &&File| !file.path.contains("tests/") && !file.path.starts_with("crates/xtask/");
    for file in tree.rust().filter(told) {
        for problem in of(file) {
            all.insert(problem["slug"].as_str().unwrap_or_default().to_owned(), problem);
        }
    }
    format!("{:#}\n", all.into_values().collect::<Value>())
}

fn of(file: &File) -> Vec<Value> {
    let source = Source::new(&file.text);
    let calls = source.code.match_indices("Kind::new(").filter(|(at, _)| !source.in_tests(*at));
    calls.filter_map(|(at, call)| problem(file, &source, at, at + call.len())).collect()
}

fn problem(file: &File, source: &Source, at: usize, behind: usize) -> Option<Value> {
    let status: u16 = name_at(&source.code, behind)?.parse().ok()?;
    let mut literals = source.literals.iter().filter(|(offset, _)| *offset > at);
    let (slug, title) = (&literals.next()?.1, &literals.next()?.1);
    let (service, _) = slug.split_once('/')?;
    Some(json!({
        "status": status,
        "slug": slug,
        "type": format!("/problems/{slug}"),
        "title": title,
        "service": service,
        "about": comment(&file.text, source.line(at)),
        "declared_in": file.path,
    }))
}

/// The comment above the item that a line belongs to, without what is for readers of the source.
fn comment(text: &str, line: usize) -> String {
    let before: Vec<&str> = text.lines().take(line).map(str::trim).collect();
    let item = before.iter().rposition(|line| line.contains("const ")).unwrap_or(0);
    let above = before[..item].iter().rev().take_while(|line| line.starts_with("///"));
    let mut lines: Vec<&str> = above.map(|line| line.trim_start_matches('/').trim()).collect();
    lines.reverse();
    let mut words = lines.join(" ");
    while let Some(at) = [" (row ", " (decision "].iter().find_map(|start| words.find(start))
        && let Some(length) = words[at..].find(')')
    {
        words.replace_range(at..=at + length, "");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::sample::Sample;

    #[test]
    fn reads_what_is_declared_and_nothing_of_tests() {
        let text = "/// The seat is taken (row C08);\n/// another one may be free.\npub const TAKEN: Kind =\n    Kind::new(409, \"cinema/taken\", \"Somebody was faster\");\n\
                    #[cfg(test)]\nmod tests {\n    const A: Kind = Kind::new(400, \"cinema/odd\", \"x\");\n}\n";
        let sample = Sample::new(&[("services/cinema/src/problems.rs", text)]);
        let all: Vec<Value> = serde_json::from_str(&document(&sample.tree)).unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!((&all[0]["status"], &all[0]["slug"]), (&json!(409), &json!("cinema/taken")));
        assert_eq!(all[0]["about"], "The seat is taken; another one may be free.");
        assert_eq!(all[0]["declared_in"], "services/cinema/src/problems.rs");
    }
}
