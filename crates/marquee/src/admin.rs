//! `marquee admin …`: what whoever runs the machine does to accounts.

use std::io::Read as _;

use crate::cli::{Admin, Flags};
use crate::control;
use crate::desk::{Outcome, Wish};
use crate::exit::Exit;

/// Does it, whether the house is open or not.
pub(crate) async fn admin(what: Admin) -> Result<(), Exit> {
    let (wish, flags) = match what {
        Admin::CreateUser { email, role, password_stdin, flags } => {
            if !password_stdin {
                return Err(Exit::usage(
                    "give the password on standard input with --password-stdin, such as: \
                     marquee admin create-user --email ira@example.org --role admin --password-stdin < password.txt",
                ));
            }
            (Wish::CreateUser { email, role, password: password()? }, flags)
        }
        Admin::ResetLink { email, flags } => (Wish::ResetLink { email }, flags),
    };
    told(wish, &flags).await
}

async fn told(wish: Wish, flags: &Flags) -> Result<(), Exit> {
    match control::ask(flags, wish, |_| {}).await? {
        Outcome::Created(number) => println!("Account number {number} is made."),
        Outcome::Link(link) => println!("{link}"),
        _ => {}
    }
    Ok(())
}

/// The password from standard input, without the line's end. Never from an argument: others could read it there.
fn password() -> Result<String, Exit> {
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| Exit::other(format!("standard input cannot be read: {error}")))?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}
