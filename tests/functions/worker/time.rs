//! A worker whose time runs out.

use std::time::Duration;

use crate::support::{Mode, Player, World, once_within};

#[tokio::test(flavor = "multi_thread")]
async fn a_record_for_which_no_time_is_left_is_given_back_untouched() {
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let ada = Player::of(&api, "ada");
    let id = ada.start(&["chemistry"], 3).await;
    let message = [world.queue.message()];
    let before = world.tables.dump().await;

    let given_back = worker
        .delivers_for(&message, Duration::from_millis(300))
        .await;

    given_back.fail(&[0]);
    assert_eq!(world.tables.dump().await, before);
    worker.delivers(&message).await.are_done();
    assert_eq!(ada.game(&id).await["status"], "READY");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_takes_too_long_is_given_back_before_the_time_is_over() {
    // Given tables that do not answer,
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let ada = Player::of(&api, "ada");
    let id = ada.start(&["chemistry"], 3).await;
    let message = world.queue.message();
    world.tables.set(Mode::Hang);

    // when there is time for less than the patience with them,
    let time = Duration::from_millis(1_200);
    let work = [&message, &message];
    let given_back = once_within(time, async || worker.delivers_for(&work, time).await).await;

    // then the records are given back in time, and are done the next time.
    given_back.fail(&[0, 1]);
    world.tables.set(Mode::Open);
    worker.delivers(&[message]).await.are_done();
    assert_eq!(ada.game(&id).await["status"], "READY");
    assert_eq!(ada.questions(&id).await.len(), 3);
}
