//! A reading of Rust source that is just good enough for the laws: what is code, what is text, where functions end.

/// A Rust file with its comments and literals told apart from its code.
pub struct Source {
    /// The file with every comment and every literal's inside blanked; same length, same lines.
    pub code: String,
    /// String literals in order: the offset of their opening quote and what they hold.
    pub literals: Vec<(usize, String)>,
    starts: Vec<usize>,
    tests: Vec<(usize, usize)>,
}

/// A function with a body.
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of its `fn`, counted from one.
    pub line: usize,
    /// Lines with code on them, from `fn` to the closing brace.
    pub length: usize,
}

impl Source {
    /// Reads a file's text.
    pub fn new(text: &str) -> Self {
        let mut scan =
            Scan { text: text.as_bytes(), code: text.as_bytes().to_vec(), at: 0, literals: Vec::new() };
        scan.all();
        let code = String::from_utf8_lossy(&scan.code).into_owned();
        let starts = std::iter::once(0).chain(code.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let tests = test_ranges(&code);
        Self { code, literals: scan.literals, starts, tests }
    }

    /// The line of an offset, counted from one.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// Whether an offset lies in a module that only tests compile.
    pub fn in_tests(&self, offset: usize) -> bool {
        self.tests.iter().any(|(from, to)| (*from..*to).contains(&offset))
    }

    /// Offsets at which `word` stands as a whole word of code.
    pub fn words<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.code.match_indices(word).map(|(at, _)| at).filter(move |at| {
            let before = self.code[..*at].chars().next_back();
            let after = self.code[*at + word.len()..].chars().next();
            !before.is_some_and(is_name) && !after.is_some_and(is_name)
        })
    }

    /// Every function that has a body, the inner ones too.
    pub fn functions(&self) -> Vec<Function> {
        self.words("fn").filter_map(|at| self.function(at)).collect()
    }

    fn function(&self, at: usize) -> Option<Function> {
        let name = name_at(&self.code, at + 2)?;
        let open = body(&self.code, at)?;
        let close = closing(&self.code, open)?;
        let length = self.code[at..=close].lines().filter(|line| !line.trim().is_empty()).count();
        Some(Function { name: name.to_owned(), line: self.line(at), length })
    }
}

