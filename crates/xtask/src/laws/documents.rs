//! What the documents promise: links that lead somewhere, decisions that are numbered and say whether they stand.

use super::{Finding, Law};
use crate::Result;
use crate::tree::{File, Tree};

/// The law of links between documents.
pub const LINKS: Law = Law {
    id: "links",
    why: "A link that leads nowhere stops exactly those who are new, and nobody else ever sees it.",
    comply: "Link relative to the file that links, to a file or a folder that is in the repository; when a document \
             moves, move what leads to it.",
    check: links,
};

/// The law of pages about decisions.
pub const DECISIONS: Law = Law {
    id: "decisions",
    why: "A page that is missing, counted twice or silent about whether it still holds is a decision that nobody can \
          rely on (row S3-27).",
    comply: "Make the page with `cargo xtask new adr`, give it the status Draft, Accepted or `Superseded by \
             [NNNN](NNNN-title.md)`, and its line in docs/adr/README.md. A page that no longer holds is superseded and \
             not rewritten.",
    check: decisions,
};

/// Pages to be filled in name files that are not there yet.
const TEMPLATES: &str = "crates/xtask/template/";
const FOLDER: &str = "docs/adr/";

fn links(tree: &Tree) -> Result<Vec<Finding>> {
    let documents =
        tree.files.iter().filter(|file| file.path.ends_with(".md") && !file.path.starts_with(TEMPLATES));
    let mut findings = Vec::new();
    for file in documents {
        for (line, target) in targets(&file.text) {
            let found = resolve(&file.path, target).is_some_and(|path| is_there(tree, &path));
            if !found {
                findings.push(Finding::new(&file.path, line, format!("`{target}` leads nowhere")));
            }
        }
    }
    Ok(findings)
}

/// The relative targets of links and pictures, without their anchors; code is no link.
fn targets(text: &str) -> Vec<(usize, &str)> {
    let mut fenced = false;
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        let parts = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let relative = parts.filter(|target| {
            !target.contains("://") && !target.starts_with(['#', '`']) && !target.starts_with("mailto:")
        });
        found.extend(relative.filter_map(|target| Some((number + 1, target.split(['#', ' ']).next()?))));
    }
    found
}

/// The path from the root; nothing for one that leaves the repository.
fn resolve(from: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

fn is_there(tree: &Tree, path: &str) -> bool {
    let folder = format!("{path}/");
    tree.files.iter().any(|file| file.path == path || file.path.starts_with(&folder))
}

fn decisions(tree: &Tree) -> Result<Vec<Finding>> {
    let index = tree.file("docs/adr/README.md").map_or("", |file| file.text.as_str());
    let pages = tree.files.iter().filter(|file| file.path.starts_with(FOLDER) && file.name() != "README.md");
    let mut findings = Vec::new();
    for (at, page) in pages.enumerate() {
        let mut tell = |line, what: String| findings.push(Finding::new(&page.path, line, what));
        let number = at + 1;
        if !is_named(page.name(), number) {
            tell(0, format!("is not called {number:04}-words-of-its-title.md"));
        }
        let lines: Vec<&str> = page.text.lines().take(3).collect();
        if !lines.first().is_some_and(|line| line.starts_with(&format!("# {number}. "))) {
            tell(1, format!("does not begin with `# {number}. `"));
        }
        if !lines.get(2).is_some_and(|line| is_status(tree, line)) {
            tell(3, "has no status Draft, Accepted or Superseded by a page".to_owned());
        }
        for part in ["## Context", "## Decision", "## Consequences"] {
            if !page.text.lines().any(|line| line == part) {
                tell(0, format!("has no `{part}`"));
            }
        }
        if !index.contains(&format!("]({})", page.name())) {
            tell(0, "is not in docs/adr/README.md".to_owned());
        }
    }
    Ok(findings)
}

fn is_named(name: &str, number: usize) -> bool {
    let kebab = |rest: &str| {
        let words = rest.strip_suffix(".md").unwrap_or_default();
        !words.is_empty() && words.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    name.strip_prefix(&format!("{number:04}-")).is_some_and(kebab)
}

fn is_status(tree: &Tree, line: &str) -> bool {
    let Some(status) = line.strip_prefix("Status: ") else { return false };
    let successor = || status.strip_prefix("Superseded by [")?.split_once("](")?.1.strip_suffix(')');
    let stands = |file: &File| Some(file.name()) == successor();
    matches!(status, "Draft" | "Accepted")
        || tree.files.iter().any(|file| file.path.starts_with(FOLDER) && stands(file))
}

#[cfg(test)]
mod tests {
    use super::super::tests::finds;
    use super::*;

    #[test]
    fn red_when_a_link_leads_nowhere() {
        let text =
            "[a](../README.md) and ![b](img/b.svg)\n[c](guide/) [d](guide/gone.md#part)\n[e](../../out.md)\n";
        let files =
            [("README.md", ""), ("docs/img/b.svg", "x"), ("docs/guide/members.md", ""), ("docs/a.md", text)];
        finds(&LINKS, &files, &["docs/a.md:2: `guide/gone.md`", "docs/a.md:3: `../../out.md`"]);
    }

    #[test]
    fn green_for_addresses_anchors_code_and_templates() {
        let text =
            "[a](https://example.org/x) [b](#part) [c](mailto:ira@example.org)\n```\n[d](gone.md)\n```\n";
        finds(&LINKS, &[("README.md", text), ("crates/xtask/template/adr.md", "[N](N.md)")], &[]);
    }

    const WHOLE: &str = "\n## Context\n## Decision\n## Consequences\n";

    #[test]
    fn red_when_a_decision_is_miscounted_silent_or_unlisted() {
        let page = |number: u32, status: &str| format!("# {number}. Title\n\nStatus: {status}\n{WHOLE}");
        let (first, third, fourth) =
            (page(1, "Accepted"), page(3, "Perhaps"), page(4, "Superseded by [9](0009-gone.md)"));
        let files = [
            ("docs/adr/README.md", "[1](0001-a.md) [3](0003-c.md) [4](0004-d.md)"),
            ("docs/adr/0001-a.md", first.as_str()),
            ("docs/adr/0003-c.md", third.as_str()),
            ("docs/adr/0004-d.md", fourth.as_str()),
            ("docs/adr/0005-e.md", "# 4. Title\n\nStatus: Draft\n\n## Context\n## Decision\n"),
        ];
        let places = [
            "docs/adr/0003-c.md:0: is not called 0002",
            "docs/adr/0003-c.md:1: does not begin with `# 2. `",
            "docs/adr/0003-c.md:3: has no status",
            "docs/adr/0004-d.md:0: is not called 0003",
            "docs/adr/0004-d.md:1: does not begin with `# 3. `",
            "docs/adr/0004-d.md:3: has no status",
            "docs/adr/0005-e.md:0: is not called 0004",
            "docs/adr/0005-e.md:0: has no `## Consequences`",
            "docs/adr/0005-e.md:0: is not in docs/adr/README.md",
        ];
        finds(&DECISIONS, &files, &places);
    }

    #[test]
    fn green_for_pages_that_stand_and_for_one_that_was_followed() {
        let old = format!("# 1. Old\n\nStatus: Superseded by [0002](0002-new.md)\n{WHOLE}");
        let new = format!("# 2. New\n\nStatus: Accepted\n{WHOLE}");
        let index = "| [1](0001-old.md) | [2](0002-new.md) |";
        finds(
            &DECISIONS,
            &[("docs/adr/README.md", index), ("docs/adr/0001-old.md", &old), ("docs/adr/0002-new.md", &new)],
            &[],
        );
    }
}
