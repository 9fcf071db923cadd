use std::process::ExitStatus;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

use super::{Client, Player, eventually, in_time, quizcraft, quizcraft_ignoring};
#[cfg(feature = "dynamodb")]
use super::{Outcome, quizcraft_without_file_privileges};

/// The server binary on a free port. It is killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    base: String,
    stdout: Captured,
    stderr: Captured,
    client: Client,
}

/// Options and variables for starting a server.
#[derive(Default)]
pub(crate) struct Launch {
    args: Vec<String>,
    env: Vec<(String, String)>,
    ignored: Option<&'static str>,
    #[cfg(feature = "dynamodb")]
    without_file_privileges: bool,
}

/// The exit status and the output of a stopped server.
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

    pub(crate) fn flag(mut self, name: &str) -> Self {
        self.args.push(name.to_owned());
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Starts the server with a signal ignored, as `nohup` does with `HUP`.
    #[cfg(target_os = "linux")]
    pub(crate) const fn ignoring(mut self, signal: &'static str) -> Self {
        self.ignored = Some(signal);
        self
    }

    /// Starts the server without the privilege of root to ignore the permissions of files.
    #[cfg(feature = "dynamodb")]
    pub(crate) fn without_file_privileges(mut self) -> Self {
        self.without_file_privileges = true;
        self
    }

    /// Starts the server, and waits until it prints its address.
    pub(crate) async fn start(self) -> Server {
        let mut command = self.command();
        let mut child = command.spawn().expect("the server starts");
        let stdout = Captured::of(child.stdout.take().unwrap());
        let stderr = Captured::of(child.stderr.take().unwrap());
        let base = eventually("the server prints its address", async || {
            let text = stdout.text();
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix("listening on "));
            let over = stdout.task.is_finished();
            assert!(
                line.is_some() || !over,
                "the server did not start: {}",
                stderr.text()
            );
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

    /// Runs a server that must fail to start.
    #[cfg(feature = "dynamodb")]
    pub(crate) async fn outcome(self) -> Outcome {
        Outcome::of(self.command()).await
    }

    fn command(&self) -> Command {
        let mut args = vec!["serve".to_owned()];
        args.extend(self.args.clone());
        #[cfg(feature = "dynamodb")]
        if self.without_file_privileges {
            return self.with_env(quizcraft_without_file_privileges(args));
        }
        self.with_env(match self.ignored {
            Some(signal) => quizcraft_ignoring(signal, args),
            None => quizcraft(args),
        })
    }

    fn with_env(&self, mut command: Command) -> Command {
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

    /// Returns the URL of the server, such as `http://127.0.0.1:40123`.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Returns the address of the server, such as `127.0.0.1:40123`.
    pub(crate) fn addr(&self) -> &str {
        self.base.strip_prefix("http://").unwrap()
    }

    /// Returns a client without a token.
    pub(crate) fn anonymous(&self) -> Client {
        self.client.clone()
    }

    /// Returns a player with a development token of the server.
    pub(crate) async fn player(&self, name: &str) -> Player {
        let email = json!({"email": format!("{name}@example.org")});
        let reply = self.client.post("/dev/token", &email).await.is(200);
        let token = reply.body["access_token"].as_str().unwrap();
        Player(self.client.with_token(token))
    }

    pub(crate) fn stdout(&self) -> String {
        self.stdout.text()
    }

    /// Sends a signal to the process.
    pub(crate) async fn signal(&self, name: &str) {
        let id = self.child.id().expect("the server is running");
        let kill = format!("kill -{name} {id}");
        let mut shell = Command::new("sh");
        let status = shell.arg("-c").arg(kill).status().await.unwrap();
        assert!(status.success());
    }

    /// Limits the size of the files that the process may write to, in bytes. Larger writes fail if the
    /// process ignores `XFSZ`.
    #[cfg(all(target_os = "linux", feature = "dynamodb"))]
    pub(crate) fn limit_files(&self, size: Option<u64>) {
        use rustix::process::{Pid, Resource, Rlimit, prlimit};
        let id = self.child.id().expect("the server is running");
        let limit = Rlimit {
            current: size,
            maximum: None,
        };
        let pid = Pid::from_raw(id.try_into().unwrap());
        prlimit(pid, Resource::Fsize, limit).unwrap();
    }

    /// Waits until the process exits.
    pub(crate) async fn stopped(mut self) -> Stopped {
        let status = in_time("the server stops", self.child.wait())
            .await
            .unwrap();
        Stopped {
            status,
            stdout: self.stdout.whole().await,
            stderr: self.stderr.whole().await,
        }
    }

    /// Stops the server with SIGTERM.
    pub(crate) async fn stop(self) -> Stopped {
        self.signal("TERM").await;
        self.stopped().await
    }
}

/// The captured output of a process.
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
