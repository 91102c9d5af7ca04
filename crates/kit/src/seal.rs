//! Secrets on their way from one service to another.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A `T` encrypted under the installation's sealing key, as text (decision D5).
///
/// Anybody may carry it, store it or put it into an event; only the service that holds the sealing
/// key opens it. `Debug` never shows more than that there is something.
pub struct Sealed<T>(String, PhantomData<fn() -> T>);

impl<T> Sealed<T> {
    /// Wraps text that a sealing key made.
    #[must_use]
    pub const fn from_text(text: String) -> Self {
        Self(text, PhantomData)
    }

    /// The sealed text, to be stored or sent.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl<T> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}
impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}
impl<T> Serialize for Sealed<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}
impl<'de, T> Deserialize<'de> for Sealed<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::from_text)
    }
}
