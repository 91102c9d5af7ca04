//! What every index must do, whichever engine is below it.

use chassis::search::{Ask, Audience, Document, Index, Viewer};
use uuid::Uuid;

/// A game of the tests: number, title, other names, words, platform, weight.
type Game = (u128, &'static str, &'static [&'static str], &'static str, &'static str, u32);

const GAMES: &[Game] = &[
    (1, "Castlevania", &["悪魔城ドラキュラ", "Akumajō Dracula"], "Konami Platform", "NES", 9),
    (2, "Castlevania: Bloodlines", &["Vampire Killer"], "Konami Platform", "Mega Drive", 5),
    (3, "Super Castlevania IV", &["悪魔城ドラキュラ"], "Konami Platform", "Super Nintendo", 4),
    (4, "Vampire Hunter", &[], "inspired by Castlevania", "PC", 1),
    (5, "Chrono Trigger", &["クロノ・トリガー"], "Square Role-playing", "Super Nintendo", 6),
    (6, "Tetris", &["テトリス"], "Nintendo Puzzle", "Game Boy", 30),
    (7, "Tetris", &[], "Somebody Puzzle", "PC", 1),
    (8, "Tetris Attack", &["パネルでポン"], "Nintendo Puzzle", "Super Nintendo", 4),
    (9, "Pokémon Snap", &[], "HAL Laboratory", "Nintendo 64", 3),
    (10, "Spider-Man", &[], "Activision Action", "Game Boy", 2),
    (11, "Final Fantasy VII", &[], "Square Role-playing", "PC", 7),
    (12, "The Legend of Zelda", &["ゼルダの伝説"], "Nintendo Adventure", "NES", 8),
    (13, "Doom", &[], "id Software Shooter", "PC", 5),
];

fn document(game: &Game) -> Document {
    let (number, title, names, text, platform, weight) = *game;
    Document {
        kind: "game".into(),
        id: Uuid::from_u128(number),
        title: title.into(),
        names: names.iter().map(|n| (*n).into()).collect(),
        text: text.into(),
        facets: vec![("platform".into(), platform.into())],
        weight,
        version: 1,
        ..Document::default()
    }
}

fn filled() -> Index {
    let index = Index::in_memory().unwrap();
    let documents: Vec<Document> = GAMES.iter().map(document).collect();
    assert_eq!(index.put(&documents).unwrap(), GAMES.len());
    index.commit("1").unwrap();
    index.reload().unwrap();
    index
}

fn words(words: &str) -> Ask {
    Ask { words: words.into(), size: 20, ..Ask::default() }
}

fn found(index: &Index, ask: &Ask) -> Vec<u128> {
    index.ask(ask).unwrap().hits.iter().map(|hit| hit.id.as_u128()).collect()
}

#[test]
fn the_title_itself_comes_first_then_its_start_then_its_words() {
    let index = filled();
    assert_eq!(found(&index, &words("castlevania")), [1, 2, 3, 4]);
    assert_eq!(found(&index, &words("tetris")), [6, 7, 8]);
    assert_eq!(found(&index, &words("Castlevania: Bloodlines")), [2]);
    assert_eq!(found(&index, &words("legend of zelda"))[0], 12);
}

#[test]
fn all_words_are_needed_and_the_last_may_be_unfinished() {
    let index = filled();
    assert_eq!(found(&index, &words("castlevania konami")), [1, 2, 3]);
    assert_eq!(found(&index, &words("chrono tri")), [5]);
    assert_eq!(found(&index, &words("tet")), [6, 8, 7], "of those that start alike the better known first");
    assert!(found(&index, &words("tri chrono doom")).is_empty());
}

#[test]
fn accents_width_hyphens_and_numerals_do_not_matter() {
    let index = filled();
    for text in ["pokemon snap", "POKÉMON SNAP", "ｐｏｋｅｍｏｎ"] {
        assert_eq!(found(&index, &words(text)), [9], "{text}");
    }
    for text in ["spiderman", "spider man", "Spider-Man", "spider-m"] {
        assert_eq!(found(&index, &words(text)), [10], "{text}");
    }
    assert_eq!(found(&index, &words("final fantasy 7")), [11]);
    assert_eq!(found(&index, &words("final fantasy vii")), [11]);
    assert_eq!(found(&index, &words("akumajo dracula")), [1]);
    assert_eq!(found(&index, &words("akumajou")), [1]);
}

#[test]
fn japanese_is_found_by_any_part_of_it() {
    let index = filled();
    assert_eq!(found(&index, &words("悪魔城ドラキュラ")), [1, 3]);
    assert_eq!(found(&index, &words("ドラキュラ")), [1, 3]);
    assert_eq!(found(&index, &words("クロノトリガー")), [5]);
    assert_eq!(found(&index, &words("ﾄﾘｶﾞｰ")), [5]);
    assert_eq!(found(&index, &words("ぜるだ")), [12]);
    assert_eq!(found(&index, &words("城")), [1, 3]);
    assert!(found(&index, &words("ラキド")).is_empty());
}

#[test]
fn a_spelling_is_corrected_only_when_nothing_has_it() {
    let index = filled();
    let answer = index.ask(&words("castelvania")).unwrap();
    assert_eq!((answer.corrected.as_deref(), answer.total), (Some("castlevania"), 4));
    assert_eq!(index.ask(&words("crono triger")).unwrap().corrected.as_deref(), Some("chrono trigger"));
    assert_eq!(index.ask(&words("zleda")).unwrap().hits.len(), 1);
    assert_eq!(index.ask(&words("castlevania")).unwrap().corrected, None);
    let nothing = index.ask(&words("qqqqqqq")).unwrap();
    assert_eq!((nothing.corrected, nothing.total), (None, 0));
    assert_eq!(index.ask(&words("dom")).unwrap().total, 0, "three letters are not corrected");
}

#[test]
fn filters_and_counts() {
    let index = filled();
    let platform = |name: &str| ("platform".to_owned(), name.to_owned());
    let mut ask = Ask { count: vec!["platform".into()], ..words("castlevania") };
    let answer = index.ask(&ask).unwrap();
    let names: Vec<(&str, u64)> = answer.facets["platform"].iter().map(|(n, c)| (n.as_str(), *c)).collect();
    assert_eq!(names, [("Mega Drive", 1), ("NES", 1), ("PC", 1), ("Super Nintendo", 1)]);
    ask.filters = vec![platform("NES"), platform("Super Nintendo")];
    assert_eq!(found(&index, &ask), [1, 3]);
    ask.kinds = vec!["film".into()];
    assert!(found(&index, &ask).is_empty());
}

#[test]
fn pages_hold_together_and_end() {
    let index = filled();
    let all = found(&index, &words("castlevania"));
    let pages: Vec<u128> =
        (0..6).flat_map(|from| found(&index, &Ask { from, size: 1, ..words("castlevania") })).collect();
    assert_eq!(pages, all);
    let deep = index.ask(&Ask { from: 5_000, size: 20, ..words("castlevania") }).unwrap();
    assert_eq!((deep.hits.len(), deep.total), (0, 4));
}

#[test]
fn an_older_version_never_replaces_a_newer_one() {
    let index = filled();
    let at = |version, title: &str| Document { version, title: title.into(), ..document(&GAMES[12]) };
    assert_eq!(index.put(&[at(3, "Doom Three")]).unwrap(), 1);
    assert_eq!(index.put(&[at(2, "Doom Two"), at(3, "Doom Again")]).unwrap(), 0, "before the commit");
    index.commit("2").unwrap();
    assert_eq!(index.put(&[at(2, "Doom Two")]).unwrap(), 0, "between commit and reload");
    index.reload().unwrap();
    assert_eq!(index.put(&[at(2, "Doom Two")]).unwrap(), 0, "after the reload");
    assert_eq!(found(&index, &words("doom three")), [13]);
    assert_eq!(index.count().unwrap(), GAMES.len() as u64);
}

#[test]
fn what_was_removed_stays_out() {
    let index = filled();
    assert!(index.remove("game", Uuid::from_u128(13), 5).unwrap());
    assert!(!index.remove("game", Uuid::from_u128(6), 0).unwrap(), "a newer version is there");
    index.commit("2").unwrap();
    index.reload().unwrap();
    assert!(found(&index, &words("doom")).is_empty());
    assert_eq!(index.put(&[document(&GAMES[12])]).unwrap(), 0);
    assert_eq!(index.count().unwrap(), GAMES.len() as u64 - 1);
}

#[test]
fn nobody_finds_what_is_not_theirs() {
    let index = filled();
    let user = Uuid::from_u128(77);
    let secret = |n, who_may_see| Document { id: Uuid::from_u128(n), who_may_see, ..document(&GAMES[12]) };
    index.put(&[secret(20, Audience::User(user)), secret(21, Audience::Right("games.keep".into()))]).unwrap();
    index.commit("2").unwrap();
    index.reload().unwrap();
    let ask = |viewer| found(&index, &Ask { viewer, ..words("doom") });
    assert_eq!(ask(Viewer::default()), [13]);
    assert_eq!(ask(Viewer { user: Some(user), rights: vec![] }), [13, 20]);
    assert_eq!(ask(Viewer { user: Some(Uuid::nil()), rights: vec!["games.keep".into()] }), [13, 21]);
}

#[test]
fn odd_questions_get_an_answer() {
    let index = filled();
    for text in [
        "",
        "   ",
        "!!!",
        "\"",
        "title:doom OR *",
        "a AND (",
        "\u{0}",
        "\u{1f}",
        &"long ".repeat(1_000),
        "🎮",
    ] {
        index.ask(&words(text)).unwrap();
    }
    assert_eq!(index.ask(&words("")).unwrap().total, 0);
}

#[test]
fn a_folder_keeps_documents_and_note() {
    let folder = tempfile::tempdir().unwrap();
    {
        let index = Index::open(folder.path()).unwrap();
        index.put(&GAMES.iter().map(document).collect::<Vec<_>>()).unwrap();
        assert!(!index.rest().unwrap(), "something waits to be committed");
        index.commit("at 13").unwrap();
        assert!(index.rest().unwrap());
        index.put(&[document(&(14, "Lost", &[], "", "PC", 1))]).unwrap();
    }
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(index.note().unwrap().as_deref(), Some("at 13"));
    assert_eq!(index.count().unwrap(), GAMES.len() as u64, "what was not committed is not there");
    index.clear().unwrap();
    assert_eq!((index.count().unwrap(), index.note().unwrap()), (0, None));
}

#[test]
fn a_broken_folder_starts_empty() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("meta.json"), "{").unwrap();
    let index = Index::open(folder.path()).unwrap();
    assert_eq!((index.count().unwrap(), index.note().unwrap()), (0, None));
}
