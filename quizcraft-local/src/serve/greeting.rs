//! The message on standard output once the server accepts connections.

use std::io::{self, Write};
use std::net::SocketAddr;

/// Prints the addresses and, with the development issuer, a shell command that plays a first question.
pub(super) fn print(
    addrs: &[SocketAddr],
    metrics_addrs: &[SocketAddr],
    has_dev_issuer: bool,
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for addr in addrs {
        writeln!(out, "listening on http://{addr}")?;
    }
    for addr in metrics_addrs {
        writeln!(out, "metrics: http://{addr}/metrics")?;
    }
    let Some(&addr) = addrs.first() else {
        return out.flush();
    };
    writeln!(out, "documentation of the API: http://{addr}/docs")?;
    if has_dev_issuer {
        writeln!(
            out,
            "to play a first question, run:\n{}",
            first_question(addr)
        )?;
    }
    out.flush()
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
