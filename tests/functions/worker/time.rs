//! Timeouts of the worker.

use std::time::Duration;

use crate::support::{Mode, Player, World, once_within};

#[tokio::test(flavor = "multi_thread")]
async fn a_record_without_remaining_time_fails_and_writes_nothing() {
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let ada = Player::of(&api, "ada");
    let id = ada.start(&["chemistry"], 3).await;
    let message = [world.queue.message()];
    let before = world.tables.dump().await;

    let delivered = worker
        .delivers_for(&message, Duration::from_millis(300))
        .await;

    delivered.fail(&[0]);
    assert_eq!(world.tables.dump().await, before);
    worker.delivers(&message).await.are_done();
    assert_eq!(ada.game(&id).await["status"], "READY");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_record_fails_before_the_invocation_ends() {
    // Given tables that hang,
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let ada = Player::of(&api, "ada");
    let id = ada.start(&["chemistry"], 3).await;
    let message = world.queue.message();
    world.tables.set(Mode::Hang);

    // when the invocation has less time than the timeout of the tables,
    let time = Duration::from_millis(1_200);
    let work = [&message, &message];
    let delivered = once_within(time, async || worker.delivers_for(&work, time).await).await;

    // then the records fail in time, and succeed on the next delivery.
    delivered.fail(&[0, 1]);
    world.tables.set(Mode::Open);
    worker.delivers(&[message]).await.are_done();
    assert_eq!(ada.game(&id).await["status"], "READY");
    assert_eq!(ada.questions(&id).await.len(), 3);
}
