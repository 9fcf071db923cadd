//! A game answered with single keys, in a pseudo-terminal of `script` from util-linux.

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
    /// Starts a game of three single choices.
    fn play() -> Self {
        Self::play_with("")
    }

    /// Starts a game of three questions. The shell then prints its exit code and the echo mode.
    fn play_with(options: &str) -> Self {
        let program = env!("CARGO_BIN_EXE_quizcraft");
        let play = format!(
            "trap : INT; {program} play chemistry --questions 3 {options}; echo ended with $?; \
             stty -a | grep -ow -e '-*echo'"
        );
        let mut script = Command::new("script");
        script
            .args(["-qec", &play, "/dev/null"])
            .env("TERM", "xterm");
        script.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = script
            .kill_on_drop(true)
            .spawn()
            .expect("this test requires util-linux");
        let seen = Arc::<Mutex<String>>::default();
        tokio::spawn(copy(child.stdout.take().unwrap(), Arc::clone(&seen)));
        Self {
            keys: child.stdin.take().unwrap(),
            seen,
            child,
        }
    }

    /// Waits until the text has been printed `times` times.
    async fn wait_for(&self, text: &str, times: usize) {
        let poll = async || (self.text().matches(text).count() >= times).then_some(());
        eventually(text, poll).await;
    }

    async fn press(&mut self, keys: &str) {
        let pressed = in_time("a key is pressed", self.keys.write_all(keys.as_bytes()));
        pressed.await.unwrap();
    }

    fn text(&self) -> String {
        self.seen.lock().unwrap().clone()
    }

    /// Waits for the end of the game, asserts that echo is on again, and returns the output.
    async fn ended(mut self) -> String {
        self.wait_for("ended with", 1).await;
        drop(in_time("the terminal is closed", self.child.wait()).await);
        self.wait_for("echo", 1).await;
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
async fn number_keys_answer_and_other_keys_print_a_hint() {
    let mut terminal = Terminal::play();
    for (number, key) in (1..).zip(["1", "2", "4"]) {
        terminal
            .wait_for(&format!("question {number} of 3"), 1)
            .await;
        terminal.press("x").await;
        terminal.wait_for("q to leave", number).await;
        terminal.press(key).await;
    }
    let text = terminal.ended().await;
    assert!(text.contains("of 3 right."), "{text}");
    assert!(text.contains("ended with 0"), "{text}");
}

#[tokio::test]
async fn leaving_a_game_prints_the_score() {
    let (escape, end_of_input) = ("\u{1b}", "\u{4}");
    for key in ["q", "Q", escape, end_of_input] {
        let mut terminal = Terminal::play();
        terminal.wait_for("question 1 of 3", 1).await;
        terminal.press("x").await;
        terminal.wait_for("q to leave", 1).await;
        terminal.press("1").await;
        terminal.wait_for("question 2 of 3", 1).await;
        terminal.press("x").await;
        terminal.wait_for("q to leave", 2).await;
        terminal.press(key).await;
        let text = terminal.ended().await;
        assert!(text.contains("of 1 right."), "{key:?}: {text}");
        assert!(text.contains("ended with 0"), "{key:?}: {text}");
    }
}

/// The kinds of questions that are answered with a line, and the start of the hint that is printed with them.
const LINE_KINDS: [(&str, &str); 4] = [
    ("multiple", "Type the numbers of all right options"),
    ("number", "Type a number"),
    ("text", "Type the answer, or /q to leave."),
    ("order", "Type the numbers of all "),
];

#[tokio::test]
async fn lines_answer_questions_of_other_kinds() {
    for (kind, hint) in LINE_KINDS {
        let mut terminal = Terminal::play_with(&format!("--kinds {kind}"));
        for number in 1..=3 {
            terminal.wait_for(hint, number).await;
            let keys = answer(&terminal.text());
            terminal.press(&keys).await;
        }
        let text = terminal.ended().await;
        assert_eq!(text.matches(hint).count(), 3, "{kind}: {text}");
        let ended = text.contains("of 3 right, with a score of ") && text.contains("ended with 0");
        assert!(ended, "{kind}: {text}");
    }
}

/// A single choice prints its hint after a key that is no answer.
#[tokio::test]
async fn a_game_of_several_kinds_is_answered_with_keys_and_lines() {
    let mut terminal = Terminal::play_with("--kinds single,multiple,number,text,order");
    for number in 1..=3 {
        terminal
            .wait_for(&format!("question {number} of 3"), 1)
            .await;
        terminal.press("x").await;
        terminal.wait_for("q to leave", number).await;
        let keys = answer(&terminal.text());
        terminal.press(&keys).await;
    }
    let text = terminal.ended().await;
    assert!(text.contains("of 3 right, with a score of "), "{text}");
    assert!(text.contains("ended with 0"), "{text}");
}

/// Returns the keys that answer the last question. A line erases the keys before it.
fn answer(text: &str) -> String {
    let (_, question) = text.rsplit_once("] question ").unwrap();
    if question.contains("Press 1 to") {
        return "1".to_owned();
    }
    let items = question.split_once("of all ").and_then(|(_, rest)| {
        let (number, _) = rest.split_once(" items in order")?;
        number.parse().ok()
    });
    let digits: String = (1..=items.unwrap_or(1))
        .map(|n: u8| n.to_string())
        .collect();
    format!("\u{15}{digits}\n")
}

/// While the game waits for a key, Ctrl-C is a key that leaves the game. Between two keys it is a
/// signal.
#[tokio::test]
async fn an_interrupt_ends_the_game_and_restores_the_terminal() {
    let mut terminal = Terminal::play();
    terminal.wait_for("question 1 of 3", 1).await;
    terminal.press("x").await;
    terminal.wait_for("q to leave", 1).await;
    terminal.press("\u{3}").await;
    let text = terminal.ended().await;
    let left = text.contains("of 0 right.") && text.contains("ended with 0");
    assert!(left || text.contains("ended with 130"), "{text}");
}
