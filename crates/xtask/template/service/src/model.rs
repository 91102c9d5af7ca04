//! The nouns of demo and their rules.

use kit::error::Checks;
use kit::{Id, Result, Time};

/// The most gizmos of a member.
pub const MOST: i64 = 1000;

/// The name of a gizmo for programs.
pub type GizmoId = Id<Gizmo>;

/// A gizmo.
#[derive(Clone, Debug)]
pub struct Gizmo {
    /// Its name for programs.
    pub id: GizmoId,
    /// Its name for people.
    pub name: String,
    /// Counts its changes, from 1 on.
    pub version: i64,
    /// When it was made.
    pub created_at: Time,
}

/// A name as it is kept: trimmed.
///
/// # Errors
/// `request/invalid` (422) with the field `name`.
pub fn name(given: &str) -> Result<&str> {
    let name = given.trim();
    let mut checks = Checks::default();
    let length = (1..=100).contains(&name.chars().count());
    checks.need(length, "name", "Write between 1 and 100 characters.");
    checks.need(!name.chars().any(char::is_control), "name", "Write it in one line.");
    checks.done().map(|()| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_and_not_too_long() {
        assert_eq!(name(" Round ").unwrap(), "Round");
        for wrong in ["", "  ", "two\nlines", &"x".repeat(101)] {
            assert_eq!(name(wrong).unwrap_err().fields()[0].field, "name", "{wrong:?}");
        }
    }
}
