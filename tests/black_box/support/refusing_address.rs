use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpSocket};

/// A loopback address that refuses connections unless a listener is bound to it. Its port stays
/// reserved, so no other process takes it, not even after that listener is closed.
pub(crate) struct RefusingAddress(TcpSocket);

impl RefusingAddress {
    pub(crate) fn on_free_port() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_reuseaddr(true).unwrap();
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        Self(socket)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.0.local_addr().unwrap())
    }

    /// Listens at this address, which refuses connections again once the listener is closed.
    pub(crate) async fn listen(&self) -> TcpListener {
        TcpListener::bind(self.0.local_addr().unwrap())
            .await
            .unwrap()
    }
}
