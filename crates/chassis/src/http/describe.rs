//! What a house shows to programs, as an OpenAPI document that is true.
//!
//! Handlers say what is theirs: parameters, bodies, what they answer. What gates, extractors and the door do to every
//! request is written in here, from the route table, so that no handler can forget it or tell it wrongly.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Face, Renderer, Route};

mod faults;
mod parts;

pub use faults::faults;

/// Statuses that say no in the shape of the route; anything else that may come is `default`.
const NO: std::ops::RangeInclusive<u16> = 400..=599;

impl Face {
    /// The OpenAPI document of these routes, with keys in order: the same routes give the same bytes.
    #[must_use]
    pub fn document(&self, title: &str) -> Value {
        let mut document = serde_json::to_value(&self.openapi).unwrap_or_default();
        name_copies(&mut document);
        leave_sources_out(&mut document);
        for route in &self.table {
            let name = operation_name(route, &document);
            let takes_version = takes_version(route, &document);
            let method = route.method.to_lowercase();
            if let Some(operation) = document["paths"][&route.path][&method].as_object_mut() {
                operation.insert("operationId".into(), name.into());
                Telling { route, operation, takes_version }.all();
            }
        }
        for components in ["schemas", "parameters", "headers", "responses", "securitySchemes"] {
            let own = parts::components(components);
            let all = &mut document["components"][components];
            if all.is_null() {
                *all = json!({});
            }
            if let (Some(all), Value::Object(own)) = (all.as_object_mut(), own) {
                all.extend(own);
            }
        }
        add_refusals(&mut document);
        document["info"]["title"] = title.into();
        document["info"]["description"] = parts::ABOUT.into();
        document["info"]["license"] = json!({ "name": "MIT", "identifier": "MIT" });
        document["servers"] = json!([{ "url": "/", "description": "This house" }]);
        document["tags"] = tags(&document);
        say_what_is_always_there(&mut document);
        document
    }
}

/// Types that stand inside of another one, and have a name as well, are told by that name.
fn name_copies(document: &mut Value) {
    let named = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    let mut names: BTreeMap<String, &String> = BTreeMap::new();
    for (name, schema) in named.iter().filter(|(_, schema)| is_whole(schema)) {
        names.entry(schema.to_string()).or_insert(name);
    }
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.values_mut().for_each(|schema| replace_inside(schema, &names));
    }
}

/// Whether a schema is one of a type of its own.
fn is_whole(schema: &Value) -> bool {
    ["properties", "allOf"].iter().any(|word| !schema[word].is_null())
}

fn replace_inside(value: &mut Value, names: &BTreeMap<String, &String>) {
    let inside: Vec<&mut Value> = match value {
        Value::Object(map) => map.values_mut().collect(),
        Value::Array(items) => items.iter_mut().collect(),
        _ => return,
    };
    for value in inside {
        if is_whole(value)
            && let Some(name) = names.get(&value.to_string())
        {
            *value = json!({ "$ref": format!("#/components/schemas/{name}") });
        } else {
            replace_inside(value, names);
        }
    }
}

/// What our comments say of rows and decisions is for those who read the source.
fn leave_sources_out(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                match value {
                    Value::String(words) if matches!(name.as_str(), "summary" | "description") => {
                        *words = without_sources(words);
                    }
                    value => leave_sources_out(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(leave_sources_out),
        _ => {}
    }
}

fn without_sources(words: &str) -> String {
    let mut left = words.to_owned();
    for start in [" (row ", " (rows ", " (decision "] {
        while let Some(at) = left.find(start)
            && let Some(length) = left[at..].find(')')
        {
            left.replace_range(at..=at + length, "");
        }
    }
    left
}

/// Puts in the refusals that operations refer to.
fn add_refusals(document: &mut Value) {
    let mut named = BTreeSet::new();
    references(document, &mut |name| {
        named.extend(name.strip_prefix(parts::RESPONSES).map(str::to_owned));
    });
    for name in named {
        let told = parts::refusal_named(&name);
        document["components"]["responses"][name] = told;
    }
}

/// What is told about one route.
struct Telling<'a> {
    route: &'a Route,
    operation: &'a mut Map<String, Value>,
    takes_version: bool,
}

