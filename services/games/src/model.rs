//! The nouns of the catalogue and the rules that hold between them, whoever writes them.

use kit::Id;
use serde::{Deserialize, Serialize};

use crate::date::Date;

pub mod face;

/// Names a [`Work`] in an [`Id`].
pub type WorkId = Id<Work>;
/// Names a [`Release`] in an [`Id`].
pub type ReleaseId = Id<Release>;

/// What a work is. The numbers are IGDB's game types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A game that stands on its own.
    Main = 0,
    /// Adds to a game and cannot run without it.
    DlcAddon = 1,
    /// A large addition to a game that cannot run without it.
    Expansion = 2,
    /// Several works sold together.
    Bundle = 3,
    /// Continues a game and runs without it.
    StandaloneExpansion = 4,
    /// Changes a game; made by players.
    Mod = 5,
    /// One part of a story told in parts.
    Episode = 6,
    /// Several episodes.
    Season = 7,
    /// The same game, made anew.
    Remake = 8,
    /// The same game, brought up to date.
    Remaster = 9,
    /// The same game with its additions built in.
    ExpandedGame = 10,
    /// The same game, carried to another machine by other people.
    Port = 11,
    /// A game that grew out of another one's source.
    Fork = 12,
    /// A handful of items for a game.
    Pack = 13,
    /// A free change to a game.
    Update = 14,
}

impl Kind {
    /// All kinds in the order of their numbers.
    pub const ALL: [Self; 15] = [
        Self::Main,
        Self::DlcAddon,
        Self::Expansion,
        Self::Bundle,
        Self::StandaloneExpansion,
        Self::Mod,
        Self::Episode,
        Self::Season,
        Self::Remake,
        Self::Remaster,
        Self::ExpandedGame,
        Self::Port,
        Self::Fork,
        Self::Pack,
        Self::Update,
    ];

    /// The number that is stored and that IGDB uses.
    #[must_use]
    pub const fn number(self) -> i64 {
        self as i64
    }

    /// The kind with this number.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        usize::try_from(number).ok().and_then(|at| Self::ALL.get(at)).copied()
    }

    /// Whether a work of this kind is nothing without the game that it adds to.
    #[must_use]
    pub const fn needs_parent(self) -> bool {
        matches!(self, Self::DlcAddon | Self::Expansion | Self::Pack)
    }
}

/// A game as people speak of it, whatever it was released on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Its name for ever; a work that was merged into another keeps answering under it.
    pub id: WorkId,
    /// What the classic paths show as its id.
    pub number: i64,
    /// Raised by every change.
    pub version: i64,
    /// What it is.
    pub kind: Kind,
    /// The work that it adds to or grew out of.
    pub parent: Option<WorkId>,
    /// The work that this is an edition of.
    pub version_parent: Option<WorkId>,
    /// What sets the edition apart, such as "Game of the Year".
    pub version_title: Option<String>,
    /// Its title in the West, else the romanised one.
    pub title: String,
    /// The work that it was found to be the same as.
    pub merged_into: Option<WorkId>,
}

/// A work on one platform, in one region, on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its name for ever.
    pub id: ReleaseId,
    /// What was released.
    pub work: WorkId,
    /// The platform's canonical name.
    pub platform: String,
    /// Where; nothing when the source does not say.
    pub region: Option<String>,
    /// When, as precisely as it is known.
    pub date: Option<Date>,
    /// The title on this release.
    pub title: String,
    /// The title as printed, often in Japanese script.
    pub title_exact: Option<String>,
}

/// How one work hangs on others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ties {
    /// What it is.
    pub kind: Kind,
    /// The work that it adds to or grew out of.
    pub parent: Option<WorkId>,
    /// The work that it is an edition of.
    pub version_parent: Option<WorkId>,
    /// What is in it, for a bundle.
    pub contents: Vec<WorkId>,
}

/// Why a work may not hang on another as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A DLC, expansion or pack names no game that it adds to.
    NoParent,
    /// It names a work that does not exist.
    Unknown,
    /// A DLC, expansion or pack adds to another one of these.
    ParentIsAddition,
    /// An edition of an edition.
    EditionOfEdition,
    /// Following the parents leads back to the work itself.
    Cycle,
    /// Something other than a bundle has contents.
    NotABundle,
    /// A bundle inside a bundle.
    BundleInBundle,
}

