//! Traces, as a collector gets them: decoded here by the numbers of opentelemetry-proto's trace.proto, not by our types.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

use super::folder;
use super::operation::{header, open};

/// How long something that has to come may take to come.
const PATIENCE: Duration = Duration::from_secs(60);

/// A field of a protobuf message: its number, and a number or bytes.
enum Wire<'b> {
    Number(u64),
    Bytes(&'b [u8]),
}

/// The fields of a message in their order.
fn fields(mut bytes: &[u8]) -> Vec<(u64, Wire<'_>)> {
    fn varint(bytes: &mut &[u8]) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (first, rest) = bytes.split_first().expect("a whole number");
            *bytes = rest;
            number |= u64::from(first & 0x7f) << shift;
            if first & 0x80 == 0 {
                break;
            }
        }
        number
    }
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes);
        let value = match tag & 7 {
            0 => Wire::Number(varint(&mut bytes)),
            1 => {
                let (fixed, rest) = bytes.split_at(8);
                bytes = rest;
                Wire::Number(u64::from_le_bytes(fixed.try_into().expect("eight bytes")))
            }
            2 => {
                let length = usize::try_from(varint(&mut bytes)).expect("a length");
                let (own, rest) = bytes.split_at(length);
                bytes = rest;
                Wire::Bytes(own)
            }
            other => panic!("wire type {other}"),
        };
        found.push((tag >> 3, value));
    }
    found
}

/// All messages or texts with this number.
fn all(bytes: &[u8], number: u64) -> Vec<&[u8]> {
    let own = |(found, value)| match value {
        Wire::Bytes(bytes) if found == number => Some(bytes),
        _ => None,
    };
    fields(bytes).into_iter().filter_map(own).collect()
}

fn number(bytes: &[u8], number: u64) -> u64 {
    let own = |(found, value)| match value {
        Wire::Number(value) if found == number => Some(value),
        _ => None,
    };
    fields(bytes).into_iter().find_map(own).unwrap_or_default()
}

fn text(bytes: &[u8], number: u64) -> String {
    String::from_utf8(all(bytes, number).first().copied().unwrap_or_default().to_vec()).expect("text")
}

/// `KeyValue { key = 1, value = 2 { string_value = 1 } }`, repeated.
fn attributes(bytes: &[u8], number: u64) -> HashMap<String, String> {
    let pair =
        |pair: &[u8]| (text(pair, 1), all(pair, 2).first().map(|value| text(value, 1)).unwrap_or_default());
    all(bytes, number).into_iter().map(pair).collect()
}

#[derive(Debug)]
struct Span {
    trace: String,
    id: String,
    parent: String,
    name: String,
    /// 2 is a server's, 3 a client's.
    kind: u64,
    begun: u64,
    ended: u64,
    attributes: HashMap<String, String>,
}

impl Span {
    fn read(bytes: &[u8]) -> Self {
        let id = |number| hex(all(bytes, number).first().copied().unwrap_or_default());
        let (kind, begun, ended) = (number(bytes, 6), number(bytes, 7), number(bytes, 8));
        let (name, attributes) = (text(bytes, 5), attributes(bytes, 9));
        Self { trace: id(1), id: id(2), parent: id(4), name, kind, begun, ended, attributes }
    }
}

/// The spans of an `ExportTraceServiceRequest`; each batch says whose they are.
fn spans(message: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    for of_resource in all(message, 1) {
        let resource = attributes(all(of_resource, 1)[0], 1);
        assert_eq!(
            (resource["service.name"].as_str(), resource["service.instance.id"].as_str()),
            ("house", "marquee")
        );
        for of_scope in all(of_resource, 2) {
            spans.extend(all(of_scope, 2).into_iter().map(Span::read));
        }
    }
    spans
}

/// A collector of ours: gives what is posted to it.
#[expect(clippy::disallowed_methods, reason = "a server in a test")]
fn collector() -> (String, mpsc::Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let (give, take) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let give = give.clone();
            std::thread::spawn(move || {
                while let Some(posted) = read_post(&stream) {
                    if give.send(posted).is_err() {
                        return;
                    }
                }
            });
        }
    });
    (address, take)
}

/// Reads one request: its head, and its body.
fn read_post(mut stream: &TcpStream) -> Option<(String, Vec<u8>)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?.trim().parse().ok()?;
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").ok()?;
    Some((head, body))
}

/// Row S3-25: request, call of another service and statement, in the trace of whoever asked.
#[test]
fn traces_arrive_at_a_collector_whole() {
    let (folder, (address, posted)) = (folder(), collector());
    let variables = [("OTEL_EXPORTER_OTLP_ENDPOINT", address.as_str()), ("OTEL_SERVICE_NAME", "house")];
    let house = open(folder.path(), &variables);
    let (trace, above) = ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
    let header_line = format!("traceparent: 00-{trace}-{above}-01");
    let answer = house.ask_with("GET", "/api/v1/games/works?q=quiet", &header_line);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let mut found: Vec<Span> = Vec::new();
    while !found.iter().any(|span| span.kind == 2) {
        let (head, message) = posted.recv_timeout(PATIENCE).expect("spans arrive");
        assert!(head.starts_with("post /v1/traces http/1.1"), "{head}");
        assert!(head.contains("content-type: application/x-protobuf"), "{head}");
        found.extend(spans(&message).into_iter().filter(|span| span.trace == trace));
    }
    let request = found.iter().find(|span| span.kind == 2).expect("the request");
    assert_eq!((request.name.as_str(), request.parent.as_str()), ("GET /api/v1/games/works", above));
    assert_eq!(request.attributes["http.response.status_code"], "200");
    assert_eq!(request.attributes["marquee.request_id"], header(&answer, "x-request-id"));
    // Each hangs below what it was done for, and lies within it.
    let call = found.iter().find(|span| span.name.starts_with("search.v1.")).expect("a call");
    assert_eq!((call.kind, &call.parent), (3, &request.id));
    let statements: Vec<&Span> = found.iter().filter(|span| span.name.starts_with("select ")).collect();
    assert!(statements.iter().any(|span| span.parent == request.id), "{found:#?}");
    assert!(statements[0].attributes["db.query.text"].contains("select"));
    for span in found.iter().filter(|span| span.kind != 2) {
        let above = found.iter().find(|above| above.id == span.parent).expect("no span hangs in the air");
        assert!(above.begun > 0 && above.begun <= span.begun && span.ended <= above.ended, "{span:?}");
    }
    // A problem names the trace that it belongs to.
    let refused = house.ask("GET", "/api/v1/todos/items", "");
    let problem: serde_json::Value = serde_json::from_str(refused.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    assert_eq!(problem["trace_id"].as_str().map(str::len), Some(32), "{problem}");
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
