//! Records of a CSV file (RFC 4180) that finds its way back after a quote that nobody closed.

use std::io::{self, BufRead};

use super::Reason;
use super::lines::{LONGEST, Line, Lines, Place};

/// The most lines that one quoted field may run over.
const MOST_LINES: usize = 20;

/// Reads the next record into `raw`; `Ok(None)` at the end of the file.
///
/// A record goes on over line ends as long as a quote is open. When it stays open for too long, the
/// first line is given up and the lines behind it are read again from `pending`, each on its own.
pub fn next<R: BufRead>(
    lines: &mut Lines<R>,
    pending: &mut Vec<(Vec<u8>, Place)>,
    raw: &mut Vec<u8>,
) -> io::Result<Option<(Place, Option<Reason>)>> {
    raw.clear();
    if let Some((line, place)) = pending.pop() {
        raw.extend_from_slice(&line);
        let open = is_open(raw).then_some(Reason::OpenQuote);
        return Ok(Some((place, open)));
    }
    match lines.next(raw)? {
        Line::End => return Ok(None),
        Line::TooLong => return Ok(Some((lines.place, Some(Reason::EndlessLine)))),
        Line::Whole if !is_open(raw) => return Ok(Some((lines.place, None))),
        Line::Whole => {}
    }
    let first = (raw.len(), lines.place);
    let mut behind = vec![];
    while behind.len() < MOST_LINES && raw.len() < LONGEST {
        raw.push(b'\n');
        let start = raw.len();
        let found = lines.next(raw)?;
        if found == Line::End {
            break;
        }
        behind.push((raw[start..].to_vec(), lines.place));
        if found == Line::Whole && !is_open(raw) {
            return Ok(Some((lines.place, None)));
        }
    }
    raw.truncate(first.0);
    behind.reverse();
    *pending = behind;
    Ok(Some((first.1, Some(Reason::OpenQuote))))
}

/// Whether the bytes end inside quotes.
fn is_open(raw: &[u8]) -> bool {
    raw.iter().filter(|b| **b == b'"').count() % 2 == 1
}

/// Splits a record into its fields and takes the quotes off.
#[must_use]
pub fn fields(record: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let (mut quoted, mut chars) = (false, record.chars().peekable());
    while let (Some(c), Some(field)) = (chars.next(), out.last_mut()) {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted || field.is_empty() => quoted = !quoted,
            ',' if !quoted => out.push(String::new()),
            c => field.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, u64, Option<Reason>)> {
        let (mut lines, mut pending, mut raw) = (Lines::new(text.as_bytes()), vec![], vec![]);
        let mut out = vec![];
        while let Some((place, bad)) = next(&mut lines, &mut pending, &mut raw).unwrap() {
            out.push((String::from_utf8(raw.clone()).unwrap(), place.line, bad));
        }
        out
    }

    #[test]
    fn splits_as_the_standard_says() {
        assert_eq!(fields(r#"a,"b,c","say ""hi""",,x"y"#), ["a", "b,c", "say \"hi\"", "", "x\"y"]);
        assert_eq!(fields("\"two\nlines\",z"), ["two\nlines", "z"]);
        assert_eq!(fields(""), [""]);
    }

    #[test]
    fn a_quoted_field_may_hold_a_line_end() {
        assert_eq!(read("a,\"b\nc\"\nd\n"), [("a,\"b\nc\"".into(), 2, None), ("d".into(), 3, None)]);
    }

    #[test]
    fn an_open_quote_costs_one_line() {
        let text = format!("x,\"never closed\n{}", "ok,row\n".repeat(30));
        let found = read(&text);
        assert_eq!(found.len(), 31);
        assert_eq!((found[0].1, &found[0].2), (1, &Some(Reason::OpenQuote)));
        assert!(found[1..].iter().all(|(text, _, bad)| text == "ok,row" && bad.is_none()));
        assert_eq!(found[30].1, 31);
    }
}