impl Telling<'_> {
    fn all(mut self) {
        self.who();
        self.parameters();
        self.refusals();
        self.headers();
    }

    /// Who may come.
    fn who(&mut self) {
        let (bearer, session) = (json!({ "bearer": [] }), json!({ "session": [] }));
        let security = match (self.route.right, self.route.known) {
            (Some(_), _) => json!([bearer, session]),
            (None, true) => json!([{}, bearer, session]),
            (None, false) => json!([]),
        };
        self.operation.insert("security".into(), security);
        let mut words: Vec<String> = self
            .operation
            .get("description")
            .and_then(Value::as_str)
            .map(str::to_owned)
            .into_iter()
            .collect();
        if let Some(right) = self.route.right {
            self.operation.insert("x-right".into(), right.into());
            words.push(format!("Needs the right `{right}`."));
        }
        if let Some(most) = self.route.per_minute {
            self.operation.insert("x-per-minute".into(), most.into());
            words.push(format!("At most {most} a minute for one caller."));
        }
        if !words.is_empty() {
            self.operation.insert("description".into(), words.join("\n\n").into());
        }
    }

    /// What a request may carry beside what the handler names.
    fn parameters(&mut self) {
        let mut own = Vec::new();
        if self.route.idempotent {
            own.push("IdempotencyKey");
        }
        if self.takes_version {
            own.push("IfMatch");
        }
        if self.answers("304") {
            own.push("IfNoneMatch");
        }
        if own.is_empty() {
            return;
        }
        let all = self.operation.entry("parameters").or_insert_with(|| json!([]));
        if let Some(all) = all.as_array_mut() {
            all.extend(own.iter().map(|name| json!({ "$ref": format!("#/components/parameters/{name}") })));
        }
    }

    /// What the gate, the extractors and the door say no with.
    fn refusals(&mut self) {
        let mut may = BTreeSet::from([429]);
        let unprocessable = if self.route.renderer == Renderer::Store { 400 } else { 422 };
        if self.operation.contains_key("requestBody") {
            may.extend([413, 415, unprocessable]);
        }
        let places: BTreeSet<String> = self.places();
        if places.contains("query") || self.route.idempotent {
            may.insert(unprocessable);
        }
        if places.contains("path") {
            may.insert(404);
        }
        if self.route.right.is_some() {
            may.extend([401, 403]);
        }
        if self.route.method != "GET" {
            may.insert(403);
        }
        if self.takes_version {
            may.insert(412);
        }
        let renderer = self.route.renderer;
        let Some(responses) = self.responses() else { return };
        for status in may {
            responses.entry(status.to_string()).or_insert_with(|| json!({}));
        }
        responses.insert("default".into(), json!({}));
        for (status, response) in responses.iter_mut() {
            let number: Option<u16> = status.parse().ok();
            let described = response["description"].as_str().is_some_and(|words| !words.is_empty());
            if number.is_none_or(|status| NO.contains(&status)) && response["content"].is_null() && !described
            {
                *response = parts::refusal(renderer, status);
            } else if !described {
                response["description"] = parts::phrase(number).into();
            }
        }
    }

    /// What answers carry beside their bodies.
    fn headers(&mut self) {
        let (idempotent, tagged) = (self.route.idempotent, self.takes_version || self.answers("304"));
        let Some(responses) = self.responses() else { return };
        for (status, response) in responses.iter_mut().filter(|(_, response)| response["$ref"].is_null()) {
            let fine = status.starts_with('2') || status == "304";
            let mut names = parts::ALWAYS.to_vec();
            if idempotent && fine {
                names.push("Idempotent-Replayed");
            }
            if idempotent && status == "201" {
                names.push("Location");
            }
            if tagged && fine && status != "204" {
                names.push("ETag");
            }
            let reference =
                |name: &&str| ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }));
            let mut all: Map<String, Value> = names.iter().map(reference).collect();
            all.extend(response["headers"].as_object().cloned().unwrap_or_default());
            response["headers"] = Value::Object(all);
        }
    }

    fn answers(&self, status: &str) -> bool {
        self.operation.get("responses").is_some_and(|responses| !responses[status].is_null())
    }

    fn responses(&mut self) -> Option<&mut Map<String, Value>> {
        self.operation.entry("responses").or_insert_with(|| json!({})).as_object_mut()
    }

    fn places(&self) -> BTreeSet<String> {
        let parameters = self.operation.get("parameters").and_then(Value::as_array);
        let place = |parameter: &Value| parameter["in"].as_str().map(str::to_owned);
        parameters.into_iter().flatten().filter_map(place).collect()
    }
}

