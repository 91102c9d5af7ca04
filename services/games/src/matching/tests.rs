use proptest::prelude::*;

use super::*;
use crate::formats::sample;

fn facts(title: &str, platform: &str, year: &str, developer: &str) -> Facts {
    let mut row = sample(title, platform, year);
    row.developer = Some(developer.to_owned()).filter(|d| !d.is_empty());
    Facts::of(&row)
}

fn verdict(a: (&str, &str, &str, &str), b: (&str, &str, &str, &str)) -> Verdict {
    let (a, b) = (facts(a.0, a.1, a.2, a.3), facts(b.0, b.1, b.2, b.3));
    assert_eq!(compare(&a, &b), compare(&b, &a));
    compare(&a, &b)
}

#[test]
fn one_title_and_years_within_one() {
    use Verdict::{Different, Doubtful, Same};
    let doom = ("Doom", "Atari Jaguar", "1994", "id Software");
    assert_eq!(verdict(doom, ("DOOM", "Super Nintendo", "1995", "Sculptured Software")), Same);
    assert_eq!(
        verdict(doom, ("Doom", "Game Boy Advance", "2001", "Activision")),
        Doubtful(Doubt::YearsApart)
    );
    assert_eq!(verdict(doom, ("Doom II", "Super Nintendo", "1994", "id Software")), Different);
}

#[test]
fn one_title_and_one_developer_whatever_the_year() {
    let first = ("Chrono Trigger", "Super Nintendo", "1995", "Square");
    assert_eq!(verdict(first, ("CHRONO TRIGGER", "PC", "2018", "Square Enix")), Verdict::Same);
}

#[test]
fn remakes_stay_apart() {
    let then = ("Resident Evil 2", "PlayStation", "1998", "Capcom");
    assert_eq!(verdict(then, ("Resident Evil 2", "PC", "2019", "Capcom")), Verdict::Different);
    assert_eq!(verdict(then, ("Resident Evil 2", "GameCube", "2003", "Capcom")), Verdict::Same);
    let then = ("Prince of Persia", "PC", "1989", "Broderbund");
    assert_eq!(verdict(then, ("Prince of Persia", "PC", "2008", "Ubisoft")), Verdict::Different);
}

#[test]
fn an_unknown_year_asks_for_more() {
    let sims = ("The Sims 2", "GameCube", "2005", "Maxis");
    assert_eq!(verdict(sims, ("The Sims 2", "GameCube", "", "")), Verdict::Same);
    assert_eq!(verdict(sims, ("The Sims 2", "Wii", "", "")), Verdict::Doubtful(Doubt::YearUnknown));
    assert_eq!(verdict(sims, ("The Sims 2", "Wii", "", "Maxis")), Verdict::Same);
}

#[test]
fn two_entries_of_the_pc_list_are_two_games() {
    let void = ("Void", "PC", "2016", "Pathless");
    assert_eq!(verdict(void, ("The Void", "PC", "2016", "Nape")), Verdict::Doubtful(Doubt::TwoEntries));
    assert_eq!(verdict(void, ("Void", "PC", "2018", "Pathless")), Verdict::Same);
}

#[test]
fn the_virtual_console_leads_back_to_its_own_machine() {
    let mut wii = facts("Prince of Persia", "Wii", "2012", "Konami");
    wii.reissue_of = Some('J');
    let first = facts("Prince of Persia", "Super Nintendo", "1992", "Konami");
    assert_eq!(compare(&wii, &first), Verdict::Same);
    let other = facts("Prince of Persia", "Mega Drive", "2012", "Konami");
    assert_ne!(compare(&wii, &other), Verdict::Same);
}

#[test]
fn titles_in_two_romanisations_are_one_and_other_titles_are_a_hint() {
    let macron = facts("Super Kyōtei", "NES", "1995", "");
    assert_eq!(compare(&macron, &facts("Super Kyoutei", "PC Engine", "1995", "")), Verdict::Same);
    let mut row = sample("Castlevania", "NES", "1986");
    row.other_titles = vec!["Akumajō Dracula".into()];
    let hint = compare(&Facts::of(&row), &facts("Akumajou Dracula", "MSX2", "1986", ""));
    assert_eq!(hint, Verdict::Doubtful(Doubt::OtherTitle));
}

