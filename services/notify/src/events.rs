//! What notify hears.

use chassis::bus::{Consumer, Heard};
use contracts::accounts::{
    ConfirmationAsked, EmailChanged, KnownAddressTried, PasswordChanged, ResetAsked, RoleChanged,
    UserConfirmed, UserRegistered,
};
use serde_json::json;

use crate::ops::{Post, queue, tell};
use crate::{App, letter};

pub(crate) fn consumers(app: &App) -> Vec<Consumer> {
    vec![
        welcomes(app.clone()),
        sends_confirmation(app.clone()),
        warns(app.clone()),
        confirms(app.clone()),
        raises(app.clone()),
        sends_reset(app.clone()),
        tells_of_password(app.clone()),
        tells_of_address(app.clone()),
    ]
}

fn welcomes(app: App) -> Consumer {
    Consumer::on::<UserRegistered>("notify.welcome").apply(move |tx, heard: Heard<UserRegistered>| {
        let app = app.clone();
        Box::pin(async move {
            tell(&app, tx, heard.event.user, "accounts.welcome", &json!({})).await?;
            queue(&app, tx, heard.at, &Post::to(heard.event.user, letter::CONFIRM).with(&heard.event.proof))
                .await
        })
    })
}

fn sends_confirmation(app: App) -> Consumer {
    Consumer::on::<ConfirmationAsked>("notify.confirmation").apply(
        move |tx, heard: Heard<ConfirmationAsked>| {
            let app = app.clone();
            Box::pin(async move {
                queue(
                    &app,
                    tx,
                    heard.at,
                    &Post::to(heard.event.user, letter::CONFIRM).with(&heard.event.proof),
                )
                .await
            })
        },
    )
}

fn warns(app: App) -> Consumer {
    Consumer::on::<KnownAddressTried>("notify.known_address").apply(
        move |tx, heard: Heard<KnownAddressTried>| {
            let app = app.clone();
            Box::pin(async move {
                queue(&app, tx, heard.at, &Post::to(heard.event.user, letter::KNOWN_ADDRESS)).await
            })
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
            // Whoever runs the house has more to do than to know; for the others it is news of their account.
            let runs = matches!(heard.event.role.as_str(), "admin" | "super_admin");
            let kind = if runs { "accounts.raised" } else { "accounts.role_changed" };
            tell(&app, tx, heard.event.user, kind, &params).await
        })
    })
}

fn sends_reset(app: App) -> Consumer {
    Consumer::on::<ResetAsked>("notify.reset").apply(move |tx, heard: Heard<ResetAsked>| {
        let app = app.clone();
        Box::pin(async move {
            queue(&app, tx, heard.at, &Post::to(heard.event.user, letter::RESET).with(&heard.event.proof))
                .await
        })
    })
}

fn tells_of_password(app: App) -> Consumer {
    Consumer::on::<PasswordChanged>("notify.password").apply(move |tx, heard: Heard<PasswordChanged>| {
        let app = app.clone();
        Box::pin(async move {
            let (told, at) = (heard.event, heard.at);
            tell(&app, tx, told.user, "accounts.password_changed", &json!({})).await?;
            let mut changed = Post::to(told.user, letter::PASSWORD_CHANGED).with(&told.undo);
            if let Some(mailbox) = &told.mailbox {
                changed = changed.at(mailbox);
            }
            queue(&app, tx, at, &changed).await?;
            match &told.proof {
                Some(proof) => {
                    queue(&app, tx, at, &Post::to(told.user, letter::CONFIRM_AGAIN).with(proof)).await
                }
                None => Ok(()),
            }
        })
    })
}

fn tells_of_address(app: App) -> Consumer {
    Consumer::on::<EmailChanged>("notify.email").apply(move |tx, heard: Heard<EmailChanged>| {
        let app = app.clone();
        Box::pin(async move {
            let (told, at) = (heard.event, heard.at);
            tell(&app, tx, told.user, "accounts.email_changed", &json!({})).await?;
            queue(&app, tx, at, &Post::to(told.user, letter::CONFIRM_AGAIN).with(&told.proof)).await?;
            let old = Post::to(told.user, letter::EMAIL_CHANGED).with(&told.undo).at(&told.old);
            queue(&app, tx, at, &old).await
        })
    })
}
