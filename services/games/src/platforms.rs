//! Platforms and regions: the raw names of the lists and the one name that we show.

/// What Steam sells for.
pub const PC: &str = "PC";
/// Where the Virtual Console was sold.
pub const WII: &str = "Wii";

/// Raw name and canonical name; the raw ones are those of libretro-database and `GameDataBase`.
const NAMES: &[(&str, &str)] = &[
    ("Nintendo - Nintendo Entertainment System", "NES"),
    ("console_nintendo_famicom_nes", "NES"),
    ("Nintendo - Family Computer Disk System", "Famicom Disk System"),
    ("console_nintendo_famicomdisksystem", "Famicom Disk System"),
    ("Nintendo - Super Nintendo Entertainment System", "Super Nintendo"),
    ("console_nintendo_superfamicom_snes", "Super Nintendo"),
    ("Nintendo - Satellaview", "Satellaview"),
    ("console_nintendo_satellaview", "Satellaview"),
    ("Nintendo - Sufami Turbo", "Sufami Turbo"),
    ("console_nintendo_bandai_sufamiturbo", "Sufami Turbo"),
    ("Nintendo - Nintendo 64", "Nintendo 64"),
    ("console_nintendo_nintendo64", "Nintendo 64"),
    ("console_nintendo_64dd", "Nintendo 64DD"),
    ("Nintendo - GameCube", "GameCube"),
    ("Nintendo - Wii", WII),
    ("Nintendo - Game Boy", "Game Boy"),
    ("console_nintendo_gameboy", "Game Boy"),
    ("Nintendo - Game Boy Color", "Game Boy Color"),
    ("console_nintendo_gameboycolor", "Game Boy Color"),
    ("Nintendo - Game Boy Advance", "Game Boy Advance"),
    ("console_nintendo_gameboyadvance", "Game Boy Advance"),
    ("Nintendo - Nintendo 3DS", "Nintendo 3DS"),
    ("Nintendo - Virtual Boy", "Virtual Boy"),
    ("console_nintendo_virtualboy", "Virtual Boy"),
    ("Nintendo - Pokemon Mini", "Pokémon mini"),
    ("Sega - SG-1000", "SG-1000"),
    ("console_sega_sg1000_sc3000_othellomultivision", "SG-1000"),
    ("Sega - Master System - Mark III", "Master System"),
    ("console_sega_markIII_mastersystem", "Master System"),
    ("Sega - Game Gear", "Game Gear"),
    ("console_sega_gamegear", "Game Gear"),
    ("Sega - Mega Drive - Genesis", "Mega Drive"),
    ("console_sega_megadrive_genesis", "Mega Drive"),
    ("console_sega_megacd_segacd", "Mega-CD"),
    ("Sega - 32X", "32X"),
    ("console_sega_super32x", "32X"),
    ("Sega - Saturn", "Saturn"),
    ("console_sega_saturn", "Saturn"),
    ("Sony - PlayStation", "PlayStation"),
    ("Sony - PlayStation 3", "PlayStation 3"),
    ("Sony - PlayStation Portable", "PlayStation Portable"),
    ("NEC - PC Engine - TurboGrafx 16", "PC Engine"),
    ("console_nec_pcengine_turbografx_supergrafx", "PC Engine"),
    ("NEC - PC Engine SuperGrafx", "SuperGrafx"),
    ("console_nec_cdrom2", "PC Engine CD"),
    ("console_nec_pcfx", "PC-FX"),
    ("NEC - PC-98", "PC-98"),
    ("console_pioneer_laseractive", "LaserActive"),
    ("SNK - Neo Geo Pocket", "Neo Geo Pocket"),
    ("SNK - Neo Geo Pocket Color", "Neo Geo Pocket Color"),
    ("console_snk_neogeopocket_neogeopocketcolor", "Neo Geo Pocket Color"),
    ("Microsoft - MSX", "MSX"),
    ("Microsoft - MSX2", "MSX2"),
    ("Sinclair - ZX Spectrum +3", "ZX Spectrum"),
    ("Commodore - CD32", "Amiga CD32"),
    ("Atari - 2600", "Atari 2600"),
    ("Atari - 5200", "Atari 5200"),
    ("Atari - 7800", "Atari 7800"),
    ("Atari - Lynx", "Atari Lynx"),
    ("Atari - Jaguar", "Atari Jaguar"),
    ("Mattel - Intellivision", "Intellivision"),
    ("Magnavox - Odyssey2", "Odyssey 2"),
    ("Tiger - Game.com", "Game.com"),
    ("GamePark - GP32", "GP32"),
];

