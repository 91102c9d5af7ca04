//! Mail and terminal lines, caught instead of sent.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chassis::mail::{Deliver, Mail};
use futures_util::future::BoxFuture;
use kit::Result;

/// A post office that keeps every mail, and can be shut.
#[derive(Clone, Default)]
pub struct Office(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    shut: bool,
    mails: Vec<Mail>,
}

impl Office {
    /// From now on nothing is taken, or everything is again.
    pub fn shut(&self, shut: bool) {
        self.inner().shut = shut;
    }

    /// The mails that were sent to an address, oldest first.
    #[must_use]
    pub fn to(&self, address: &str) -> Vec<Mail> {
        self.inner().mails.iter().filter(|mail| mail.to == address).cloned().collect()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deliver for Office {
    fn deliver(&self, mail: Mail) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            let mut inner = self.inner();
            if inner.shut {
                return Err(kit::error::UNAVAILABLE.err().caused_by("the post office is shut"));
            }
            inner.mails.push(mail);
            Ok(())
        })
    }
}

/// The lines that an operator would see.
#[derive(Clone, Default)]
pub struct Terminal(Arc<Mutex<Vec<String>>>);

impl Terminal {
    /// Takes a line.
    pub fn print(&self, line: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line.to_owned());
    }

    /// What stands behind the `#` of the newest link whose line begins with `label`.
    ///
    /// # Panics
    /// When there is no such line.
    #[must_use]
    pub fn token(&self, label: &str) -> String {
        let line = self.line(label);
        line.split_once('#').expect("a link with a token").1.to_owned()
    }

    /// What stands behind the label of the newest line that begins with it.
    ///
    /// # Panics
    /// When there is no such line.
    #[must_use]
    pub fn secret(&self, label: &str) -> String {
        let line = self.line(label);
        line.split_once(": ").expect("a line with a secret").1.to_owned()
    }

    fn line(&self, label: &str) -> String {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let line = lines.iter().rev().find(|line| line.starts_with(label));
        line.unwrap_or_else(|| panic!("no line begins with '{label}' in {lines:?}")).clone()
    }
}
