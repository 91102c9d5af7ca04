//! What the words of a text are. The same rules for documents and for questions, and no engine in
//! here, so that another engine is fed the same words.

/// A word of a document and its place among the others; variants share a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Folded.
    pub text: String,
    /// Counted from 0.
    pub place: usize,
}

/// One thing that a question asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A word, perhaps with its numeral in the other system.
    Word(String, Option<String>),
    /// A run of a script without spaces: its 2-grams in this order; of one sign that sign.
    Run(Vec<String>),
}

/// Scripts that are written without spaces between words. (Korean is not one of them.)
fn is_dense(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Folds case, accents and width; hiragana becomes katakana, since names are typed in either.
fn fold(text: &str) -> String {
    let apostrophe = |c: &char| !matches!(c, '\'' | '’' | '‘' | '`' | 'ʻ');
    let kana = |c: char| match c {
        '\u{3041}'..='\u{3096}' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
        c => c,
    };
    kit::text::fold(text).replace('&', " and ").chars().filter(apostrophe).map(kana).collect()
}

/// A Japanese title in the other romanisation: long vowels with two letters and not with a macron.
fn respelt(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        let inner = out.ends_with(char::is_alphabetic);
        match c {
            'ā' | 'Ā' => out.push_str("aa"),
            'ī' | 'Ī' => out.push_str("ii"),
            'ū' | 'Ū' => out.push_str("uu"),
            'ē' | 'Ē' => out.push_str("ei"),
            'ō' | 'Ō' => out.push_str(if inner { "ou" } else { "oo" }),
            c => out.push(c),
        }
    }
    (out != text).then_some(out)
}

/// The Arabic numeral for a Roman one of at least two letters, up to 20.
fn numeral(word: &str) -> Option<String> {
    const ROMAN: [&str; 17] = [
        "ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
        "xviii", "xix", "xx",
    ];
    const ARABIC: [u8; 17] = [2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];
    ROMAN.iter().position(|roman| *roman == word).map(|at| ARABIC[at].to_string())
}

/// Parts of a folded text: words, and runs of signs of a dense script.
fn parts(folded: &str) -> Vec<(bool, String)> {
    let mut out: Vec<(bool, String)> = vec![];
    let mut open = false;
    for c in folded.chars() {
        let dense = is_dense(c);
        if !dense && !c.is_alphanumeric() {
            open = false;
            continue;
        }
        match out.last_mut() {
            Some((of, text)) if open && *of == dense => text.push(c),
            _ => out.push((dense, c.to_string())),
        }
        open = true;
    }
    out
}

/// The words of a document.
///
/// Beside each word stand its other romanisation, its Arabic numeral, and "spiderman" for
/// "Spider-Man". Dense runs give 2-grams across dots and spaces, and their last sign alone.
#[must_use]
pub fn of_text(text: &str) -> Vec<Token> {
    let mut out = vec![];
    let mut place = 0;
    let mut run: Vec<char> = vec![];
    for chunk in text.split_whitespace() {
        let start = place;
        let all = parts(&fold(chunk));
        let words = all.iter().filter(|(dense, _)| !dense).count();
        for (dense, part) in &all {
            if *dense {
                run.extend(part.chars());
                continue;
            }
            grams(&mut out, &mut place, &mut run);
            out.push(Token { text: part.clone(), place });
            let single = match part.as_str() {
                "v" => Some("5".to_owned()),
                "x" => Some("10".to_owned()),
                other => numeral(other),
            };
            out.extend(single.map(|text| Token { text, place }));
            place += 1;
        }
        if words > 1 && words == all.len() {
            let joined = all.iter().map(|(_, part)| part.as_str()).collect();
            out.push(Token { text: joined, place: start });
        }
        if let Some(other) = respelt(chunk) {
            for (at, (_, text)) in parts(&fold(&other)).into_iter().filter(|(dense, _)| !dense).enumerate() {
                out.push(Token { text, place: start + at });
            }
        }
    }
    grams(&mut out, &mut place, &mut run);
    out.sort_by_key(|token| token.place);
    out
}

