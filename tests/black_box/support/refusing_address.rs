use std::net::SocketAddr;

use tokio::net::TcpSocket;

/// A loopback address that refuses connections. Its port stays reserved, so no other process takes
/// it.
pub(crate) struct RefusingAddress(TcpSocket);

impl RefusingAddress {
    pub(crate) fn on_free_port() -> Self {
        Self::at("127.0.0.1:0".parse().unwrap())
    }

    /// Reserves the address of a closed listener.
    pub(crate) fn at(address: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_reuseaddr(true).unwrap();
        socket.bind(address).unwrap();
        Self(socket)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.0.local_addr().unwrap())
    }
}
