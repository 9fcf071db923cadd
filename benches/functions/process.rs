//! A function as a process, and its resource usage on Linux.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::store::{PLAYER_KEY, Store};

/// A running function. It is killed when it is dropped.
pub(crate) struct Process(Child);

impl Process {
    /// Starts a function with the environment of Lambda and of the deployment, and further variables.
    pub(crate) fn start(
        path: &Path,
        variables: &[(&str, &str)],
        runtime: SocketAddr,
        store: &Store,
    ) -> Self {
        let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join("functions.log");
        let mut command = Command::new(path);
        command
            .env_clear()
            .envs([
                ("AWS_LAMBDA_RUNTIME_API", runtime.to_string().as_str()),
                ("AWS_LAMBDA_FUNCTION_NAME", "quizcraft"),
                ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
                ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
                ("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/quizcraft"),
                ("AWS_LAMBDA_LOG_STREAM_NAME", "2026/11/24/[$LATEST]1"),
                ("AWS_REGION", "eu-west-1"),
                ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
                (
                    "AWS_SECRET_ACCESS_KEY",
                    "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                ),
                ("AWS_ENDPOINT_URL_DYNAMODB", store.url()),
            ])
            .envs([
                ("GAME_TABLE", "Game"),
                ("QUESTION_TABLE", "Question"),
                ("TOKEN_TABLE", "Token"),
                ("GAME_QUEUE_URL", "https://localhost/123456789012/games"),
                ("JWT_ISSUER", "https://id.example.org/"),
                ("JWT_AUDIENCE", "https://quiz.example.org"),
                ("PLAYER_ID_KEY", PLAYER_KEY),
            ])
            .envs(variables.iter().copied())
            .env("AWS_CA_BUNDLE", store.ca_file())
            .stdin(Stdio::null())
            .stdout(File::create(log).expect("the log is writable"));
        Self(command.spawn().expect("the function starts"))
    }

    /// Returns the CPU time of its threads, in user and kernel mode.
    pub(crate) fn cpu(&self) -> Duration {
        let threads = fs::read_dir(self.proc_path("task")).expect("the function is running");
        let cpu = threads.map(|thread| {
            let thread = thread.expect("the function is running").path();
            let had =
                fs::read_to_string(thread.join("schedstat")).expect("the function is running");
            let had = had.split(' ').next().expect("three numbers");
            Duration::from_nanos(had.parse().expect("a number"))
        });
        cpu.sum()
    }

    /// Returns its peak resident memory, in bytes.
    pub(crate) fn peak_memory(&self) -> u64 {
        let status = fs::read_to_string(self.proc_path("status")).expect("the function is running");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB"));
        1_024
            * peak
                .expect("a VmHWM line")
                .parse::<u64>()
                .expect("a number")
    }

    fn proc_path(&self, what: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{what}", self.0.id()))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
