//! What travels by itself, as an AsyncAPI 3 document: the events of the services, and the frames of the WebSocket.

use contracts::live::{TOPICS, Topic};
use contracts::told::{self, Told};
use serde_json::{Map, Value, json};

const ABOUT: &str = "Events are facts that a service publishes in the transaction that made them true. Each has a place \
in its publisher's log; whoever hears one writes its effect and the event's id in one transaction, so that it is done once \
however often it comes. Fields are only ever added, with a default; another meaning is another version of the type.

Live messages travel over one WebSocket. They are hints: whoever gets one asks the REST call again.";

/// The document; of one service when it is named.
pub(super) fn document(service: Option<&str>) -> Value {
    let mine = |name: &str| service.is_none_or(|service| service == name);
    let (mut channels, mut operations) = (Map::new(), Map::new());
    let (mut messages, mut schemas) = (Map::new(), Map::new());
    for event in told::all().into_iter().filter(|event| mine(event.source)) {
        tell(&event, &mut channels, &mut operations);
        schemas.extend(event.named.iter().map(|(name, schema)| (name.clone(), json!(schema))));
        messages.insert(event.kind.into(), message(&event));
    }
    schemas.insert("Envelope".into(), envelope());
    for topic in TOPICS.iter().filter(|topic| mine(owner(topic))) {
        follow(topic, &mut channels, &mut operations, &mut messages);
    }
    if mine("house") {
        socket(&mut channels, &mut operations, &mut messages);
    }
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": service.map_or_else(|| "Marquee".to_owned(), super::title),
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "MIT" },
        },
        "defaultContentType": "application/json",
        "servers": {
            "live": {
                "host": "127.0.0.1:8080", "pathname": "/api/v1/live", "protocol": "ws",
                "description": "The WebSocket of the house; `wss` over https. Needs a session cookie or a bearer token, and an Origin of the house.",
            },
            "log": {
                "host": "127.0.0.1", "protocol": "in-process",
                "description": "The log of each service. In one process it is a table that the others follow; it is not reachable from outside.",
            },
        },
        "channels": channels,
        "operations": operations,
        "components": { "messages": messages, "schemas": schemas },
    })
}

/// The channel of an event, and that its service sends it.
fn tell(event: &Told, channels: &mut Map<String, Value>, operations: &mut Map<String, Value>) {
    let kind = event.kind;
    let channel = json!({
        "address": kind,
        "servers": [{ "$ref": "#/servers/log" }],
        "messages": { kind: { "$ref": format!("#/components/messages/{kind}") } },
    });
    channels.insert(kind.into(), channel);
    let operation = json!({
        "action": "send",
        "channel": { "$ref": format!("#/channels/{kind}") },
        "summary": format!("{} publishes it", event.source),
        "tags": [{ "name": event.source }],
    });
    operations.insert(format!("publish.{kind}"), operation);
}

/// An event as it is sent.
fn message(event: &Told) -> Value {
    let payload = json!(event.schema);
    let example: Value = serde_json::from_str(event.sample).unwrap_or_default();
    json!({
        "name": event.kind,
        "title": payload["description"].clone(),
        "headers": { "$ref": "#/components/schemas/Envelope" },
        "payload": payload,
        "examples": [{ "payload": example }],
    })
}

/// What stands beside an event in the log.
fn envelope() -> Value {
    json!({
        "type": "object",
        "description": "What a log tells of an event beside its body.",
        "required": ["pos", "event_id", "aggregate", "version", "type", "at"],
        "properties": {
            "pos": { "type": "integer", "format": "int64", "description": "Its place in the publisher's log: 1, 2, 3 without gaps." },
            "event_id": { "type": "string", "format": "uuid", "description": "Names this event for ever; consumers remember it." },
            "aggregate": { "type": "string", "format": "uuid", "description": "The thing that it speaks of." },
            "version": { "type": "integer", "format": "int64", "description": "The version that the thing had after the change." },
            "type": { "type": "string" },
            "at": { "type": "string", "format": "date-time" },
            "actor": { "type": ["string", "null"], "format": "uuid", "description": "Who caused it, when somebody did." },
        },
    })
}

fn owner(topic: &Topic) -> &'static str {
    topic.prefix.split('.').next().unwrap_or(topic.prefix)
}

