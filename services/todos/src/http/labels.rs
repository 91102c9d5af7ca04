//! The labels of a member's items.

use std::collections::BTreeMap;

use axum::extract::State;
use chassis::http::{Caller, Items, Json};
use kit::Result;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{App, db};

/// A label.
#[derive(Serialize, ToSchema)]
#[schema(as = TodoLabel)]
pub(crate) struct Label {
    name: String,
    /// How many items with it are neither done nor in the trash.
    open: i64,
}

/// Lists the labels of the caller's open items, by name.
#[utoipa::path(get, path = "/api/v1/todos/labels", tag = "todos",
    responses((status = 200, body = Items<Label>), (status = 401)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Items<Label>>> {
    let mut labels: BTreeMap<String, i64> = BTreeMap::new();
    for (set, open) in db::items::label_sets(&app.db, caller.who()?.user).await? {
        for label in set.lines().filter(|label| !label.is_empty()) {
            *labels.entry(label.to_owned()).or_default() += open;
        }
    }
    Ok(Json(Items::all(labels.into_iter().map(|(name, open)| Label { name, open }).collect())))
}
