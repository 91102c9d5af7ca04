//! A cable between two processes of a test, which can be cut.

use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// Carries connections from an address of its own to another, until it is cut.
pub struct Wire {
    at: SocketAddr,
    to: SocketAddr,
    carrying: JoinHandle<()>,
}

impl Wire {
    /// A wire that leads to `to`.
    ///
    /// # Panics
    /// When there is no port left.
    pub async fn to(to: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let at = listener.local_addr().expect("an address");
        Self { at, to, carrying: carry(listener, to) }
    }

    /// Where it begins.
    #[must_use]
    pub fn at(&self) -> SocketAddr {
        self.at
    }

    /// Cuts it: every connection ends, and no new one is taken.
    pub async fn cut(&mut self) {
        self.carrying.abort();
        let _: Result<(), _> = (&mut self.carrying).await;
    }

    /// Mends it, at the same address.
    ///
    /// # Panics
    /// When somebody else took its port.
    pub async fn mend(&mut self) {
        let listener = TcpListener::bind(self.at).await.expect("its port");
        self.carrying = carry(listener, self.to);
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}

#[expect(clippy::disallowed_methods, reason = "a cable beside the test")]
fn carry(listener: TcpListener, to: SocketAddr) -> JoinHandle<()> {
    tokio::spawn(async move {
        // Dropped with this task, and all connections with it.
        let mut connections = JoinSet::new();
        while let Ok((mut near, _)) = listener.accept().await {
            connections.spawn(async move {
                if let Ok(mut far) = TcpStream::connect(to).await {
                    let _: Result<_, _> = copy_bidirectional(&mut near, &mut far).await;
                }
            });
        }
    })
}
