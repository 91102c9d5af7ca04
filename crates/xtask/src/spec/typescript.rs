//! The shapes of the native API as TypeScript, so that the page and programs in TypeScript cannot mistake them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value};

const HEAD: &str = "/**
 * What this house sends and takes, made by `cargo xtask spec` from specs/openapi.json. Change the types of the
 * handlers, never this file.
 */
";

/// Every shape that an operation of the native API names.
pub fn types(document: &Value) -> String {
    let schemas = &document["components"]["schemas"];
    let mut named = BTreeSet::new();
    for operation in document["paths"]
        .as_object()
        .into_iter()
        .flat_map(Map::values)
        .filter_map(Value::as_object)
        .flat_map(Map::values)
    {
        if operation["tags"][0] != "classic" {
            for part in ["requestBody", "responses"] {
                names_in(document, &operation[part], &mut named);
            }
        }
    }
    let mut text = HEAD.to_owned();
    for name in named {
        declare(&mut text, &name, &schemas[&name]);
    }
    text
}

/// The schemas that a value leads to, over whatever else it refers to.
fn names_in(document: &Value, value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            if let Some(path) = map.get("$ref").and_then(Value::as_str) {
                let schema = path.strip_prefix("#/components/schemas/");
                if schema.is_none_or(|name| into.insert(name.to_owned())) {
                    names_in(
                        document,
                        document.pointer(path.trim_start_matches('#')).unwrap_or(&Value::Null),
                        into,
                    );
                }
            }
            map.values().for_each(|value| names_in(document, value, into));
        }
        Value::Array(values) => values.iter().for_each(|value| names_in(document, value, into)),
        _ => {}
    }
}

fn declare(text: &mut String, name: &str, schema: &Value) {
    text.push('\n');
    comment(text, schema, "");
    let _ = match schema["properties"].as_object().filter(|all| !all.is_empty()) {
        Some(_) if schema["allOf"].is_null() => writeln!(text, "export interface {name} {}", of(schema, "")),
        _ => writeln!(text, "export type {name} = {}", of(schema, "")),
    };
}

fn comment(text: &mut String, schema: &Value, indent: &str) {
    if let Some(words) = schema["description"].as_str() {
        let words = words.replace("*/", "* /").replace('\n', &format!("\n{indent} * "));
        let _ = writeln!(text, "{indent}/** {words} */");
    }
}

/// A schema as a type.
fn of(schema: &Value, indent: &str) -> String {
    if let Some(path) = schema["$ref"].as_str() {
        return path.rsplit('/').next().unwrap_or("unknown").to_owned();
    }
    if let Some(values) = schema["enum"].as_array() {
        let one =
            |value: &Value| value.as_str().map_or_else(|| value.to_string(), |text| format!("'{text}'"));
        return values.iter().map(one).collect::<Vec<_>>().join(" | ");
    }
    for (word, between) in [("allOf", " & "), ("oneOf", " | "), ("anyOf", " | ")] {
        if let Some(parts) = schema[word].as_array() {
            return parts.iter().map(|part| of(part, indent)).collect::<Vec<_>>().join(between);
        }
    }
    match &schema["type"] {
        Value::Array(kinds) => {
            let one = |kind: &Value| of_kind(kind.as_str().unwrap_or_default(), schema, indent);
            kinds.iter().map(one).collect::<Vec<_>>().join(" | ")
        }
        kind => of_kind(kind.as_str().unwrap_or_default(), schema, indent),
    }
}

fn of_kind(kind: &str, schema: &Value, indent: &str) -> String {
    match kind {
        "string" | "boolean" | "null" => kind.to_owned(),
        "integer" | "number" => "number".to_owned(),
        "array" => {
            let item = of(&schema["items"], indent);
            if item.contains(' ') && !item.starts_with('{') {
                format!("({item})[]")
            } else {
                format!("{item}[]")
            }
        }
        "object" => object(schema, indent),
        _ => "unknown".to_owned(),
    }
}

fn object(schema: &Value, indent: &str) -> String {
    let Some(properties) = schema["properties"].as_object() else {
        let more = &schema["additionalProperties"];
        let value = if more.is_object() { of(more, indent) } else { "unknown".to_owned() };
        // What is not there is undefined: a name may be asked for that the server did not send.
        return format!("Partial<Record<string, {value}>>");
    };
    if properties.is_empty() {
        return "Record<string, never>".to_owned();
    }
    let required: Vec<&Value> = schema["required"].as_array().into_iter().flatten().collect();
    let inner = format!("{indent}  ");
    let mut text = "{\n".to_owned();
    for (name, field) in properties {
        comment(&mut text, field, &inner);
        let mark = if required.iter().any(|wanted| *wanted == name) { "" } else { "?" };
        let _ = writeln!(text, "{inner}{name}{mark}: {}", of(field, &inner));
    }
    let _ = write!(text, "{indent}}}");
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn tells_every_kind_of_type() {
        let document = json!({
            "paths": {
                "/a": { "get": { "tags": ["a"], "responses": { "200": { "$ref": "#/components/responses/Fine" } } } },
                "/b": { "get": { "tags": ["classic"], "responses": { "200": { "$ref": "#/components/schemas/Old" } } } },
            },
            "components": {
                "responses": { "Fine": { "schema": { "$ref": "#/components/schemas/Seat" } } },
                "schemas": {
                    "Old": { "type": "object" },
                    "Row": { "type": "string", "enum": ["a", "b"] },
                    "Seat": {
                        "type": "object", "description": "A seat.", "required": ["row", "at"],
                        "properties": {
                            "row": { "$ref": "#/components/schemas/Row", "description": "Which." },
                            "at": { "type": ["integer", "null"] },
                            "tags": { "type": "array", "items": { "oneOf": [{ "type": "string" }, { "type": "null" }] } },
                            "links": { "type": "object", "additionalProperties": { "type": "string" } },
                        },
                    },
                },
            },
        });
        let text = types(&document);
        assert!(text.contains("export type Row = 'a' | 'b'\n"), "{text}");
        assert!(text.contains("/** A seat. */\nexport interface Seat {\n  at: number | null\n"), "{text}");
        assert!(text.contains("  links?: Partial<Record<string, string>>\n  /** Which. */\n  row: Row\n  tags?: (string | null)[]\n}"), "{text}");
        assert!(!text.contains("Old"), "{text}");
    }
}
