//! What games hears.

use chassis::bus::Consumer;
use contracts::search::RebuildAsked;

use crate::{App, db};

pub(crate) fn consumers(app: &App) -> Vec<Consumer> {
    let untold = app.untold.clone();
    vec![Consumer::on::<RebuildAsked>("games.tell_again").apply(move |tx, _| {
        let untold = untold.clone();
        Box::pin(async move {
            db::forget_told(tx).await?;
            tx.afterwards(move || untold.notify_waiters());
            Ok(())
        })
    })]
}
