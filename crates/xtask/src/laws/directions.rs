//! Which service may ask which (decision D18). The way back is an event.

use super::{Finding, Law};
use crate::Result;
use crate::source::Source;
use crate::tree::Tree;

/// The law of asking.
pub const LAW: Law = Law {
    id: "directions",
    why: "Services that ask in circles wait for each other, and none of them can be left out, moved or rolled out \
          alone.",
    comply: "Ask only in the directions of the table in crates/xtask/src/laws/directions.rs (decision D18); tell the \
             other way round by an event. The table changes by ADR.",
    check,
};

/// Whom everybody may ask or hand something over to.
const EVERYBODYS: &[&str] = &["accounts", "places", "notify", "search"];
/// Whom one service may ask beside those.
const TABLE: &[(&str, &[&str])] = &[
    ("store", &["payments", "library", "games"]),
    ("trading", &["library", "games", "profiles"]),
    ("profiles", &["library", "games"]),
    ("library", &["games"]),
    ("cinema", &["payments"]),
    ("food", &["payments"]),
    ("parking", &["payments"]),
    ("rides", &["payments"]),
    ("scout", &["cinema", "games"]),
    ("checkout", &["cinema", "food", "parking", "rides", "store", "payments"]),
];
/// Whom everybody asks cannot ask everybody back.
const ASK_LITTLE: &[(&str, &[&str])] =
    &[("accounts", &[]), ("notify", &["accounts"]), ("search", &["accounts"])];

fn may_ask(asker: &str, asked: &str) -> bool {
    let listed = |table: &[(&str, &[&str])]| {
        table.iter().find(|(name, _)| *name == asker).map(|(_, all)| all.contains(&asked))
    };
    asker == asked
        || listed(ASK_LITTLE)
            .unwrap_or_else(|| EVERYBODYS.contains(&asked) || listed(TABLE).unwrap_or_default())
}

fn is_service(tree: &Tree, name: &str) -> bool {
    tree.files.iter().any(|file| file.home() == Some(("services", name)))
}

fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        let Some((asker, rest)) = file.path.strip_prefix("services/").and_then(|path| path.split_once('/'))
        else {
            continue;
        };
        if !rest.starts_with("src/") {
            continue;
        }
        let source = Source::new(&file.text);
        for (at, _) in source.code.match_indices("Client").filter(|(at, _)| !source.in_tests(*at)) {
            let before = &source.code[..at];
            let start = before.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
            let asked = before[start..].to_lowercase();
            let whole = source.code[at + "Client".len()..].starts_with(|c: char| !c.is_alphanumeric());
            if whole && is_service(tree, &asked) && !may_ask(asker, &asked) {
                findings.push(Finding::new(&file.path, source.line(at), format!("`{asker}` asks `{asked}`")));
            }
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::super::tests::finds;
    use super::*;

    #[test]
    fn red_when_accounts_asks_or_the_table_says_nothing_of_it() {
        finds(
            &LAW,
            &[
                ("services/accounts/src/lib.rs", "use contracts::search::SearchClient;\n"),
                ("services/search/src/lib.rs", "\nlet c: SearchClient<Link>;"),
                ("services/library/src/lib.rs", ""),
                ("services/games/src/ops/show.rs", "\nlibrary: LibraryClient<Link>,\n"),
                ("services/notify/src/lib.rs", "AccountsClient::new(link)"),
            ],
            &[
                "services/accounts/src/lib.rs:1: `accounts` asks `search`",
                "services/games/src/ops/show.rs:2: `games` asks `library`",
            ],
        );
    }

    #[test]
    fn green_along_the_table_and_in_tests() {
        finds(
            &LAW,
            &[
                ("services/library/src/lib.rs", "GamesClient<Link>, SearchClient<Link>, HttpClient"),
                ("services/games/src/lib.rs", "AccountsClient\n#[cfg(test)]\nmod tests { LibraryClient }"),
                ("services/accounts/src/lib.rs", ""),
                ("services/search/src/lib.rs", ""),
                ("services/games/tests/it.rs", "LibraryClient"),
            ],
            &[],
        );
    }

    #[test]
    fn nobody_waits_in_a_circle() {
        let names: Vec<&str> =
            TABLE.iter().map(|(name, _)| *name).chain(EVERYBODYS.iter().copied()).collect();
        fn reaches(from: &str, to: &str, names: &[&str], seen: &mut Vec<String>) -> bool {
            names.iter().filter(|next| **next != from && may_ask(from, next)).any(|next| {
                if *next == to {
                    return true;
                }
                let new = !seen.iter().any(|name| name == next);
                seen.push((*next).to_owned());
                new && reaches(next, to, names, seen)
            })
        }
        for name in &names {
            assert!(!reaches(name, name, &names, &mut Vec::new()), "{name} waits for itself");
        }
    }
}