/// The name that follows an offset, blanks skipped.
pub fn name_at(code: &str, from: usize) -> Option<&str> {
    let rest = code.get(from..)?.trim_start();
    let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The brace that opens an item's body; none for a declaration that ends in a semicolon.
fn body(code: &str, from: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in code.bytes().enumerate().skip(from) {
        match c {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b'{' if depth == 0 => return Some(at),
            b';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The brace that closes the one at `open`.
fn closing(code: &str, open: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in code.bytes().enumerate().skip(open) {
        match c {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

fn test_ranges(code: &str) -> Vec<(usize, usize)> {
    code.match_indices("#[cfg(test)]")
        .filter_map(|(at, mark)| {
            let open = body(code, at + mark.len())?;
            Some((at, closing(code, open)?))
        })
        .collect()
}

/// Walks over a text once and blanks what is not code.
struct Scan<'a> {
    text: &'a [u8],
    code: Vec<u8>,
    at: usize,
    literals: Vec<(usize, String)>,
}

impl Scan<'_> {
    fn all(&mut self) {
        while let Some(byte) = self.peek(0) {
            match (byte, self.peek(1)) {
                (b'/', Some(b'/')) => self.line_comment(),
                (b'/', Some(b'*')) => self.block_comment(),
                (b'"', _) => self.string(),
                (b'r', Some(b'"' | b'#')) if !self.after_name() => self.raw(),
                (b'\'', _) => self.quote(),
                _ => self.at += 1,
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.at + ahead).copied()
    }

    /// Whether the byte before is part of a name; `b` and `c` alone are literal prefixes, so `br"` stays raw.
    fn after_name(&self) -> bool {
        let name = |at: usize| self.text.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        match self.at.checked_sub(1) {
            Some(before) if matches!(self.text[before], b'b' | b'c') => {
                before.checked_sub(1).is_some_and(name)
            }
            Some(before) => name(before),
            None => false,
        }
    }

    fn blank_to(&mut self, end: usize) {
        let end = end.min(self.text.len());
        for byte in &mut self.code[self.at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        self.at = end;
    }

    fn line_comment(&mut self) {
        let rest = &self.text[self.at..];
        let length = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
        self.blank_to(self.at + length);
    }

    fn block_comment(&mut self) {
        let (mut depth, mut end) = (0, self.at);
        while end < self.text.len() {
            match (self.text[end], self.text.get(end + 1)) {
                (b'/', Some(b'*')) => (depth, end) = (depth + 1, end + 2),
                (b'*', Some(b'/')) => (depth, end) = (depth - 1, end + 2),
                _ => end += 1,
            }
            if depth == 0 {
                break;
            }
        }
        self.blank_to(end);
    }

    fn string(&mut self) {
        let mut end = self.at + 1;
        while end < self.text.len() && self.text[end] != b'"' {
            end += if self.text[end] == b'\\' { 2 } else { 1 };
        }
        self.literal(self.at + 1, end, end + 1);
    }

    /// `r"…"`, `r#"…"#`; a raw name such as `r#type` is only stepped over.
    fn raw(&mut self) {
        let hashes = self.text[self.at + 1..].iter().take_while(|b| **b == b'#').count();
        let from = self.at + 2 + hashes;
        if self.text.get(from - 1) != Some(&b'"') {
            self.at += 1 + hashes;
            return;
        }
        let close = [&b"\""[..], &b"#".repeat(hashes)].concat();
        let inside = &self.text[from..];
        let length = inside.windows(close.len()).position(|w| w == close).unwrap_or(inside.len());
        self.literal(from, from + length, from + length + close.len());
    }

    /// Notes the literal and blanks its inside; the code keeps two quotes, so that it stays a token.
    fn literal(&mut self, from: usize, to: usize, end: usize) {
        let to = to.min(self.text.len());
        self.literals.push((from - 1, String::from_utf8_lossy(&self.text[from..to]).into_owned()));
        self.at = from;
        self.blank_to(to);
        self.at = end.min(self.text.len());
    }

    /// A character literal is blanked, a lifetime is code.
    fn quote(&mut self) {
        let rest = &self.text[self.at + 1..];
        let length = match rest.first() {
            Some(b'\\') => rest.iter().skip(2).position(|b| *b == b'\'').map(|at| at + 2),
            Some(_) => {
                let width = std::str::from_utf8(&rest[..rest.len().min(4)])
                    .or_else(|e| std::str::from_utf8(&rest[..e.valid_up_to()]))
                    .ok()
                    .and_then(|text| text.chars().next())
                    .map_or(1, char::len_utf8);
                (rest.get(width) == Some(&b'\'')).then_some(width)
            }
            None => None,
        };
        match length {
            Some(length) => self.blank_to(self.at + length + 2),
            None => self.at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_comments_are_no_code() {
        let source = Source::new(
            "let a = \"fn {\"; // fn }\n/* fn /* { */ */ let b = r#\"x\"y\"#; let c = '{'; 'a: loop {}",
        );
        assert!(!source.code.contains("fn"));
        assert_eq!(source.code.matches('{').count(), 1);
        assert!(source.code.contains("'a: loop"));
        let held: Vec<&str> = source.literals.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(held, ["fn {", "x\"y"]);
    }

    #[test]
    fn odd_literals_do_not_derail_it() {
        let source = Source::new(
            "let q = '\"'; let e = '\\''; let u = 'ä'; let r#type = br\"\\\"; fn f() { b'{'; c\"}\" }",
        );
        assert_eq!(source.functions().len(), 1);
        assert_eq!(source.literals.len(), 2);
    }

    #[test]
    fn a_function_ends_at_its_own_brace() {
        let text = "fn one(a: [u8; 3]) -> u8 {\n    // a comment {\n\n    match a { _ => { 1 } }\n}\nfn none();\nconst fn two() {}\n";
        let found: Vec<_> =
            Source::new(text).functions().into_iter().map(|f| (f.name, f.line, f.length)).collect();
        assert_eq!(found, [("one".to_owned(), 1, 3), ("two".to_owned(), 7, 1)]);
    }

    #[test]
    fn knows_the_code_of_tests() {
        let text = "fn real() {}\n#[cfg(test)]\nmod tests {\n    fn of_a_test() {}\n}\n";
        let source = Source::new(text);
        assert!(!source.in_tests(text.find("real").unwrap()));
        assert!(source.in_tests(text.find("of_a_test").unwrap()));
    }
}
