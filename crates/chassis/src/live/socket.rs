//! The WebSocket: `GET /api/v1/live`.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use kit::{Result, Who};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::{Hub, Subscription};
use crate::http::{Caller, Door, Routes, routes, user};

/// How many topics one socket may follow.
const MOST: usize = 32;
/// How often a silent client is asked whether it is still there.
const PING: Duration = Duration::from_secs(30);

/// The route of the live topics.
#[must_use]
pub fn routes(door: &Door) -> Routes<(Door, Hub)> {
    Routes::new(door).add(user("accounts.self"), routes!(live))
}

#[derive(Deserialize)]
struct Words {
    sub: Vec<Wish>,
}

#[derive(Deserialize)]
struct Wish {
    topic: String,
    after: Option<String>,
}

/// Opens a WebSocket that carries live topics.
#[utoipa::path(get, path = "/api/v1/live", tag = "live", responses((status = 101, description = "Speaks JSON: see the guide")))]
async fn live(
    State((door, hub)): State<(Door, Hub)>,
    caller: Caller,
    upgrade: WebSocketUpgrade,
) -> Result<Response> {
    let who = caller.who()?.clone();
    let sized = upgrade.max_message_size(64 * 1024).read_buffer_size(4 * 1024).write_buffer_size(0);
    Ok(sized.on_upgrade(move |socket| serve(socket, hub, who, (door, caller))))
}

/// How long a client may take to read one message.
const SLOWEST: Duration = Duration::from_secs(10);

type Next = (String, Receiver<Arc<str>>, Result<Arc<str>, RecvError>);

async fn next(topic: String, mut from: Receiver<Arc<str>>) -> Next {
    let got = from.recv().await;
    (topic, from, got)
}

async fn serve(mut socket: WebSocket, hub: Hub, who: Who, (door, caller): (Door, Caller)) {
    let mut ended = hub.ended();
    // The session may have ended between the gate and this line, which hears of ends from now on.
    if !door.is_still(&caller).await {
        return close(&mut socket).await;
    }
    let mut following = FuturesUnordered::new();
    let mut topics: HashSet<String> = HashSet::new();
    let mut ping = tokio::time::interval(PING);
    let mut silent = 0;
    loop {
        let sent = tokio::select! {
            session = ended.recv() => match session {
                Ok(session) if session != who.session => Ok(()),
                Err(RecvError::Lagged(_)) if door.is_still(&caller).await => Ok(()),
                _ => break,
            },
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => {
                    silent = 0;
                    match subscribe(&hub, &who, &text, &mut topics) {
                        Ok((answers, new)) => {
                            following.extend(new.into_iter().map(|(topic, from)| next(topic, from)));
                            send_all(&mut socket, answers).await
                        }
                        Err(answer) => send_all(&mut socket, vec![answer]).await,
                    }
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {
                    silent = 0;
                    Ok(())
                }
            },
            Some((topic, from, got)) = following.next() => {
                let message = match got {
                    Ok(message) => message,
                    Err(RecvError::Lagged(_)) => json!({ "topic": topic, "reload": true }).to_string().into(),
                    Err(RecvError::Closed) => continue,
                };
                following.push(next(topic, from));
                send_all(&mut socket, vec![message]).await
            },
            _ = ping.tick() => {
                silent += 1;
                if silent > 3 || !door.is_still(&caller).await {
                    break;
                }
                send(&mut socket, Message::Ping(Vec::new().into())).await
            },
        };
        if sent.is_err() {
            return;
        }
    }
    close(&mut socket).await;
}

async fn close(socket: &mut WebSocket) {
    let over = CloseFrame { code: 4401, reason: "the session is over".into() };
    let _: Result<(), _> = send(socket, Message::Close(Some(over))).await;
}

/// Sends one message; a client that does not read is given up.
async fn send(socket: &mut WebSocket, message: Message) -> Result<(), axum::Error> {
    let sent = tokio::time::timeout(SLOWEST, socket.send(message)).await;
    sent.unwrap_or_else(|slow| Err(axum::Error::new(slow)))
}

async fn send_all(socket: &mut WebSocket, messages: Vec<Arc<str>>) -> Result<(), axum::Error> {
    for message in messages {
        send(socket, Message::Text((&*message).into())).await?;
    }
    Ok(())
}

type New = Vec<(String, Receiver<Arc<str>>)>;

/// Takes a client's wishes: the answers to them, and the topics it follows from now on.
fn subscribe(
    hub: &Hub,
    who: &Who,
    text: &str,
    topics: &mut HashSet<String>,
) -> Result<(Vec<Arc<str>>, New), Arc<str>> {
    let words: Words = serde_json::from_str(text).map_err(|error| {
        Arc::from(json!({ "error": "/problems/request/invalid", "detail": error.to_string() }).to_string())
    })?;
    let (mut answers, mut new) = (Vec::new(), Vec::new());
    for Wish { topic, after } in words.sub {
        if topics.len() >= MOST || !hub.may(who, &topic) {
            let refused = json!({ "topic": topic, "error": "/problems/request/not-allowed" });
            answers.push(refused.to_string().into());
            continue;
        }
        let Subscription { at, missed, next } = hub.subscribe(&topic, after.as_deref());
        let told = match &missed {
            Some(_) => json!({ "topic": topic, "at": at, "ok": true }),
            None => json!({ "topic": topic, "at": at, "reload": true }),
        };
        answers.push(told.to_string().into());
        answers.extend(missed.unwrap_or_default());
        if topics.insert(topic.clone()) {
            new.push((topic, next));
        }
    }
    Ok((answers, new))
}
