//! Folding of text. It lives here because the two databases disagree on it (`lower('Ä')`).

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Folds case, accents and width away, so that "Akumajō" and "AKUMAJO" are one.
///
/// Compatibility decomposition, marks dropped, lower case; Japanese voicing marks are kept, since
/// they make another letter and not an accent.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c) || matches!(c, '\u{3099}' | '\u{309a}')) {
        match c {
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' => out.push('d'),
            c => out.extend(c.to_lowercase()),
        }
    }
    out.nfc().collect()
}

/// Bytes as two lower-case hexadecimal digits each.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The key by which people expect a list of titles to be sorted: folded, a leading article dropped.
#[must_use]
pub fn sort_key(title: &str) -> String {
    let folded = fold(title);
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let bare = if bare.is_empty() { folded.as_str() } else { bare };
    ["the ", "a ", "an "].iter().find_map(|article| bare.strip_prefix(article)).unwrap_or(bare).to_owned()
}

/// The words of a text, folded: runs of letters and digits.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).filter(|w| !w.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_accents_and_width() {
        assert_eq!(fold("Akumajō DRÁCULA"), "akumajo dracula");
        assert_eq!(fold("Ｆｉｎａｌ Straße Ærø Łódź"), "final strasse aero lodz");
        assert_eq!(fold("ドラキュラ"), "ドラキュラ");
        assert_eq!(fold("ﾄﾞﾗｷｭﾗ"), "ドラキュラ");
    }

    #[test]
    fn sorts_as_people_expect() {
        assert_eq!(sort_key("The Legend of Zelda"), "legend of zelda");
        assert_eq!(sort_key("'Allo 'Allo"), "allo 'allo");
        assert_eq!(sort_key("!!!"), "!!!");
        assert_eq!(sort_key("Thebes"), "thebes");
    }

    #[test]
    fn splits_words() {
        assert_eq!(words("castlevania: symphony of the night").count(), 5);
        assert_eq!(words("  --  ").count(), 0);
    }
}
