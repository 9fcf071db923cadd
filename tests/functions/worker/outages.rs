//! The worker while its tables are unavailable.

use crate::support::{Mode, Player, World};

#[tokio::test(flavor = "multi_thread")]
async fn work_that_fails_during_an_outage_succeeds_after_it() {
    // Given games of two players, and tables that fail,
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let (ada, bob) = (Player::of(&api, "ada"), Player::of(&api, "bob"));
    let games = [
        ada.start(&["chemistry"], 3).await,
        bob.start(&["capitals"], 3).await,
    ];
    let messages = world.queue.sent();
    let before = world.tables.dump().await;
    world.tables.set(Mode::Fail);

    // when their work is delivered, then all records fail, and nothing is written.
    worker.delivers(&messages).await.fail(&[0, 1]);
    world.tables.set(Mode::Open);
    assert_eq!(world.tables.dump().await, before);

    // When it is delivered again, then the games are ready.
    worker.delivers(&messages).await.are_done();
    assert_eq!(ada.game(&games[0]).await["status"], "READY");
    assert_eq!(bob.game(&games[1]).await["status"], "READY");
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_that_start_during_an_outage_work_after_it() {
    let world = World::new().await;
    world.tables.set(Mode::Fail);
    let (api, worker) = tokio::join!(world.api().start(), world.worker().start());
    let ada = Player::of(&api, "ada");
    ada.get("/games").await.fails(503, "unavailable");
    world.tables.set(Mode::Open);
    let id = world.ready(&ada, &worker, 2).await;
    assert_eq!(ada.questions(&id).await.len(), 2);
}
