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
    let (api, worker) = world.functions().await;
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

/// Has the worker deliver one more game than failures that open a circuit, each of another player. Returns the lines of the
/// first and the last delivery.
async fn first_and_last_failure(world: &ModelWorld) -> [Value; 2] {
    const PLAYERS: [&str; 6] = ["ada", "bob", "cleo", "dan", "eve", "fay"];
    let (api, worker) = world.functions().await;
    for name in PLAYERS {
        let (_, message) = world.start(&Player::of(&api, name)).await;
        worker.delivers(&[&message]).await.fail(&[0]);
    }
    let lines = worker.lines("batch", PLAYERS.len()).await;
    lines.iter().for_each(assert_embedded_metrics);
    [lines[0].clone(), lines[PLAYERS.len() - 1].clone()]
}

/// Returns the circuits that a line reports as open.
fn open_circuits(line: &Value) -> Vec<&str> {
    let circuits = ["model_circuit_open", "research_circuit_open"];
    let is_open = |circuit: &&str| line.get(*circuit).is_some_and(|value| *value == 1.0);
    circuits.into_iter().filter(is_open).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_circuit_of_the_model_is_reported() {
    let world = ModelWorld::new().await;
    world.model.fail(503);
    let [first, last] = first_and_last_failure(&world).await;
    assert!(open_circuits(&first).is_empty(), "{first}");
    assert_eq!(open_circuits(&last), ["model_circuit_open"]);
    let calls = world.model.requests().len();
    assert_eq!(calls, 5, "an open circuit makes no call");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_circuit_of_the_wiki_is_reported() {
    let world = ModelWorld::new().await;
    world.wiki.fail(503);
    let [first, last] = first_and_last_failure(&world).await;
    assert!(open_circuits(&first).is_empty(), "{first}");
    assert_eq!(open_circuits(&last), ["research_circuit_open"]);
    let (calls, requests) = (world.model.requests(), world.wiki.requests());
    assert!(calls.is_empty(), "no article, no call");
    assert_eq!(requests.len(), 5, "an open circuit makes no request");
}
