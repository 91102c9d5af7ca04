//! What games hears.

use chassis::bus::{Consumer, Heard};
use contracts::accounts::DemoAsked;
use contracts::search::RebuildAsked;

use crate::ops::demo::FILL;
use crate::{App, db};

pub(crate) fn consumers(app: &App) -> Vec<Consumer> {
    let untold = app.untold.clone();
    let tells = Consumer::on::<RebuildAsked>("games.tell_again").apply(move |tx, _| {
        let untold = untold.clone();
        Box::pin(async move {
            db::forget_told(tx).await?;
            tx.afterwards(move || untold.notify_waiters());
            Ok(())
        })
    });
    // Sixty games take their time, so that a job of their own brings them in.
    let fills = Consumer::on::<DemoAsked>("games.demo").apply(|tx, heard: Heard<DemoAsked>| {
        Box::pin(async move { tx.enqueue(FILL, heard.event.user, &()).await })
    });
    vec![tells, fills]
}
