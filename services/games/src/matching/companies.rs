//! When two developers are the same developer.

/// Words that say what kind of company it is, and so nothing about which.
const FORMS: [&str; 34] = [
    "inc",
    "ltd",
    "co",
    "corp",
    "corporation",
    "company",
    "llc",
    "limited",
    "gmbh",
    "ag",
    "kg",
    "sa",
    "sas",
    "sarl",
    "srl",
    "spa",
    "kk",
    "ab",
    "oy",
    "as",
    "bv",
    "nv",
    "sro",
    "pty",
    "plc",
    "sp",
    "zoo",
    "the",
    "entertainment",
    "games",
    "software",
    "studios",
    "studio",
    "interactive",
];

/// Names of one company that share no spelling.
const SAME: [(&str, &str); 12] = [
    ("squaresoft", "square"),
    ("ubi", "ubisoft"),
    ("nbgi", "namco"),
    ("kcej", "konami"),
    ("kcek", "konami"),
    ("kceo", "konami"),
    ("kcet", "konami"),
    ("bps", "bulletproof"),
    ("bulletproofsoftware", "bulletproof"),
    ("electronicarts", "ea"),
    ("hal", "hallaboratory"),
    ("namcot", "namco"),
];

/// Houses whose teams the lists name by number and town: "Capcom Production Studio 4".
const HOUSES: [&str; 7] = ["capcom", "konami", "namco", "nintendo", "sega", "square", "ubisoft"];

/// The companies named in a text, each as a word to compare: lower case, without its form.
///
/// Lists separate them by `/`, `,`, `;`, ` & `, ` and ` or ` - `; "Epic Games, Inc." is one all the same.
#[must_use]
pub fn keys(text: &str) -> Vec<String> {
    let folded = kit::text::fold(text).replace(" & ", "/").replace(" and ", "/").replace(" - ", "/");
    let mut out: Vec<String> = vec![];
    for part in folded.split(['/', ',', ';']) {
        let bare: String = part.chars().filter(|c| !matches!(c, '.' | '\'' | '’')).collect();
        let mut words: Vec<&str> = kit::text::words(&bare).collect();
        if words.iter().all(|w| FORMS.contains(w)) {
            continue;
        }
        while words.last().is_some_and(|w| FORMS.contains(w)) {
            words.pop();
        }
        words.truncate(if words.first().is_some_and(|w| HOUSES.contains(w)) { 1 } else { words.len() });
        let joined = words.concat();
        let name = SAME.iter().find(|(from, _)| *from == joined).map_or(joined.as_str(), |(_, to)| to);
        if name.chars().count() > 1 && !out.iter().any(|n| n == name) {
            out.push(name.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_spellings_do_not_count() {
        assert_eq!(keys("CAPCOM Co., Ltd."), keys("Capcom"));
        assert_eq!(keys("Epic Games, Inc."), keys("Epic Games"));
        assert_eq!(keys("Squaresoft"), keys("Square Enix"));
        assert_eq!(keys("Konami Digital Entertainment"), ["konami"]);
        assert_eq!(keys("Brøderbund Software"), ["broderbund"]);
    }

    #[test]
    fn finds_each_of_several() {
        assert_eq!(keys("Angel Studios/CAPCOM/Factor 5"), ["angel", "capcom", "factor5"]);
        assert_eq!(keys("MercurySteam - Climax Studios"), ["mercurysteam", "climax"]);
        assert_eq!(keys("Sonic Team, Bitbaboon"), ["sonicteam", "bitbaboon"]);
        assert!(keys("Inc.").is_empty() && keys("").is_empty() && keys(" / ").is_empty());
    }
}
