//! The catalogue of games: works and their releases, and the import that fills it.

pub mod formats;
pub mod genres;
pub mod matching;
pub mod model;
pub mod platforms;
pub mod summary;
