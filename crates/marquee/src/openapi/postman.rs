//! The API as a Postman collection (format 2.1): a folder a service, bodies made of the schemas.

use serde_json::{Map, Value, json};

use super::{Faces, title};

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

const ABOUT: &str = "Set `base_url`, `login` and `password` of the collection, send \"Sign in\" once, and every other \
request goes with the token that it kept. A token works for ten minutes; \"Next tokens\" gets the next one.";

/// Keeps the tokens of an answer for the requests that follow.
const KEEP: [&str; 5] = [
    "pm.test('the tokens were granted', () => pm.response.to.have.status(201));",
    "const tokens = pm.response.json();",
    "pm.collectionVariables.set('token', tokens.access_token);",
    "pm.collectionVariables.set('refresh_token', tokens.refresh_token);",
    "",
];

/// Ids that an example names; nothing has them.
const AN_ID: &str = "00000000-0000-7000-8000-000000000001";

pub(super) fn collection(faces: &Faces) -> Value {
    let tokens = "/api/v1/accounts/tokens";
    let sign_in = signing("Sign in", tokens, &json!({ "login": "{{login}}", "password": "{{password}}" }));
    let refresh = signing(
        "Next tokens",
        &format!("{tokens}/refreshes"),
        &json!({ "refresh_token": "{{refresh_token}}" }),
    );
    let mut folders = vec![json!({ "name": "Sign in first", "item": [sign_in, refresh] })];
    folders.extend(
        faces
            .iter()
            .filter(|(_, face)| !face.table.is_empty())
            .map(|(name, face)| folder(name, &face.document(&title(name)))),
    );
    let variable = |key: &str, value: &str| json!({ "key": key, "value": value, "type": "string" });
    json!({
        "info": { "name": "Marquee", "description": ABOUT, "schema": SCHEMA },
        "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "{{token}}", "type": "string" }] },
        "variable": [
            variable("base_url", "http://127.0.0.1:8080"), variable("login", "ira@example.org"), variable("password", ""),
            variable("token", ""), variable("refresh_token", ""),
        ],
        "item": folders,
    })
}

/// A request that answers tokens.
fn signing(name: &str, path: &str, body: &Value) -> Value {
    json!({
        "name": name,
        "event": [{ "listen": "test", "script": { "type": "text/javascript", "exec": KEEP } }],
        "request": {
            "method": "POST", "auth": { "type": "noauth" }, "url": url(path, &json!({})),
            "header": [{ "key": "Content-Type", "value": "application/json" }],
            "body": raw(body),
        },
    })
}

/// All requests of a service; those of the systems that it replaces in a folder of their own.
fn folder(name: &str, document: &Value) -> Value {
    let (mut own, mut classic) = (Vec::new(), Vec::new());
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let is_classic = operation["tags"][0] == "classic";
            (if is_classic { &mut classic } else { &mut own })
                .push(request(document, path, method, operation));
        }
    }
    if !classic.is_empty() {
        own.push(json!({ "name": "Paths of the systems that this house replaces", "item": classic }));
    }
    json!({ "name": name, "item": own })
}

fn request(document: &Value, path: &str, method: &str, operation: &Value) -> Value {
    let mut headers = Vec::new();
    let mut request = json!({ "method": method.to_uppercase(), "url": url(path, operation), "description": operation["description"] });
    if operation["security"].as_array().is_some_and(Vec::is_empty) {
        request["auth"] = json!({ "type": "noauth" });
    }
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = named(document, parameter);
        if parameter["in"] == "header" {
            headers.push(json!({ "key": parameter["name"], "value": "", "disabled": true, "description": parameter["description"] }));
        }
    }
    let content = &operation["requestBody"]["content"];
    let schema = &content["application/json"]["schema"];
    if !schema.is_null() {
        headers.push(json!({ "key": "Content-Type", "value": "application/json" }));
        request["body"] = raw(&example(document, schema, "", 0));
    } else if !content["application/octet-stream"].is_null() {
        headers.push(json!({ "key": "Content-Type", "value": "application/octet-stream" }));
        request["body"] = json!({ "mode": "file", "file": {} });
    }
    request["header"] = headers.into();
    json!({ "name": operation["summary"], "request": request })
}

