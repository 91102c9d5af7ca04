//! What every document of a house says alike: problems, headers, ways of showing who one is.

use serde_json::{Map, Value, json};

use crate::http::Renderer;

/// What stands above everything else.
pub(super) const ABOUT: &str = "Everything that an entertainment venue and its game community need behind one sign-in.

- Times are RFC 3339 in UTC, ids are UUIDs, money is whole minor units.
- A list answers `items` and `next`; hand `next` over as `cursor` to read on.
- A refusal is a problem of RFC 9457. Decide by its `type`; a 422 names the fields.
- `_links` say where to go and `_templates` what would succeed now. Ask for `application/hal+json` or \
`application/prs.hal-forms+json` to have that said by the content type.
- Programs get a token from `POST /api/v1/accounts/tokens` and send it as `Authorization: Bearer …`. Pages of this house \
have a session cookie; a request that changes something then has to come from an Origin of the house.
- Paths outside of `/api/v1` are those of the systems that this house replaces, as they were documented.";

/// The schemas that stand in here; what is left out of a problem is left out.
pub(super) const OWN: [&str; 5] =
    ["Problem", "FieldError", "ClassicDetail", "ClassicTrading", "ClassicStore"];

/// What a group of operations is about.
pub(super) fn tag(name: &str) -> Option<&'static str> {
    Some(match name {
        "accounts" => "Who somebody is: accounts, sessions, tokens, roles",
        "notify" => "What somebody is told",
        "games" => "The catalogue: works, releases, imports, doubts",
        "todos" => "Lists and their items",
        "house" => "The house itself, and the back doors that every service has",
        "live" => "One WebSocket for everything that changes",
        "classic" => "The documented paths of the systems that this house replaces",
        _ => return None,
    })
}

/// Where the refusals stand that all operations share.
pub(super) const RESPONSES: &str = "#/components/responses/";

/// Whatever else may happen, in the name of a refusal.
const OTHER: &str = "Other";

/// The headers of every answer that comes from a route.
pub(super) const ALWAYS: [&str; 5] =
    ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-RateLimit-Window", "X-Request-Id"];

/// How each kind of route says no: the name of its refusals, their content type, their schema.
const SHAPES: [(Renderer, &str, &str, &str); 4] = [
    (Renderer::Problem, "Problem", "application/problem+json", "Problem"),
    (Renderer::Detail, "Detail", "application/json", "ClassicDetail"),
    (Renderer::Trading, "Trading", "application/json", "ClassicTrading"),
    (Renderer::Store, "Store", "application/json", "ClassicStore"),
];

/// The refusal of a route with this status, as a reference: `Problem429`.
pub(super) fn refusal(renderer: Renderer, status: &str) -> Value {
    let name = SHAPES.iter().find(|(of, ..)| *of == renderer).map_or("Problem", |(_, name, ..)| name);
    let status = if status == "default" { OTHER } else { status };
    json!({ "$ref": format!("{RESPONSES}{name}{status}") })
}

/// What such a reference leads to.
pub(super) fn refusal_named(name: &str) -> Value {
    let shape =
        SHAPES.iter().find_map(|(_, start, mime, schema)| Some((name.strip_prefix(start)?, mime, schema)));
    let Some((status, mime, schema)) = shape else { return Value::Null };
    let mut content = json!({});
    // What the door refuses is told as a problem, also on a classic path.
    content["application/problem+json"] = json!({ "schema": { "$ref": "#/components/schemas/Problem" } });
    content[mime] = json!({ "schema": { "$ref": format!("#/components/schemas/{schema}") } });
    let mut headers = headers_named(&ALWAYS);
    if matches!(status, "429" | OTHER) {
        headers.extend(headers_named(&["Retry-After"]));
    }
    json!({ "description": phrase(status.parse().ok()), "content": content, "headers": headers })
}

/// References to these headers.
pub(super) fn headers_named(names: &[&str]) -> Map<String, Value> {
    let told = |name: &str| json!({ "$ref": format!("#/components/headers/{name}") });
    names.iter().map(|name| ((*name).to_owned(), told(name))).collect()
}

/// What a status means here; without one, whatever else may happen.
pub(super) fn phrase(status: Option<u16>) -> &'static str {
    match status {
        Some(101) => "The connection speaks WebSocket from now on",
        Some(200) => "Done",
        Some(201) => "Made",
        Some(202) => "Taken on; it will be done",
        Some(204) => "Done, and there is nothing to say about it",
        Some(304) => "You hold the newest version",
        Some(400) => "This cannot be accepted",
        Some(401) => "Nobody is signed in, or the credential is not good",
        Some(403) => "This caller may not do that, or the request came from another site",
        Some(404) => "There is no such thing, or it is not this caller's",
        Some(409) => "The present state does not allow it",
        Some(410) => "The link was used or is too old",
        Some(412) => "It was changed since the version in `If-Match`",
        Some(413) => "The body is too large",
        Some(415) => "The body has a type that this route does not take",
        Some(422) => "Some of this cannot be accepted; `fields` says what",
        Some(429) => "Too many requests; `Retry-After` says how long to wait",
        Some(503) => "Not available at the moment",
        _ => "Anything else went wrong",
    }
}

