//! What the server says when it starts can be pasted, and works.

use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::support::{
    Client, Player, Server, assert_feedback, assert_posed, eventually, in_time, quizcraft,
};

#[tokio::test]
async fn the_line_to_paste_plays_a_first_question() {
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
        .env("no_proxy", "127.0.0.1")
        .kill_on_drop(true)
        .stdin(Stdio::null());
    let output = in_time("the line runs", bash.output()).await.unwrap();

    // then it shows a question and what came of its answer, and nothing else.
    assert!(output.status.success() && output.stderr.is_empty());
    let text = String::from_utf8(output.stdout).expect("it shows text");
    let shown: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object"))
        .collect();
    let [posed, feedback] = shown.as_slice() else {
        panic!("two objects: {text}");
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
async fn a_server_whose_greeting_cannot_be_written_serves() {
    // Given a server whose output goes nowhere,
    let mut command = quizcraft(["serve", "--addr", "127.0.0.1:0"]);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let mut server = command.stdout(full.unwrap()).spawn().unwrap();

    // when it says in its log where it listens,
    let mut log = BufReader::new(server.stderr.take().unwrap()).lines();
    let line = in_time("the log says so", log.next_line()).await.unwrap();
    let line = line.expect("a line of the log");
    let (_, rest) = line.split_once("addr=").expect("it names the address");
    let addr = rest.split_whitespace().next().unwrap_or_default();

    // then it serves all the same.
    let client = Client::of(&format!("http://{addr}"));
    client.get("/health").await.is(200);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_server_whose_log_cannot_be_written_serves_and_stops() {
    // Given a server whose log goes nowhere,
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let mut command = quizcraft(["serve", "--addr", "127.0.0.1:0"]);
    let mut child = command.stderr(full.unwrap()).spawn().unwrap();
    let mut greeting = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = in_time("it greets", greeting.next_line()).await.unwrap();
    let line = line.expect("a greeting");
    let base = line.strip_prefix("listening on ").expect("an address");

    // when games are played, more than there are workers,
    let client = Client::of(base);
    let email = json!({"email": "ada@example.org"});
    let reply = client.post("/dev/token", &email).await.is(200);
    let player = Player(client.with_token(reply.body["access_token"].as_str().unwrap()));
    for _ in 0..4 {
        let id = player.ready(&["chemistry"], 1).await;
        player.finish(&id).await;
    }

    // then it stops as it should when it is told to.
    let id = child.id().expect("it is there");
    let mut kill = Command::new("sh");
    kill.args(["-c", &format!("kill -TERM {id}")]);
    assert!(kill.status().await.unwrap().success());
    let status = in_time("it ends", child.wait()).await.unwrap();
    assert!(status.success(), "{status}");
}
