//! The WebSocket: `GET /api/v1/live`.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use futures_util::future::{AbortHandle, Abortable, Aborted, BoxFuture, abortable};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use kit::{Result, Who};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;

use super::{Follow, Hub, Signal};
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

type Next = (String, Option<(Arc<str>, Follow)>);

/// The next message of a topic.
async fn next(topic: String, mut follow: Follow) -> Next {
    let got = follow.next().await;
    (topic, got.map(|message| (message, follow)))
}

/// What a client follows, by topic; whoever asks for one again lets go of what it had.
type Followed = HashMap<String, AbortHandle>;
type Waiting = Abortable<BoxFuture<'static, Next>>;

fn wait(followed: &mut Followed, topic: String, follow: Follow) -> Waiting {
    let (waiting, handle) = abortable(Box::pin(next(topic.clone(), follow)) as BoxFuture<'static, Next>);
    if let Some(before) = followed.insert(topic, handle) {
        before.abort();
    }
    waiting
}

async fn serve(mut socket: WebSocket, hub: Hub, who: Who, (door, caller): (Door, Caller)) {
    let _counted = hub.counts();
    let mut signals = hub.signals();
    // The session may have ended between the gate and this line, which hears of ends from now on.
    if !door.is_still(&caller).await {
        return close(&mut socket, OVER).await;
    }
    let mut following = FuturesUnordered::new();
    let mut followed = Followed::new();
    let mut ping = tokio::time::interval(PING);
    let mut silent = 0;
    let why = loop {
        let sent = tokio::select! {
            signal = signals.recv() => match signal {
                Ok(Signal::Ended(session)) if session != who.session => Ok(()),
                Ok(Signal::Check) | Err(RecvError::Lagged(_)) if door.is_still(&caller).await => Ok(()),
                Ok(Signal::Closing) | Err(RecvError::Closed) => break CLOSING,
                _ => break OVER,
            },
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => {
                    silent = 0;
                    match subscribe(&hub, &who, &text, &mut followed) {
                        Ok((refused, new)) => {
                            following.extend(new);
                            send_all(&mut socket, refused).await
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
            Some(got) = following.next() => match got {
                Ok((topic, Some((message, follow)))) => {
                    following.push(wait(&mut followed, topic, follow));
                    send_all(&mut socket, vec![message]).await
                }
                Ok((topic, None)) => {
                    followed.remove(&topic);
                    continue;
                }
                Err(Aborted) => continue,
            },
            _ = ping.tick() => {
                silent += 1;
                if silent > 3 || !door.is_still(&caller).await {
                    break OVER;
                }
                send(&mut socket, Message::Ping(Vec::new().into())).await
            },
        };
        if sent.is_err() {
            return;
        }
    };
    close(&mut socket, why).await;
}

/// Why the house closes a socket: the code, and a word for whoever looks.
type Why = (u16, &'static str);
const OVER: Why = (4401, "the session is over");
/// "Service restart" (RFC 6455, registered with IANA): clients come back and say after which message.
const CLOSING: Why = (1012, "the house closes for a moment");

async fn close(socket: &mut WebSocket, (code, reason): Why) {
    let _: Result<(), _> =
        send(socket, Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
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

/// Takes a client's wishes: what is refused at once, and what it follows from now on.
fn subscribe(
    hub: &Hub,
    who: &Who,
    text: &str,
    followed: &mut Followed,
) -> Result<(Vec<Arc<str>>, Vec<Waiting>), Arc<str>> {
    let words: Words = serde_json::from_str(text).map_err(|error| {
        Arc::from(json!({ "error": "/problems/request/invalid", "detail": error.to_string() }).to_string())
    })?;
    let (mut refused, mut new): (Vec<Arc<str>>, Vec<Waiting>) = Default::default();
    for Wish { topic, after } in words.sub {
        if followed.len() >= MOST && !followed.contains_key(&topic) {
            let told = json!({ "topic": topic, "error": "/problems/request/not-allowed" });
            refused.push(told.to_string().into());
            continue;
        }
        let follow = Follow::begin(hub, who, &topic, after.as_deref());
        new.push(wait(followed, topic, follow));
    }
    Ok((refused, new))
}
