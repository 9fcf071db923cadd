#![allow(dead_code, reason = "no suite needs all of it")]

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// A local server that fakes a service. It stops when it is dropped.
pub(crate) struct FakeServer {
    addr: String,
    task: AbortHandle,
}

impl FakeServer {
    pub(crate) async fn start(router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap().to_string();
        // Without this, Nagle's algorithm delays the rest of a response.
        let listener = listener.tap_io(|tcp| tcp.set_nodelay(true).unwrap());
        let serving = async { axum::serve(listener, router).await.unwrap() };
        let task = tokio::spawn(serving).abort_handle();
        Self { addr, task }
    }

    /// Returns its address, such as `127.0.0.1:40123`.
    pub(crate) fn addr(&self) -> &str {
        &self.addr
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.addr)
    }
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}
