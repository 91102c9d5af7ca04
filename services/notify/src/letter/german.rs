//! The letters in German.

use super::{CONFIRM, CONFIRM_AGAIN, EMAIL_CHANGED, KNOWN_ADDRESS, PASSWORD_CHANGED, RESET, Said};

/// What a letter says; nothing for one that there is not.
pub(super) fn said(letter: &str) -> Option<Said> {
    let (subject, opening, button, closing) = match letter {
        CONFIRM => (
            "Bestätige deine Adresse für Marquee",
            "du hast bei Marquee mit dieser Adresse ein Konto angelegt. Öffne den Link, um sie zu bestätigen:",
            "Adresse bestätigen",
            "Er gilt einmal und drei Tage lang. Wenn du es nicht warst, lass diese Mail einfach liegen: Ohne den Link bleibt die Adresse unbestätigt.",
        ),
        CONFIRM_AGAIN => (
            "Bestätige deine Adresse für Marquee",
            "dein Konto bei Marquee wurde geändert. Öffne den Link, um zu zeigen, dass dieses Postfach deines ist:",
            "Adresse bestätigen",
            "Er gilt einmal und drei Tage lang. Bis dahin kannst du dich umsehen, aber nicht kaufen oder tauschen.",
        ),
        KNOWN_ADDRESS => (
            "Du hast schon ein Konto",
            "jemand, vielleicht du, wollte bei Marquee mit dieser Adresse ein Konto anlegen. Es gibt schon eines. Hier kannst du dich anmelden:",
            "Anmelden",
            "Wenn du es nicht warst, ist nichts zu tun: Niemand ist hineingekommen, und nichts wurde geändert.",
        ),
        RESET => (
            "Wähle ein neues Passwort für Marquee",
            "jemand, vielleicht du, hat ein neues Passwort angefordert. Öffne den Link, um eines zu wählen:",
            "Neues Passwort wählen",
            "Er gilt einmal und eine Stunde lang. Wenn du es nicht warst, ist nichts zu tun: Dein Passwort bleibt, wie es ist.",
        ),
        PASSWORD_CHANGED => (
            "Dein Passwort wurde geändert",
            "das Passwort deines Kontos bei Marquee wurde geändert, und alle anderen Geräte wurden abgemeldet. Wenn du es warst, ist nichts zu tun. Wenn nicht, hol dir dein Konto hier zurück:",
            "Das war ich nicht",
            "Der Link gilt einmal und drei Tage lang. Er fragt nach einem neuen Passwort und meldet alle anderen ab.",
        ),
        EMAIL_CHANGED => (
            "Deine Adresse wurde geändert",
            "dein Konto bei Marquee hat jetzt eine andere Adresse, und Mails gehen von nun an dorthin. Wenn du es warst, ist nichts zu tun. Wenn nicht, hol dir dein Konto hier zurück:",
            "Das war ich nicht",
            "Der Link gilt einmal und drei Tage lang. Er bringt diese Adresse zurück, fragt nach einem neuen Passwort und meldet alle anderen ab.",
        ),
        _ => return None,
    };
    Some(Said { greeting: "Hallo", subject, opening, button, closing })
}
