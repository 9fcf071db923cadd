use std::net::SocketAddr;

use tokio::net::TcpSocket;

/// An address on loopback that refuses connections. A port that is only free could be taken in a
/// moment; this one is kept.
pub(crate) struct Refusing(TcpSocket);

impl Refusing {
    pub(crate) fn somewhere() -> Self {
        Self::at("127.0.0.1:0".parse().unwrap())
    }

    /// Keeps the place of a listener that is gone.
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
