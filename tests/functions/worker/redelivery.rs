//! Work that is delivered more than once.

use crate::support::{Player, World};

#[tokio::test(flavor = "multi_thread")]
async fn the_same_record_twice_in_a_batch_opens_the_game_once() {
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let id = Player::of(&api, "ada").start(&["chemistry"], 3).await;
    let message = world.queue.message();
    worker
        .delivers(&[&message, &message, &message])
        .await
        .are_done();
    let mut outcomes: Vec<_> = worker.lines("prepared", 3).await;
    outcomes.sort_by_key(|line| line["outcome"].to_string());
    let outcomes = outcomes.iter().map(|line| line["outcome"].clone());
    let expected = ["prepared before", "prepared before", "ready"];
    assert_eq!(outcomes.collect::<Vec<_>>(), expected);
    assert_eq!(Player::of(&api, "ada").questions(&id).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redelivered_record_changes_nothing() {
    // Given a game with an answer,
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let ada = Player::of(&api, "ada");
    let id = ada.start(&["chemistry"], 3).await;
    let message = world.queue.message();
    worker.delivers(&[&message]).await.are_done();
    let posed = ada.posed(&id).await;
    ada.answers(&id, &posed, 1).await;
    let before = world.tables.dump().await;

    // when its message is delivered again, to the same worker and to another,
    let other = world.worker().start().await;
    worker.delivers(&[&message]).await.are_done();
    other.delivers(&[&message]).await.are_done();

    // then the tables are unchanged.
    assert_eq!(world.tables.dump().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_concurrent_workers_opens_the_game() {
    // Given two workers that are about to open the same game,
    let world = World::new().await;
    let api = world.api().start().await;
    let workers = [world.worker().start().await, world.worker().start().await];
    let ada = Player::of(&api, "ada");
    let id = ada.start(&["chemistry"], 4).await;
    let message = [world.queue.message()];
    world.tables.meet("TransactWriteItems", 2);

    // when both write concurrently,
    let (one, other) = tokio::join!(workers[0].delivers(&message), workers[1].delivers(&message));

    // then both succeed, one of them has opened the game, and the game is complete.
    one.are_done();
    other.are_done();
    let mut outcomes = Vec::new();
    for worker in &workers {
        outcomes.push(worker.lines("prepared", 1).await[0]["outcome"].to_string());
    }
    outcomes.sort();
    assert_eq!(outcomes, [r#""prepared before""#, r#""ready""#]);
    assert_eq!(ada.questions(&id).await.len(), 4);
    assert_eq!(ada.game(&id).await["status"], "READY");
}
