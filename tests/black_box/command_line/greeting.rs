//! What the server says when it starts can be pasted, and works.

use std::process::Stdio;

use serde_json::Value;
use tokio::process::Command;

use crate::support::{Client, Raw, Server, assert_posed, eventually, in_time, quizcraft};

#[tokio::test]
async fn the_line_to_paste_shows_a_first_question() {
    // Given a server and its greeting,
    let server = Server::start().await;
    let greeting = eventually("the greeting is whole", async || {
        let text = server.stdout();
        let pasted = text.lines().find(|line| line.contains("curl"));
        pasted.map(str::to_owned)
    });
    let pasted = greeting.await;
    assert!(
        has_curl().await,
        "curl is missing, so the line cannot be tried"
    );

    // when its line is pasted into a shell,
    let mut bash = Command::new("bash");
    bash.args(["-c", &pasted])
        .kill_on_drop(true)
        .stdin(Stdio::null());
    let output = in_time("the line runs", bash.output()).await.unwrap();

    // then it shows a question, and nothing else.
    assert!(output.status.success());
    let posed: Value = serde_json::from_slice(&output.stdout).expect("one object");
    assert_posed(&posed);
    assert_eq!(posed["index"], 1);
    assert!(output.stderr.is_empty());
}

async fn has_curl() -> bool {
    let mut curl = Command::new("curl");
    curl.arg("--version").stdout(Stdio::null());
    curl.status().await.is_ok_and(|status| status.success())
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_server_whose_greeting_cannot_be_written_serves() {
    // Given an address of loopback that no other process takes at the same time,
    let [_, a, b, c] = std::process::id().to_be_bytes();
    let addr = format!("127.{}.{b}.{c}:18080", a | 64);

    // when a server starts whose output goes nowhere,
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let mut command = quizcraft(["serve", "--addr", &addr]);
    let _server = command.stdout(full.unwrap()).spawn().unwrap();

    // then it serves all the same.
    let heard = async || Raw::to(&addr).await.ok();
    eventually("it listens", heard).await;
    let client = Client::of(&format!("http://{addr}"));
    client.get("/health").await.is(200);
}
