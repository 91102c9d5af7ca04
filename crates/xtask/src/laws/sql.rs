//! Where SQL may stand.

use super::{Finding, Law};
use crate::Result;
use crate::source::Source;
use crate::tree::{File, Tree};

/// The law of statements.
pub const LAW: Law = Law {
    id: "sql",
    why: "Whoever asks what a service does to its tables reads one file; a statement elsewhere is not prepared on \
          both engines and not found by the next reader.",
    comply: "Move the statement into the service's src/db.rs (src/db/<table>.rs when that grows), or into \
             src/invariants.rs or a migration, and call it by what it does.",
    check,
};

fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in tree.rust().filter(|file| !is_home(file)) {
        let source = Source::new(&file.text);
        for at in source.words("sql").filter(|at| source.code[at + 3..].starts_with('!')) {
            findings.push(Finding::new(&file.path, source.line(at), "`sql!` outside its home"));
        }
        for (at, text) in source.literals.iter().filter(|(_, text)| is_sql(text)) {
            let start: String = text.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
            findings.push(Finding::new(
                &file.path,
                source.line(*at),
                format!("SQL outside its home: `{start} …`"),
            ));
        }
    }
    for file in
        tree.files.iter().filter(|file| file.path.ends_with(".sql") && !file.path.contains("/migrations/"))
    {
        findings.push(Finding::new(&file.path, 0, "an SQL file that is no migration"));
    }
    Ok(findings)
}

/// Chassis makes the statements of its own tables, testkit the databases of the tests; the laws themselves hold samples
/// of what they forbid.
fn is_home(file: &File) -> bool {
    match file.home() {
        Some(("crates", name)) => matches!(name, "chassis" | "testkit" | "xtask"),
        Some((_, name)) => {
            let inside = file.path.strip_prefix(&format!("services/{name}/src/")).unwrap_or_default();
            matches!(inside, "db.rs" | "invariants.rs")
                || inside.starts_with("db/")
                || inside.starts_with("invariants/")
        }
        None => false,
    }
}

/// Whether a literal reads as a statement; a sentence that begins with "Select" or "Update" does not.
fn is_sql(text: &str) -> bool {
    let start = text.trim_start();
    let verb = start.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    if !verb.chars().all(char::is_lowercase) && !verb.chars().all(char::is_uppercase) {
        return false;
    }
    let words: Vec<String> = start.split_whitespace().map(str::to_ascii_lowercase).collect();
    let second = words.get(1).map_or("", String::as_str);
    let has = |word: &str| words.iter().any(|w| w == word);
    match words.first().map_or("", String::as_str) {
        "select" => has("from") || second.starts_with(|c: char| c.is_ascii_digit()) || second.contains('('),
        "insert" => second == "into",
        "delete" => second == "from",
        "update" => has("set"),
        "with" => words.get(2).is_some_and(|w| w == "as") && has("select"),
        "create" | "drop" | "alter" => {
            matches!(second, "table" | "index" | "unique" | "view" | "schema" | "sequence" | "trigger")
        }
        "pragma" | "truncate" => words.len() > 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::finds;
    use super::*;

    #[test]
    fn red_when_a_statement_stands_in_a_handler() {
        let handler = "async fn show() {\n    db.one(\"select id from store.orders where id = $1\", args![id]).await\n}\n";
        let with_macro = "fn f() { run(sql!(\"whatever\")) }\n";
        finds(
            &LAW,
            &[
                ("services/store/src/http/orders.rs", handler),
                ("services/store/src/ops/refund.rs", with_macro),
                ("services/store/src/orders.sql", ""),
            ],
            &[
                "services/store/src/http/orders.rs:2: SQL outside",
                "services/store/src/ops/refund.rs:1: `sql!`",
                "services/store/src/orders.sql:0: an SQL file",
            ],
        );
    }

    #[test]
    fn green_at_home_and_in_prose() {
        let statement = "const Q: &str = \"INSERT INTO store.orders(id) VALUES ($1)\";";
        let prose = "const TITLE: &str = \"Select a seat from the plan\"; // select id from orders\n";
        finds(
            &LAW,
            &[
                ("services/store/src/db.rs", statement),
                ("services/store/src/db/orders.rs", statement),
                ("services/store/src/invariants.rs", statement),
                ("services/store/migrations/0001_orders.sql", "create table store.orders (id uuid)"),
                ("crates/chassis/src/bus.rs", statement),
                ("services/store/src/problems.rs", prose),
            ],
            &[],
        );
    }

    #[test]
    fn knows_a_statement_from_a_sentence() {
        let statements =
            ["select 1", "SELECT count(*)", "\n  with due as (select 1) select * from due", "delete from a"];
        let sentences =
            ["select a seat", "Update the set", "with care", "Create table", "created", "", "drop it"];
        assert!(statements.iter().all(|text| is_sql(text)));
        assert!(!sentences.iter().any(|text| is_sql(text)));
    }
}
