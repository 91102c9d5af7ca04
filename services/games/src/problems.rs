//! Every way in which games says no.

use kit::Kind;

/// There is no work with this id.
pub const NO_SUCH_GAME: Kind = Kind::new(404, "games/no-such-game", "There is no such game");
/// A file is none of the lists that an import reads.
pub const NOT_A_LIST: Kind = Kind::new(422, "games/not-a-list", "This file is not a list of games");
/// Somebody else imports the same file at this moment.
pub const IMPORT_RUNS: Kind = Kind::new(409, "games/import-runs", "This file is being imported already");
