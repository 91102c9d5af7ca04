//! What the house answers is what its documents say: each status, content type and field.

use std::sync::OnceLock;

use chassis::http::describe;
use serde_json::Map;
use testkit::{Answer, Engine, every_shape};

use crate::*;

/// The document of the whole house; the same for every test.
pub fn api() -> &'static Value {
    static API: OnceLock<Value> = OnceLock::new();
    API.get_or_init(|| face().document("Marquee"))
}

fn face() -> chassis::http::Face {
    let limits = chassis::http::Limits::new(kit::Clock::new(kit::Time::default), false);
    let settings = chassis::http::DoorSettings::default();
    let door = chassis::http::Door::new(chassis::address::Address::default(), limits.into(), settings);
    chassis::host::face(&door, &services())
}

/// Where a reference leads.
pub fn named<'a>(api: &'a Value, value: &'a Value) -> &'a Value {
    let target = value["$ref"].as_str().and_then(|name| api.pointer(name.trim_start_matches('#')));
    target.unwrap_or(value)
}

/// What is not as described about the answer of this operation; nothing is the only good answer.
pub fn wrong(api: &Value, path: &str, method: &str, answer: &Answer) -> Option<String> {
    let responses = &api["paths"][path][method.to_lowercase()]["responses"];
    let status = answer.status.as_u16();
    let told = match &responses[status.to_string()] {
        Value::Null if status >= 500 || status == 421 => &responses["default"],
        told => told,
    };
    let told = named(api, told);
    if told.is_null() {
        return Some(format!("{status} is not described"));
    }
    let header = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok());
    for name in told["headers"].as_object().into_iter().flat_map(Map::keys) {
        let always = name.starts_with("X-");
        if always && header(&name.to_lowercase()).is_none() {
            return Some(format!("{status} without {name}"));
        }
    }
    let Some(mime) = header("content-type").filter(|_| !answer.text.is_empty()) else {
        return (!told["content"].is_null() && status != 304).then(|| format!("{status} without a body"));
    };
    let content = &told["content"][mime.split(';').next().unwrap_or_default().trim()];
    if content.is_null() {
        return Some(format!("{status} with {mime}, which is not described"));
    }
    let body = if mime.starts_with("text/") { Value::from(answer.text.as_str()) } else { answer.json() };
    misfit(api, &content["schema"], &body).map(|why| format!("{status}: {why}"))
}

/// Why a value is none of this schema.
fn misfit(api: &Value, schema: &Value, value: &Value) -> Option<String> {
    let schema = named(api, schema);
    if let Some(all) = schema["allOf"].as_array() {
        return all.iter().find_map(|part| misfit(api, part, value));
    }
    if let Some(any) = schema["oneOf"].as_array() {
        let none = !any.iter().any(|part| misfit(api, part, value).is_none());
        return none.then(|| format!("{value} is none of {}", schema["oneOf"]));
    }
    if let Some(words) = schema["enum"].as_array().filter(|words| !words.contains(value)) {
        return Some(format!("{value} is none of {words:?}"));
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => kind.as_str().into_iter().collect(),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = kinds.is_empty() || kinds.contains(&kind) || (kind == "integer" && kinds.contains(&"number"));
    if !fits {
        return Some(format!("{value} is not {kinds:?}"));
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| misfit(api, &schema["items"], item)),
        Value::Object(fields) => missing(schema, fields).or_else(|| {
            fields.iter().find_map(|(name, field)| {
                let told = &schema["properties"][name];
                let told = if told.is_null() { &schema["additionalProperties"] } else { told };
                if told.is_object() {
                    misfit(api, told, field).map(|why| format!("{name}: {why}"))
                } else {
                    None
                }
            })
        }),
        Value::String(text) if schema["format"] == "uuid" && text.len() != 36 => {
            Some(format!("{text} is no UUID"))
        }
        Value::String(text) if schema["format"] == "date-time" && !text.ends_with('Z') => {
            Some(format!("{text} is no time in UTC"))
        }
        _ => None,
    }
}

fn missing(schema: &Value, fields: &Map<String, Value>) -> Option<String> {
    let mut required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    required.find(|name| !fields.contains_key(*name)).map(|name| format!("{name} is missing in {fields:?}"))
}

#[test]
fn the_documents_are_whole_and_no_name_stands_for_two_types() {
    let face = face();
    assert_eq!(face.clashes, Vec::<String>::new());
    assert_eq!(describe::faults(api()), Vec::<String>::new());
    for route in &face.table {
        let operation = &api()["paths"][&route.path][route.method.to_lowercase()];
        let closed = operation["security"].as_array().is_some_and(|ways| ways.len() == 2);
        assert_eq!(closed, route.right.is_some(), "{} {}", route.method, route.path);
        let refused = ["401", "403", "429"].iter().all(|status| !operation["responses"][status].is_null());
        assert!(refused || route.right.is_none(), "{} {}", route.method, route.path);
    }
}