#[test]
fn what_was_never_sold_needs_its_developer() {
    let mut never = facts("Resident Evil", "Game Boy Color", "1998", "HotGen");
    never.published = false;
    let sold = facts("Resident Evil", "Saturn", "1997", "Nextech");
    assert_eq!(compare(&never, &sold), Verdict::Doubtful(Doubt::NeverSold));
    never.developers = sold.developers.clone();
    assert_eq!(compare(&never, &sold), Verdict::Same);
}

#[test]
fn a_group_of_a_source_is_one_game_under_all_its_titles() {
    let of = |title: &str| Facts { group: Some("nes/tetrisflash".into()), ..facts(title, "NES", "1993", "") };
    let mut clusters = Clusters::default();
    clusters.add(of("Tetris Flash"));
    clusters.add(of("Tetris 2"));
    clusters.add(facts("Tetris 2", "Game Boy", "1993", ""));
    clusters.add(facts("Tetris 2", "PC", "2005", ""));
    assert_eq!(clusters.works(), 2);
    assert_eq!(clusters.doubts().into_values().collect::<Vec<_>>(), [Doubt::YearsApart]);
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let pick = |all: &'static [&'static str]| prop::sample::select(all);
    (
        pick(&["Doom", "The Doom", "Tetris", "Prince of Persia"]),
        pick(&["NES", "PC", "Wii"]),
        pick(&["", "1989", "1990", "1992", "2008", "2016"]),
        pick(&["", "Nintendo", "id Software", "id/Nintendo"]),
        pick(&["", "g1", "g2"]),
        (any::<bool>(), any::<bool>()),
    )
        .prop_map(|(title, platform, year, developer, group, (published, again))| Facts {
            group: Some(group.to_owned()).filter(|g| !g.is_empty()),
            published,
            reissue_of: Some('F').filter(|_| again && platform == "Wii"),
            ..facts(title, platform, year, developer)
        })
}

/// The works as sets of row numbers, and the pairs in doubt by their works' first rows.
fn outcome(rows: &[(usize, Facts)]) -> (Vec<Vec<usize>>, usize) {
    let mut clusters = Clusters::default();
    for (_, facts) in rows {
        clusters.add(facts.clone());
    }
    let mut works: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, (name, _)) in rows.iter().enumerate() {
        works.entry(clusters.root(at)).or_default().push(*name);
    }
    let mut works: Vec<Vec<usize>> = works.into_values().collect();
    works.iter_mut().for_each(|w| w.sort_unstable());
    works.sort_unstable();
    (works, clusters.doubts().len())
}

proptest! {
    /// The works do not depend on the order of rows.
    #[test]
    fn order_does_not_matter(
        (rows, shuffled) in prop::collection::vec(any_facts(), 1..14)
            .prop_map(|rows| rows.into_iter().enumerate().collect::<Vec<_>>())
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        prop_assert_eq!(outcome(&rows), outcome(&shuffled));
    }

    /// A further row never takes a work apart.
    #[test]
    fn works_only_grow(rows in prop::collection::vec(any_facts(), 2..14)) {
        let rows: Vec<_> = rows.into_iter().enumerate().collect();
        let (before, after) = (outcome(&rows[..rows.len() - 1]).0, outcome(&rows).0);
        for work in before {
            prop_assert!(after.iter().any(|bigger| work.iter().all(|row| bigger.contains(row))));
        }
    }
}

#[test]
fn what_is_kept_apart_stays_apart_whatever_links_it() {
    let by = |developer: &str, year: &str| Row {
        developer: Some(developer.into()),
        ..sample("Gem", if developer == "Left" { "Saturn" } else { "Lynx" }, year)
    };
    let (left, right) = (Facts::of(&by("Left", "1995")), Facts::of(&by("Right", "1990")));
    let link = Facts::of(&by("Left/Right", "1995"));
    let works = |apart: &[(usize, usize)]| {
        let mut clusters = Clusters::keeping_apart(apart.iter().copied());
        let a = clusters.add_to(left.clone(), None, Some(0));
        clusters.add_to(right.clone(), None, Some(1));
        let both = clusters.add(link.clone());
        (clusters.works(), clusters.root(both) == a)
    };
    assert_eq!(works(&[]), (1, true));
    assert_eq!(works(&[(0, 1)]), (2, true), "the link goes to the one that came first");
    assert_eq!(works(&[(1, 0)]), (2, true));
}
