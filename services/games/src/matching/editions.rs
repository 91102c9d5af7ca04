//! What a title says of how its game hangs on another one: editions and additions.
//!
//! Only what leaves no doubt: a word that the shops use for nothing else, behind the whole title of a game that
//! the catalogue has. "Pinball FX2 - Gold Edition" is an edition only where there is a "Pinball FX2".

use crate::model::Kind;

/// What shops call an edition, the longest first.
const EDITIONS: [&str; 25] = [
    "Game of the Year Edition",
    "Digital Deluxe Edition",
    "Steam Special Edition",
    "20th Anniversary Edition",
    "Anniversary Edition",
    "Collector's Edition",
    "Definitive Edition",
    "Remastered Edition",
    "Legendary Edition",
    "Complete Edition",
    "Enhanced Edition",
    "Extended Edition",
    "Platinum Edition",
    "Ultimate Edition",
    "Director's Cut",
    "Premium Edition",
    "Special Edition",
    "Deluxe Edition",
    "Legacy Edition",
    "GOTY Edition",
    "Gold Edition",
    "Steam Edition",
    "Maximum Edition",
    "Bonus Edition",
    "HD Edition",
];

/// What a title says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<'t> {
    /// The title of the game that it hangs on.
    pub base: &'t str,
    /// What it is.
    pub kind: Kind,
    /// What sets an edition apart; nothing for an addition.
    pub edition: Option<&'static str>,
}

/// Reads a title.
#[must_use]
pub fn read(title: &str) -> Option<Said<'_>> {
    let plain = title.trim_end_matches(['®', '™', ')']);
    for edition in EDITIONS {
        if let Some(base) = before(plain, edition) {
            let base = base.trim_end_matches(|c: char| c.is_whitespace() || ":-–—(".contains(c));
            return (!base.is_empty()).then_some(Said { base, kind: Kind::Main, edition: Some(edition) });
        }
    }
    let additions = [
        ("DLC", Kind::DlcAddon),
        ("Add-On", Kind::DlcAddon),
        ("Expansion", Kind::Expansion),
        ("Expansion Pack", Kind::Expansion),
    ];
    let (rest, kind) = additions.into_iter().find_map(|(word, kind)| Some((before(plain, word)?, kind)))?;
    let base = [": ", " - ", " – "].into_iter().filter_map(|between| rest.rfind(between)).max()?;
    let base = rest[..base].trim_end();
    (!base.is_empty()).then_some(Said { base, kind, edition: None })
}

/// What stands before a last word or words, whatever their case and apostrophe.
fn before<'t>(title: &'t str, words: &str) -> Option<&'t str> {
    let mut rest = title.chars();
    for expected in words.chars().rev() {
        let found = rest.next_back()?;
        let found = if found == '’' { '\'' } else { found };
        if !found.eq_ignore_ascii_case(&expected) {
            return None;
        }
    }
    let rest = rest.as_str();
    rest.ends_with(|c: char| !c.is_alphanumeric()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(title: &str) -> Option<(&str, &str)> {
        read(title).and_then(|said| Some((said.base, said.edition?)))
    }

    #[test]
    fn reads_editions() {
        assert_eq!(
            edition("Batman: Arkham City - Game of the Year Edition"),
            Some(("Batman: Arkham City", "Game of the Year Edition"))
        );
        assert_eq!(edition("Plants vs. Zombies GOTY Edition"), Some(("Plants vs. Zombies", "GOTY Edition")));
        assert_eq!(
            edition("Sacra Terra: Kiss of Death Collector’s Edition"),
            Some(("Sacra Terra: Kiss of Death", "Collector's Edition"))
        );
        assert_eq!(
            edition("THE KING OF FIGHTERS XIII STEAM EDITION"),
            Some(("THE KING OF FIGHTERS XIII", "Steam Edition"))
        );
        assert_eq!(
            edition("Total War: EMPIRE – Definitive Edition"),
            Some(("Total War: EMPIRE", "Definitive Edition"))
        );
        assert_eq!(edition("Another World – 20th Anniversary Edition").unwrap().0, "Another World");
    }

    #[test]
    fn reads_additions() {
        let said = read("Hamilton's Great Adventure - Retro Fever DLC").unwrap();
        assert_eq!(
            (said.base, said.kind, said.edition),
            ("Hamilton's Great Adventure", Kind::DlcAddon, None)
        );
        let said = read("RACE: Caterham Expansion").unwrap();
        assert_eq!((said.base, said.kind), ("RACE", Kind::Expansion));
        assert_eq!(
            read("Train Simulator: West Somerset Railway Route Add-On").unwrap().base,
            "Train Simulator"
        );
    }

    #[test]
    fn other_titles_say_nothing() {
        for title in [
            "DLC Quest",
            "Street Fighter II' - Champion Edition",
            "NBA Jam - Tournament Edition",
            "Guacamelee! Super Turbo Championship Edition",
            "Special Edition",
            "The Expansion",
            "Hidden Expedition: Everest",
            "",
        ] {
            assert_eq!(read(title), None, "{title}");
        }
    }
}
