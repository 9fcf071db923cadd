//! A game whose answers are single keys, in a pseudo-terminal that `script` of util-linux gives.

use std::process::Stdio;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::support::{eventually, in_time};

struct Terminal {
    keys: ChildStdin,
    seen: Arc<Mutex<String>>,
    child: Child,
}

impl Terminal {
    /// Starts a game of three questions, and says how it ended and whether keys echo again.
    fn play() -> Self {
        let play = concat!(
            "trap : INT; ",
            env!("CARGO_BIN_EXE_quizcraft"),
            " play chemistry --questions 3; echo ended with $?; stty -a | grep -ow -e '-*echo'"
        );
        let mut script = Command::new("script");
        script
            .args(["-qec", play, "/dev/null"])
            .env("TERM", "xterm");
        script.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = script
            .kill_on_drop(true)
            .spawn()
            .expect("util-linux is there");
        let seen = Arc::<Mutex<String>>::default();
        tokio::spawn(copy(child.stdout.take().unwrap(), Arc::clone(&seen)));
        Self {
            keys: child.stdin.take().unwrap(),
            seen,
            child,
        }
    }

    /// Waits until a text shows for the nth time.
    async fn shows(&self, text: &str, times: usize) {
        let look = async || (self.text().matches(text).count() >= times).then_some(());
        eventually(text, look).await;
    }

    async fn press(&mut self, keys: &str) {
        let pressed = in_time("a key is pressed", self.keys.write_all(keys.as_bytes()));
        pressed.await.unwrap();
    }

    fn text(&self) -> String {
        self.seen.lock().unwrap().clone()
    }

    /// How the game ended, once the terminal is as it was before.
    async fn ended(mut self) -> String {
        self.shows("ended with", 1).await;
        drop(in_time("the terminal is closed", self.child.wait()).await);
        self.shows("echo", 1).await;
        let text = self.text();
        assert!(!text.contains("-echo"), "{text}");
        text
    }
}

async fn copy(mut stdout: ChildStdout, seen: Arc<Mutex<String>>) {
    let mut bytes = [0; 4096];
    while let Ok(read @ 1..) = stdout.read(&mut bytes).await {
        let text = String::from_utf8_lossy(&bytes[..read]);
        seen.lock().unwrap().push_str(&text);
    }
}

#[tokio::test]
async fn one_key_answers_and_others_are_explained() {
    let mut terminal = Terminal::play();
    for (number, key) in (1..).zip(["1", "2", "4"]) {
        terminal.shows(&format!("question {number} of 3"), 1).await;
        terminal.press("x").await;
        terminal.shows("q to leave", number).await;
        terminal.press(key).await;
    }
    let text = terminal.ended().await;
    assert!(text.contains("of 3 right."), "{text}");
    assert!(text.contains("ended with 0"), "{text}");
}

#[tokio::test]
async fn whoever_leaves_sees_what_was_played() {
    let (escape, end_of_input) = ("\u{1b}", "\u{4}");
    for key in ["q", "Q", escape, end_of_input] {
        let mut terminal = Terminal::play();
        terminal.shows("question 1 of 3", 1).await;
        terminal.press("x").await;
        terminal.shows("q to leave", 1).await;
        terminal.press("1").await;
        terminal.shows("question 2 of 3", 1).await;
        terminal.press("x").await;
        terminal.shows("q to leave", 2).await;
        terminal.press(key).await;
        let text = terminal.ended().await;
        assert!(text.contains("of 1 right."), "{key:?}: {text}");
        assert!(text.contains("ended with 0"), "{key:?}: {text}");
    }
}

/// Where the interrupt is a key, the game ends as with any other that leaves; in the moment between
/// two keys it is a signal.
#[tokio::test]
async fn an_interrupt_ends_the_game_and_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::play();
    terminal.shows("question 1 of 3", 1).await;
    terminal.press("x").await;
    terminal.shows("q to leave", 1).await;
    terminal.press("\u{3}").await;
    let text = terminal.ended().await;
    let left = text.contains("of 0 right.") && text.contains("ended with 0");
    assert!(left || text.contains("ended with 130"), "{text}");
}
