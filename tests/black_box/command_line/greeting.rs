//! The greeting that the server prints when it starts.

use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::support::{
    Client, Player, Server, assert_feedback, assert_posed, eventually, in_time, quizcraft,
};

#[tokio::test]
async fn the_command_in_the_greeting_plays_one_question() {
    // Given a server and its greeting,
    let server = Server::start().await;
    let greeting = eventually("the greeting is complete", async || {
        let text = server.stdout();
        let pasted = text.lines().find(|line| line.contains("curl"));
        pasted.map(str::to_owned)
    });
    let pasted = greeting.await;
    assert!(has_curl().await, "this test requires curl");

    // when its command is run in a shell,
    let mut bash = Command::new("bash");
    bash.args(["-c", &pasted])
        .env("no_proxy", "127.0.0.1")
        .kill_on_drop(true)
        .stdin(Stdio::null());
    let output = in_time("the command ends", bash.output()).await.unwrap();

    // then it prints a question and the feedback on its answer, and nothing else.
    assert!(output.status.success() && output.stderr.is_empty());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let shown: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("a JSON object"))
        .collect();
    let [posed, feedback] = shown.as_slice() else {
        panic!("expected two objects: {text}");
    };
    assert_posed(posed);
    assert_feedback(feedback);
    assert_eq!(
        (&posed["index"], &feedback["index"]),
        (&json!(1), &json!(1))
    );
}

async fn has_curl() -> bool {
    let mut curl = Command::new("curl");
    curl.arg("--version").stdout(Stdio::null());
    curl.status().await.is_ok_and(|status| status.success())
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_server_runs_even_if_the_greeting_cannot_be_written() {
    // Given a server whose standard output is full,
    let mut command = quizcraft(["serve", "--addr", "127.0.0.1:0"]);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let mut server = command.stdout(full.unwrap()).spawn().unwrap();

    // when the log contains its address,
    let mut log = BufReader::new(server.stderr.take().unwrap()).lines();
    let line = in_time("the first log line is written", log.next_line())
        .await
        .unwrap();
    let line = line.expect("a log line");
    let (_, rest) = line.split_once("addr=").expect("the address");
    let addr = rest.split_whitespace().next().unwrap_or_default();

    // then it responds to requests.
    let client = Client::of(&format!("http://{addr}"));
    client.get("/health").await.is(200);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_server_runs_and_stops_even_if_the_log_cannot_be_written() {
    // Given a server whose standard error is full,
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let mut command = quizcraft(["serve", "--addr", "127.0.0.1:0"]);
    let mut child = command.stderr(full.unwrap()).spawn().unwrap();
    let mut greeting = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = in_time("the greeting is printed", greeting.next_line())
        .await
        .unwrap();
    let line = line.expect("a greeting");
    let base = line.strip_prefix("listening on ").expect("an address");

    // when more games are played than there are workers,
    let client = Client::of(base);
    let email = json!({"email": "ada@example.org"});
    let reply = client.post("/dev/token", &email).await.is(200);
    let player = Player(client.with_token(reply.body["access_token"].as_str().unwrap()));
    for _ in 0..4 {
        let id = player.ready(&["chemistry"], 1).await;
        player.finish(&id).await;
    }

    // then it stops on SIGTERM.
    let id = child.id().expect("the server is running");
    let mut kill = Command::new("sh");
    kill.args(["-c", &format!("kill -TERM {id}")]);
    assert!(kill.status().await.unwrap().success());
    let status = in_time("the server stops", child.wait()).await.unwrap();
    assert!(status.success(), "{status}");
}
