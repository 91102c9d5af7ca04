//! The mails: their words, set into `templates/` as text and as HTML.

use askama::Template;
use chassis::mail::{Mail, Slip};
use kit::Result;
use kit::error::INTERNAL;
use uuid::Uuid;

/// Carries the link that confirms an address.
pub(crate) const CONFIRM: &str = "confirm";
/// The same after a change that took the confirmation away.
pub(crate) const CONFIRM_AGAIN: &str = "confirm_again";
/// Tells the owner of an address that somebody tried to sign up with it.
pub(crate) const KNOWN_ADDRESS: &str = "known_address";
/// Carries the link that sets a new password.
pub(crate) const RESET: &str = "reset";
/// Tells that the password was changed, with the link that takes it back.
pub(crate) const PASSWORD_CHANGED: &str = "password_changed";
/// Tells the old address that the account has another now, with the link that takes it back.
pub(crate) const EMAIL_CHANGED: &str = "email_changed";

/// What a letter says.
struct Words {
    subject: &'static str,
    /// Before the link.
    opening: &'static str,
    /// On the link.
    button: &'static str,
    /// After the link.
    closing: &'static str,
    /// Where the link leads.
    page: &'static str,
    /// How the link is called where there is no mail server; nothing for a letter without a proof.
    slip: Option<&'static str>,
    /// Whether it greets by name. A mailbox that may be a stranger's gets no words of whoever chose the address.
    named: bool,
}

fn words(letter: &str) -> Option<Words> {
    let (subject, opening, button, closing) = match letter {
        CONFIRM => (
            "Confirm your address for Marquee",
            "you made an account at Marquee with this address. Open the link to confirm it:",
            "Confirm the address",
            "It works once, for three days. If it was not you, leave this mail alone: without the link the address stays unconfirmed.",
        ),
        CONFIRM_AGAIN => (
            "Confirm your address for Marquee",
            "your account at Marquee was changed. Open the link to show that this mailbox is yours:",
            "Confirm the address",
            "It works once, for three days. Until then you can look around, but not buy or trade.",
        ),
        KNOWN_ADDRESS => (
            "You already have an account",
            "somebody, perhaps you, wanted to make an account at Marquee with this address. It has one already. Sign in here:",
            "Sign in",
            "If it was not you, there is nothing to do: nobody got in and nothing was changed.",
        ),
        RESET => (
            "Choose a new password for Marquee",
            "somebody, perhaps you, asked for a new password. Open the link to choose one:",
            "Choose a new password",
            "It works once, for an hour. If it was not you, there is nothing to do: your password stays as it is.",
        ),
        PASSWORD_CHANGED => (
            "Your password was changed",
            "the password of your account at Marquee was changed, and every other device was signed out. If it was you, there is nothing to do. If it was not, take your account back here:",
            "It was not me",
            "The link works once, for three days. It asks for a new password and signs everybody else out.",
        ),
        EMAIL_CHANGED => (
            "Your address was changed",
            "your account at Marquee has another address now, and mails go there from now on. If it was you, there is nothing to do. If it was not, take your account back here:",
            "It was not me",
            "The link works once, for three days. It brings this address back, asks for a new password and signs everybody else out.",
        ),
        _ => return None,
    };
    let (page, slip) = match letter {
        CONFIRM | CONFIRM_AGAIN => ("confirm", Some("Confirm")),
        RESET => ("reset", Some("Reset")),
        PASSWORD_CHANGED | EMAIL_CHANGED => ("undo", Some("Undo for")),
        _ => ("sign-in", None),
    };
    Some(Words {
        subject,
        opening,
        button,
        closing,
        page,
        slip,
        named: matches!(letter, KNOWN_ADDRESS | RESET | PASSWORD_CHANGED),
    })
}

/// A mail without its envelope.
pub(crate) struct Letter {
    subject: &'static str,
    text: String,
    html: String,
    slip: Option<Slip>,
}

impl Letter {
    pub(crate) fn into_mail(self, id: Uuid, to: String) -> Mail {
        Mail { id, to, subject: self.subject.to_owned(), text: self.text, html: self.html, slip: self.slip }
    }
}

#[derive(Template)]
#[template(path = "letter.txt", escape = "none")]
struct Text<'l> {
    words: &'l Words,
    name: Option<&'l str>,
    link: &'l str,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'l> {
    words: &'l Words,
    name: Option<&'l str>,
    link: &'l str,
}

/// Words a letter. `origin` is where the house is to be found, `token` the proof that the letter carries.
///
/// # Errors
/// `request/internal` for a letter that there is not, or one without its proof.
pub(crate) fn write(
    letter: &str,
    origin: &str,
    name: &str,
    email: &str,
    token: Option<&str>,
) -> Result<Letter> {
    let words = words(letter).filter(|words| words.slip.is_some() == token.is_some());
    let words =
        words.ok_or_else(|| INTERNAL.err().caused_by(format!("there is no letter '{letter}' like that")))?;
    let fragment = token.map(|token| format!("#{token}")).unwrap_or_default();
    let link = format!("{origin}/{}{fragment}", words.page);
    let name = words.named.then_some(name);
    let text = Text { words: &words, name, link: &link }.render()?;
    let html = Html { words: &words, name, link: &link }.render()?;
    let slip = words.slip.map(|label| Slip { label: format!("{label} {email}"), link });
    Ok(Letter { subject: words.subject, text, html, slip })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carries_the_link_in_both_forms() {
        let pages = [
            (CONFIRM, "confirm", "Confirm ira@example.org"),
            (CONFIRM_AGAIN, "confirm", "Confirm ira@example.org"),
            (RESET, "reset", "Reset ira@example.org"),
            (PASSWORD_CHANGED, "undo", "Undo for ira@example.org"),
            (EMAIL_CHANGED, "undo", "Undo for ira@example.org"),
        ];
        for (name, page, label) in pages {
            let letter = write(name, "https://m.example", "Ira", "ira@example.org", Some("t0k")).unwrap();
            assert!(letter.text.contains(&format!("https://m.example/{page}#t0k")), "{name}");
            assert!(letter.html.contains(&format!(r#"href="https://m.example/{page}#t0k""#)), "{name}");
            assert_eq!(letter.slip.unwrap().label, label);
        }
    }

    #[test]
    fn a_name_cannot_write_html() {
        let letter = write(KNOWN_ADDRESS, "https://m.example", "<img src=x>", "a@b.org", None).unwrap();
        assert!(letter.text.contains("<img") && !letter.html.contains("<img"));
        // The first mail goes to a stranger's mailbox: it carries no words of whoever signed up.
        let first = write(CONFIRM, "https://m.example", "Visit evil.example", "a@b.org", Some("t")).unwrap();
        assert!(!first.text.contains("evil") && !first.html.contains("evil"));
    }

    #[test]
    fn no_letter_goes_without_its_proof() {
        assert!(write(CONFIRM, "https://m.example", "Ira", "a@b.org", None).is_err());
        assert!(write(KNOWN_ADDRESS, "https://m.example", "Ira", "a@b.org", None).unwrap().slip.is_none());
        assert!(write("unknown", "https://m.example", "Ira", "a@b.org", None).is_err());
    }
}
