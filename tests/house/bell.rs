//! The bell lights while the page is open (decision D21), over a real socket.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use testkit::every_shape;
use tokio::net::TcpListener;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::*;

pub(crate) type Socket =
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// Serves the house on a free port; answers where.
#[expect(clippy::disallowed_methods, reason = "a server beside the test")]
pub(crate) async fn serve(world: &World) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let app = world.house.served(axum::Router::new()).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    at
}

pub(crate) async fn connect(at: SocketAddr, browser: &Browser, origin: &str) -> Result<Socket, Error> {
    let mut request = format!("ws://{at}/api/v1/live").into_client_request()?;
    let cookies: Vec<String> = browser.cookies().iter().map(|(n, v)| format!("{n}={v}")).collect();
    let headers = request.headers_mut();
    headers.insert("host", "127.0.0.1:8080".parse().unwrap());
    headers.insert("origin", origin.parse().unwrap());
    headers.insert("cookie", cookies.join("; ").parse().unwrap());
    tokio_tungstenite::connect_async(request).await.map(|(socket, _)| socket)
}

pub(crate) const OURS: &str = "http://127.0.0.1:8080";

pub(crate) async fn next(socket: &mut Socket) -> Option<Value> {
    loop {
        let message =
            tokio::time::timeout(Duration::from_secs(20), socket.next()).await.expect("something comes");
        match message? {
            Ok(Message::Text(text)) => return serde_json::from_str(&text).ok(),
            Ok(Message::Close(_)) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

pub(crate) async fn subscribe(socket: &mut Socket, topic: &str, after: Option<&str>) {
    let words = json!({ "sub": [{ "topic": topic, "after": after }] }).to_string();
    socket.send(Message::Text(words.into())).await.unwrap();
}

every_shape! {
    async fn a_note_arrives_while_the_page_is_open_and_is_caught_up_with(shape) {
        let world = house(shape, false).await;
        let mut browser = world.browser();
        let me = sign_up(&mut browser, "ira@example.org").await;
        let topic = format!("notify.notes.{}", me["id"].as_str().unwrap());
        let at = serve(&world).await;
        let mut socket = connect(at, &browser, OURS).await.unwrap();
        subscribe(&mut socket, &topic, None).await;
        let begun = next(&mut socket).await.unwrap();
        assert_eq!((&begun["topic"], &begun["ok"]), (&json!(topic), &json!(true)));
        world.settle().await;
        let hint = next(&mut socket).await.unwrap();
        assert!(hint["data"]["note"].is_string(), "{hint}");
        // Whoever comes back gets what it missed.
        let mut again = connect(at, &browser, OURS).await.unwrap();
        subscribe(&mut again, &topic, begun["at"].as_str()).await;
        assert_eq!(next(&mut again).await.unwrap()["ok"], true);
        assert_eq!(next(&mut again).await.unwrap(), hint);
        subscribe(&mut again, &topic, Some("other-1")).await;
        assert_eq!(next(&mut again).await.unwrap()["reload"], true);
    }

    async fn nobody_follows_the_notes_of_others(shape) {
        let world = house(shape, false).await;
        let (mut ira, mut eve) = (world.browser(), world.browser());
        let id = sign_up(&mut ira, "ira@example.org").await["id"].as_str().unwrap().to_owned();
        sign_up(&mut eve, "eve@example.org").await;
        let mut socket = connect(serve(&world).await, &eve, OURS).await.unwrap();
        subscribe(&mut socket, &format!("notify.notes.{id}"), None).await;
        assert_eq!(next(&mut socket).await.unwrap()["error"], "/problems/request/not-allowed");
    }

    async fn other_sites_and_strangers_get_no_socket(shape) {
        let world = house(shape, false).await;
        let mut browser = world.browser();
        sign_up(&mut browser, "ira@example.org").await;
        let at = serve(&world).await;
        for (who, origin, status) in [(&browser, "https://evil.example", 403), (&world.browser(), OURS, 401)] {
            let refused = connect(at, who, origin).await.expect_err("no socket");
            assert!(matches!(&refused, Error::Http(answer) if answer.status() == status), "{refused}");
        }
    }

    async fn signing_out_closes_the_socket(shape) {
        let world = house(shape, false).await;
        let mut browser = world.browser();
        sign_up(&mut browser, "ira@example.org").await;
        let mut socket = connect(serve(&world).await, &browser, OURS).await.unwrap();
        subscribe(&mut socket, "notify.notes.x", None).await;
        assert!(next(&mut socket).await.is_some());
        assert_eq!(browser.delete("/api/v1/accounts/sessions/current").await.status, 204);
        assert!(next(&mut socket).await.is_none());
    }
}
