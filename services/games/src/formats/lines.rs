//! Lines of a file, bounded, with the place of each.

use std::io::{self, BufRead};

/// The longest line that is kept; a longer one is a bad row of its own.
pub const LONGEST: usize = 64 * 1024;

/// How far a file was read: what an import stores to go on later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Bytes from the start of the file.
    pub offset: u64,
    /// Lines from the start of the file.
    pub line: u64,
}

/// Reads a file line by line without ever holding more than [`LONGEST`] bytes of it.
pub struct Lines<R> {
    from: R,
    /// Behind the last line that was read.
    pub place: Place,
}

/// What [`Lines::next`] found.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// A line without its ending.
    Whole,
    /// A line that is longer than [`LONGEST`]; its start was kept.
    TooLong,
    /// The end of the file.
    End,
}

impl<R: BufRead> Lines<R> {
    /// Starts at the beginning of `from`.
    pub fn new(from: R) -> Self {
        Self { from, place: Place::default() }
    }

    /// Appends the next line to `into`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next(&mut self, into: &mut Vec<u8>) -> io::Result<Line> {
        let start = into.len();
        let (mut found, mut ended) = (Line::End, false);
        while !ended {
            let chunk = self.from.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let (text, used) = match chunk.iter().position(|b| *b == b'\n') {
                Some(at) => (&chunk[..at], at + 1),
                None => (chunk, chunk.len()),
            };
            ended = used > text.len();
            let room = LONGEST - (into.len() - start);
            if text.len() > room {
                found = Line::TooLong;
            } else if found == Line::End {
                found = Line::Whole;
            }
            into.extend_from_slice(&text[..text.len().min(room)]);
            self.from.consume(used);
            self.place.offset += used as u64;
        }
        if found == Line::End {
            return Ok(Line::End);
        }
        self.place.line += 1;
        if into.len() > start && into.last() == Some(&b'\r') {
            into.pop();
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8], chunk: usize) -> Vec<(Line, usize, Place)> {
        let mut lines = Lines::new(io::BufReader::with_capacity(chunk, text));
        let mut out = vec![];
        loop {
            let mut line = vec![];
            match lines.next(&mut line).unwrap() {
                Line::End => return out,
                found => out.push((found, line.len(), lines.place)),
            }
        }
    }

    #[test]
    fn tells_places_whatever_the_buffer() {
        for chunk in [1, 3, 100] {
            let found = all(b"ab\r\n\nc", chunk);
            assert_eq!(
                found,
                [
                    (Line::Whole, 2, Place { offset: 4, line: 1 }),
                    (Line::Whole, 0, Place { offset: 5, line: 2 }),
                    (Line::Whole, 1, Place { offset: 6, line: 3 }),
                ]
            );
        }
    }

    #[test]
    fn keeps_only_the_start_of_an_endless_line() {
        let mut text = vec![b'x'; 3 * LONGEST];
        text.extend_from_slice(b"\nok\n");
        let found = all(&text, 4096);
        assert_eq!((&found[0].0, found[0].1), (&Line::TooLong, LONGEST));
        assert_eq!((&found[1].0, found[1].1, found[1].2.line), (&Line::Whole, 2, 2));
    }
}