/// Checks the ties that a work is about to get against all others (games.md 2.1).
///
/// # Errors
/// The first rule that would be broken.
pub fn check(id: WorkId, ties: &Ties, find: impl Fn(WorkId) -> Option<Ties>) -> Result<(), Broken> {
    match ties.parent {
        None if ties.kind.needs_parent() => return Err(Broken::NoParent),
        Some(parent) if parent != id => {
            let above = find(parent).ok_or(Broken::Unknown)?;
            if ties.kind.needs_parent() && above.kind.needs_parent() {
                return Err(Broken::ParentIsAddition);
            }
        }
        _ => {}
    }
    if let Some(base) = ties.version_parent.filter(|base| *base != id)
        && find(base).ok_or(Broken::Unknown)?.version_parent.is_some()
    {
        return Err(Broken::EditionOfEdition);
    }
    if !ties.contents.is_empty() && ties.kind != Kind::Bundle {
        return Err(Broken::NotABundle);
    }
    for part in &ties.contents {
        if *part == id || find(*part).ok_or(Broken::Unknown)?.kind == Kind::Bundle {
            return Err(Broken::BundleInBundle);
        }
    }
    if leads_back(id, ties, &find) { Err(Broken::Cycle) } else { Ok(()) }
}

/// Whether going up from `ties` by parents and base editions arrives at `id`.
fn leads_back(id: WorkId, ties: &Ties, find: &impl Fn(WorkId) -> Option<Ties>) -> bool {
    let mut seen = vec![];
    let mut open: Vec<_> = ties.parent.into_iter().chain(ties.version_parent).collect();
    while let Some(next) = open.pop() {
        if next == id {
            return true;
        }
        if seen.contains(&next) {
            continue;
        }
        seen.push(next);
        open.extend(find(next).into_iter().flat_map(|t| t.parent.into_iter().chain(t.version_parent)));
    }
    false
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    fn id(n: u128) -> WorkId {
        WorkId::new(uuid::Uuid::from_u128(n))
    }

    fn ties(kind: Kind, parent: Option<u128>, base: Option<u128>, contents: &[u128]) -> Ties {
        Ties {
            kind,
            parent: parent.map(id),
            version_parent: base.map(id),
            contents: contents.iter().copied().map(id).collect(),
        }
    }

    #[test]
    fn kinds_keep_their_numbers() {
        for (at, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(kind.number(), i64::try_from(at).unwrap());
            assert_eq!(Kind::from_number(kind.number()), Some(kind));
        }
        assert_eq!(Kind::from_number(15), None);
        assert_eq!(Kind::from_number(-1), None);
        assert_eq!(serde_json::to_string(&Kind::DlcAddon).unwrap(), "\"dlc_addon\"");
    }

    #[test]
    fn each_rule_says_no() {
        let world: HashMap<WorkId, Ties> = [
            (id(1), ties(Kind::Main, None, None, &[])),
            (id(2), ties(Kind::DlcAddon, Some(1), None, &[])),
            (id(3), ties(Kind::Main, None, Some(1), &[])),
            (id(4), ties(Kind::Bundle, None, None, &[1])),
        ]
        .into();
        let find = |id| world.get(&id).cloned();
        let no = |ties| check(id(9), &ties, find).unwrap_err();
        assert_eq!(no(ties(Kind::Pack, None, None, &[])), Broken::NoParent);
        assert_eq!(no(ties(Kind::Remake, Some(8), None, &[])), Broken::Unknown);
        assert_eq!(no(ties(Kind::Expansion, Some(2), None, &[])), Broken::ParentIsAddition);
        assert_eq!(no(ties(Kind::Main, None, Some(3), &[])), Broken::EditionOfEdition);
        assert_eq!(no(ties(Kind::Port, Some(9), None, &[])), Broken::Cycle);
        assert_eq!(no(ties(Kind::Main, None, None, &[1])), Broken::NotABundle);
        assert_eq!(no(ties(Kind::Bundle, None, None, &[1, 4])), Broken::BundleInBundle);
        assert_eq!(check(id(9), &ties(Kind::Expansion, Some(1), Some(1), &[]), find), Ok(()));
        assert_eq!(check(id(1), &ties(Kind::Main, Some(2), None, &[]), find), Err(Broken::Cycle));
    }

    proptest! {
        /// However ties are asked for, those that pass never form a circle.
        #[test]
        fn accepted_ties_never_form_a_circle(
            asks in prop::collection::vec((0..8u128, prop::option::of(0..8u128), prop::option::of(0..8u128)), 0..40)
        ) {
            let mut world: HashMap<WorkId, Ties> =
                (0..8).map(|n| (id(n), ties(Kind::Main, None, None, &[]))).collect();
            for (work, parent, base) in asks {
                let asked = ties(Kind::Remake, parent, base, &[]);
                if check(id(work), &asked, |id| world.get(&id).cloned()).is_ok() {
                    world.insert(id(work), asked);
                }
            }
            for (work, ties) in &world {
                prop_assert!(!leads_back(*work, ties, &|id| world.get(&id).cloned()));
            }
        }

    }
}
