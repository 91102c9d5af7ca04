//! Mail through an SMTP server.

use std::time::Duration;

use chassis::mail::{Deliver, Mail};
use futures_util::future::BoxFuture;
use kit::error::{INTERNAL, UNAVAILABLE};
use kit::{Error, Result};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `[mail]` in the configuration. Without `host` no mail is sent, and links are shown to the operator.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The server's name.
    pub host: Option<String>,
    /// Its port; 587 with STARTTLS, 465 with TLS, 25 without.
    pub port: Option<u16>,
    /// How the connection is protected.
    pub security: Security,
    /// The name to sign in with.
    pub user: Option<String>,
    /// The password to sign in with.
    pub password: Option<String>,
    /// The sender, such as `Marquee <house@example.org>`.
    pub from: Option<String>,
}

/// How the connection to the server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Plain at first, then TLS, or nothing is sent.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// No protection: for a server on this machine.
    None,
}

/// A mail server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    /// Reads the settings; nothing when no server is set. Connects when the first mail goes.
    ///
    /// # Errors
    /// A sentence that names the setting and what is wrong with it.
    pub fn new(config: &Config) -> Result<Option<Self>, String> {
        let Some(host) = &config.host else { return Ok(None) };
        let from =
            config.from.as_ref().ok_or("mail.from is needed beside mail.host: the sender of our mails")?;
        let from = from.parse().map_err(|e| format!("mail.from: '{from}' is not an address: {e}"))?;
        let tls = || TlsParameters::new(host.clone()).map_err(|e| format!("mail.host: {e}"));
        let (tls, port) = match config.security {
            Security::Starttls => (Tls::Required(tls()?), 587),
            Security::Tls => (Tls::Wrapper(tls()?), 465),
            Security::None => (Tls::None, 25),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(config.port.unwrap_or(port))
            .tls(tls)
            .timeout(Some(Duration::from_secs(20)));
        if let (Some(user), Some(password)) = (&config.user, &config.password) {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Some(Self { transport: builder.build(), from }))
    }

    fn message(&self, mail: Mail) -> Result<Message> {
        let to: Mailbox =
            mail.to.parse().map_err(|e| refused(&format!("the address cannot be written to: {e}")))?;
        let domain = self.from.email.domain();
        Ok(Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(mail.subject)
            .message_id(Some(format!("<{}@{domain}>", mail.id)))
            .multipart(MultiPart::alternative_plain_html(mail.text, mail.html))?)
    }
}

impl Deliver for Smtp {
    fn deliver(&self, mail: Mail) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            let message = self.message(mail)?;
            match self.transport.send(message).await {
                Ok(_) => Ok(()),
                Err(error) if is_about_the_mail(&error) => Err(refused(&error.to_string())),
                Err(error) => Err(UNAVAILABLE.err().caused_by(error)),
            }
        })
    }
}

/// Whether the server will never take this mail for this mailbox. Anything else, a refused sign-in among it,
/// is about the server or its settings and may be over in a while.
fn is_about_the_mail(error: &lettre::transport::smtp::Error) -> bool {
    let code = error.status().map(|code| code.to_string());
    matches!(code.as_deref(), Some("550" | "551" | "552" | "553" | "555" | "556"))
}

fn refused(why: &str) -> Error {
    INTERNAL.err().caused_by(why.to_owned())
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
    use tokio::net::TcpListener;
    use uuid::Uuid;

    use super::*;

    fn mail() -> Mail {
        let (text, html) = ("Open /confirm#t0k".into(), "<p>Öffne</p>".into());
        Mail {
            id: Uuid::nil(),
            to: "ira@example.org".into(),
            subject: "Bestätige".into(),
            text,
            html,
            slip: None,
        }
    }

    fn smtp(port: u16) -> Smtp {
        let config = Config {
            host: Some("127.0.0.1".into()),
            port: Some(port),
            security: Security::None,
            from: Some("Marquee <house@example.org>".into()),
            ..Config::default()
        };
        Smtp::new(&config).unwrap().unwrap()
    }

    /// A server that takes one mail, or refuses it, and gives back what it was told.
    async fn server(listener: TcpListener, rcpt: &str) -> String {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut said = String::new();
        write.write_all(b"220 hello\r\n").await.unwrap();
        let mut in_data = false;
        while let Ok(Some(line)) = lines.next_line().await {
            said.push_str(&line);
            said.push('\n');
            let answer = match line.split([' ', ':']).next().unwrap_or_default() {
                "." => {
                    in_data = false;
                    "250 taken"
                }
                _ if in_data => continue,
                "RCPT" => rcpt,
                "DATA" => {
                    in_data = true;
                    "354 go on"
                }
                "QUIT" => break,
                _ => "250 fine",
            };
            if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
                break;
            }
            if answer == "250 taken" {
                break;
            }
        }
        said
    }

    async fn deliver(rcpt: &'static str) -> (Result<()>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let smtp = smtp(port);
        let deliver = async {
            let delivered = smtp.deliver(mail()).await;
            drop(smtp);
            delivered
        };
        tokio::join!(deliver, server(listener, rcpt))
    }

    #[tokio::test]
    async fn sends_both_forms_under_a_lasting_id() {
        let (delivered, said) = deliver("250 fine").await;
        delivered.unwrap();
        assert!(said.contains("RCPT TO:<ira@example.org>"), "{said}");
        assert!(said.contains("text/plain") && said.contains("text/html"));
        assert!(said.contains("<00000000-0000-0000-0000-000000000000@example.org>"));
    }

    #[tokio::test]
    async fn tells_a_refusal_from_an_absence() {
        let (refused, _) = deliver("550 no such mailbox").await;
        assert_eq!(refused.unwrap_err().kind(), INTERNAL);
        for answer in ["451 come back", "535 who are you", "554 not from there"] {
            let (later, _) = deliver(answer).await;
            assert_eq!(later.unwrap_err().kind(), UNAVAILABLE, "{answer}");
        }
        let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        assert_eq!(smtp(gone).deliver(mail()).await.unwrap_err().kind(), UNAVAILABLE);
    }

    #[test]
    fn wants_a_sender() {
        assert!(Smtp::new(&Config::default()).unwrap().is_none());
        let config = Config { host: Some("mail.example.org".into()), ..Config::default() };
        assert!(Smtp::new(&config).err().unwrap().contains("mail.from"));
    }
}
