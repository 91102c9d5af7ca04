//! What somebody looks for, read from the query of a URL.

use kit::error::INVALID;
use kit::{Error, Page, Result};

use crate::model::face::WorkKind;
use crate::problems::NO_SUCH_FILTER;
use crate::shelf::{Books, Facet, Order, Wanted};

/// Filters that people know from elsewhere and that no list of ours has the facts for.
const UNKNOWN: [(&str, &str); 15] = [
    ("themes", "themes"),
    ("game_modes", "modes of play; `players_min` asks how many can play"),
    ("player_perspectives", "perspectives"),
    ("game_engines", "engines"),
    ("keywords", "keywords; `q` looks for words"),
    ("collections", "collections; `franchises` names series"),
    ("release_status", "states of release: every game in them is out or was never sold"),
    ("multiplayer_modes", "modes of playing together; `players_min` asks how many can play"),
    ("ratings", "ratings by players; `metacritic_min` asks what critics gave"),
    ("min_rating", "ratings by players; `metacritic_min` asks what critics gave"),
    ("max_rating", "ratings by players; `metacritic_max` asks what critics gave"),
    ("rating_min", "ratings by players; `metacritic_min` asks what critics gave"),
    ("rating_max", "ratings by players; `metacritic_max` asks what critics gave"),
    ("perspectives", "perspectives"),
    ("modes", "modes of play; `players_min` asks how many can play"),
];

/// The parameters of a list of works, for the description.
#[derive(utoipa::IntoParams)]
#[expect(dead_code, reason = "what machines read; the query itself is read name by name")]
#[into_params(parameter_in = Query)]
pub(crate) struct LookParams {
    /// Words; the best fit first.
    q: Option<String>,
    /// Any of these, parted by commas.
    platforms: Option<String>,
    /// Any of these, parted by commas.
    genres: Option<String>,
    /// Any of these, parted by commas: who made or sold it.
    companies: Option<String>,
    /// Any of these, parted by commas.
    franchises: Option<String>,
    /// Any of `EC`, `E`, `E10+`, `T`, `M`, `AO`, parted by commas.
    esrb_ratings: Option<String>,
    /// Any of `game`, `dlc`, `expansion`, `bundle`, `edition`, parted by commas.
    kinds: Option<String>,
    /// Any of these, parted by commas.
    years: Option<String>,
    /// This year and later.
    year_from: Option<i16>,
    /// This year and earlier.
    year_to: Option<i16>,
    /// So many or more can play at once.
    players_min: Option<u8>,
    /// 0 to 100.
    metacritic_min: Option<u8>,
    /// 0 to 100.
    metacritic_max: Option<u8>,
    /// `title`, `year`, `-year` or `-metacritic`; by words the best fit first when it is left out.
    sort: Option<String>,
    /// Where to go on.
    cursor: Option<String>,
    /// 1 to 100.
    limit: Option<u32>,
}

/// What somebody looks for.
#[derive(Debug, Default)]
pub(crate) struct Look {
    pub(crate) words: String,
    pub(crate) wanted: Wanted,
    /// Nothing when words decide.
    pub(crate) order: Option<Order>,
    pub(crate) page: Page,
    /// Lists of values as they were typed: a comma may part two or belong to one.
    typed: Vec<(Facet, String)>,
}