/// A handler that can say "changed meanwhile" goes by `If-Match`, unless its body names the version.
fn takes_version(route: &Route, document: &Value) -> bool {
    let operation = &document["paths"][&route.path][route.method.to_lowercase()];
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    let body = body["$ref"]
        .as_str()
        .map_or(body, |name| document.pointer(name.trim_start_matches('#')).unwrap_or(&Value::Null));
    !operation["responses"]["412"].is_null() && body["properties"]["version"].is_null()
}

/// `todos_items_create`: the places of the path, and the handler's name.
fn operation_name(route: &Route, document: &Value) -> String {
    let operation = &document["paths"][&route.path][route.method.to_lowercase()];
    let handler = operation["operationId"].as_str().unwrap_or_default();
    let native = route.path.strip_prefix("/api/v1");
    let mut words: Vec<String> =
        native.is_none().then(|| "classic".to_owned()).filter(|_| route.classic).into_iter().collect();
    let places = native.unwrap_or(&route.path).split('/');
    let places = places.filter(|place| !place.is_empty() && !place.starts_with('{'));
    words.extend(places.map(|place| place.trim_start_matches('.').replace(['-', '.'], "_")));
    let one = |place: &str| {
        place
            .strip_suffix("ies")
            .map_or_else(|| place.trim_end_matches('s').to_owned(), |start| format!("{start}y"))
    };
    if words.len() > 1
        && words
            .last()
            .is_some_and(|last| *last == handler || one(last) == handler || handler.ends_with(last.as_str()))
    {
        words.pop();
    }
    if words.last().is_none_or(|last| last != handler) {
        words.push(handler.to_owned());
    }
    words.join("_")
}

/// The groups that operations name, each with what it is about.
fn tags(document: &Value) -> Value {
    let mut names = BTreeSet::new();
    for_each_operation(document, &mut |operation| {
        names.extend(
            operation["tags"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned),
        );
    });
    let told = |name: &String| match parts::tag(name) {
        Some(about) => json!({ "name": name, "description": about }),
        None => json!({ "name": name }),
    };
    names.iter().map(told).collect()
}

fn for_each_operation(document: &Value, tell: &mut impl FnMut(&Value)) {
    let items = document["paths"].as_object().into_iter().flat_map(Map::values);
    items.filter_map(Value::as_object).flat_map(Map::values).for_each(tell);
}

/// An answer carries every field of its type: one without a value is null, never left out. Only what a caller may send
/// as well keeps fields that can be left out.
fn say_what_is_always_there(document: &mut Value) {
    let mut sent = BTreeSet::new();
    for_each_operation(document, &mut |operation| {
        names_in(document, &operation["requestBody"], &mut sent);
    });
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        let answered = |name: &str| !sent.contains(name) && !parts::OWN.contains(&name);
        schemas.iter_mut().filter(|(name, _)| answered(name)).for_each(|(_, schema)| require_all(schema));
    }
    let paths = document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    for operation in paths.filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        require_all(&mut operation["responses"]);
    }
}

/// The schemas that a value names, and those that they name.
fn names_in(document: &Value, value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            let name = map
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|name| name.strip_prefix("#/components/schemas/"));
            if let Some(name) = name
                && into.insert(name.to_owned())
            {
                names_in(document, &document["components"]["schemas"][name], into);
            }
            map.values().for_each(|value| names_in(document, value, into));
        }
        Value::Array(values) => values.iter().for_each(|value| names_in(document, value, into)),
        _ => {}
    }
}

fn require_all(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if let Some(properties) = map.get("properties").and_then(Value::as_object) {
                let all: Vec<Value> = properties.keys().cloned().map(Value::from).collect();
                map.insert("required".into(), all.into());
            }
            map.values_mut().for_each(require_all);
        }
        Value::Array(values) => values.iter_mut().for_each(require_all),
        _ => {}
    }
}

fn references(value: &Value, tell: &mut impl FnMut(&str)) {
    match value {
        Value::Object(map) => {
            if let Some(name) = map.get("$ref").and_then(Value::as_str) {
                tell(name);
            }
            map.values().for_each(|value| references(value, tell));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, tell)),
        _ => {}
    }
}
