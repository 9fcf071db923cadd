//! The option `--metrics-addr`.

use std::collections::BTreeMap;

use serde_json::json;

use crate::support::{Client, Launch, Outcome, Provider, Server, choice, eventually, quizcraft};

/// The samples of an exposition by name with labels, in the Prometheus text format 0.0.4.
pub(crate) struct Samples(pub(crate) BTreeMap<String, f64>);

impl Samples {
    /// Parses an exposition. Checks that each line is valid, and each sample unique and of a declared
    /// metric.
    fn parse(text: &str) -> Self {
        let (mut samples, mut declared) = (BTreeMap::new(), Vec::new());
        for line in text.lines() {
            if let Some(declaration) = line.strip_prefix("# TYPE ") {
                let (name, kind) = declaration.split_once(' ').expect(line);
                assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
                declared.push(name);
            } else if !line.starts_with("# HELP ") {
                let (sample, value) = line.rsplit_once(' ').expect(line);
                let name = sample.split('{').next().unwrap();
                assert!(name.starts_with("quizcraft_"), "{line}");
                let suffixes = ["", "_bucket", "_sum", "_count"];
                let is_declared =
                    |of: &&str| suffixes.iter().any(|end| name == format!("{of}{end}"));
                assert!(declared.iter().any(is_declared), "{line}");
                let value = value.parse().expect(line);
                let previous = samples.insert(sample.to_owned(), value);
                assert_eq!(previous, None, "{line}");
            }
        }
        Self(samples)
    }

    #[track_caller]
    pub(crate) fn assert(&self, expected: &[(&str, f64)]) {
        for (sample, value) in expected {
            let found = self.0.get(&format!("quizcraft_{sample}"));
            assert_eq!(found, Some(value), "{sample} of {:#?}", self.0);
        }
    }
}

impl Server {
    /// Returns a client of the listener for metrics.
    pub(crate) async fn metrics(&self) -> Client {
        let url = eventually("the server prints the address", async || {
            let text = self.stdout();
            let line = text.lines().find_map(|line| line.strip_prefix("metrics: "));
            line.map(|url| url.strip_suffix("/metrics").unwrap().to_owned())
        });
        Client::of(&url.await)
    }

    pub(crate) async fn scrape(&self) -> Samples {
        let reply = self.metrics().await.get("/metrics").await.is(200);
        let format = "text/plain; version=0.0.4; charset=utf-8";
        assert_eq!(reply.header("content-type"), format);
        Samples::parse(&reply.text)
    }
}

fn launch() -> Launch {
    Launch::default().arg("--metrics-addr", "127.0.0.1:0")
}

#[tokio::test]
async fn a_played_game_is_counted_and_measured() {
    // Given a server with a game that a player finished, a game that failed, and refused requests,
    let server = launch().arg("--games-per-hour", "2").start().await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 3).await;
    for _ in 0..3 {
        let posed = player.next_question(&id).await;
        player.answer(&id, &choice(&posed, 0)).await.is(200);
    }
    let failed = player.start(&["qwxzvk"], 3).await;
    player.prepared(&failed).await;
    let refused = json!({"keywords": ["chemistry"]});
    player.post("/quiz/v1/games", &refused).await.is(429);
    player.get("/games/hush").await.is(404);
    server.anonymous().get("/hush?hush").await.is(404);

    // when the metrics are scraped after the worker has reported its work,
    let is_idle = |samples: &Samples| samples.0["quizcraft_queue_in_progress"] == 0.0;
    let scrape = async || Some(server.scrape().await).filter(is_idle);
    let samples = eventually("the work is done", scrape).await;

    // then they count requests by route and status,
    samples.assert(&[
        (
            r#"http_requests_total{route="POST /games",status="201"}"#,
            2.0,
        ),
        (
            r#"http_requests_total{route="POST /games",status="429"}"#,
            1.0,
        ),
        (
            r#"http_requests_total{route="POST /games/{game}/questions/answer",status="200"}"#,
            3.0,
        ),
        (
            r#"http_requests_total{route="GET /games/{game}",status="404"}"#,
            1.0,
        ),
        (r#"http_requests_total{route="none",status="404"}"#, 1.0),
        (
            r#"http_request_duration_seconds_count{route="POST /games"}"#,
            3.0,
        ),
        (
            r#"http_request_duration_seconds_bucket{route="POST /games",le="+Inf"}"#,
            3.0,
        ),
    ]);
    // games and answers,
    samples.assert(&[
        ("games_started_total", 2.0),
        ("games_refused_total", 1.0),
        (r#"games_total{outcome="ready"}"#, 1.0),
        (r#"games_total{outcome="failed"}"#, 1.0),
        ("games_finished_total", 1.0),
        ("time_to_ready_seconds_count", 1.0),
        ("pending_games", 0.0),
        ("overdue_games", 0.0),
    ]);
    let answers = |result| samples.0[&format!("quizcraft_answers_total{{result={result:?}}}")];
    assert!((answers("right") + answers("wrong") - 3.0).abs() < f64::EPSILON);
    // and what happens in the background.
    samples.assert(&[
        (r#"writing_duration_seconds_count{outcome="written"}"#, 1.0),
        (r#"writing_duration_seconds_count{outcome="rejected"}"#, 1.0),
        (
            r#"writing_duration_seconds_count{outcome="needs_lease"}"#,
            0.0,
        ),
        (
            r#"writing_duration_seconds_count{outcome="timed_out"}"#,
            0.0,
        ),
        ("queue_waiting", 0.0),
        ("queue_in_progress", 0.0),
        ("queue_rejected_total", 0.0),
        ("dead_letters_total", 0.0),
        ("writer_threads_abandoned", 0.0),
        ("log_lines_dropped_total", 0.0),
    ]);
    // No label contains what a client chose, or an id.
    for sample in samples.0.keys() {
        for secret in ["hush", "qwxzvk", &id[..16], "/quiz/v1"] {
            assert!(!sample.contains(secret), "{sample}");
        }
    }
}

#[tokio::test]
async fn requests_to_the_provider_are_counted() {
    let provider = Provider::start().await;
    let server = provider.configure(launch()).start().await;
    provider.player(&server, "ada").games().await;
    server.scrape().await.assert(&[
        (
            r#"provider_fetches_total{document="configuration",outcome="ok"}"#,
            1.0,
        ),
        (
            r#"provider_fetches_total{document="keys",outcome="ok"}"#,
            1.0,
        ),
        (
            r#"provider_fetch_duration_seconds_count{document="keys"}"#,
            1.0,
        ),
    ]);
}

#[tokio::test]
async fn metrics_are_not_on_the_public_address() {
    for launch in [launch(), Launch::default()] {
        let server = launch.start().await;
        let public = server.anonymous();
        public.get("/metrics").await.fails(404, "not_found");
    }
    let server = launch().start().await;
    server.metrics().await.get("/games").await.is(404);
    assert!(server.stop().await.status.success());
}

#[tokio::test]
async fn an_address_in_use_is_an_error() {
    let server = launch().start().await;
    let used = server.addr();
    let command = quizcraft(["serve", "--addr", "127.0.0.1:0", "--metrics-addr", used]);
    let outcome = Outcome::of(command).await;
    let error = outcome.error();
    let expected = format!("error: invalid --metrics-addr: cannot listen on {used}");
    assert!(error.starts_with(&expected), "{error}");
}
