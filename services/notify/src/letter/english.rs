//! The letters in English.

use super::{CONFIRM, CONFIRM_AGAIN, EMAIL_CHANGED, KNOWN_ADDRESS, PASSWORD_CHANGED, RESET, Said};

/// What a letter says; nothing for one that there is not.
pub(super) fn said(letter: &str) -> Option<Said> {
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
    Some(Said { greeting: "Hello", subject, opening, button, closing })
}
