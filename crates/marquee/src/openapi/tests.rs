use std::collections::BTreeSet;

use super::*;

/// All requests of a collection, however deep they lie.
fn requests<'a>(item: &'a Value, into: &mut Vec<&'a Value>) {
    if !item["request"].is_null() {
        into.push(item);
    }
    item["item"].as_array().into_iter().flatten().for_each(|inner| requests(inner, into));
}

#[test]
fn the_collection_has_every_route_and_keeps_the_token() {
    let faces = faces();
    let collection = postman::collection(&faces);
    let mut all = Vec::new();
    requests(&collection, &mut all);
    let told: BTreeSet<String> = all
        .iter()
        .map(|item| {
            format!("{} {}", item["request"]["method"], item["request"]["url"]["raw"]).replace('"', "")
        })
        .collect();
    for route in faces.iter().flat_map(|(_, face)| &face.table) {
        let path = route.path.replace('{', ":").replace('}', "");
        assert!(
            told.contains(&format!("{} {{{{base_url}}}}{path}", route.method)),
            "{} {path}",
            route.method
        );
    }
    let sign_in = &collection["item"][0]["item"][0];
    assert!(sign_in["event"][0]["script"]["exec"].to_string().contains("set('token', tokens.access_token)"));
    assert_eq!(sign_in["request"]["url"]["raw"], "{{base_url}}/api/v1/accounts/tokens");
    for item in &all {
        let body = &item["request"]["body"]["raw"];
        let body = body.as_str().map(serde_json::from_str::<Value>);
        assert!(body.is_none_or(|body| body.is_ok_and(|body| body.is_object())), "{item}");
    }
}

#[test]
fn every_event_topic_and_frame_is_told_with_an_example() {
    let document = asyncapi::document(None);
    let channels = document["channels"].as_object().unwrap();
    assert_eq!(channels.len(), contracts::told::all().len() + contracts::live::TOPICS.len() + 1);
    for message in document["components"]["messages"].as_object().unwrap().values() {
        let (example, payload) = (&message["examples"][0]["payload"], &message["payload"]);
        assert!(example.is_object(), "{message}");
        for name in payload["required"].as_array().into_iter().flatten() {
            assert!(!example[name.as_str().unwrap()].is_null(), "{name} of {message}");
        }
    }
    let text = document.to_string();
    for name in text.split("\"$ref\":\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(document.pointer(name).is_some(), "{name}");
    }
}

#[test]
fn a_service_alone_tells_only_of_itself() {
    let games = asyncapi::document(Some("games"));
    let channels: Vec<_> = games["channels"].as_object().unwrap().keys().collect();
    assert!(channels.iter().all(|name| name.starts_with("games.")) && channels.len() == 2, "{channels:?}");
    let all: Vec<Value> = serde_json::from_str(&problems(None).unwrap()).unwrap();
    let todos: Vec<Value> = serde_json::from_str(&problems(Some("todos")).unwrap()).unwrap();
    assert!(!todos.is_empty() && todos.len() < all.len() && todos.iter().all(|p| p["service"] == "todos"));
}

#[test]
fn the_same_program_writes_the_same_bytes() {
    assert_eq!(pretty(&combined(faces())), pretty(&combined(faces())));
    assert_eq!(pretty(&routes(&faces())), pretty(&routes(&faces())));
}
