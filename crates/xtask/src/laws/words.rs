//! Words that only mean something on one machine or on one day.

use super::{Finding, Law};
use crate::Result;
use crate::tree::Tree;

/// The law of words.
pub const LAW: Law = Law {
    id: "machine-words",
    why: "A path of somebody's machine, the host of a package registry or a note to oneself means nothing to whoever \
          clones this, and stays in the history for ever.",
    comply: "Use paths relative to the repository or a temporary folder, leave the choice of registry to the client's \
             own settings, and do now or file as an issue what a note would only promise.",
    check,
};

/// In two halves, because the law holds for this file too.
const PATHS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/tmp/ba", "sh_jobs"),
    concat!("C:\\Us", "ers"),
];
const HOSTS: &[&str] = &[
    concat!("registry.n", "pmjs"),
    concat!("registry.y", "arnpkg"),
    concat!("index.cra", "tes.io"),
    concat!("static.cra", "tes.io"),
    concat!("files.python", "hosted"),
    concat!("proxy.go", "lang"),
    concat!("repo1.ma", "ven"),
    concat!("deb.deb", "ian.org"),
];
const NOTES: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME")];

fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in &tree.files {
        for (number, line) in file.text.lines().enumerate() {
            for word in words_of(line) {
                findings.push(Finding::new(&file.path, number + 1, format!("`{word}`")));
            }
        }
    }
    Ok(findings)
}

fn words_of(line: &str) -> Vec<&'static str> {
    // A path begins where no name ends: `/api/v1/games/works/` is none of this machine.
    let starts = |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "_-.}~".contains(c));
    let paths = PATHS.iter().filter(|path| line.match_indices(**path).any(|(at, _)| starts(at)));
    let hosts = HOSTS.iter().filter(|host| line.contains(**host));
    let whole = |at: usize, word: &str| {
        let name = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        !line[..at].ends_with(name) && !line[at + word.len()..].starts_with(name)
    };
    let notes = NOTES.iter().filter(|word| line.match_indices(**word).any(|(at, _)| whole(at, word)));
    paths.chain(hosts).chain(notes).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::finds;
    use super::*;

    #[test]
    fn red_when_a_tracked_file_names_a_machine_a_registry_or_a_note() {
        let lines =
            [PATHS[0], PATHS[1], HOSTS[0], NOTES[0]].map(|word| format!("fine\nsee {word}\n")).concat();
        finds(
            &LAW,
            &[("docs/guide.md", &lines)],
            &["docs/guide.md:2", "docs/guide.md:4", "docs/guide.md:6", "docs/guide.md:8"],
        );
    }

    #[test]
    fn green_for_routes_services_and_longer_words() {
        let route = format!("GET /api/v1/games{}7 and the service todos", PATHS[0].replace("rk", "rks"));
        let inside = format!("games{} A{}LIST {}-LIST", PATHS[0], NOTES[0], NOTES[0]);
        finds(&LAW, &[("README.md", &route), ("a.txt", &inside)], &[]);
    }
}