/// What operations refer to, by kind.
pub(super) fn components(kind: &str) -> Value {
    match kind {
        "schemas" => schemas(),
        "parameters" => parameters(),
        "headers" => headers(),
        "securitySchemes" => json!({
            "bearer": {
                "type": "http", "scheme": "bearer",
                "description": "The `access_token` of `POST /api/v1/accounts/tokens`; it works for ten minutes.",
            },
            "session": {
                "type": "apiKey", "in": "cookie", "name": "__Host-marquee",
                "description": "The cookie of a browser that signed in at this house; over plain http it is called \
                                `marquee_` and the port. Browsers send it by themselves.",
            },
        }),
        _ => json!({}),
    }
}

fn schemas() -> Value {
    let text = json!({ "type": "string" });
    let fault = json!({
        "type": "object", "required": ["loc", "msg", "type"],
        "properties": { "loc": { "type": "array", "items": text }, "msg": text, "type": text },
    });
    json!({
        "Problem": {
            "type": "object",
            "description": "Why a request was refused (RFC 9457). Kinds may add members of their own.",
            "required": ["type", "title", "status", "request_id"],
            "properties": {
                "type": { "type": "string", "format": "uri-reference", "description": "What happened, by a name that never changes." },
                "title": { "type": "string", "description": "The same in a few words." },
                "status": { "type": "integer", "format": "int32" },
                "detail": { "type": "string", "description": "What happened to this request and what to do about it." },
                "request_id": { "type": "string", "description": "By which the operator finds it in the log." },
                "fields": { "type": "array", "items": { "$ref": "#/components/schemas/FieldError" } },
            },
            "example": { "type": "/problems/request/not-found", "title": "There is nothing at this address", "status": 404, "request_id": "5d1c0a9e4f000001" },
        },
        "FieldError": {
            "type": "object", "description": "What is wrong with one field.", "required": ["field", "message"],
            "properties": { "field": text, "message": text },
        },
        "ClassicDetail": {
            "type": "object", "description": "A refusal in the words of the to-do, library and cinema systems.", "required": ["detail"],
            "properties": { "detail": { "oneOf": [text, { "type": "array", "items": fault }] } },
        },
        "ClassicTrading": {
            "type": "object", "description": "A refusal in the words of the trading system.", "required": ["detail"],
            "properties": {
                "detail": text, "error": text, "status_code": { "type": "integer", "format": "int32" },
                "errors": { "type": "array", "items": { "type": "object", "required": ["field", "message", "type"], "properties": { "field": text, "message": text, "type": text } } },
            },
        },
        "ClassicStore": {
            "type": "object", "description": "A refusal in the words of the game store.", "required": ["error"],
            "properties": { "error": text, "details": { "oneOf": [text, { "type": "object", "additionalProperties": text }] } },
        },
    })
}

fn parameters() -> Value {
    json!({
        "IdempotencyKey": {
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Names this request: sent again with the same key and body within 24 hours it gets the first answer again and nothing is done twice.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 200 },
        },
        "IfMatch": {
            "name": "If-Match", "in": "header", "required": false,
            "description": "The `ETag` that was seen last: a change on top of somebody else's is refused with 412.",
            "schema": { "type": "string" },
        },
        "IfNoneMatch": {
            "name": "If-None-Match", "in": "header", "required": false,
            "description": "The `ETag` that is held: an unchanged answer is 304.",
            "schema": { "type": "string" },
        },
    })
}

fn headers() -> Value {
    let number = |about: &str| json!({ "description": about, "schema": { "type": "integer", "format": "int64", "minimum": 0 } });
    let text = |about: &str| json!({ "description": about, "schema": { "type": "string" } });
    json!({
        "X-RateLimit-Limit": number("How many requests this caller may send in the window."),
        "X-RateLimit-Remaining": number("How many more may come at this moment."),
        "X-RateLimit-Reset": number("In how many seconds all may come again."),
        "X-RateLimit-Window": number("How long the window is, in seconds."),
        "Retry-After": number("In how many seconds to try again."),
        "X-Request-Id": text("By which the operator finds the request in the log."),
        "Idempotent-Replayed": text("`true` when this is the answer to an earlier request with the same key."),
        "Location": text("The path of what was made."),
        "ETag": text("The version of what is shown."),
    })
}
