//! What todos hears.

use chassis::bus::{Consumer, Heard};
use contracts::accounts::DemoAsked;

use crate::App;
use crate::ops::demo::fill;

pub(crate) fn consumers(app: &App) -> Vec<Consumer> {
    let app = app.clone();
    vec![Consumer::on::<DemoAsked>("todos.demo").apply(move |tx, heard: Heard<DemoAsked>| {
        let app = app.clone();
        Box::pin(async move {
            // Sorted, so that no two transactions wait for each other.
            let mut members = heard.event.members;
            members.sort_unstable();
            for member in members {
                fill(&app, tx, member).await?;
            }
            Ok(())
        })
    })]
}
