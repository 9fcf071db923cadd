//! What the server says once it accepts connections.

use std::io::{self, Write};
use std::net::SocketAddr;

/// Says where it listens, and gives a line to paste that plays a first question.
pub(super) fn print(addrs: &[SocketAddr], gives_tokens: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for addr in addrs {
        writeln!(out, "listening on http://{addr}")?;
    }
    let Some(&addr) = addrs.first() else {
        return out.flush();
    };
    writeln!(out, "the API is described at http://{addr}/docs")?;
    if gives_tokens {
        writeln!(
            out,
            "to play a first question, paste:\n{}",
            first_question(addr)
        )?;
    }
    out.flush()
}

/// Returns a line for a shell with curl: gets a token, starts a game, asks, and answers with what
/// stands first.
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
