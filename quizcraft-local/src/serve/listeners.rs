//! The sockets that the server listens on, one per address of its host.

use std::io;
use std::net::SocketAddr;

use axum::serve::Listener;
use futures_util::stream::{self, Stream};
use tokio::net::{TcpListener, TcpStream};

/// The number of attempts to find a port that is free on every address.
const MAX_ATTEMPTS: usize = 16;

/// The sockets that the server listens on, at least one.
pub(super) struct Listeners(Vec<(SocketAddr, TcpListener)>);

/// Listening on an address of the host failed.
#[derive(Debug, thiserror::Error)]
#[error("address {addr}")]
pub(crate) struct BindError {
    addr: SocketAddr,
    source: io::Error,
}

impl Listeners {
    /// Listens on every address of a host. Port 0 selects one free port for all addresses.
    ///
    /// A client tries the addresses of a host in any order and uses the first that accepts a connection.
    /// If another program listens on one of them, clients could reach that program, so this is an error.
    /// An address that this machine does not have, such as `::1` without IPv6, is skipped: clients try the
    /// next one.
    ///
    /// # Errors
    ///
    /// Returns an error if an address is in use or not permitted, or if the machine has none of them.
    pub(super) async fn bind(addrs: &[SocketAddr]) -> Result<Self, BindError> {
        for _ in 1..MAX_ATTEMPTS {
            match Self::try_bind(addrs).await {
                // The port that was free on the first address is in use on another one.
                Err(error) if is_in_use(&error.source) && has_free_port(addrs) => {}
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
                Err(source) if is_unavailable(&source) => return Err(BindError { addr, source }),
                Err(source) => missing = Some(BindError { addr, source }),
            }
        }
        match missing {
            Some(error) if bound.is_empty() => return Err(error),
            Some(BindError { addr, source }) => {
                tracing::info!(%addr, error = %source, "skipped an address of the host");
            }
            None => {}
        }
        Ok(Self(bound))
    }

    /// Returns the addresses of the sockets.
    pub(super) fn addrs(&self) -> Vec<SocketAddr> {
        self.0.iter().map(|(addr, _)| *addr).collect()
    }

    /// Returns the connections that the sockets accept, in a stream that does not end.
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

fn has_free_port(addrs: &[SocketAddr]) -> bool {
    addrs.iter().all(|addr| addr.port() == 0)
}

fn is_in_use(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::AddrInUse
}

/// Returns whether the machine has the address but this program cannot listen on it.
fn is_unavailable(error: &io::Error) -> bool {
    is_in_use(error) || error.kind() == io::ErrorKind::PermissionDenied
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;

    use super::*;

    fn addrs<const N: usize>(texts: [&str; N]) -> [SocketAddr; N] {
        texts.map(|text| text.parse().unwrap())
    }

    /// Two addresses that every Linux machine has. Elsewhere 127.0.0.2 may be missing.
    const LOOPBACK: [&str; 2] = ["127.0.0.1:0", "127.0.0.2:0"];

    #[tokio::test]
    #[cfg(target_os = "linux")]
    async fn connections_to_every_address_are_accepted_on_one_port() {
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
    async fn an_address_in_use_is_an_error_at_every_position() {
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
    async fn an_address_that_the_machine_does_not_have_is_skipped() {
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
