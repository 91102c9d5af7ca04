//! Switches that turn a guard off, so that a test can show what happens without it (decision D38).
//!
//! They exist only in builds with the feature `faults`; in any other `off` is the constant false.

#[cfg(feature = "faults")]
static OFF: std::sync::RwLock<Vec<&'static str>> = std::sync::RwLock::new(Vec::new());

/// Turns a guard off for the rest of the process.
#[cfg(feature = "faults")]
pub fn turn_off(guard: &'static str) {
    OFF.write().unwrap_or_else(std::sync::PoisonError::into_inner).push(guard);
}

/// Whether this guard is off.
#[cfg(feature = "faults")]
#[must_use]
pub fn off(guard: &str) -> bool {
    OFF.read().unwrap_or_else(std::sync::PoisonError::into_inner).contains(&guard)
}

/// Guards are always on in this build.
#[cfg(not(feature = "faults"))]
#[must_use]
pub const fn off(_guard: &str) -> bool {
    false
}

/// Whether guards can be turned off in this build; the shipped program answers no.
#[must_use]
pub const fn possible() -> bool {
    cfg!(feature = "faults")
}
