//! P20: how long any search over 100,000 games takes, by words and by filters, the counts of its facets included.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::Run;
use super::child::Server;
use super::load::{Line as Wire, request};
use super::machine::{Pinned, placement};
use super::table::{Goal, Line};
use super::turns::{Watch, middle};
use crate::exit::Exit;

/// How many games are made up.
const GAMES: usize = 100_000;
/// How many questions of each kind are asked.
const QUESTIONS: usize = 1_000;
/// What 95 of 100 questions stay below, in milliseconds.
const GOAL: f64 = 30.0;

const FIRST: [&str; 40] = [
    "Amber", "Broken", "Crimson", "Dark", "Eternal", "Final", "Golden", "Hidden", "Iron", "Jade", "Last",
    "Lost", "Mighty", "Neon", "Ocean", "Phantom", "Quiet", "Red", "Silver", "Tiny", "Ultra", "Velvet",
    "Wild", "Xeno", "Young", "Zero", "Burning", "Frozen", "Sacred", "Secret", "Super", "Mega", "Magic",
    "Metal", "Star", "Sky", "Storm", "Night", "Dream", "Ghost",
];
const SECOND: [&str; 50] = [
    "Dragon", "Castle", "Racer", "Quest", "Legend", "Fighter", "Garden", "Harbor", "Island", "Journey",
    "Kingdom", "Lantern", "Machine", "Ninja", "Orbit", "Pirate", "Queen", "Raider", "Soldier", "Tower",
    "Valley", "Warrior", "Wizard", "Zone", "Battle", "Circus", "Desert", "Empire", "Forest", "Galaxy",
    "Heart", "Impact", "Jungle", "Knight", "Maze", "Mountain", "Planet", "Puzzle", "River", "Rocket", "Saga",
    "Shadow", "Stone", "Tactics", "Tennis", "Temple", "Train", "Treasure", "World", "Wings",
];
const THIRD: [&str; 50] = [
    "",
    "II",
    "III",
    "IV",
    "64",
    "2000",
    "Deluxe",
    "Advance",
    "Arena",
    "Ascent",
    "Blues",
    "Challenge",
    "Chronicles",
    "Club",
    "Collapse",
    "Dash",
    "Dawn",
    "Dominion",
    "Express",
    "Fever",
    "Force",
    "Forever",
    "Frontier",
    "Fury",
    "Gaiden",
    "Genesis",
    "Heroes",
    "Horizon",
    "Hunters",
    "Infinity",
    "Island",
    "Jam",
    "Land",
    "Legacy",
    "Mania",
    "Mission",
    "Odyssey",
    "Origins",
    "Party",
    "Patrol",
    "Pinball",
    "Prime",
    "Rebirth",
    "Revenge",
    "Rising",
    "Rivals",
    "Rush",
    "Showdown",
    "Story",
    "Tour",
];
const PLATFORMS: [(&str, &str); 12] = [
    ("Nintendo - Nintendo Entertainment System", "NES"),
    ("Nintendo - Super Nintendo Entertainment System", "Super Nintendo"),
    ("Nintendo - Game Boy", "Game Boy"),
    ("Nintendo - Game Boy Advance", "Game Boy Advance"),
    ("Sega - Mega Drive - Genesis", "Mega Drive"),
    ("Sega - Saturn", "Saturn"),
    ("Sony - PlayStation", "PlayStation"),
    ("Sony - PlayStation 2", "PlayStation 2"),
    ("Atari - Lynx", "Atari Lynx"),
    ("Microsoft - MSX", "MSX"),
    ("Nintendo - Wii", "Wii"),
    ("Sega - Game Gear", "Game Gear"),
];
const GENRES: [&str; 10] = [
    "Action",
    "Platform",
    "Puzzle",
    "Racing",
    "Role-playing (RPG)",
    "Shooter",
    "Sports",
    "Strategy",
    "Fighting",
    "Adventure",
];

/// The game with this number, as its parts; the same on every machine.
struct Game {
    title: String,
    platform: usize,
    genre: usize,
    year: usize,
    company: usize,
}

fn game(n: usize) -> Game {
    let (first, second, third) = (FIRST[n % 40], SECOND[n / 40 % 50], THIRD[n / 2_000]);
    // Few platforms and companies have most of the games, as it is in the world.
    let skew = |of: usize, spread: usize| {
        (n.wrapping_mul(7_919) % spread) * (n.wrapping_mul(104_729) % spread) * of / (spread * spread)
    };
    Game {
        title: format!("{first} {second} {third}").trim_end().to_owned(),
        platform: skew(PLATFORMS.len(), 1_009),
        genre: n.wrapping_mul(31) / 7 % GENRES.len(),
        year: 1980 + n.wrapping_mul(13) / 5 % 40,
        company: skew(5_000, 1_013),
    }
}

