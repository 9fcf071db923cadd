use std::process::{ExitStatus, Stdio};

use tokio::process::Command;

use super::in_time;

const PROGRAM: &str = env!("CARGO_BIN_EXE_quizcraft");

/// The exit status and the output of a program.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Returns the command with these arguments, without the variables of the developer's environment.
pub(crate) fn quizcraft<T: AsRef<str>>(args: impl IntoIterator<Item = T>) -> Command {
    with_args(Command::new(PROGRAM), args)
}

/// Returns the command with these arguments and with a signal ignored, such as `HUP`.
pub(crate) fn quizcraft_ignoring<T: AsRef<str>>(
    signal: &str,
    args: impl IntoIterator<Item = T>,
) -> Command {
    let mut shell = Command::new("sh");
    let script = format!(r#"trap "" {signal}; exec "$0" "$@""#);
    shell.args(["-c", &script, PROGRAM]);
    with_args(shell, args)
}

/// Returns the command with these arguments. Root runs it without the capabilities to ignore the permissions
/// of files.
#[cfg(feature = "dynamodb")]
pub(crate) fn quizcraft_without_file_privileges<T: AsRef<str>>(
    args: impl IntoIterator<Item = T>,
) -> Command {
    const DROP: &str = "-dac_override,-dac_read_search,-fowner";
    let script = format!(
        r#"[ "$(id -u)" = 0 ] || exec "$0" "$@"; exec setpriv --bounding-set={DROP} --inh-caps={DROP} "$0" "$@""#
    );
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, PROGRAM]);
    with_args(shell, args)
}

fn with_args<T: AsRef<str>>(mut command: Command, args: impl IntoIterator<Item = T>) -> Command {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_setting) {
            command.env_remove(name);
        }
    }
    let args = args.into_iter().map(|arg| arg.as_ref().to_owned());
    command.args(args).env("NO_COLOR", "1").kill_on_drop(true);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Returns whether the program or one of its libraries reads this variable.
fn is_setting(name: &str) -> bool {
    let tables = ["GAME_TABLE", "QUESTION_TABLE", "TOKEN_TABLE", "DRAFT_TABLE"];
    let groups = ["QUIZCRAFT_", "AWS_", "OTEL_"];
    name == "RUST_LOG" || tables.contains(&name) || groups.iter().any(|g| name.starts_with(g))
}

impl Outcome {
    /// Runs the command until it exits.
    pub(crate) async fn of(mut command: Command) -> Self {
        let output = in_time("the program ends", command.output()).await.unwrap();
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8 output");
        Self {
            status: output.status,
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// Asserts that the program failed, and returns the first line of its error.
    pub(crate) fn error(&self) -> &str {
        assert!(!self.status.success(), "expected a failure: {self:?}");
        assert_eq!(self.stdout, "", "expected no output: {self:?}");
        let line = self.stderr.lines().next().unwrap_or_default();
        assert!(line.starts_with("error: "), "{self:?}");
        line
    }
}
