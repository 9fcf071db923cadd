//! The message on standard output once the server accepts connections.

use std::io::{self, Write};
use std::net::SocketAddr;

/// What the message is about.
pub(super) struct Greeting<'a> {
    /// The addresses of the API.
    pub(super) addrs: &'a [SocketAddr],
    /// The addresses of the metrics, if there are any.
    pub(super) metrics_addrs: &'a [SocketAddr],
    /// Whether the server has a page to play on.
    pub(super) has_page: bool,
    /// Whether the server issues tokens itself.
    pub(super) has_dev_issuer: bool,
}

impl Greeting<'_> {
    /// Prints the addresses, how to play on the page and, with the development issuer, a shell command that plays a
    /// first question.
    pub(super) fn print(&self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        for addr in self.addrs {
            writeln!(out, "listening on http://{addr}")?;
        }
        if let (Some(addr), true) = (self.addrs.first(), self.has_page) {
            writeln!(out, "to play, open http://{addr}/ in a browser")?;
        }
        for addr in self.metrics_addrs {
            writeln!(out, "metrics: http://{addr}/metrics")?;
        }
        if let Some(&addr) = self.addrs.first() {
            self.print_api(&mut out, addr)?;
        }
        out.flush()
    }

    fn print_api(&self, out: &mut impl Write, addr: SocketAddr) -> io::Result<()> {
        writeln!(out, "documentation of the API: http://{addr}/docs")?;
        if self.has_dev_issuer {
            let command = first_question(addr);
            writeln!(out, "to play a first question in a shell, run:\n{command}")?;
        }
        Ok(())
    }
}

/// Returns a shell command that uses curl to get a token, start a game, ask a question and answer it with
/// the first option.
fn first_question(addr: SocketAddr) -> String {
    let json = "-H 'content-type: application/json'";
    let auth = "-H \"authorization: Bearer $T\"";
    format!(
        "Q=http://{addr}; \
         T=$(curl -s $Q/dev/token {json} -d '{{\"email\":\"you@example.org\"}}' | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/'); \
         G=$(curl -s $Q/games {json} {auth} -d '{{\"keywords\":[\"Napoleon\",\"history\"]}}' | sed 's/.*\"id\":\"\\([^\"]*\\)\".*/\\1/'); \
         for i in $(seq 50); do curl -s $Q/games/$G {auth} | grep -q PENDING || break; sleep 0.2; done; \
         P=$(curl -s -X POST $Q/games/$G/questions/ask {auth}); printf '%s\\n' \"$P\"; \
         C=$(printf '%s' \"$P\" | sed 's/.*\"options\":\\[\"\\([^\"]*\\)\".*/\\1/'); \
         curl -s $Q/games/$G/questions/answer {json} {auth} -d \"{{\\\"question\\\":1,\\\"choice\\\":\\\"$C\\\"}}\"; echo"
    )
}
