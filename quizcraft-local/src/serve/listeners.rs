//! The sockets that the server listens on: one for each address of its host.

use std::io;
use std::net::SocketAddr;

use axum::serve::Listener;
use futures_util::stream::{self, Stream};
use tokio::net::{TcpListener, TcpStream};

/// How often a free port is picked until it is free on every address.
const ATTEMPTS: usize = 16;

/// All sockets that the server listens on; there is at least one.
pub(super) struct Listeners(Vec<(SocketAddr, TcpListener)>);

/// An address of the host cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("at {addr}")]
pub(crate) struct BindError {
    addr: SocketAddr,
    source: io::Error,
}

impl Listeners {
    /// Listens on every address of a host. A port that is left open is the same for all of them.
    ///
    /// A client tries the addresses of a host in an order of its own, and stays with the first that
    /// accepts its connection. So an address that another program listens on is an error: clients would
    /// meet that program. An address that this machine does not have, such as `::1` without IPv6, is left
    /// out: clients try the next one.
    ///
    /// # Errors
    ///
    /// If an address is taken or may not be listened on, or the machine has none of them.
    pub(super) async fn bind(addrs: &[SocketAddr]) -> Result<Self, BindError> {
        for _ in 1..ATTEMPTS {
            match Self::try_bind(addrs).await {
                // The port was free on the first address, and is not on another one.
                Err(error) if is_taken(&error.source) && is_open(addrs) => {}
                result => return result,
            }
        }
        Self::try_bind(addrs).await
    }

    async fn try_bind(addrs: &[SocketAddr]) -> Result<Self, BindError> {
        let (mut bound, mut missing): (Vec<(SocketAddr, _)>, _) = (Vec::new(), None);
        for &(mut addr) in addrs {
            if let (0, Some((first, _))) = (addr.port(), bound.first()) {
                addr.set_port(first.port());
            }
            match listen(addr).await {
                Ok(listening) => bound.push(listening),
                Err(source) if is_refused(&source) => return Err(BindError { addr, source }),
                Err(source) => missing = Some(BindError { addr, source }),
            }
        }
        match missing {
            Some(error) if bound.is_empty() => return Err(error),
            Some(BindError { addr, source }) => {
                tracing::info!(%addr, error = %source, "not listening on an address of the host");
            }
            None => {}
        }
        Ok(Self(bound))
    }

    /// Returns where they listen.
    pub(super) fn addrs(&self) -> Vec<SocketAddr> {
        self.0.iter().map(|(addr, _)| *addr).collect()
    }

    /// Returns the connections that all of them accept. The stream does not end.
    pub(super) fn connections(self) -> impl Stream<Item = TcpStream> + Unpin {
        let listeners = self.0.into_iter();
        stream::select_all(listeners.map(|(_, listener)| {
            Box::pin(stream::unfold(listener, async |mut listener| {
                let (stream, _) = Listener::accept(&mut listener).await;
                Some((stream, listener))
            }))
        }))
    }
}

async fn listen(addr: SocketAddr) -> io::Result<(SocketAddr, TcpListener)> {
    let listener = TcpListener::bind(addr).await?;
    Ok((listener.local_addr()?, listener))
}

fn is_open(addrs: &[SocketAddr]) -> bool {
    addrs.iter().all(|addr| addr.port() == 0)
}

fn is_taken(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::AddrInUse
}

/// Returns whether the machine has the address and keeps it from this program.
fn is_refused(error: &io::Error) -> bool {
    is_taken(error) || error.kind() == io::ErrorKind::PermissionDenied
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;

    use super::*;

    fn addrs<const N: usize>(texts: [&str; N]) -> [SocketAddr; N] {
        texts.map(|text| text.parse().unwrap())
    }

    /// Two addresses that every machine with Linux has; elsewhere 127.0.0.2 may be missing.
    const LOOPBACK: [&str; 2] = ["127.0.0.1:0", "127.0.0.2:0"];

    #[tokio::test]
    #[cfg(target_os = "linux")]
    async fn connections_to_every_address_are_accepted_at_one_port() {
        let listeners = Listeners::bind(&addrs(LOOPBACK)).await.unwrap();
        let bound = listeners.addrs();
        let [first, second] = bound[..] else {
            panic!("{bound:?}");
        };
        assert_ne!(first.port(), 0);
        assert_eq!(first.port(), second.port());
        let mut connections = listeners.connections();
        for addr in [second, first, second] {
            let client = TcpStream::connect(addr).await.unwrap();
            let accepted = connections.next().await.unwrap();
            assert_eq!(accepted.peer_addr().unwrap(), client.local_addr().unwrap());
        }
    }

    #[tokio::test]
    #[cfg(target_os = "linux")]
    async fn an_address_that_is_taken_is_an_error_whichever_it_is() {
        for place in 0..LOOPBACK.len() {
            let (addr, _taken) = listen(addrs(LOOPBACK)[place]).await.unwrap();
            let all = addrs(LOOPBACK).map(|mut other| {
                other.set_port(addr.port());
                other
            });
            let error = Listeners::bind(&all).await.err().unwrap();
            assert_eq!(error.source.kind(), io::ErrorKind::AddrInUse);
            assert_eq!(error.addr, addr);
        }
    }

    #[tokio::test]
    async fn an_address_that_the_machine_does_not_have_is_left_out_beside_one_that_it_has() {
        // The first is reserved for documentation (RFC 5737).
        let listeners = Listeners::bind(&addrs(["192.0.2.1:0", "127.0.0.1:0"])).await;
        let bound = listeners.unwrap().addrs();
        assert_eq!(bound.len(), 1);
        assert!(bound.iter().all(|addr| addr.ip().is_loopback()));
        let error = Listeners::bind(&addrs(["192.0.2.1:0"]))
            .await
            .err()
            .unwrap();
        assert_eq!(error.addr, addrs(["192.0.2.1:0"])[0]);
    }
}
