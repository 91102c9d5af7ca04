//! When two titles are the same title.

use std::borrow::Cow;

/// What is left of a title when writing habits are taken away: case, accents, width, punctuation,
/// spaces, an article in front or behind, a region in brackets at the end. `&` and `+` are words.
///
/// Numerals stay as they are: "Mega Man II" (Game Boy) and "Mega Man 2" (NES) are two games.
#[must_use]
pub fn key(title: &str) -> String {
    let bare = without_region(title.trim());
    // Folding is the dear part, and most titles need none of it.
    let folded = if bare.is_ascii() { bare.to_ascii_lowercase() } else { kit::text::fold(bare) };
    let mut spaced = String::with_capacity(folded.len() + 8);
    for c in folded.chars() {
        match c {
            '&' => spaced.push_str(" and "),
            '+' => spaced.push_str(" plus "),
            '\'' | '’' | '‘' | '`' | 'ʻ' => {}
            c => spaced.push(c),
        }
    }
    let bare = without_article(&spaced);
    let mut out = String::with_capacity(bare.len());
    for word in bare.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        let digits = out.ends_with(|c: char| c.is_numeric()) && word.starts_with(|c: char| c.is_numeric());
        out.push_str(if digits { " " } else { "" });
        out.push_str(word);
    }
    if out.is_empty() { folded.split_whitespace().collect() } else { out }
}

/// The key of the same Japanese title in the other romanisation, when it has long vowels that one
/// list writes with a macron ("Kyōtei") and another with two letters ("Kyoutei").
#[must_use]
pub fn spelling(title: &str) -> Option<String> {
    if title.is_ascii() {
        return None;
    }
    let mut out = String::with_capacity(title.len() + 4);
    let mut before = ' ';
    for c in title.chars() {
        let (long, upper) = match c {
            'ā' => ("aa", false),
            'ī' => ("ii", false),
            'ū' => ("uu", false),
            'ē' => ("ei", false),
            'ō' if !before.is_alphabetic() => ("oo", false),
            'ō' => ("ou", false),
            'Ā' => ("aa", true),
            'Ī' => ("ii", true),
            'Ū' => ("uu", true),
            'Ē' => ("ei", true),
            'Ō' => ("oo", true),
            c => {
                out.push(c);
                before = c;
                continue;
            }
        };
        out.push_str(&if upper { long.to_uppercase() } else { long.to_owned() });
        before = 'x';
    }
    (out != title).then(|| key(&out))
}

/// "Ninja Gaiden (USA, Europe)" without the brackets; other brackets belong to the title.
fn without_region(title: &str) -> &str {
    const REGIONS: [&str; 12] =
        ["usa", "us", "europe", "eu", "japan", "jp", "world", "korea", "brazil", "asia", "germany", "france"];
    let Some((before, inside)) = title.strip_suffix(')').and_then(|t| t.rsplit_once('(')) else {
        return title;
    };
    let region = |word: &str| REGIONS.contains(&word.trim().to_lowercase().as_str());
    if !before.trim().is_empty() && inside.split([',', '/']).all(region) { before.trim_end() } else { title }
}

/// "The Legend of Zelda", "Legend of Zelda, The" and "Legend of Zelda, The: Oracle of Ages" without it.
fn without_article(folded: &str) -> Cow<'_, str> {
    const ARTICLES: [(&str, &str); 3] = [("the ", ", the"), ("an ", ", an"), ("a ", ", a")];
    for (front, behind) in ARTICLES {
        if let Some(rest) = folded.strip_prefix(front)
            && rest.chars().any(char::is_alphanumeric)
        {
            return Cow::Borrowed(rest);
        }
        if let Some((before, after)) = folded.split_once(behind)
            && !before.is_empty()
            && (after.trim().is_empty() || after.starts_with([':', '-']) || after.starts_with(" - "))
        {
            return Cow::Owned(format!("{before} {after}"));
        }
    }
    Cow::Borrowed(folded)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn writing_habits_do_not_count() {
        for (one, other) in [
            ("The Legend of Zelda", "Legend of Zelda, The"),
            ("The Legend of Zelda: Oracle of Ages", "Legend of Zelda, The - Oracle of Ages"),
            ("Metal Gear 2 - Solid Snake", "METAL GEAR 2: Solid Snake"),
            ("Lufia & the Fortress of Doom", "Lufia and the Fortress of Doom"),
            ("Assassin's Creed", "Assassin’s Creed"),
            ("Spider-Man", "SpiderMan"),
            ("Pokémon Snap", "Pokemon Snap"),
            ("Ninja Gaiden (USA, Europe)", "Ninja Gaiden"),
            ("Akumajō Dracula", "Akumajo Dracula"),
        ] {
            assert_eq!(key(one), key(other), "{one}");
        }
    }

    #[test]
    fn what_tells_games_apart_stays() {
        for (one, other) in [
            ("Mega Man II", "Mega Man 2"),
            ("Mega Man X", "Mega Man 10"),
            ("Project M", "Project M+"),
            ("A-Train", "Train"),
            ("Then", "n"),
            ("Void (VR)", "Void"),
            ("F1 2", "F 12"),
            ("FIFA 98", "FIFA 99"),
            ("!!!", "???"),
        ] {
            assert_ne!(key(one), key(other), "{one}");
        }
        assert_eq!(key("The"), "the");
        assert_eq!(key("(USA)"), "usa");
    }

    #[test]
    fn knows_the_other_romanisation() {
        assert_eq!(spelling("Super Kyōtei 2"), Some(key("Super Kyoutei 2")));
        assert_eq!(spelling("Ōzumō"), Some(key("Oozumou")));
        assert_eq!(spelling("Tour de France"), None);
    }

    proptest! {
        #[test]
        fn a_key_is_never_empty_and_stays(title in "\\PC{1,40}") {
            prop_assume!(!title.trim().is_empty());
            let once = key(&title);
            prop_assert!(!once.is_empty() || kit::text::fold(&title).trim().is_empty());
            prop_assert!(!once.starts_with(' '));
        }
    }
}
