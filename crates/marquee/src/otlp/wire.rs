//! Traces as OTLP has them on the wire: the messages of opentelemetry-proto 1.x that we send, with their numbers.

use chassis::telemetry::{Span, SpanKind};
use prost::Message;

#[derive(Clone, PartialEq, Message)]
pub(super) struct ExportTraceServiceRequest {
    #[prost(message, repeated, tag = "1")]
    resource_spans: Vec<ResourceSpans>,
}

#[derive(Clone, PartialEq, Message)]
struct ResourceSpans {
    #[prost(message, optional, tag = "1")]
    resource: Option<Resource>,
    #[prost(message, repeated, tag = "2")]
    scope_spans: Vec<ScopeSpans>,
}

#[derive(Clone, PartialEq, Message)]
struct Resource {
    #[prost(message, repeated, tag = "1")]
    attributes: Vec<KeyValue>,
}

#[derive(Clone, PartialEq, Message)]
struct ScopeSpans {
    #[prost(message, optional, tag = "1")]
    scope: Option<Scope>,
    #[prost(message, repeated, tag = "2")]
    spans: Vec<WireSpan>,
}

#[derive(Clone, PartialEq, Message)]
struct Scope {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(string, tag = "2")]
    version: String,
}

#[derive(Clone, PartialEq, Message)]
struct WireSpan {
    #[prost(bytes = "vec", tag = "1")]
    trace_id: Vec<u8>,
    #[prost(bytes = "vec", tag = "2")]
    span_id: Vec<u8>,
    #[prost(bytes = "vec", tag = "4")]
    parent_span_id: Vec<u8>,
    #[prost(string, tag = "5")]
    name: String,
    /// 2 is a server's, 3 a client's.
    #[prost(int32, tag = "6")]
    kind: i32,
    #[prost(fixed64, tag = "7")]
    start_time_unix_nano: u64,
    #[prost(fixed64, tag = "8")]
    end_time_unix_nano: u64,
    #[prost(message, repeated, tag = "9")]
    attributes: Vec<KeyValue>,
    #[prost(message, optional, tag = "15")]
    status: Option<WireStatus>,
}

#[derive(Clone, PartialEq, Message)]
struct WireStatus {
    /// 2 is an error.
    #[prost(int32, tag = "3")]
    code: i32,
}

#[derive(Clone, PartialEq, Message)]
struct KeyValue {
    #[prost(string, tag = "1")]
    key: String,
    #[prost(message, optional, tag = "2")]
    value: Option<AnyValue>,
}

#[derive(Clone, PartialEq, Message)]
struct AnyValue {
    #[prost(oneof = "Text", tags = "1")]
    value: Option<Text>,
}

/// The one kind of value that we send.
#[derive(Clone, PartialEq, prost::Oneof)]
enum Text {
    #[prost(string, tag = "1")]
    Text(String),
}

/// Writes a batch of spans in the name of a service and of one of its processes.
pub(super) fn encode(service: &str, instance: &str, spans: Vec<Span>) -> Vec<u8> {
    let (name, version) = ("marquee".to_owned(), env!("CARGO_PKG_VERSION").to_owned());
    let resource = [
        ("service.name", service.to_owned()),
        ("service.version", version.clone()),
        ("service.instance.id", instance.to_owned()),
    ];
    let spans = spans.into_iter().map(WireSpan::from).collect();
    let request = ExportTraceServiceRequest {
        resource_spans: vec![ResourceSpans {
            resource: Some(Resource { attributes: resource.into_iter().map(pair).collect() }),
            scope_spans: vec![ScopeSpans { scope: Some(Scope { name, version }), spans }],
        }],
    };
    request.encode_to_vec()
}

fn pair((key, value): (&str, String)) -> KeyValue {
    KeyValue { key: key.to_owned(), value: Some(AnyValue { value: Some(Text::Text(value)) }) }
}

impl From<Span> for WireSpan {
    fn from(span: Span) -> Self {
        let nanos = |at: kit::Time| u64::try_from(at.micros()).unwrap_or(0) * 1000;
        Self {
            trace_id: span.trace.to_vec(),
            span_id: span.id.to_vec(),
            parent_span_id: span.parent.map(Vec::from).unwrap_or_default(),
            name: span.name,
            kind: match span.kind {
                SpanKind::Server => 2,
                SpanKind::Client => 3,
            },
            start_time_unix_nano: nanos(span.begun),
            end_time_unix_nano: nanos(span.ended),
            attributes: span.attributes.into_iter().map(pair).collect(),
            status: span.failed.then_some(WireStatus { code: 2 }),
        }
    }
}