/// The name that we show for a list's raw name. A platform that is new to us keeps its own name
/// without its maker.
#[must_use]
pub fn canonical(raw: &str) -> String {
    if raw.starts_with("arcade_") {
        return "Arcade".to_owned();
    }
    let known = NAMES.iter().find(|(name, _)| *name == raw);
    known.map_or_else(|| raw.rsplit(" - ").next().unwrap_or(raw).to_owned(), |(_, name)| (*name).to_owned())
}

/// The console that a Virtual Console title was first sold for, by the first letter of its code.
///
/// Discs have codes of six characters, downloads of four; those of Wii's own downloads start with a
/// letter that is not in here.
#[must_use]
pub fn reissue(serial: &str) -> Option<char> {
    let letter = serial.chars().next().filter(|_| serial.chars().count() == 4)?;
    (!origins(letter).is_empty()).then_some(letter)
}

/// The platforms that a letter of the Virtual Console stands for.
#[must_use]
pub fn origins(letter: char) -> &'static [&'static str] {
    match letter {
        'F' => &["NES", "Famicom Disk System"],
        'J' => &["Super Nintendo"],
        'N' => &["Nintendo 64"],
        'M' => &["Mega Drive"],
        'L' => &["Master System", "SG-1000"],
        'P' => &["PC Engine", "SuperGrafx"],
        'Q' => &["PC Engine CD", "PC Engine"],
        'E' => &["Arcade"],
        'C' => &["Commodore 64"],
        'X' => &["MSX", "MSX2"],
        _ => &[],
    }
}

/// Regions in the words of the lists, made into one text such as "Japan, USA".
#[must_use]
pub fn regions<'a>(raw: impl Iterator<Item = &'a str>) -> Option<String> {
    let named = raw.map(str::trim).filter(|r| !r.is_empty() && *r != "Unknown").map(|region| match region {
        "Korea" => "South Korea",
        "UK" => "United Kingdom",
        "Germay" => "Germany",
        other => other,
    });
    let all: Vec<&str> = named.take(12).collect();
    (!all.is_empty()).then(|| all.join(", ").chars().take(200).collect())
}

/// Whether a release was sold where titles are written in Latin letters, or the list does not say.
#[must_use]
pub fn is_western(region: Option<&str>) -> bool {
    const EAST: [&str; 6] = ["Japan", "South Korea", "Taiwan", "China", "Hong Kong", "Asia"];
    region.is_none_or(|all| all.split(", ").any(|one| !EAST.contains(&one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lists_mean_the_same_machine() {
        assert_eq!(canonical("console_sega_megadrive_genesis"), canonical("Sega - Mega Drive - Genesis"));
        assert_eq!(canonical("arcade_capcom"), "Arcade");
        assert_eq!(canonical("GCE - Vectrex"), "Vectrex");
        assert_eq!(canonical("Abacus"), "Abacus");
    }

    #[test]
    fn reads_codes_of_the_virtual_console() {
        assert_eq!(reissue("JECE"), Some('J'));
        assert_eq!((reissue("WPYE"), reissue("RB4E08"), reissue("")), (None, None, None));
    }

    #[test]
    fn joins_regions_and_tells_east_from_west() {
        assert_eq!(regions("USA/Europe/Brazil".split('/')).as_deref(), Some("USA, Europe, Brazil"));
        assert_eq!(regions(["Korea", "Unknown"].into_iter()).as_deref(), Some("South Korea"));
        assert_eq!(regions("".split('/')), None);
        assert!(
            is_western(Some("Japan, USA")) && is_western(None) && !is_western(Some("Japan, South Korea"))
        );
    }
}
