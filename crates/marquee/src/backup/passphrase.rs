//! Where the passphrase of a backup comes from: a file, standard input, or whoever sits at the terminal. Never an argument:
//! others could read it there.

use std::io::{IsTerminal as _, Read as _};

use crate::cli::Secret;
use crate::exit::Exit;

/// The fewest characters: whoever gets hold of a set can try as long as they like.
const FEWEST: usize = 12;

/// The passphrase for a new set; a person at a terminal is asked twice.
pub(crate) fn choose(secret: &Secret) -> Result<String, Exit> {
    let (passphrase, typed) = read(secret, "Passphrase for this backup")?;
    if passphrase.chars().count() < FEWEST {
        return Err(Exit::usage(format!("the passphrase needs at least {FEWEST} characters")));
    }
    if typed && prompt("The same again")? != passphrase {
        return Err(Exit::usage("the two were not the same. Nothing was done."));
    }
    Ok(passphrase)
}

/// The passphrase of a set that is there.
pub(crate) fn tell(secret: &Secret) -> Result<String, Exit> {
    read(secret, "Passphrase of this backup").map(|(passphrase, _)| passphrase)
}

fn read(secret: &Secret, ask: &str) -> Result<(String, bool), Exit> {
    let trimmed = |text: String| (text.trim_end_matches(['\n', '\r']).to_owned(), false);
    if let Some(file) = &secret.passphrase_file {
        let text = std::fs::read_to_string(file);
        return text.map(trimmed).map_err(|e| Exit::usage(format!("{} cannot be read: {e}", file.display())));
    }
    if secret.passphrase_stdin {
        let mut text = String::new();
        let read = std::io::stdin().read_to_string(&mut text);
        return read
            .map(|_| trimmed(text))
            .map_err(|e| Exit::usage(format!("standard input cannot be read: {e}")));
    }
    if !std::io::stdin().is_terminal() {
        return Err(Exit::usage(
            "the keys of the house are encrypted with a passphrase: name a file that holds it with --passphrase-file, or \
             give it on standard input with --passphrase-stdin",
        ));
    }
    Ok((prompt(ask)?, true))
}

fn prompt(ask: &str) -> Result<String, Exit> {
    let asked = rpassword::prompt_password(format!("{ask}: "));
    asked.map_err(|e| Exit::usage(format!("the terminal cannot be read: {e}")))
}
