//! A function as a process, and what Linux says of it.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::store::{PLAYER_KEY, Store};

/// A function that runs, and is killed when it is dropped.
pub(crate) struct Process(Child);

impl Process {
    /// Starts it with the environment that Lambda and the deployment would give it.
    pub(crate) fn start(path: &Path, runtime: SocketAddr, store: &Store) -> Self {
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
            .env("AWS_CA_BUNDLE", store.ca_file())
            .stdin(Stdio::null())
            .stdout(File::create(log).expect("the log can be written"));
        Self(command.spawn().expect("the function starts"))
    }

    /// The CPU that its threads have had, in the kernel and outside.
    pub(crate) fn cpu(&self) -> Duration {
        let threads = fs::read_dir(self.about("task")).expect("it runs");
        let cpu = threads.map(|thread| {
            let thread = thread.expect("it runs").path();
            let had = fs::read_to_string(thread.join("schedstat")).expect("it runs");
            let had = had.split(' ').next().expect("it has three numbers");
            Duration::from_nanos(had.parse().expect("it is a number"))
        });
        cpu.sum()
    }

    /// The most memory that it has had, in bytes.
    pub(crate) fn peak_memory(&self) -> u64 {
        let status = fs::read_to_string(self.about("status")).expect("it runs");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB"));
        1_024
            * peak
                .expect("it is there")
                .parse::<u64>()
                .expect("it is a number")
    }

    fn about(&self, what: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{what}", self.0.id()))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
