//! Facts on their way: the event log of a service, and those who follow it (decisions D1 to D4).
//!
//! `tx.publish` writes into the log in the transaction of the change. A consumer reads on from its
//! cursor, asks what it needs outside a transaction (`prepare`), and writes its effect together with an
//! inbox row (`apply`), so that hearing twice changes nothing.

mod consumer;
mod log;
mod runner;
mod source;
mod standing;

pub use consumer::{Consumer, Heard};
pub use log::{Head, LARGEST, head, read, sequence};
pub(crate) use runner::Listen;
pub use runner::{Following, NO_SUCH_CONSUMER, Runner, Worker, following};
pub use source::Log;
pub(crate) use source::{AskHead, AskPage, HEAD, PAGE, grown};
pub use standing::Standing;
