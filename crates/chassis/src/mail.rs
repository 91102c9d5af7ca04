//! Mails, and the slips that stand in for them where no mail server is set (decision D5).

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::future::BoxFuture;
use kit::{Result, Time};
use uuid::Uuid;

use crate::address::Address;
use crate::keys;

/// A message to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The same for every try, so that a mailbox can tell a repetition.
    pub id: Uuid,
    /// The address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The text for readers of text.
    pub text: String,
    /// The same for readers of HTML.
    pub html: String,
    /// What is shown instead where there is no mail server.
    pub slip: Option<Slip>,
}

impl fmt::Debug for Mail {
    /// Never shows the text: it may hold a proof.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mail({})", self.subject)
    }
}

/// A link that somebody has to get, in one line.
#[derive(Clone, PartialEq, Eq)]
pub struct Slip {
    /// `Confirm ira@example.org`.
    pub label: String,
    /// The link, with its proof.
    pub link: String,
}

/// Whatever takes mails to people.
pub trait Deliver: Send + Sync {
    /// Hands a mail over. Safe to repeat is for the caller to see to; a mail may arrive twice after a crash.
    ///
    /// # Errors
    /// `request/unavailable` when it should be tried again, anything else when that is no use.
    fn deliver(&self, mail: Mail) -> BoxFuture<'_, Result<()>>;
}

/// How this house sends mail.
#[derive(Clone)]
pub struct Post {
    server: Option<Arc<dyn Deliver>>,
    slips: Slips,
}

impl Post {
    /// Sends through `server`, or shows slips when there is none.
    #[must_use]
    pub fn new(server: Option<Arc<dyn Deliver>>, slips: Slips) -> Self {
        Self { server, slips }
    }

    /// Whether a mail server is set. Sign-up, and what a confirmation proves, depend on it (decision D13).
    #[must_use]
    pub fn is_server(&self) -> bool {
        self.server.is_some()
    }

    /// Links for whoever runs this house.
    #[must_use]
    pub fn slips(&self) -> &Slips {
        &self.slips
    }

    /// Sends a mail, or shows its slip.
    ///
    /// # Errors
    /// As [`Deliver::deliver`]; a slip file that cannot be written.
    pub async fn send(&self, mail: Mail, now: Time) -> Result<()> {
        match (&self.server, mail.slip.clone()) {
            (Some(server), _) => server.deliver(mail).await,
            (None, Some(slip)) => self.slips.show(&slip, now),
            (None, None) => {
                tracing::info!(subject = mail.subject, "no mail server is set, nothing was sent");
                Ok(())
            }
        }
    }
}

/// Shows links to whoever runs the house: on the terminal while only this machine can reach it, otherwise
/// in a file that only its owner reads.
#[derive(Clone)]
pub struct Slips {
    address: Address,
    folder: PathBuf,
    terminal: Arc<dyn Fn(&str) + Send + Sync>,
}

impl Slips {
    /// `terminal` writes a line where its reader sits.
    #[must_use]
    pub fn new(address: Address, data: &Path, terminal: Arc<dyn Fn(&str) + Send + Sync>) -> Self {
        Self { address, folder: data.join("secrets"), terminal }
    }

    /// Shows one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn show(&self, slip: &Slip, now: Time) -> Result<()> {
        let line = format!("{}: {}", slip.label, slip.link);
        if self.address.is_private() {
            (self.terminal)(&line);
            return Ok(());
        }
        keys::private_folder(&self.folder)?;
        let file = self.folder.join(format!("{}.txt", now.to_string().replace(':', "-")));
        keys::write_private(&file, &format!("{line}\n"))?;
        (self.terminal)(&format!("{}: the link is in {}", slip.label, file.display()));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    fn show(address: &Address) -> (tempfile::TempDir, String) {
        let folder = tempfile::tempdir().unwrap();
        let lines = Arc::new(Mutex::new(String::new()));
        let terminal = lines.clone();
        let slips = Slips::new(
            address.clone(),
            folder.path(),
            Arc::new(move |line| terminal.lock().unwrap().push_str(line)),
        );
        let slip = Slip { label: "Confirm ira@example.org".into(), link: "http://x/confirm#secret".into() };
        slips.show(&slip, Time::from_micros(0)).unwrap();
        let shown = lines.lock().unwrap().clone();
        (folder, shown)
    }

    #[test]
    fn the_terminal_sees_links_only_while_nobody_else_can_come() {
        let private = Address::default();
        private.listens("127.0.0.1:80".parse().unwrap());
        assert!(show(&private).1.contains("#secret"));
        for open in ["0.0.0.0:80", "192.168.1.5:80"] {
            let address = Address::default();
            address.listens(open.parse().unwrap());
            let (folder, shown) = show(&address);
            assert!(!shown.contains("secret") || !shown.contains('#'), "{shown}");
            let file = std::fs::read_dir(folder.path().join("secrets")).unwrap().next().unwrap().unwrap();
            assert!(std::fs::read_to_string(file.path()).unwrap().contains("#secret"));
        }
    }
}
