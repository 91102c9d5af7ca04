//! Genres: the words of the lists and the two dozen names that we show and filter by.

/// The canonical name for a genre of libretro-database; nothing for one that says nothing.
#[must_use]
pub fn libretro(raw: &str) -> Option<&'static str> {
    Some(match raw {
        "Action" => "Action",
        "Adventure" => "Adventure",
        "Beat'em Up" => "Beat 'em up",
        "Board" => "Board",
        "Break Out" => "Puzzle",
        "Card" => "Cards",
        "Casual Game" => "Party",
        "Compilation" => "Compilation",
        "Educational" => "Educational",
        "Fighting" => "Fighting",
        "Gambling" => "Casino",
        "Hunting and Fishing" => "Hunting and fishing",
        "Lightgun Shooter" | "Shooter" => "Shooter",
        "Music" | "Music / Dancing" => "Music",
        "Pinball" => "Pinball",
        "Platform" | "Platformer" => "Platform",
        "Puzzle" | "Thinking" => "Puzzle",
        "Quiz" => "Quiz",
        "Racing" => "Racing",
        "Role-playing (RPG)" => "Role-playing",
        "Bullet Hell" | "Shoot'em Up" => "Shoot 'em up",
        "Simulation" => "Simulation",
        "SLG" | "Strategy" => "Strategy",
        "Sports" | "Sports with Animals" => "Sports",
        _ => return None,
    })
}

/// The canonical names for a genre path of `GameDataBase`, such as `action>platformer:adventure`.
#[must_use]
pub fn gamedatabase(raw: &str) -> Vec<&'static str> {
    let mut out = vec![];
    for path in raw.split(['|', ':']) {
        let name = path_name(path.trim());
        out.extend(name.filter(|name| !out.contains(name)));
    }
    out
}

fn path_name(path: &str) -> Option<&'static str> {
    let (root, rest) = path.split_once('>').unwrap_or((path, ""));
    let leaf = |name: &str| rest.split('>').any(|part| part == name);
    Some(match root {
        "action" if leaf("platformer") => "Platform",
        "action" if leaf("blockbreaker") => "Puzzle",
        "action" => "Action",
        "adventure" => "Adventure",
        "board" if leaf("cards") => "Cards",
        "board" => "Board",
        "brawler" => "Beat 'em up",
        "fighting" => "Fighting",
        "minigames" => "Party",
        "notagame" if leaf("educational") => "Educational",
        "parlor" if leaf("pinball") => "Pinball",
        "parlor" if leaf("billiards") || leaf("bowling") => "Sports",
        "parlor" => "Casino",
        "puzzle" => "Puzzle",
        "quiz" => "Quiz",
        "racing" => "Racing",
        "rhythm" => "Music",
        "rpg" => "Role-playing",
        "shmup" => "Shoot 'em up",
        "shooting" => "Shooter",
        "sim" if leaf("strategy") => "Strategy",
        "sim" if leaf("fishing") => "Hunting and fishing",
        "sim" if leaf("cardgame") => "Cards",
        "sim" => "Simulation",
        "sports" => "Sports",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lists_speak_one_language() {
        assert_eq!(gamedatabase("action>platformer"), [libretro("Platform").unwrap()]);
        assert_eq!(gamedatabase("racing:sports>formula1"), ["Racing", "Sports"]);
        assert_eq!(gamedatabase("action>maze:action"), ["Action"]);
        assert_eq!(gamedatabase("board>mahjong:quiz|brawler"), ["Board", "Quiz", "Beat 'em up"]);
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        assert_eq!(libretro("Miscellaneous"), None);
        assert!(gamedatabase("").is_empty() && gamedatabase("notagame>demo").is_empty());
    }
}
