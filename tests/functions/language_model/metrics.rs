use serde_json::Value;

use super::ModelWorld;
use crate::support::{Player, assert_embedded_metrics};

/// Returns the metrics of the model in a line.
fn metrics(line: &Value) -> Vec<(&str, f64)> {
    let metrics = line["_aws"]["CloudWatchMetrics"][0]["Metrics"].as_array();
    let names = metrics
        .unwrap()
        .iter()
        .map(|metric| metric["Name"].as_str().unwrap());
    let of_model = names.filter(|name| name.starts_with("model_"));
    of_model
        .map(|name| (name, line[name].as_f64().unwrap()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn games_calls_tokens_and_questions_of_the_model_are_counted() {
    let world = ModelWorld::new().await;
    let (api, worker) = (
        world.world.api().start().await,
        world.worker().start().await,
    );
    let ada = Player::of(&api, "ada");
    world.world.ready(&ada, &worker, 3).await;
    world.prepared(&ada, &worker).await;
    world.world.ready(&ada, &worker, 3).await;

    let lines = worker.lines("batch", 3).await;
    lines.iter().for_each(assert_embedded_metrics);
    let calls = f64::from(u32::try_from(world.model.requests().len()).unwrap());
    let proposed = lines[1]["model_proposed"].as_f64().unwrap();
    assert!(proposed >= 3.0, "{proposed}");
    assert_eq!(
        metrics(&lines[1]),
        [
            ("model_games", 1.0),
            ("model_calls", calls),
            ("model_tokens", 500.0 * calls),
            ("model_proposed", proposed),
            ("model_written", 3.0),
        ]
    );
    for line in [&lines[0], &lines[2]] {
        assert!(metrics(line).is_empty(), "only facts: {line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_circuit_is_reported() {
    let world = ModelWorld::new().await;
    let (api, worker) = (
        world.world.api().start().await,
        world.worker().start().await,
    );
    world.model.fail(503);
    let mut batches = 0;
    for name in ["ada", "bob", "cleo", "dan", "eve", "fay"] {
        let (_, message) = world.start(&Player::of(&api, name)).await;
        worker.delivers(&[&message]).await.fail(&[0]);
        batches += 1;
    }
    let lines = worker.lines("batch", batches).await;
    lines.iter().for_each(assert_embedded_metrics);
    assert_eq!(lines[0].get("model_circuit_open"), None);
    assert_eq!(lines[batches - 1]["model_circuit_open"], 1.0);
    assert_eq!(
        world.model.requests().len(),
        5,
        "an open circuit makes no call"
    );
}