fn grams(out: &mut Vec<Token>, place: &mut usize, run: &mut Vec<char>) {
    for at in 0..run.len() {
        let text = run[at..run.len().min(at + 2)].iter().collect();
        out.push(Token { text, place: *place });
        *place += 1;
    }
    run.clear();
}

/// What a question asks for, at most `most` things, and whether its last word may be unfinished.
#[must_use]
pub fn of_question(text: &str, most: usize) -> (Vec<Wanted>, bool) {
    let short: String = text.chars().take(200).collect();
    let open = short.ends_with(|c: char| c.is_alphanumeric());
    let all = parts(&fold(&short)).into_iter().take(most);
    let wanted = all.map(|(dense, part)| {
        if !dense {
            let other = numeral(&part);
            return Wanted::Word(part, other);
        }
        let signs: Vec<char> = part.chars().collect();
        Wanted::Run(if signs.len() == 1 {
            vec![part]
        } else {
            signs.windows(2).map(|two| two.iter().collect()).collect()
        })
    });
    (wanted.collect(), open)
}

/// A whole title as one word: no spaces, no leading article.
#[must_use]
pub fn title_key(title: &str) -> String {
    let all: Vec<String> = parts(&fold(title)).into_iter().map(|(_, part)| part).collect();
    let article = all.len() > 1 && matches!(all[0].as_str(), "the" | "a" | "an");
    let key = all[usize::from(article)..].concat();
    if key.is_empty() { fold(title).split_whitespace().collect() } else { key }
}

/// The keys of a title: as it is written, and in the other romanisation.
#[must_use]
pub fn title_keys(title: &str) -> Vec<String> {
    let mut keys: Vec<String> =
        [Some(title.to_owned()), respelt(title)].iter().flatten().map(|t| title_key(t)).collect();
    keys.retain(|key| !key.is_empty() && key.len() <= 1000);
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        of_text(text).into_iter().map(|t| t.text).collect()
    }

    #[test]
    fn words_of_titles() {
        assert_eq!(texts("Assassin's Creed"), ["assassins", "creed"]);
        assert_eq!(texts("Spider-Man"), ["spider", "spiderman", "man"]);
        assert_eq!(texts("Final Fantasy VII"), ["final", "fantasy", "vii", "7"]);
        assert_eq!(texts("Akumajō Dracula"), ["akumajo", "akumajou", "dracula"]);
        assert_eq!(texts("!!!"), Vec::<String>::new());
    }

    #[test]
    fn two_grams_of_japanese() {
        assert_eq!(texts("クロノ・トリガー"), ["クロ", "ロノ", "ノト", "トリ", "リガ", "ガー", "ー"]);
        assert_eq!(texts("ぜるだ 2"), ["ゼル", "ルダ", "ダ", "2"]);
        let (wanted, open) = of_question("悪魔城 ﾄﾞﾗ", 9);
        assert_eq!(
            wanted,
            [Wanted::Run(vec!["悪魔".into(), "魔城".into()]), Wanted::Run(vec!["ドラ".into()])]
        );
        assert!(open);
    }

    #[test]
    fn keys_of_titles() {
        assert_eq!(title_key("The Legend of Zelda"), title_key("legend of zelda"));
        assert_eq!(title_key("Spider-Man"), "spiderman");
        assert_eq!(title_key("The"), "the");
        assert_eq!(title_key("!!!"), "!!!");
        assert_eq!(title_keys("Ōkami"), ["okami", "ookami"]);
    }

    #[test]
    fn a_question_has_an_end() {
        assert_eq!(of_question(&"a ".repeat(500), 12).0.len(), 12);
        assert!(!of_question("zelda ", 12).1);
        assert_eq!(of_question("\" AND * ) title:", 12).0.len(), 2);
    }
}
