//! What search hears.

use chassis::bus::{Consumer, Heard};
use contracts::games::DocumentsChanged;

use crate::App;
use crate::ops::take::take;

pub(crate) fn consumers(app: &App) -> Vec<Consumer> {
    let app = app.clone();
    // The index is written before the event counts as heard: a crash between the two writes the same
    // documents again, and their versions make that harmless.
    let games =
        Consumer::on::<DocumentsChanged>("search.games").prepare(move |heard: Heard<DocumentsChanged>| {
            let app = app.clone();
            Box::pin(async move { take(&app, heard.event.documents).await.map(Some) })
        });
    vec![games.apply(|_, _, ()| Box::pin(async { Ok(()) }))]
}
