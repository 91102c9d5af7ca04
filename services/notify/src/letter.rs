//! The mails: their words, set into `templates/` as text and as HTML.

mod english;
mod german;

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

/// What a letter says in one language.
struct Said {
    /// Before the name.
    greeting: &'static str,
    subject: &'static str,
    /// Before the link.
    opening: &'static str,
    /// On the link.
    button: &'static str,
    /// After the link.
    closing: &'static str,
}

/// A letter, whatever language it speaks.
struct Form {
    /// Where the link leads.
    page: &'static str,
    /// How the link is called where there is no mail server; nothing for a letter without a proof.
    slip: Option<&'static str>,
    /// Whether it greets by name. A mailbox that may be a stranger's gets no words of whoever chose the address.
    named: bool,
}

/// What a letter says in the language of an account, or in English, and that language's tag.
fn said(letter: &str, locale: &str) -> Option<(Said, &'static str)> {
    match locale {
        "de" => Some((german::said(letter)?, "de")),
        _ => Some((english::said(letter)?, "en")),
    }
}

fn form(letter: &str) -> Form {
    let (page, slip) = match letter {
        CONFIRM | CONFIRM_AGAIN => ("confirm", Some("Confirm")),
        RESET => ("reset", Some("Reset")),
        PASSWORD_CHANGED | EMAIL_CHANGED => ("undo", Some("Undo for")),
        _ => ("sign-in", None),
    };
    Form { page, slip, named: matches!(letter, KNOWN_ADDRESS | RESET | PASSWORD_CHANGED) }
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
    said: &'l Said,
    name: Option<&'l str>,
    link: &'l str,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'l> {
    lang: &'l str,
    said: &'l Said,
    name: Option<&'l str>,
    link: &'l str,
}

/// Whom a letter is for, as accounts knows them.
pub(crate) struct Reader<'r> {
    pub(crate) name: &'r str,
    /// Where it goes.
    pub(crate) email: &'r str,
    /// The language of the account (decision D34).
    pub(crate) locale: &'r str,
}

/// Words a letter. `origin` is where the house is to be found, `token` the proof that the letter carries.
///
/// # Errors
/// `request/internal` for a letter that there is not, or one without its proof.
pub(crate) fn write(letter: &str, origin: &str, to: &Reader<'_>, token: Option<&str>) -> Result<Letter> {
    let Form { page, slip, named } = form(letter);
    let said = said(letter, to.locale).filter(|_| slip.is_some() == token.is_some());
    let (said, lang) =
        said.ok_or_else(|| INTERNAL.err().caused_by(format!("there is no letter '{letter}' like that")))?;
    let fragment = token.map(|token| format!("#{token}")).unwrap_or_default();
    let link = format!("{origin}/{page}{fragment}");
    let name = named.then_some(to.name);
    let text = Text { said: &said, name, link: &link }.render()?;
    let html = Html { lang, said: &said, name, link: &link }.render()?;
    // Whoever runs the machine reads the terminal, in English.
    let slip = slip.map(|label| Slip { label: format!("{label} {}", to.email), link });
    Ok(Letter { subject: said.subject, text, html, slip })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTERS: [&str; 6] =
        [CONFIRM, CONFIRM_AGAIN, KNOWN_ADDRESS, RESET, PASSWORD_CHANGED, EMAIL_CHANGED];

    fn reader<'r>(name: &'r str, locale: &'r str) -> Reader<'r> {
        Reader { name, email: "ira@example.org", locale }
    }

    fn to_ira(letter: &str, token: Option<&str>) -> Result<Letter> {
        write(letter, "https://m.example", &reader("Ira", "en"), token)
    }

    #[test]
    fn carries_the_link_in_both_forms() {
        let pages = [
            (CONFIRM, "confirm", "Confirm ira@example.org"),
            (CONFIRM_AGAIN, "confirm", "Confirm ira@example.org"),
            (RESET, "reset", "Reset ira@example.org"),
            (PASSWORD_CHANGED, "undo", "Undo for ira@example.org"),
            (EMAIL_CHANGED, "undo", "Undo for ira@example.org"),
        ];
        for locale in ["en", "de"] {
            for (name, page, label) in pages {
                let letter = write(name, "https://m.example", &reader("Ira", locale), Some("t0k")).unwrap();
                assert!(letter.text.contains(&format!("https://m.example/{page}#t0k")), "{name}");
                assert!(letter.html.contains(&format!(r#"href="https://m.example/{page}#t0k""#)), "{name}");
                assert!(letter.html.contains(&format!(r#"<html lang="{locale}">"#)), "{name}");
                assert_eq!(letter.slip.unwrap().label, label);
            }
        }
    }

    #[test]
    fn every_letter_is_told_in_every_language() {
        for letter in LETTERS {
            let (english, german) = (english::said(letter).unwrap(), german::said(letter).unwrap());
            let sentences = |said: &Said| [said.subject, said.opening, said.button, said.closing];
            for (one, other) in sentences(&english).into_iter().zip(sentences(&german)) {
                assert!(one != other && !other.is_empty() && !other.contains('!'), "{letter}: {other}");
                // A sentence before the link ends with a colon, and the one after it with a full stop.
                assert_eq!(
                    one.chars().last().filter(|c| ":.".contains(*c)),
                    other.chars().last().filter(|c| ":.".contains(*c)),
                    "{letter}"
                );
            }
        }
        assert!(english::said("unknown").is_none() && german::said("unknown").is_none());
    }

    #[test]
    fn a_language_that_nobody_taught_it_is_english() {
        let letter = write(RESET, "https://m.example", &reader("Ira", "fr"), Some("t")).unwrap();
        assert!(letter.text.starts_with("Hello Ira,") && letter.html.contains(r#"lang="en""#));
        let german = write(RESET, "https://m.example", &reader("Ira", "de"), Some("t")).unwrap();
        assert!(german.text.starts_with("Hallo Ira,"), "{}", german.text);
    }

    #[test]
    fn a_name_cannot_write_html() {
        let letter = write(KNOWN_ADDRESS, "https://m.example", &reader("<img src=x>", "en"), None).unwrap();
        assert!(letter.text.contains("<img") && !letter.html.contains("<img"));
        // The first mail goes to a stranger's mailbox: it carries no words of whoever signed up.
        for locale in ["en", "de"] {
            let visit = reader("Visit evil.example", locale);
            let first = write(CONFIRM, "https://m.example", &visit, Some("t")).unwrap();
            assert!(!first.text.contains("evil") && !first.html.contains("evil"));
        }
    }

    #[test]
    fn no_letter_goes_without_its_proof() {
        assert!(to_ira(CONFIRM, None).is_err());
        assert!(to_ira(KNOWN_ADDRESS, None).unwrap().slip.is_none());
        assert!(to_ira("unknown", None).is_err());
    }
}
