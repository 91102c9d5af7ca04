//! How the program ends when it cannot do what it was asked: a sentence, and a documented code.

use std::process::ExitCode;

use chassis::config::MISCONFIGURED;

/// Why the program ends, for the person who started it.
#[derive(Debug)]
pub(crate) struct Exit {
    code: u8,
    sentence: String,
}

impl Exit {
    /// 1: something that nobody foresaw.
    pub(crate) fn other(sentence: impl Into<String>) -> Self {
        Self { code: 1, sentence: sentence.into() }
    }

    /// 2: the command line is wrong, in a way that its parser cannot see.
    pub(crate) fn usage(sentence: impl Into<String>) -> Self {
        Self { code: 2, sentence: sentence.into() }
    }

    /// 3: the configuration is wrong.
    pub(crate) fn configuration(sentence: impl Into<String>) -> Self {
        Self { code: 3, sentence: sentence.into() }
    }

    /// 4: the data folder cannot be used: no rights, taken by another process, newer than this program.
    pub(crate) fn data(sentence: impl Into<String>) -> Self {
        Self { code: 4, sentence: sentence.into() }
    }

    /// 5: the address to listen at is taken or not ours.
    pub(crate) fn address(sentence: impl Into<String>) -> Self {
        Self { code: 5, sentence: sentence.into() }
    }

    /// 3: several things are wrong with the configuration, a sentence each.
    pub(crate) fn faults(faults: Vec<String>) -> Self {
        Self::configuration(faults.join("\nmarquee: "))
    }

    /// Why.
    pub(crate) fn sentence(&self) -> &str {
        &self.sentence
    }

    /// Tells the person and gives the code.
    pub(crate) fn report(self) -> ExitCode {
        eprintln!("marquee: {}", self.sentence);
        ExitCode::from(self.code)
    }
}

impl From<kit::Error> for Exit {
    fn from(error: kit::Error) -> Self {
        let sentence = chassis::host::sentence(&error);
        match error.cause() {
            _ if error.kind() == MISCONFIGURED => Self::configuration(sentence),
            Some(chassis::db::Error::Migration(_)) => Self::data(sentence),
            _ => Self::other(sentence),
        }
    }
}