#[test]
fn a_document_with_a_fault_is_found_out() {
    let mut broken = api().clone();
    broken["paths"]["/api/v1/todos/items"]["get"]["operationId"] = "todos_items_create".into();
    broken["paths"]["/api/v1/todos/items/{id}"]["get"]["parameters"] =
        json!([{ "$ref": "#/components/parameters/Gone" }]);
    let found = describe::faults(&broken);
    assert_eq!(found.len(), 3, "{found:?}");
    let list = json!({ "items": [{ "name": "a" }], "next": 1 });
    let schema = json!({ "$ref": "#/components/schemas/Items_TodoLabel" });
    assert!(
        misfit(api(), &schema, &list).is_some_and(|why| why.contains("open is missing")),
        "{:?}",
        misfit(api(), &schema, &list)
    );
}

#[tokio::test]
async fn a_house_hands_out_what_it_runs() {
    let world = house(Engine::Sqlite, false).await;
    let mut browser = world.browser();
    let all = browser.get("/openapi.json").await;
    assert_eq!(all.headers["cache-control"], "no-cache");
    assert_eq!(&all.json(), api());
    let todos = browser.get("/api/v1/todos/openapi.json").await.expect(200);
    let mut paths = todos["paths"].as_object().unwrap().keys();
    assert!(paths.all(|path| path.starts_with("/api/v1/todos/") || path.starts_with("/todos")), "{todos}");
    assert_eq!(describe::faults(&todos), Vec::<String>::new());
    assert!(browser.get("/api/v1/house/openapi.json").await.expect(200)["paths"]["/health"].is_object());
    assert!(browser.get("/api/v1/cinema/openapi.json").await.is_problem(404, "request/not-found"));
    let few = World::open(Engine::Sqlite, &[accounts::service()], Setting { mail: false, config: "" }).await;
    let few = few.browser().get("/openapi.json").await.expect(200);
    assert!(few["paths"]["/api/v1/accounts/me"].is_object() && few["paths"]["/todos"].is_null());
}

/// What somebody does in a first hour: the path as the document names it, what stands for its `{id}`, and the body.
const HOUR: [(&str, &str, &str, &str); 24] = [
    ("GET", "/api/v1", "", ""),
    ("GET", "/health", "", ""),
    ("GET", "/api/v1/accounts/me", "", ""),
    ("PATCH", "/api/v1/accounts/me", "", r#"{"name":"Ira"}"#),
    ("GET", "/api/v1/accounts/sessions", "", ""),
    ("GET", "/api/v1/accounts/setup", "", ""),
    ("GET", "/.well-known/jwks.json", "", ""),
    ("POST", "/api/v1/todos/lists", "", r#"{"name":"Trip","color":"teal"}"#),
    ("GET", "/api/v1/todos/lists", "", ""),
    (
        "POST",
        "/api/v1/todos/items",
        "item",
        r#"{"title":"Pack","labels":["bag"],"due":{"date":"2026-11-27","zone":"Europe/Berlin"},"repeat":{"every":"week"}}"#,
    ),
    ("GET", "/api/v1/todos/items/{id}", "", ""),
    ("PATCH", "/api/v1/todos/items/{id}", "", r#"{"completed":true}"#),
    ("GET", "/api/v1/todos/items", "", ""),
    ("GET", "/api/v1/todos/labels", "", ""),
    ("DELETE", "/api/v1/todos/items/{id}", "", ""),
    ("DELETE", "/api/v1/todos/trash/{id}", "", ""),
    ("GET", "/api/v1/notify/notes", "", ""),
    ("GET", "/api/v1/games/works", "", ""),
    ("GET", "/api/v1/games/facts", "", ""),
    ("GET", "/me", "", ""),
    ("POST", "/todos", "", r#"{"title":"Old"}"#),
    ("GET", "/todos", "", ""),
    ("GET", "/users", "", ""),
    (
        "POST",
        "/api/v1/accounts/tokens",
        "",
        r#"{"login":"ira@example.org","password":"quiet-lantern-7-river"}"#,
    ),
];

every_shape! {
    async fn a_first_hour_goes_as_described(shape) {
        let world = house(shape, false).await;
        let mut ira = world.browser();
        sign_up(&mut ira, "ira@example.org").await;
        world.settle().await;
        let mut id = String::new();
        for (method, path, keep, body) in HOUR {
            let here = path.replace("{id}", &id);
            let body = Some(body.to_owned()).filter(|body| !body.is_empty());
            let answer = ira.send(method.parse().unwrap(), &here, body, &[]).await;
            assert!(answer.status.is_success(), "{method} {here}: {}", answer.text);
            assert_eq!(wrong(api(), path, method, &answer), None, "{method} {here}: {}", answer.text);
            if !keep.is_empty() {
                id = answer.json()["id"].as_str().unwrap_or_default().to_owned();
            }
        }
    }
}
