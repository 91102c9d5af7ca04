//! How a refusal looks on the wire: RFC 9457, or the shape that a classic client knows (row C17).

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use kit::Error;
use serde_json::{Value, json};

use crate::{db, telemetry};

/// The shapes in which a route group says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Renderer {
    /// RFC 9457 `application/problem+json`; everything native.
    #[default]
    Problem,
    /// `{detail}`, and an array of locations for 422: what S1, S3 and S5 documented.
    Detail,
    /// `{detail}`, and `{error, detail, status_code, errors}` for 422: S4.
    Trading,
    /// `{error}`, or `{error, details}`, with 400 for what others say 422 to: S2.
    Store,
}

/// What a caller may be told when something broke.
fn told(error: &Error) -> (&'static str, Option<&str>) {
    (error.kind().title, error.detail_text())
}

/// Writes the answer that a handler's error becomes. The cause goes to the log and nowhere else.
#[must_use]
pub fn render(error: &Error, renderer: Renderer, request_id: &str) -> Response {
    let kind = error.kind();
    if kind.status == 500 {
        let cause = error.chain().unwrap_or_default();
        tracing::error!(problem = kind.slug, cause, "request failed");
    }
    let (status, body) = told_as(error, renderer, request_id);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body.to_string()).into_response();
    let mime = if renderer == Renderer::Problem { "application/problem+json" } else { "application/json" };
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    if let Some(seconds) = error.wait() {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// Status and body of a refusal in the shape that a caller knows.
pub(super) fn told_as(error: &Error, renderer: Renderer, request_id: &str) -> (u16, Value) {
    let status = error.kind().status;
    match renderer {
        Renderer::Problem => (status, problem(error, request_id)),
        Renderer::Detail => (status, detail(error)),
        Renderer::Trading => (status, trading(error)),
        // The store that this house replaces says 400 where everybody else says 422.
        Renderer::Store => (if status == 422 { 400 } else { status }, store(error)),
    }
}

/// Renders what a handler answered, when that is an error.
#[must_use]
pub fn finish(response: Response, renderer: Renderer, request_id: &str) -> Response {
    let Some(error) = response.extensions().get::<Arc<Error>>().cloned() else { return response };
    let mut rendered = if db::is_away(&error) {
        tracing::warn!(cause = error.chain().unwrap_or_default(), "the database is away");
        render(&db::away(), renderer, request_id)
    } else {
        render(&error, renderer, request_id)
    };
    let kept = |name: &header::HeaderName| matches!(*name, header::SET_COOKIE | header::ALLOW);
    for (name, value) in response.headers().iter().filter(|(name, _)| kept(name)) {
        rendered.headers_mut().append(name, value.clone());
    }
    rendered
}

fn problem(error: &Error, request_id: &str) -> Value {
    let mut body = error.extensions().clone();
    let (title, detail) = told(error);
    body.insert("type".into(), format!("/problems/{}", error.kind().slug).into());
    body.insert("title".into(), title.into());
    body.insert("status".into(), error.kind().status.into());
    if let Some(detail) = detail {
        body.insert("detail".into(), detail.into());
    }
    if !error.fields().is_empty() {
        body.insert("fields".into(), json!(error.fields()));
    }
    body.insert("request_id".into(), request_id.into());
    if let Some(trace_id) = telemetry::about(|about| about.trace_id.clone()).flatten() {
        body.insert("trace_id".into(), trace_id.into());
    }
    Value::Object(body)
}

fn sentence(error: &Error) -> String {
    let (title, detail) = told(error);
    detail.unwrap_or(title).to_owned()
}

/// What is wrong with which field; the whole body where no field is named.
fn faults(error: &Error) -> Vec<kit::FieldError> {
    if error.fields().is_empty() {
        return vec![kit::FieldError { field: String::new(), message: sentence(error) }];
    }
    error.fields().to_vec()
}

fn detail(error: &Error) -> Value {
    if error.kind().status != 422 {
        return json!({ "detail": sentence(error) });
    }
    let fault = |fault: &kit::FieldError| {
        let place: Vec<&str> = ["body", &fault.field].into_iter().filter(|part| !part.is_empty()).collect();
        json!({ "loc": place, "msg": fault.message, "type": "value_error" })
    };
    json!({ "detail": faults(error).iter().map(fault).collect::<Vec<_>>() })
}

fn trading(error: &Error) -> Value {
    match error.kind().status {
        422 => {
            let fault = |fault: &kit::FieldError| {
                let place =
                    if fault.field.is_empty() { "body".into() } else { format!("body -> {}", fault.field) };
                json!({ "field": place, "message": fault.message, "type": "value_error" })
            };
            json!({
                "error": "Validation Error",
                "detail": "Request validation failed",
                "status_code": 422,
                "errors": faults(error).iter().map(fault).collect::<Vec<_>>(),
            })
        }
        500 => json!({ "error": "Internal Server Error", "detail": sentence(error), "status_code": 500 }),
        _ => json!({ "detail": sentence(error) }),
    }
}

fn store(error: &Error) -> Value {
    let details: serde_json::Map<String, Value> =
        error.fields().iter().map(|f| (f.field.clone(), Value::from(f.message.clone()))).collect();
    match (error.kind().status, details.is_empty()) {
        (422 | 400, true) => json!({ "error": sentence(error), "details": error.kind().title }),
        (_, true) => json!({ "error": sentence(error) }),
        _ => json!({ "error": sentence(error), "details": details }),
    }
}

#[cfg(test)]
mod tests {
    use kit::Kind;

    use super::*;

    const TAKEN: Kind = Kind::new(409, "accounts/email-taken", "This address has an account");

    fn invalid() -> Error {
        kit::error::INVALID.because("Change what the fields say.").field("email", "This is no address.")
    }

    #[test]
    fn native_is_rfc_9457() {
        let body = problem(&TAKEN.because("Sign in instead.").with("login", "/sign-in"), "r1");
        assert_eq!(body["type"], "/problems/accounts/email-taken");
        assert_eq!((&body["status"], &body["detail"]), (&json!(409), &json!("Sign in instead.")));
        assert_eq!((&body["login"], &body["request_id"]), (&json!("/sign-in"), &json!("r1")));
        assert_eq!(problem(&invalid(), "r1")["fields"][0]["field"], "email");
    }

    #[test]
    fn classic_clients_get_the_shapes_they_know() {
        let refusal = TAKEN.because("Email already registered");
        assert_eq!(detail(&refusal), json!({"detail": "Email already registered"}));
        assert_eq!(trading(&refusal), json!({"detail": "Email already registered"}));
        assert_eq!(store(&refusal), json!({"error": "Email already registered"}));
        assert_eq!(detail(&invalid())["detail"][0]["loc"], json!(["body", "email"]));
        assert_eq!(trading(&invalid())["errors"][0]["field"], "body -> email");
        assert_eq!(detail(&kit::error::INVALID.because("No JSON."))["detail"][0]["loc"], json!(["body"]));
        assert_eq!(trading(&kit::error::INTERNAL.err())["status_code"], 500);
        assert_eq!(store(&invalid())["details"]["email"], "This is no address.");
    }

    #[test]
    fn never_tells_the_cause() {
        let error = kit::error::INTERNAL.err().caused_by("select secret from accounts.users");
        for renderer in [Renderer::Problem, Renderer::Detail, Renderer::Trading, Renderer::Store] {
            let response = render(&error, renderer, "r1");
            assert!(!format!("{response:?}").contains("secret"));
        }
        assert!(!problem(&error, "r1").to_string().contains("secret"));
    }
}
