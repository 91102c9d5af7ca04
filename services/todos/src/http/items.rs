//! A member's items.

use axum::extract::State;
use chassis::http::{Answer, Caller, Expected, Hal, Items, Json, Once, Path, Query, Tagged, given};
use chassis::random;
use kit::error::Checks;
use kit::text::fold;
use kit::{Page, Result, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::db::find::{self, Counts, Place, Wanted};
use crate::due::Due;
use crate::model::{self, Item, ItemId, ListId};
use crate::ops::create::create as create_item;
use crate::ops::edit::{Change, edit as edit_item};
use crate::ops::no_such_item;
use crate::ops::place::place as place_item;
use crate::repeat::Repeat;

/// Something to do.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = TodoItem)]
pub(crate) struct Shown {
    #[schema(value_type = Uuid)]
    id: ItemId,
    /// The number that classic paths show.
    number: i64,
    /// The list on which it stands.
    #[schema(value_type = Uuid)]
    list: ListId,
    title: String,
    note: String,
    completed: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    completed_at: Option<Time>,
    due: Option<Due>,
    /// From when on it is late: the time when it is due if it has one, else the end of its day.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Time>,
    /// 0 for none to 3 for the highest.
    priority: i64,
    labels: Vec<String>,
    repeat: Option<Repeat>,
    #[schema(value_type = Option<String>, format = DateTime)]
    trashed_at: Option<Time>,
    version: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Time,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Time,
}

/// An item, with what can be done with it now.
pub(crate) fn shown(item: &Item) -> Hal<Shown> {
    let (done, trashed) = (item.completed_at.is_some(), item.trashed_at.is_some());
    let here = format!("/api/v1/todos/items/{}", item.id);
    let list = format!("/api/v1/todos/items?list={}", item.list);
    let body = Shown {
        id: item.id,
        number: item.number,
        list: item.list,
        title: item.title.clone(),
        note: item.note.clone(),
        completed: done,
        completed_at: item.completed_at,
        due: item.due.clone(),
        due_at: item.due.as_ref().and_then(Due::moments).map(|moments| moments.due_at),
        priority: item.priority,
        labels: item.labels.clone(),
        repeat: item.repeat.clone(),
        trashed_at: item.trashed_at,
        version: item.version,
        created_at: item.created_at,
        updated_at: item.updated_at,
    };
    Hal::new(body)
        .link("self", &here)
        .link("list", list)
        .template_if(!trashed, "edit", "PATCH", &here)
        .template_if(!trashed && !done, "finish", "PATCH", &here)
        .template_if(!trashed && done, "reopen", "PATCH", &here)
        .template_if(!trashed, "move", "POST", format!("{here}/moves"))
        .template_if(!trashed, "trash", "DELETE", &here)
        .template_if(trashed, "restore", "POST", format!("{here}/restorations"))
        .template_if(trashed, "delete_forever", "DELETE", format!("/api/v1/todos/trash/{}", item.id))
}

/// One item as an answer, with its version.
pub(crate) type One = Tagged<Json<Hal<Shown>>>;

pub(crate) fn one(item: &Item) -> One {
    Tagged(item.version, Json(shown(item)))
}

/// Which items somebody wants to see.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Look {
    list: Option<ListId>,
    state: Option<String>,
    label: Option<String>,
    priority: Option<i64>,
    due: Option<String>,
    q: Option<String>,
    sort: Option<String>,
    cursor: Option<String>,
    limit: Option<u32>,
}

impl Look {
    fn check(&self) -> Result<()> {
        let mut checks = Checks::default();
        let mut choose = |field, given: &Option<String>, choices: &[&str]| {
            let fine = given.as_deref().is_none_or(|given| choices.contains(&given));
            checks.need(fine, field, format!("Choose one of {}.", choices.join(", ")));
        };
        choose("state", &self.state, &["open", "done", "trash"]);
        choose("due", &self.due, &["overdue", "today", "week", "none"]);
        choose("sort", &self.sort, &["order", "due", "-created"]);
        let words = self.q.as_deref().unwrap_or_default();
        checks.need(words.chars().count() <= 200, "q", "At most 200 characters can be looked for.");
        checks.done()
    }

    /// What the list is sorted by: what is done or in the trash by when it came there, if nothing else is asked for.
    fn sort(&self) -> &'static str {
        match (self.sort.as_deref(), self.state.as_deref()) {
            (Some("due"), _) => "due",
            (Some("-created"), _) => "created",
            (None, Some("done" | "trash")) => "changed",
            _ => "order",
        }
    }
}

/// A page of items.
#[derive(Serialize, ToSchema)]
#[schema(as = TodoItems)]
pub(crate) struct Listed {
    items: Vec<Hal<Shown>>,
    /// The cursor of the next page; nothing on the last.
    next: Option<String>,
    counts: Counts,
}