impl Look {
    /// Reads the pairs of a query.
    ///
    /// # Errors
    /// `games/no-such-filter` (422) for what the catalogue does not know; `request/invalid` (422).
    pub(crate) fn read(pairs: Vec<(String, String)>) -> Result<Self> {
        let mut look = Self::default();
        let long: usize = pairs.iter().map(|(_, value)| value.len()).sum();
        if long > LONGEST {
            return Err(
                INVALID.because(format!("All that is asked for together has at most {LONGEST} bytes."))
            );
        }
        for (name, value) in pairs {
            let value = value.trim();
            look.set(&name, value)?;
        }
        if look.words.chars().count() > 200 {
            return Err(INVALID.err().field("q", "At most 200 characters can be looked for."));
        }
        Ok(look)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<()> {
        if let Some((_, what)) = UNKNOWN.iter().find(|(unknown, _)| *unknown == name) {
            let why = format!(
                "The lists that this catalogue is made of say nothing of {what}. Leave `{name}` out."
            );
            return Err(NO_SUCH_FILTER.because(&why).field(name, why));
        }
        let facet = match name {
            "platforms" | "platform" => Some(Facet::Platform),
            "genres" | "genre" => Some(Facet::Genre),
            "companies" => Some(Facet::Company),
            "franchises" => Some(Facet::Franchise),
            "esrb_ratings" => Some(Facet::Esrb),
            _ => None,
        };
        if value.is_empty() {
            return Ok(());
        }
        if let Some(facet) = facet {
            self.typed.push((facet, value.to_owned()));
            return Ok(());
        }
        let wanted = &mut self.wanted;
        match name {
            "q" => value.clone_into(&mut self.words),
            "kinds" => {
                for word in value.split(',') {
                    let kind = WorkKind::from_word(word.trim());
                    let kind = kind.ok_or_else(|| {
                        unreadable(name, "Known are game, dlc, expansion, bundle, edition.")
                    })?;
                    wanted.kinds.push(kind);
                }
            }
            "years" | "year" => {
                for year in value.split(',') {
                    wanted.years.push(number(name, year)?);
                }
            }
            "year_from" => wanted.year_from = Some(number(name, value)?),
            "year_to" => wanted.year_to = Some(number(name, value)?),
            "players_min" => wanted.players_min = Some(number(name, value)?),
            "metacritic_min" => wanted.score_min = Some(number(name, value)?),
            "metacritic_max" => wanted.score_max = Some(number(name, value)?),
            "sort" => self.order = Some(order(value)?),
            "cursor" => self.page.cursor = Some(value.to_owned()),
            "limit" => self.page.limit = Some(number(name, value)?),
            _ => return Err(INVALID.because(format!("The query cannot be read: there is no `{name}`."))),
        }
        Ok(())
    }

    /// Whether a list of values has to be held against the catalogue.
    pub(crate) fn typed(&mut self) -> Vec<(Facet, String)> {
        std::mem::take(&mut self.typed)
    }
}

/// How many commas a name may have, and one more.
const WITHIN_ONE: usize = 6;
/// The most bytes of all values of a query together; what is asked of every work has to be little.
const LONGEST: usize = 2_000;

/// What is meant by lists of values: "Epic Games, Inc." is one company where the catalogue has it.
pub(crate) fn values(books: &Books, typed: &[(Facet, String)]) -> Vec<(Facet, Vec<String>)> {
    let mut out: Vec<(Facet, Vec<String>)> = vec![];
    for (facet, text) in typed {
        let pieces: Vec<&str> = text.split(',').collect();
        let mut names = vec![];
        let mut at = 0;
        while at < pieces.len() {
            let end = pieces.len().min(at + WITHIN_ONE);
            let longest = (at + 1..=end).rev().map(|end| (end, pieces[at..end].join(",")));
            let mut known = longest.map(|(end, name)| (end, name.trim().to_owned()));
            let alone = (at + 1, pieces[at].trim().to_owned());
            let (end, name) = known.find(|(_, name)| books.knows(*facet, name)).unwrap_or(alone);
            if !name.is_empty() {
                names.push(name);
            }
            at = end;
        }
        match out.iter_mut().find(|(known, _)| known == facet) {
            Some((_, there)) => there.extend(names),
            None => out.push((*facet, names)),
        }
    }
    out
}

fn order(value: &str) -> Result<Order> {
    Ok(match value {
        "title" => Order::Title,
        "year" => Order::Year,
        "-year" => Order::Newest,
        "-metacritic" => Order::Best,
        _ => return Err(unreadable("sort", "Known are title, year, -year and -metacritic.")),
    })
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T> {
    value.trim().parse().map_err(|_| unreadable(name, "A number is expected here."))
}

fn unreadable(name: &str, why: &str) -> Error {
    INVALID.because("The query cannot be read.").field(name, why)
}
