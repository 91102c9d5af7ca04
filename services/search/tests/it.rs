//! Search, as those see it who publish and those who ask, on both engines.

#[path = "it/ask.rs"]
mod ask;
#[path = "it/statements.rs"]
mod statements;
