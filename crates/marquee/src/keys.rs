//! `marquee keys`: the keys of the house, listed, made newer, taken away (decision D6).

use std::fmt::Write as _;

use accounts::operator::Operator;
use chassis::bus::Runner;
use chassis::db::Db;
use chassis::host::House;
use chassis::keys::{KEY_IN_USE, Keys, Purpose};
use kit::{Clock, Result};
use serde::{Deserialize, Serialize};

use crate::cli::{Flags, KeyWish};
use crate::desk::{Outcome, Wish};
use crate::exit::Exit;
use crate::{backup, control};

/// Does it, whether the house is open or not; an open one uses what is new at once.
pub(crate) async fn keys(wish: KeyWish, flags: &Flags) -> Result<(), Exit> {
    backup::house_folder(flags)?;
    let asked = match wish {
        KeyWish::List => Asked::List,
        KeyWish::Rotate { purpose } => Asked::Rotate(purpose.into()),
        KeyWish::Revoke { purpose, id, force } => {
            Asked::Revoke { purpose: purpose.into(), id: id.to_string(), force }
        }
    };
    if let Outcome::Keys(told) = control::ask(flags, Wish::Keys(asked), |_| {}).await? {
        println!("{told}");
    }
    Ok(())
}

/// What can be asked.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Asked {
    List,
    Rotate(Purpose),
    Revoke { purpose: Purpose, id: String, force: bool },
}

/// The operator's hands on the keys of a house.
#[derive(Clone)]
pub(crate) struct Bunch {
    keys: Keys,
    clock: Clock,
    accounts: Option<Operator>,
    notify: Option<Db>,
    runner: Runner,
}

impl Bunch {
    pub(crate) fn of(house: &House, accounts: Option<Operator>) -> Self {
        let parts = house.host().parts();
        let notify = house.db(notify::SERVICE).cloned();
        let (keys, clock) = (parts.keys.clone(), parts.clock.clone());
        Self { keys, clock, accounts, notify, runner: house.runner.clone() }
    }

    /// Does it and tells what came of it.
    pub(crate) async fn grant(&self, asked: Asked) -> Result<String> {
        match asked {
            Asked::List => Ok(self.list()),
            Asked::Rotate(purpose) => {
                let id = self.keys.rotate(purpose, self.clock.now())?;
                self.note("keys.rotate", purpose, &id).await?;
                Ok(format!("{purpose} key {id} is in use. {}", goes_on(purpose)))
            }
            Asked::Revoke { purpose, id, force } => {
                let lost = self.lost(purpose, &id, force).await?;
                self.keys.revoke(purpose, &id)?;
                self.note("keys.revoke", purpose, &id).await?;
                Ok(format!("{purpose} key {id} is gone. {lost}"))
            }
        }
    }

    fn list(&self) -> String {
        let mut told = format!("{:8} {:>4}  {:27}  {}", "purpose", "key", "made", "state");
        for purpose in Purpose::ALL {
            for key in self.keys.all(purpose) {
                let made = key.made_at.map_or_else(|| "not known".into(), |at| at.to_string());
                let state = key.retired_at.map_or_else(|| "in use".into(), |at| format!("retired {at}"));
                let _ = write!(told, "\n{:8} {:>4}  {made:27}  {state}", purpose.name(), key.id);
            }
        }
        told
    }

    async fn note(&self, action: &str, purpose: Purpose, id: &str) -> Result<()> {
        match &self.accounts {
            Some(accounts) => accounts.note_key(action, purpose.name(), id).await,
            None => Ok(()),
        }
    }

    /// What stops working without this key, or why it cannot be taken away.
    async fn lost(&self, purpose: Purpose, id: &str, force: bool) -> Result<String> {
        Ok(match purpose {
            Purpose::Signing => {
                "Access tokens that it signed are refused from now on; programs get new ones with their refresh tokens.".into()
            }
            Purpose::Linking => {
                "Refresh tokens that it marked are refused from now on: programs that hold one sign in again.".into()
            }
            Purpose::Sealing => {
                self.nothing_waits(id).await?;
                "Nothing that was sealed with it was waiting.".into()
            }
            Purpose::Pepper => {
                let people = match &self.accounts {
                    Some(accounts) => accounts.peppered_with(id).await?,
                    None => {
                        return Err(KEY_IN_USE
                            .because("Passwords are checked by another process. Run this where accounts runs."));
                    }
                };
                if people > 0 && !force {
                    return Err(KEY_IN_USE.because(format!(
                        "{people} accounts have a password that was hashed with pepper {id}; each gets the newer one at its next \
                         sign-in. Wait, or add --force: whoever is left then sets a new password by a link."
                    )));
                }
                format!("{people} accounts have to set a new password by a link.")
            }
        })
    }

    /// Sees to it that no mail, and no event on its way to one, holds something that only this key opens.
    async fn nothing_waits(&self, id: &str) -> Result<()> {
        let Some(notify) = &self.notify else {
            return Err(KEY_IN_USE.because("Mails are sent by another process. Run this where notify runs."));
        };
        let behind = self
            .runner
            .standing()
            .await?
            .iter()
            .any(|s| s.consumer.starts_with("notify.") && (s.behind() > 0 || s.stopped()));
        let waiting = notify::operator::sealed_with(notify, id).await?;
        if behind || waiting > 0 {
            return Err(KEY_IN_USE.because(format!(
                "{waiting} mails or events that wait hold something that only sealing key {id} opens{}. Try again once they are sent; \
                 `marquee doctor` tells how mails stand.",
                if behind { ", and notify has events to hear" } else { "" }
            )));
        }
        Ok(())
    }
}

fn goes_on(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Signing => "Tokens that older ones signed work until they run out.",
        Purpose::Linking => "Refresh tokens that older ones marked go on working.",
        Purpose::Sealing => "What older ones sealed is still opened.",
        Purpose::Pepper => "Passwords get it at the next sign-in of their owners.",
    }
}
