//! Games of all kinds of questions through both functions, and what a player was asked before.

use std::collections::HashSet;

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::{Value, json};

use crate::support::{Player, World, sqs_event};

const KINDS: [&str; 5] = ["single", "multiple", "number", "text", "order"];

#[tokio::test(flavor = "multi_thread")]
async fn a_player_plays_a_game_of_all_kinds() {
    // Given a game of all kinds, whose questions the worker has written,
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let ada = Player::of(&api, "ada");
    let wanted = json!({"keywords": ["history"], "questions_limit": 25, "kinds": KINDS});
    let id = ada.post("/games", &wanted).await.is(201).body["id"].clone();
    let id = id.as_str().unwrap();
    worker.delivers(&[world.queue.message()]).await.are_done();

    // when the player answers all questions, some of them in part,
    let (mut kinds, mut score, mut partial) = (HashSet::new(), 0.0, 0);
    for index in 1..=25 {
        let posed = ada.posed(id).await;
        assert_eq!(posed["index"], index);
        kinds.insert(posed["kind"].as_str().unwrap().to_owned());
        let answer = json!({"question": index, "response": response(&posed)});
        let path = format!("/games/{id}/questions/answer");
        let feedback = ada.post(&path, &answer).await.is(200).body;
        let repeated = ada.post(&path, &reworded(answer)).await.is(200).body;
        assert_eq!(repeated, feedback, "the same response in other words");
        let points = feedback["score"].as_f64().unwrap();
        assert_eq!(feedback["result"], points > 0.9995);
        score += points;
        partial += u32::from(points > 0.0 && points < 1.0);
    }

    // then all kinds were posed, and the game has the sum of the scores.
    assert_eq!(kinds.len(), KINDS.len(), "{kinds:?}");
    assert!(partial > 0, "some answers are right in part");
    let over = ada.game(id).await;
    assert_eq!(over["status"], "FINISHED");
    assert_eq!(over["kinds"], json!(KINDS));
    let total = over["score"].as_f64().unwrap();
    assert!((total - score).abs() < 1e-9, "{total} is the sum {score}");
}

/// Returns a response that the question allows.
fn response(posed: &Value) -> Value {
    let options = posed["options"].as_array().unwrap();
    match posed["kind"].as_str().unwrap() {
        "single" => options[0].clone(),
        "multiple" => json!(options[..2]),
        "number" => json!(1800),
        "text" => json!("Some One"),
        "order" => json!(options),
        other => panic!("unknown kind {other}"),
    }
}

/// Returns an answer that means the same in other words.
fn reworded(mut answer: Value) -> Value {
    let response = &mut answer["response"];
    *response = match response.take() {
        Value::Number(number) => json!(format!("{number}.0")),
        Value::String(text) if text == "Some One" => json!(" some  ONE "),
        Value::Array(options) if options.len() == 2 => options.into_iter().rev().collect(),
        other => other,
    };
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_is_not_asked_the_same_again() {
    // Given a player who starts games on the same keywords, in other letter case,
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let ada = Player::of(&api, "ada");
    for keyword in ["chemistry", "Chemistry", "CHEMISTRY"] {
        let id = ada.start(&[keyword], 20).await;
        let (body, attributes) = world.queue.message_with_attributes();

        // when the worker receives the messages as they were sent,
        let fingerprint = attributes["keywords_fingerprint"]["stringValue"].as_str();
        assert_eq!(fingerprint.map(str::len), Some(64));
        let mut event = sqs_event(&[&body]);
        event["Records"][0]["messageAttributes"] = attributes;
        worker.invoke(event.to_string()).await;
        assert_eq!(ada.questions(&id).await.len(), 20);
    }

    // then all 60 questions ask for different facts. Different facts may have the same prompt.
    assert_eq!(distinct_facts(&world).await, 60);
}

/// Returns the number of distinct fingerprints in the only record of what a player was asked.
async fn distinct_facts(world: &World) -> usize {
    let scan = world.tables.client.scan().table_name("Game");
    let scan = scan
        .filter_expression("begins_with(GameId, :asked)")
        .expression_attribute_values(":asked", AttributeValue::S("asked#".to_owned()));
    let records = scan.send().await.unwrap();
    let [record] = records.items() else {
        panic!("expected one record, found {:?}", records.items());
    };
    let (facts, []) = record["Asked"].as_b().unwrap().as_ref().as_chunks::<8>() else {
        panic!("fingerprints have 8 bytes each");
    };
    facts.iter().collect::<HashSet<_>>().len()
}
