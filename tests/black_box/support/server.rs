use std::process::ExitStatus;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

#[cfg(feature = "dynamodb")]
use super::Outcome;
use super::{Client, Player, eventually, in_time, quizcraft};

/// The real server on a free port; it is killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    base: String,
    stdout: Captured,
    stderr: Captured,
    client: Client,
}

/// How a server is to be started.
#[derive(Default)]
pub(crate) struct Launch {
    args: Vec<String>,
    env: Vec<(String, String)>,
}

/// What a server that was stopped left behind.
pub(crate) struct Stopped {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Launch {
    pub(crate) fn arg(mut self, name: &str, value: &str) -> Self {
        self.args.extend([name.to_owned(), value.to_owned()]);
        self
    }

    #[cfg(feature = "dynamodb")]
    pub(crate) fn flag(mut self, name: &str) -> Self {
        self.args.push(name.to_owned());
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Starts the server, and waits until it says where it listens.
    pub(crate) async fn start(self) -> Server {
        let mut command = self.command();
        let mut child = command.spawn().expect("the server starts");
        let stdout = Captured::of(child.stdout.take().unwrap());
        let stderr = Captured::of(child.stderr.take().unwrap());
        let base = eventually("the server says where it listens", async || {
            let text = stdout.text();
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix("listening on "));
            let over = stdout.task.is_finished();
            assert!(line.is_some() || !over, "no server: {}", stderr.text());
            line.map(str::to_owned)
        });
        let base = base.await;
        let client = Client::of(&base);
        Server {
            child,
            base,
            stdout,
            stderr,
            client,
        }
    }

    /// Lets a server that must not start run to its end.
    #[cfg(feature = "dynamodb")]
    pub(crate) async fn outcome(self) -> Outcome {
        Outcome::of(self.command()).await
    }

    fn command(&self) -> Command {
        let mut args = vec!["serve".to_owned()];
        args.extend(self.args.clone());
        let mut command = quizcraft(args);
        command
            .env("QUIZCRAFT_ADDR", "127.0.0.1:0")
            .envs(self.env.clone());
        command
    }
}

impl Server {
    pub(crate) async fn start() -> Self {
        Launch::default().start().await
    }

    /// Where it listens, such as `http://127.0.0.1:40123`.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Where it listens, without a scheme.
    pub(crate) fn addr(&self) -> &str {
        self.base.strip_prefix("http://").unwrap()
    }

    /// A client without a token.
    pub(crate) fn anonymous(&self) -> Client {
        self.client.clone()
    }

    /// A player with a token of the server's own.
    pub(crate) async fn player(&self, name: &str) -> Player {
        let email = json!({"email": format!("{name}@example.org")});
        let reply = self.client.post("/dev/token", &email).await.is(200);
        let token = reply.body["access_token"].as_str().unwrap();
        Player(self.client.with_token(token))
    }

    pub(crate) fn stdout(&self) -> String {
        self.stdout.text()
    }

    /// Sends the process a signal, as `kill` does.
    pub(crate) async fn signal(&self, name: &str) {
        let id = self.child.id().expect("the server is there");
        let kill = format!("kill -{name} {id}");
        let mut shell = Command::new("sh");
        let status = shell.arg("-c").arg(kill).status().await.unwrap();
        assert!(status.success());
    }

    /// Waits for the end of a process that was told to stop.
    pub(crate) async fn stopped(mut self) -> Stopped {
        let status = in_time("the server ends", self.child.wait()).await.unwrap();
        Stopped {
            status,
            stdout: self.stdout.whole().await,
            stderr: self.stderr.whole().await,
        }
    }

    /// Stops the server as an operator does.
    pub(crate) async fn stop(self) -> Stopped {
        self.signal("TERM").await;
        self.stopped().await
    }
}

/// What a process writes, line by line.
struct Captured {
    text: Arc<Mutex<String>>,
    task: JoinHandle<()>,
}

impl Captured {
    fn of(stream: impl AsyncRead + Send + Unpin + 'static) -> Self {
        let text = Arc::<Mutex<String>>::default();
        let copy = Arc::clone(&text);
        let task = tokio::spawn(async move {
            let mut lines = BufReader::new(stream).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                let mut text = copy.lock().unwrap();
                text.push_str(&line);
                text.push('\n');
            }
        });
        Self { text, task }
    }

    fn text(&self) -> String {
        self.text.lock().unwrap().clone()
    }

    async fn whole(mut self) -> String {
        let end = in_time("the output ends", &mut self.task).await;
        end.unwrap();
        self.text()
    }
}
