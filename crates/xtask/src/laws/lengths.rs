//! How long a file and a function may be.

use super::{Finding, Law};
use crate::Result;
use crate::source::Source;
use crate::tree::{File, Tree};

/// The law of files.
pub const FILE_LENGTH: Law = Law {
    id: "file-length",
    why: "A file that is read in one go holds one thought; above 500 lines nobody finds their way.",
    comply: "Split it along its nouns: x.rs keeps what the outside sees, x/<part>.rs takes the rest. 400 lines are \
             the hint, 500 the end; generated files and lock files are not counted.",
    check: file_length,
};

/// The law of functions.
pub const FUNCTION_LENGTH: Law = Law {
    id: "function-length",
    why: "A function, a test too, that fits on one screen can be judged without scrolling.",
    comply: "Give a step inside it a name and a function of its own. Lines with code count, from `fn` to the closing \
             brace; blank lines and comments do not.",
    check: function_length,
};

const HINT: usize = 400;
const END: usize = 500;
const FUNCTION: usize = 60;
const WRITTEN_BY_HAND: &[&str] =
    &[".rs", ".ts", ".tsx", ".js", ".mjs", ".css", ".sql", ".sh", ".html", ".md", ".toml"];

fn file_length(tree: &Tree) -> Result<Vec<Finding>> {
    let judge = |file: &File| {
        let lines = file.text.lines().count();
        if lines > END {
            Some(Finding::new(&file.path, 0, format!("{lines} lines; at most {END}")))
        } else {
            (lines > HINT).then(|| Finding::hint(&file.path, format!("{lines} lines, think of splitting it")))
        }
    };
    let by_hand =
        |file: &&File| WRITTEN_BY_HAND.iter().any(|end| file.path.ends_with(end)) && !is_made(&file.path);
    Ok(tree.files.iter().filter(by_hand).filter_map(judge).collect())
}

/// Generated, or data.
fn is_made(path: &str) -> bool {
    const MADE: [&str; 2] = ["web/src/api/schema.ts", "marquee.example.toml"];
    path.starts_with("specs/")
        || path.contains("/fixtures/")
        || path.starts_with("docs/reference/")
        || MADE.contains(&path)
}

fn function_length(tree: &Tree) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        for function in
            Source::new(&file.text).functions().iter().filter(|function| function.length > FUNCTION)
        {
            let what =
                format!("`{}` has {} lines of code; at most {FUNCTION}", function.name, function.length);
            findings.push(Finding::new(&file.path, function.line, what));
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::super::tests::finds;
    use super::*;
    use crate::tree::sample::Sample;

    #[test]
    fn red_when_a_file_has_more_than_500_lines() {
        let sized = |lines: usize| "a\n".repeat(lines);
        finds(
            &FILE_LENGTH,
            &[
                ("crates/kit/src/long.rs", &sized(501)),
                ("crates/kit/src/short.rs", &sized(500)),
                ("specs/openapi/store.md", &sized(900)),
                ("services/games/tests/fixtures/many.sql", &sized(900)),
                ("web/package-lock.json", &sized(9000)),
                ("web/src/page.tsx", &sized(600)),
            ],
            &["crates/kit/src/long.rs:0: 501 lines", "web/src/page.tsx:0: 600 lines"],
        );
    }

    #[test]
    fn hints_from_400_lines_on() {
        let sample = Sample::new(&[
            ("crates/kit/src/a.rs", &"\n".repeat(400)),
            ("crates/kit/src/b.rs", &"\n".repeat(401)),
        ]);
        let findings = file_length(&sample.tree).unwrap();
        assert_eq!(findings.len(), 1);
        assert!(findings[0].hint && findings[0].path.ends_with("b.rs"));
    }

    #[test]
    fn red_when_a_function_or_a_test_has_more_than_60_lines_of_code() {
        let function = |name: &str, lines: usize| {
            format!("fn {name}() {{\n{}\n    // a word\n}}\n", "    call(\"}\");\n\n".repeat(lines - 2))
        };
        let file = [
            function("fits", 60),
            "#[cfg(test)]\nmod tests {\n#[test]\n".to_owned(),
            function("too_long", 61),
        ];
        finds(
            &FUNCTION_LENGTH,
            &[("crates/kit/src/a.rs", &format!("{}}}\n", file.concat()))],
            &["crates/kit/src/a.rs:124: `too_long` has 61 lines"],
        );
    }
}