/// Lists the caller's items: those that are not in the trash, unless `state` asks for it.
#[utoipa::path(get, path = "/api/v1/todos/items", tag = "todos",
    params(("list" = Option<Uuid>, Query), ("state" = Option<String>, Query, description = "open, done or trash"),
        ("label" = Option<String>, Query), ("priority" = Option<i64>, Query),
        ("due" = Option<String>, Query, description = "overdue, today, week (today and the six days after it) or none"),
        ("q" = Option<String>, Query, description = "part of the title"),
        ("sort" = Option<String>, Query, description = "order, due or -created"),
        ("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Listed), (status = 401), (status = 422)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(look): Query<Look>,
) -> Result<Json<Listed>> {
    look.check()?;
    let (user, now) = (caller.who()?.user, app.db.now());
    let page = Page { cursor: look.cursor.clone(), limit: look.limit };
    let words = look.q.as_deref().map(|words| fold(words.trim())).filter(|words| !words.is_empty());
    let label = look.label.as_deref().map(|label| label.trim().to_lowercase());
    let label = label.filter(|label| !label.is_empty());
    let wanted = Wanted {
        list: look.list,
        state: look.state.as_deref(),
        label: label.as_deref(),
        priority: look.priority,
        due: look.due.as_deref(),
        words: words.as_deref(),
        sort: look.sort(),
        now,
    };
    let after = page.after()?.unwrap_or_else(Place::start);
    let found = find::page(&app.db, user, &wanted, &after, i64::from(page.size()) + 1).await?;
    let Items { items, next } =
        Items::page(found, &page, |found| found.place.clone()).map(|found| shown(&found.item));
    Ok(Json(Listed { items, next, counts: find::counts(&app.db, user, now).await? }))
}

/// Something new to do.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTodoItem)]
pub(crate) struct New {
    /// 1 to 200 characters.
    title: String,
    #[serde(default)]
    note: String,
    /// The list that stays, when it is left out.
    #[schema(value_type = Option<Uuid>)]
    list: Option<ListId>,
    due: Option<Due>,
    #[serde(default)]
    priority: i64,
    #[serde(default)]
    labels: Vec<String>,
    repeat: Option<Repeat>,
}

/// Puts an item at the end of a list.
#[utoipa::path(post, path = "/api/v1/todos/items", tag = "todos", request_body = New,
    responses((status = 201, body = Hal<Shown>), (status = 401), (status = 409), (status = 422)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    once: Once,
    Json(new): Json<New>,
) -> Result<Answer> {
    let now = app.db.now();
    let mut item = Item::new(random::id(now), &new.title, now);
    (item.note, item.priority, item.labels) = (new.note, new.priority, model::labels(&new.labels));
    item.plan(new.due, new.repeat);
    create_item(&app, caller.who()?.user, &once, (&item, new.list), shown).await
}

/// Shows an item, also one in the trash.
#[utoipa::path(get, path = "/api/v1/todos/items/{id}", tag = "todos", params(("id" = Uuid, Path)),
    responses((status = 200, body = Hal<Shown>), (status = 401), (status = 404)))]
pub(crate) async fn show(State(app): State<App>, caller: Caller, Path(id): Path<ItemId>) -> Result<One> {
    let item = crate::db::items::by_id(&app.db, caller.who()?.user, id).await?;
    Ok(one(&item.ok_or_else(no_such_item)?))
}

/// What is to be changed; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TodoItemChange)]
pub(crate) struct Edit {
    title: Option<String>,
    note: Option<String>,
    /// The item goes to the end of this list.
    #[schema(value_type = Option<Uuid>)]
    list: Option<ListId>,
    /// Null takes the due date away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Due>)]
    due: Option<Option<Due>>,
    priority: Option<i64>,
    labels: Option<Vec<String>>,
    /// Null ends the repeating.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Repeat>)]
    repeat: Option<Option<Repeat>>,
    /// Finishes or reopens it.
    completed: Option<bool>,
}

/// Changes an item. Finishing one that repeats makes its next time as well.
#[utoipa::path(patch, path = "/api/v1/todos/items/{id}", tag = "todos", params(("id" = Uuid, Path)), request_body = Edit,
    responses((status = 200, body = Hal<Shown>), (status = 401), (status = 404), (status = 409), (status = 412),
        (status = 422)))]
pub(crate) async fn edit(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ItemId>,
    expected: Expected,
    Json(body): Json<Edit>,
) -> Result<One> {
    let Edit { title, note, list, due, priority, labels, repeat, completed } = body;
    let change = Change { title, note, list, due, priority, labels, repeat, completed };
    Ok(one(&edit_item(&app, caller.who()?.user, id, expected, &change).await?))
}

/// Where an item is to stand.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TodoItemMove)]
pub(crate) struct Move {
    /// Right before this item, on its list; null for the end of the list on which it is.
    #[schema(value_type = Option<Uuid>)]
    before: Option<ItemId>,
}

/// Puts an item somewhere else.
#[utoipa::path(post, path = "/api/v1/todos/items/{id}/moves", tag = "todos", params(("id" = Uuid, Path)),
    request_body = Move, responses((status = 200, body = Hal<Shown>), (status = 401), (status = 404), (status = 409),
        (status = 412), (status = 422)))]
pub(crate) async fn place(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ItemId>,
    expected: Expected,
    Json(body): Json<Move>,
) -> Result<One> {
    Ok(one(&place_item(&app, caller.who()?.user, id, expected, body.before).await?))
}
