//! What every reader of OpenAPI relies on, and no schema of OpenAPI says.

use std::collections::BTreeMap;

use serde_json::Value;

use super::references;

/// What is wrong with a document, as sentences: the structure that every reader of OpenAPI relies on.
#[must_use]
pub fn faults(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let place = format!("{method} {path}");
            let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
            if let Some(other) = seen.insert(id.clone(), place.clone()) {
                found.push(format!("{place} is called {id}, as {other} is"));
            }
            for wanted in ["summary", "tags", "security"] {
                if operation[wanted].is_null() {
                    found.push(format!("{place} has no {wanted}"));
                }
            }
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            for part in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
                if !parameters
                    .iter()
                    .any(|given| given["name"] == part && given["in"] == "path" && given["required"] == true)
                {
                    found.push(format!("{place} does not tell what {{{part}}} is"));
                }
            }
            for (status, response) in operation["responses"].as_object().into_iter().flatten() {
                if response["$ref"].is_null() && response["description"].as_str().is_none_or(str::is_empty) {
                    found.push(format!("{place} does not describe {status}"));
                }
            }
        }
    }
    references(document, &mut |name| {
        if document.pointer(name.trim_start_matches('#')).is_none() {
            found.push(format!("{name} is referred to and is not there"));
        }
    });
    found
}
