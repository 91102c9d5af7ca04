//! The nouns of notify and their words.

use std::time::Duration;

/// A note; the type behind its id.
#[derive(Debug)]
pub enum Note {}

/// A mail on its way; the type behind its id.
#[derive(Debug)]
pub enum Letter {}

/// The topic of a member's notes is this and the member's id.
pub const TOPIC: &str = contracts::live::NOTES.prefix;

/// What a kind of note says in English; the page words it anew in its own language.
pub struct Words {
    /// One line.
    pub title: &'static str,
    /// A sentence or two.
    pub body: &'static str,
    /// Where it leads.
    pub link: Option<&'static str>,
}

/// The words of a kind of note.
#[must_use]
pub fn words(kind: &str) -> Words {
    let (title, body, link) = match kind {
        "accounts.welcome" => (
            "Welcome in",
            "Confirm your address when the link arrives. Until then, have a look around.",
            Some("/"),
        ),
        "accounts.confirmed" => {
            ("Your address is confirmed", "From now on you can get back in by mail.", None)
        }
        "accounts.raised" => ("You run this house now", "You may import games and appoint others.", None),
        "accounts.role_changed" => ("Your role was changed", "What you may do here has changed.", None),
        "accounts.password_changed" => (
            "Your password was changed",
            "Every other device was signed out. If it was not you, the link in the mail takes it back.",
            Some("/settings"),
        ),
        "accounts.email_changed" => (
            "Your address was changed",
            "Confirm the new one when the link arrives. The old one can take it back for three days.",
            Some("/settings"),
        ),
        _ => ("Something happened", "", None),
    };
    Words { title, body, link }
}

/// For how long a mail is tried.
pub const PATIENCE: Duration = Duration::from_secs(3 * 86_400);

/// How long to wait before the next try, after `tries` of them: 10 seconds, doubling, at most an hour.
#[must_use]
pub fn pause(tries: i64) -> Duration {
    let doublings = u32::try_from(tries.clamp(1, 10) - 1).unwrap_or(0);
    Duration::from_secs(10 << doublings).min(Duration::from_secs(3600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_longer_and_longer_but_never_over_an_hour() {
        let pauses: Vec<u64> = (1..12).map(|tries| pause(tries).as_secs()).collect();
        assert_eq!(pauses[..4], [10, 20, 40, 80]);
        assert!(pauses.windows(2).all(|p| p[0] <= p[1]) && pauses[10] == 3600);
    }

    #[test]
    fn every_kind_has_words() {
        let kinds = ["welcome", "confirmed", "raised", "role_changed", "password_changed", "email_changed"];
        for kind in kinds.map(|kind| format!("accounts.{kind}")) {
            let kind = kind.as_str();
            assert_ne!(words(kind).title, words("unknown").title, "{kind}");
        }
    }
}
