//! A request is one trace under one id, however many processes it goes through.

use std::sync::{Arc, Mutex};

use chassis::telemetry::{Span, SpanKind, Tracer};
use http::Method;
use testkit::every_shape;

use crate::*;

const TRACE: [u8; 16] =
    [0x0a, 0xf7, 0x65, 0x19, 0x16, 0xcd, 0x43, 0xdd, 0x84, 0x48, 0xeb, 0x21, 0x1c, 0x80, 0x31, 0x9c];
const ABOVE: [u8; 8] = [0xb7, 0xad, 0x6b, 0x71, 0x69, 0x20, 0x33, 0x31];
const PARENT: (&str, &str) = ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

/// Takes the spans of all processes of a house.
fn watch(world: &World) -> Arc<Mutex<Vec<Span>>> {
    let spans: Arc<Mutex<Vec<Span>>> = Arc::default();
    for house in [&world.house, world.house_of("accounts")] {
        let taken = spans.clone();
        let take = move |span| taken.lock().expect("spans").push(span);
        house.host().door().trace(Tracer::new(world.clock.clock(), 1.0, take));
    }
    spans
}

fn attribute<'s>(span: &'s Span, key: &str) -> &'s str {
    span.attributes.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| value)
}

every_shape! {
    async fn a_request_is_one_trace(shape) {
        let world = house(shape, false).await;
        let mut browser = world.browser();
        sign_up(&mut browser, "ira@example.org").await;
        let spans = watch(&world);
        let answer = browser.send(Method::GET, "/api/v1/accounts/me", None, &[PARENT]).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let found = std::mem::take(&mut *spans.lock().unwrap());
        assert!(found.iter().all(|span| span.trace == TRACE), "{found:#?}");
        for span in &found {
            let parent = span.parent.expect("it hangs somewhere");
            assert!(parent == ABOVE || found.iter().any(|above| above.id == parent), "{span:?} in {found:#?}");
        }
        let asked: Vec<&Span> = found.iter().filter(|span| span.kind == SpanKind::Server).collect();
        assert_eq!(asked.len(), if shape.split { 2 } else { 1 }, "{found:#?}");
        for span in asked {
            assert_eq!(span.name, "GET /api/v1/accounts/me");
            assert_eq!(attribute(span, "marquee.request_id"), answer.headers["x-request-id"]);
        }
        assert!(found.iter().any(|span| span.name == "select accounts" && span.kind == SpanKind::Client), "{found:#?}");
        // Whoever wants to know who asks has that in the trace too.
        let _ = browser.send(Method::GET, "/api/v1/todos/items", None, &[PARENT]).await.expect(200);
        let found = std::mem::take(&mut *spans.lock().unwrap());
        assert_eq!(found.iter().any(|span| span.name == "house/v1/identify"), shape.split, "{found:#?}");
        // A refusal names its trace, wherever it was made.
        let refused = world.browser().send(Method::GET, "/api/v1/accounts/me", None, &[PARENT]).await;
        assert_eq!(refused.expect(401)["trace_id"], "0af7651916cd43dd8448eb211c80319c");
        // Without a tracer nothing is told of one.
        let quiet = house(shape, false).await;
        let refused = quiet.browser().send(Method::GET, "/api/v1/accounts/me", None, &[PARENT]).await;
        assert!(refused.expect(401).get("trace_id").is_none());
    }
}