pub(super) fn measure(run: &Run) -> Result<Vec<Line>, Exit> {
    let (server, generator) = placement().unzip();
    let room = run.folder.room("games")?;
    fill(&room)?;
    let _pinned = generator.map(Pinned::to);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Exit::other(error.to_string()))?;
    let house = Server::house(server, &room)?;
    let mut lines = Vec::new();
    let kinds: [(&str, fn(usize) -> String); 2] = [("by words", words), ("by filters", filters)];
    for (kind, ask) in kinds {
        let mut millis = runtime.block_on(async {
            let mut line = Wire::open(house.at()).await?;
            let mut millis = Vec::with_capacity(QUESTIONS);
            for n in 0..QUESTIONS + 20 {
                let path = format!("/api/v1/games/works?{}", ask(n));
                let request = request("GET", &path, house.at(), "", "");
                let watch = Watch::start();
                let answer = line.ask(&request).await?;
                let took = watch.micros() / 1000.0;
                if !answer.is(200) || (n == 0 && !answer.body.starts_with(b"{\"items\":[{")) {
                    return Err(Exit::other(format!("{path} is not answered with games")));
                }
                // The first answers wake up the index and the shelf.
                if n >= 20 {
                    millis.push(took);
                }
            }
            Ok::<_, Exit>(millis)
        })?;
        millis.sort_by(f64::total_cmp);
        let (p95, worst) = (millis[QUESTIONS * 95 / 100], millis[QUESTIONS - 1]);
        let name = format!("search over 100,000 games {kind}, p95");
        let line = Line::figure(("P20", &name), None, (p95, "ms"), Goal::AtMost(GOAL));
        lines.push(line.note(&format!("median {:.1} ms, worst {worst:.1} ms", middle(millis))));
    }
    Ok(lines)
}

/// Fills a house with the games, as an operator would.
fn fill(room: &Path) -> Result<(), Exit> {
    let mut text = String::new();
    for n in 0..GAMES {
        let Game { title, platform, genre, year, company } = game(n);
        let (platform, genre, players) = (PLATFORMS[platform].0, GENRES[genre], 1 + n % 4);
        let _: std::fmt::Result = writeln!(
            text,
            "{{\"title\":\"{title}\",\"platform\":\"{platform}\",\"year\":{year},\"genre\":\"{genre}\",\
             \"players\":{players},\"developer\":\"Company {company}\",\"franchise\":\"{}\"}}",
            SECOND[n / 40 % 50],
        );
    }
    import(room, &text)
}

/// Imports a list of games into a house that is not open.
pub(super) fn import(room: &Path, text: &str) -> Result<(), Exit> {
    let list = room.join("games.jsonl");
    std::fs::write(&list, text).map_err(|error| Exit::data(format!("{}: {error}", list.display())))?;
    let fail = |error: std::io::Error| Exit::other(format!("the games cannot be imported: {error}"));
    let mut import = Command::new(std::env::current_exe().map_err(fail)?);
    import.args(["import", "games", "--log", "warn", "--data"]).arg(room).arg(&list);
    import.env_clear().current_dir(room).stdin(Stdio::null()).stdout(Stdio::null());
    let ended = import.status().map_err(fail)?;
    if ended.success() { Ok(()) } else { Err(Exit::other("the games cannot be imported; why stands above")) }
}

/// Questions by words: whole titles, single words, words that are still typed, misspelt ones; some with filters
/// and in other orders.
fn words(n: usize) -> String {
    let Game { title, platform, genre, year, .. } = game(n.wrapping_mul(48_271) % GAMES);
    let (first, second) = (FIRST[n % 40], SECOND[n % 50]);
    let plain = match n % 8 {
        0 => title,
        1 => second.to_owned(),
        2 => second[..3].to_owned(),
        3 => format!("{first} {}", &second[..2]),
        4 => format!("{second}&platforms={}", PLATFORMS[platform].1),
        5 => format!("{first}&year_from={}&year_to={year}&sort=-year", year - 10),
        6 => format!("{}{}", &title[1..2], &title[..1]) + &title[2..],
        _ => format!("{second}&genres={}&sort=title&limit=50", GENRES[genre]),
    };
    format!("q={}", plain.replace(' ', "%20"))
}

/// Questions by filters, ranges and orders, without words.
fn filters(n: usize) -> String {
    let Game { platform, genre, year, company, .. } = game(n.wrapping_mul(48_271) % GAMES);
    let (platform, other) = (PLATFORMS[platform].1, PLATFORMS[n % PLATFORMS.len()].1);
    let query = match n % 8 {
        0 => "sort=-year".to_owned(),
        1 => format!("platforms={platform}"),
        2 => format!("platforms={platform},{other}&year_from={}", year - 3),
        3 => format!("genres={}&sort=year", GENRES[genre].trim_end_matches(" (RPG)")),
        4 => format!("companies=Company {company}"),
        5 => format!("years={year},{}&players_min=2&sort=-year&limit=100", year + 1),
        6 => format!("franchises={}&platforms={other}", SECOND[n % 50]),
        _ => format!("year_from={}&year_to={year}&kinds=game", year - 20),
    };
    query.replace(' ', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_game_is_another_one() {
        let titles: std::collections::HashSet<String> = (0..GAMES).map(|n| game(n).title).collect();
        assert_eq!(titles.len(), GAMES);
        let platforms: Vec<usize> = (0..GAMES).map(|n| game(n).platform).collect();
        assert!((0..PLATFORMS.len()).all(|platform| platforms.contains(&platform)));
    }
}
