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

/// Turns off the guards that `MARQUEE_FAULTS` names, with commas between; for a process that a test starts.
#[cfg(feature = "faults")]
#[expect(clippy::disallowed_methods, reason = "a process that is started by a test gets its orders this way")]
pub fn from_environment() {
    let named = std::env::var("MARQUEE_FAULTS").unwrap_or_default();
    for guard in named.split(',').filter(|guard| !guard.is_empty()) {
        turn_off(Box::leak(guard.to_owned().into_boxed_str()));
    }
}

/// Guards are always on in this build.
#[cfg(not(feature = "faults"))]
pub const fn from_environment() {}
