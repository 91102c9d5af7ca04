//! What notify hears.

use chassis::bus::{Consumer, Heard};
use contracts::accounts::{ConfirmationAsked, KnownAddressTried, RoleChanged, UserConfirmed, UserRegistered};
use serde_json::json;

use crate::ops::{queue, tell};
use crate::{App, letter};

pub(crate) fn consumers(app: &App) -> Vec<Consumer> {
    vec![
        welcomes(app.clone()),
        sends_confirmation(app.clone()),
        warns(app.clone()),
        confirms(app.clone()),
        raises(app.clone()),
    ]
}

fn welcomes(app: App) -> Consumer {
    Consumer::on::<UserRegistered>("notify.welcome").apply(move |tx, heard: Heard<UserRegistered>| {
        let app = app.clone();
        Box::pin(async move {
            tell(&app, tx, heard.event.user, "accounts.welcome", &json!({})).await?;
            queue(&app, tx, heard.event.user, letter::CONFIRM, Some(heard.event.proof.text())).await
        })
    })
}

fn sends_confirmation(app: App) -> Consumer {
    Consumer::on::<ConfirmationAsked>("notify.confirmation").apply(
        move |tx, heard: Heard<ConfirmationAsked>| {
            let app = app.clone();
            Box::pin(async move {
                queue(&app, tx, heard.event.user, letter::CONFIRM, Some(heard.event.proof.text())).await
            })
        },
    )
}

fn warns(app: App) -> Consumer {
    Consumer::on::<KnownAddressTried>("notify.known_address").apply(
        move |tx, heard: Heard<KnownAddressTried>| {
            let app = app.clone();
            Box::pin(async move { queue(&app, tx, heard.event.user, letter::KNOWN_ADDRESS, None).await })
        },
    )
}

fn confirms(app: App) -> Consumer {
    Consumer::on::<UserConfirmed>("notify.confirmed").apply(move |tx, heard: Heard<UserConfirmed>| {
        let app = app.clone();
        Box::pin(async move { tell(&app, tx, heard.event.user, "accounts.confirmed", &json!({})).await })
    })
}

fn raises(app: App) -> Consumer {
    Consumer::on::<RoleChanged>("notify.role").apply(move |tx, heard: Heard<RoleChanged>| {
        let app = app.clone();
        Box::pin(async move {
            let params = json!({ "role": heard.event.role });
            tell(&app, tx, heard.event.user, "accounts.raised", &params).await
        })
    })
}