/// A live topic: its channel on the socket, and what a message on it says.
fn follow(
    topic: &Topic,
    channels: &mut Map<String, Value>,
    operations: &mut Map<String, Value>,
    messages: &mut Map<String, Value>,
) {
    let name = topic.prefix.trim_end_matches('.');
    let data: Value = serde_json::from_str(topic.sample).unwrap_or_default();
    let example = json!({ "topic": format!("{}0191e5a0-0000-7000-8000-000000000001", topic.prefix), "at": "5d1c0a9e-7", "data": data });
    let channel = json!({
        "address": format!("{}{{{}}}", topic.prefix, topic.key),
        "servers": [{ "$ref": "#/servers/live" }],
        "description": topic.about,
        "parameters": { topic.key: { "description": format!("The id of the {}.", topic.key) } },
        "messages": { "hint": { "$ref": format!("#/components/messages/{name}") } },
    });
    channels.insert(name.into(), channel);
    let operation = json!({ "action": "send", "channel": { "$ref": format!("#/channels/{name}") }, "summary": topic.about, "tags": [{ "name": owner(topic) }] });
    operations.insert(format!("hint.{name}"), operation);
    let told = json!({
        "name": name, "title": topic.about,
        "payload": {
            "type": "object", "required": ["topic", "at", "data"],
            "properties": {
                "topic": { "type": "string" },
                "at": { "type": "string", "description": "Its place, to be given as `after` by whoever comes back." },
                "data": { "type": "object" },
            },
        },
        "examples": [{ "payload": example }],
    });
    messages.insert(name.into(), told);
}

/// The frames by which a client follows topics: each with what it carries, and how it looks.
const FRAMES: [(&str, &str, &str, &str); 5] = [
    (
        "subscribe",
        "receive",
        "Asks to follow topics, at most 32 a socket; `after` resumes behind the last `at`.",
        r#"{"sub":[{"topic":"todos.items.0191e5a0-0000-7000-8000-000000000001","after":"5d1c0a9e-6"}]}"#,
    ),
    (
        "following",
        "send",
        "The topic is followed from `at` on; what was missed comes next.",
        r#"{"topic":"todos.items.0191e5a0-0000-7000-8000-000000000001","at":"5d1c0a9e-7","ok":true}"#,
    ),
    (
        "reload",
        "send",
        "What was missed is not known any more: ask the REST call again.",
        r#"{"topic":"todos.items.0191e5a0-0000-7000-8000-000000000001","at":"5d1c0a9e-7","reload":true}"#,
    ),
    (
        "refused",
        "send",
        "The caller may not follow this topic, or follows too many.",
        r#"{"topic":"todos.items.somebody-else","error":"/problems/request/not-allowed"}"#,
    ),
    (
        "unreadable",
        "send",
        "The message could not be read.",
        r#"{"error":"/problems/request/invalid","detail":"expected value at line 1 column 1"}"#,
    ),
];

fn socket(
    channels: &mut Map<String, Value>,
    operations: &mut Map<String, Value>,
    messages: &mut Map<String, Value>,
) {
    let names: Map<String, Value> = FRAMES
        .iter()
        .map(|(name, ..)| {
            ((*name).to_owned(), json!({ "$ref": format!("#/components/messages/live.{name}") }))
        })
        .collect();
    let about = "Text frames of JSON. A socket whose session ends is closed with code 4401.";
    channels.insert("live".into(), json!({ "address": "/api/v1/live", "servers": [{ "$ref": "#/servers/live" }], "description": about, "messages": names }));
    for (name, action, about, sample) in FRAMES {
        let payload: Value = serde_json::from_str(sample).unwrap_or_default();
        let message = json!({ "name": name, "title": about, "payload": shape(&payload), "examples": [{ "payload": payload }] });
        messages.insert(format!("live.{name}"), message);
        let operation = json!({
            "action": action, "channel": { "$ref": "#/channels/live" }, "summary": about,
            "messages": [{ "$ref": format!("#/channels/live/messages/{name}") }],
        });
        operations.insert(format!("live.{name}"), operation);
    }
}

/// The schema of a frame, which is as simple as its sample; only `after` can be left out.
fn shape(sample: &Value) -> Value {
    match sample {
        Value::Object(fields) => {
            let properties: Map<String, Value> =
                fields.iter().map(|(name, value)| (name.clone(), shape(value))).collect();
            let required: Vec<&String> = fields.keys().filter(|name| *name != "after").collect();
            json!({ "type": "object", "properties": properties, "required": required })
        }
        Value::Array(items) => json!({ "type": "array", "items": items.first().map(shape) }),
        Value::Bool(value) => json!({ "const": value }),
        Value::Number(_) => json!({ "type": "integer" }),
        _ => json!({ "type": "string" }),
    }
}
