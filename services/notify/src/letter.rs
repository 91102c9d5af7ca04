//! The mails, worded from `templates/` as text and as HTML.

use askama::Template;
use chassis::mail::{Mail, Slip};
use kit::Result;
use kit::error::INTERNAL;
use uuid::Uuid;

/// Carries the link that confirms an address.
pub(crate) const CONFIRM: &str = "confirm";
/// Tells the owner of an address that somebody tried to sign up with it.
pub(crate) const KNOWN_ADDRESS: &str = "known_address";

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
#[template(path = "confirm.txt", escape = "none")]
struct ConfirmText<'l> {
    link: &'l str,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmHtml<'l> {
    link: &'l str,
}

#[derive(Template)]
#[template(path = "known_address.txt", escape = "none")]
struct KnownAddressText<'l> {
    name: &'l str,
    link: &'l str,
}

#[derive(Template)]
#[template(path = "known_address.html")]
struct KnownAddressHtml<'l> {
    name: &'l str,
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
    match (letter, token) {
        (CONFIRM, Some(token)) => {
            let link = format!("{origin}/confirm#{token}");
            let text = ConfirmText { link: &link }.render()?;
            let html = ConfirmHtml { link: &link }.render()?;
            let slip = Some(Slip { label: format!("Confirm {email}"), link });
            Ok(Letter { subject: "Confirm your address for Marquee", text, html, slip })
        }
        (KNOWN_ADDRESS, None) => {
            let link = format!("{origin}/sign-in");
            let text = KnownAddressText { name, link: &link }.render()?;
            let html = KnownAddressHtml { name, link: &link }.render()?;
            Ok(Letter { subject: "You already have an account", text, html, slip: None })
        }
        _ => Err(INTERNAL.err().caused_by(format!("there is no letter '{letter}' like that"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carries_the_link_in_both_forms() {
        let letter = write(CONFIRM, "https://m.example", "Ira", "ira@example.org", Some("t0k")).unwrap();
        assert!(letter.text.contains("https://m.example/confirm#t0k"));
        assert!(letter.html.contains(r#"href="https://m.example/confirm#t0k""#));
        assert_eq!(letter.slip.unwrap().label, "Confirm ira@example.org");
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