fn raw(body: &Value) -> Value {
    json!({ "mode": "raw", "raw": format!("{body:#}"), "options": { "raw": { "language": "json" } } })
}

/// An address, with what may vary in it.
fn url(path: &str, operation: &Value) -> Value {
    let path = path.replace('{', ":").replace('}', "");
    let parameters = operation["parameters"].as_array();
    let placed = |place: &str| -> Vec<&Value> {
        parameters.into_iter().flatten().filter(|parameter| parameter["in"] == place).collect()
    };
    let told = |parameter: &&Value| {
        let value = if parameter["schema"]["format"] == "uuid" { AN_ID } else { "" };
        json!({ "key": parameter["name"], "value": value, "description": parameter["description"] })
    };
    let query = placed("query").into_iter().map(|parameter| {
        let mut told = told(&parameter);
        told["disabled"] = true.into();
        told
    });
    let mut url = json!({
        "raw": format!("{{{{base_url}}}}{path}"),
        "host": ["{{base_url}}"],
        "path": path.trim_start_matches('/').split('/').collect::<Vec<_>>(),
    });
    for (name, all) in
        [("query", query.collect::<Vec<_>>()), ("variable", placed("path").iter().map(told).collect())]
    {
        if !all.is_empty() {
            url[name] = all.into();
        }
    }
    url
}

/// What a reference leads to, or the value itself.
fn named<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = value["$ref"].as_str().and_then(|name| document.pointer(name.trim_start_matches('#')));
    target.unwrap_or(value)
}

/// A value that a schema allows.
fn example(document: &Value, schema: &Value, name: &str, depth: u32) -> Value {
    let schema = named(document, schema);
    if depth > 6 {
        return Value::Null;
    }
    if let Some(given) = [&schema["example"], &schema["default"], &schema["enum"][0]]
        .into_iter()
        .find(|given| !given.is_null())
    {
        return given.clone();
    }
    let one_of = schema["oneOf"].as_array().and_then(|all| all.iter().find(|one| one["type"] != "null"));
    if let Some(one) = one_of {
        return example(document, one, name, depth + 1);
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").and_then(Value::as_str),
        kind => kind.as_str(),
    };
    match kind {
        Some("string") => text(schema, name).into(),
        Some("integer" | "number") => schema["minimum"].as_i64().map_or(1, |least| least.max(1)).into(),
        Some("boolean") => true.into(),
        Some("array") => json!([example(document, &schema["items"], name, depth + 1)]),
        _ => fields(document, schema, depth),
    }
}

fn fields(document: &Value, schema: &Value, depth: u32) -> Value {
    let mut all = Map::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        if let Value::Object(more) = example(document, part, "", depth + 1) {
            all.extend(more);
        }
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        all.insert(name.clone(), example(document, field, name, depth + 1));
    }
    all.into()
}

fn text(schema: &Value, name: &str) -> String {
    let by_name = match name {
        "email" => Some("ira@example.org"),
        "login" => Some("{{login}}"),
        "password" | "current_password" => Some("{{password}}"),
        "new_password" => Some("quiet-lantern-7-river"),
        "zone" => Some("Europe/Berlin"),
        "locale" => Some("en"),
        "date" => Some("2026-11-27"),
        "time" => Some("18:00"),
        "token" | "refresh_token" => Some("{{refresh_token}}"),
        _ => None,
    };
    let by_format = match schema["format"].as_str() {
        Some("uuid") => Some(AN_ID),
        Some("date-time") => Some("2026-11-27T18:00:00Z"),
        _ => None,
    };
    by_format.or(by_name).unwrap_or("text").to_owned()
}
