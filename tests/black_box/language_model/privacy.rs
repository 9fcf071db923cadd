//! Neither the key nor the texts of players, articles and the model appear in the output.

use super::{CONTACT, KEY, World};
use crate::support::{Outcome, TOWN, eventually, sentences};

/// Asserts that an output contains no secret and no text.
#[track_caller]
fn assert_discreet(output: &str) {
    let article = sentences();
    let texts = [KEY, CONTACT, "operator@", TOWN, "zorvelle", "Anselm Moore"];
    for text in texts.into_iter().chain(article.iter().map(String::as_str)) {
        assert!(!output.contains(text), "the output contains {text}");
    }
}

#[tokio::test]
async fn neither_log_nor_metrics_contain_key_keywords_or_articles() {
    for status in [200, 400, 401, 503] {
        let world = World::start().await;
        if status != 200 {
            world.model.fail(status);
        }
        let launch = world.launch().arg("--metrics-addr", "127.0.0.1:0");
        let launch = launch.arg("--log", "json").env("RUST_LOG", "trace");
        let server = launch.start().await;
        let player = server.player("ada").await;
        player.start(&[TOWN], 3).await;
        let ended = async || {
            let metrics = server.metrics().await.get("/metrics").await.text;
            let outcomes = ["written", "failed"];
            let is_outcome = |outcome: &str| {
                let call = format!("writer=\"model\",outcome=\"{outcome}\"");
                metrics.contains(&call)
            };
            outcomes.into_iter().any(is_outcome).then_some(metrics)
        };
        assert_discreet(&eventually("the game is written", ended).await);
        let stopped = server.stop().await;
        assert!(stopped.stderr.contains("writing with the model ended"));
        assert_discreet(&stopped.stderr);
        assert_discreet(&stopped.stdout);
    }
}

#[tokio::test]
async fn no_error_of_a_command_contains_the_key() {
    for status in [400, 401, 503] {
        let world = World::start().await;
        world.model.fail(status);
        for command in ["play", "questions"] {
            let outcome = Outcome::of(world.command(&[command, TOWN])).await;
            assert_eq!(outcome.status.code(), Some(1), "{outcome:?}");
            assert!(outcome.error().contains(&status.to_string()), "{outcome:?}");
            assert_eq!(outcome.stderr.lines().count(), 1, "{outcome:?}");
            assert!(!format!("{outcome:?}").contains(KEY), "{outcome:?}");
        }
    }
}
