//! The words that every service of Marquee uses: ids, times, problems, events, cursors.
//!
//! Nothing in here reads a clock, a socket, a file or randomness; such things are handed in.

pub mod cursor;
pub mod error;
pub mod event;
pub mod id;
pub mod seal;
pub mod text;
pub mod time;
pub mod who;

pub use cursor::Page;
pub use error::{Error, FieldError, Kind, Result};
pub use event::{Envelope, Event};
pub use id::Id;
pub use seal::Sealed;
pub use time::{Clock, Time};
pub use who::Who;
