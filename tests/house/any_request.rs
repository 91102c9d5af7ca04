//! Whatever is sent, the house answers and nothing breaks: requests made from the description of the API itself,
//! right ones and wrong ones, to every operation (SEC-17, SEC-28).

use std::collections::BTreeSet;

use accounts::operator::Operator;
use http::Method;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use testkit::every_shape;

use crate::*;

/// How many requests each operation gets.
const EACH: usize = 24;

/// Any JSON, mostly small and mostly odd.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no such number", |n| n.is_finite()).prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::hash_map(text(), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Texts that have broken programs before, and others.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9 ]{0,20}",
        "\\PC{0,40}",
        Just("' or 1=1 --".to_owned()),
        Just("\u{0}".to_owned()),
        Just("%00%ff\r\nset-cookie: a=b".to_owned()),
        Just("悪魔城ドラキュラ\u{202e}".to_owned()),
        Just("9".repeat(400)),
        Just("2026-02-30T25:61:00Z".to_owned()),
        Just(uuid_text()),
        Just("true".to_owned()),
        Just("-1".to_owned()),
    ]
}

fn uuid_text() -> String {
    "00000000-0000-7000-8000-000000000001".to_owned()
}

/// A value that the schema asks for, or something else now and then.
fn for_schema(api: &Value, schema: &Value, depth: u32) -> BoxedStrategy<Value> {
    if depth > 4 {
        return Just(Value::Null).boxed();
    }
    if let Some(name) = schema["$ref"].as_str() {
        let target = api.pointer(name.trim_start_matches('#')).cloned().unwrap_or_default();
        return for_schema(api, &target, depth + 1);
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.first().and_then(Value::as_str).unwrap_or_default().to_owned(),
        kind => kind.as_str().unwrap_or_default().to_owned(),
    };
    let right = match kind.as_str() {
        "string" if schema["format"] == "uuid" => Just(Value::from(uuid_text())).boxed(),
        "string" => text().prop_map(Value::from).boxed(),
        "integer" => prop_oneof![-5i64..5, any::<i64>()].prop_map(Value::from).boxed(),
        "number" => (-1e6f64..1e6).prop_map(Value::from).boxed(),
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        "array" => proptest::collection::vec(for_schema(api, &schema["items"], depth + 1), 0..4)
            .prop_map(Value::from)
            .boxed(),
        "object" => fields(api, schema, depth),
        _ => anything().boxed(),
    };
    prop_oneof![9 => right, 1 => anything()].boxed()
}

fn fields(api: &Value, schema: &Value, depth: u32) -> BoxedStrategy<Value> {
    let named = schema["properties"].as_object().cloned().unwrap_or_default();
    let mut all = Just(serde_json::Map::new()).boxed();
    for (name, schema) in named {
        let value = proptest::option::weighted(0.9, for_schema(api, &schema, depth + 1));
        all = (all, value)
            .prop_map(move |(mut map, value)| {
                if let Some(value) = value {
                    map.insert(name.clone(), value);
                }
                map
            })
            .boxed();
    }
    all.prop_map(Value::Object).boxed()
}

/// One operation of the description.
struct Operation {
    method: Method,
    path: String,
    parameters: Vec<(String, String)>,
    body: Option<Value>,
}

fn operations(api: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in api["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let parameters = parameters.iter().map(|parameter| {
                let parameter = described::named(api, parameter);
                let text = |name: &str| parameter[name].as_str().unwrap_or_default().to_owned();
                (text("in"), text("name"))
            });
            let body = &operation["requestBody"]["content"]["application/json"]["schema"];
            let body = (!body.is_null()).then(|| body.clone());
            all.push(Operation { method, path: path.clone(), parameters: parameters.collect(), body });
        }
    }
    all
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// The address of a request, with something in every place that may vary.
fn address(operation: &Operation, draw: &mut impl FnMut() -> String) -> String {
    let mut path = operation.path.clone();
    let mut query = Vec::new();
    for (place, name) in &operation.parameters {
        match place.as_str() {
            "path" => {
                let value = Some(draw()).filter(|value| !value.is_empty()).unwrap_or_else(uuid_text);
                path = path.replace(&format!("{{{name}}}"), &encoded(&value));
            }
            "header" => {}
            _ => query.push(format!("{name}={}", encoded(&draw()))),
        }
    }
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

every_shape! {
    async fn no_request_breaks_anything(shape) {
        let world = house(shape, false).await;
        let operator = Operator::new(world.house_of("accounts").host(), world.db("accounts")).unwrap();
        operator.create_user("chief@example.org", "super_admin", PASSWORD).await.unwrap();
        let api = described::api();
        // The same requests each time: a failure can be looked at again.
        let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        let mut browser = world.browser();
        let login = json!({ "login": "chief", "password": PASSWORD });
        let (mut sent, mut untold) = (0, BTreeSet::new());
        for operation in operations(api) {
            if operation.path == "/api/v1/live" {
                continue;
            }
            let bodies = operation.body.as_ref().map(|schema| for_schema(api, schema, 0));
            for n in 0..EACH {
                if browser.get("/api/v1/accounts/me").await.status != 200 {
                    world.clock.advance(std::time::Duration::from_secs(3600));
                    let _ = browser.post("/api/v1/accounts/sessions", login.clone()).await.expect(201);
                }
                let mut draw = || text().new_tree(&mut runner).unwrap().current();
                let path = address(&operation, &mut draw);
                let body = bodies.as_ref().map(|bodies| bodies.new_tree(&mut runner).unwrap().current().to_string());
                // Hashing takes long and shows nothing that its first tries did not show.
                if n >= 3 && body.as_ref().is_some_and(|body| body.contains("password")) && operation.path.contains("users") {
                    break;
                }
                let answer = browser.send(operation.method.clone(), &path, body.clone(), &[]).await;
                let status = answer.status.as_u16();
                assert!(status < 500 || status == 503, "{} {path} {body:?}: {status} {}", operation.method, answer.text);
                let wrong = described::wrong(api, &operation.path, operation.method.as_str(), &answer);
                untold.extend(wrong.map(|why| format!("{} {}: {why}", operation.method, operation.path)));
                assert!(!answer.text.contains("panicked") && !answer.text.contains("select "), "{}", answer.text);
                sent += 1;
                world.clock.advance(std::time::Duration::from_secs(5));
            }
        }
        assert!(sent > 1_000, "{sent}");
        assert_eq!(untold, BTreeSet::new(), "answers that are not as described");
        world.check_promises().await;
    }
}
