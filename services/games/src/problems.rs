//! Every way in which games says no.

use kit::Kind;

/// There is no work with this id.
pub const NO_SUCH_GAME: Kind = Kind::new(404, "games/no-such-game", "There is no such game");
/// A file is none of the lists that an import reads.
pub const NOT_A_LIST: Kind = Kind::new(422, "games/not-a-list", "This file is not a list of games");
/// Somebody else imports the same file at this moment.
pub const IMPORT_RUNS: Kind = Kind::new(409, "games/import-runs", "This file is being imported already");
/// An upload is the file as it is.
pub const NOT_A_FILE: Kind = Kind::new(415, "games/not-a-file", "This route takes a file as it is");
/// There is no import with this id.
pub const NO_SUCH_IMPORT: Kind = Kind::new(404, "games/no-such-import", "There is no such import");
/// The catalogue knows nothing that it could filter by in this way.
pub const NO_SUCH_FILTER: Kind = Kind::new(422, "games/no-such-filter", "Games cannot be filtered by this");
/// There is nothing to browse under this name.
pub const NO_SUCH_FACET: Kind = Kind::new(404, "games/no-such-facet", "Games cannot be browsed by this");
/// A work may not hang on another one like this.
pub const TIE_REFUSED: Kind =
    Kind::new(422, "games/tie-refused", "These games cannot hang together like this");
/// The catalogue has a game that this one would be taken for.
pub const KNOWN_ALREADY: Kind = Kind::new(409, "games/known-already", "The catalogue has this game already");
/// The field is not locked.
pub const NOT_LOCKED: Kind = Kind::new(404, "games/not-locked", "This field is not locked");
/// The history of this work has no such entry that could be undone.
pub const NO_SUCH_ENTRY: Kind = Kind::new(404, "games/no-such-entry", "There is no such entry to be undone");
/// The two are one work.
pub const ONE_WORK: Kind = Kind::new(409, "games/one-work", "These are one and the same game");
