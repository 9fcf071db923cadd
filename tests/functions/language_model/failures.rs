use std::time::{Duration, Instant};

use super::ModelWorld;
use crate::support::{Player, eventually, message_id, receipt_handle};

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_limit_delays_the_redelivery() {
    let world = ModelWorld::new().await;
    let (api, worker) = world.functions().await;
    let ada = Player::of(&api, "ada");
    let (id, message) = world.start(&ada).await;
    world.model.fail(429);
    worker.delivers(&[&message]).await.fail(&[0]);
    // The server requests a retry in 100 seconds.
    assert_eq!(world.world.queue.changed(), [[(receipt_handle(0), 100)]]);
    assert_eq!(ada.game(&id).await["status"], "PENDING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_that_was_attempted_three_times_fails_with_suggestions() {
    let world = ModelWorld::new().await;
    let (api, worker) = world.functions().await;
    let ada = Player::of(&api, "ada");
    let (id, message) = world.start(&ada).await;
    world.model.fail(400);
    for _ in 0..3 {
        worker.delivers(&[&message]).await.fail(&[0]);
    }
    worker.delivers(&[&message]).await.are_done();
    let game = ada.game(&id).await;
    let failure = game["failure"].as_str().unwrap();
    assert!(failure.contains("Start a new game later"), "{failure}");
    let suggestion = game["suggestions"][0].as_str().unwrap();
    assert!(failure.contains(&format!(" Try {suggestion}")), "{failure}");
    assert_eq!(world.model.requests().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_model_opens_the_circuit_with_and_without_a_key() {
    for has_key in [true, false] {
        let world = ModelWorld::new().await;
        let worker = world.worker();
        let worker = if has_key {
            worker
        } else {
            worker.without("MODEL_KEY_SECRET")
        };
        let (api, worker) = (world.world.api().start().await, worker.start().await);
        world.model.fail(404);
        for name in ["ada", "bob", "cleo"] {
            let (_, message) = world.start(&Player::of(&api, name)).await;
            worker.delivers(&[&message]).await.fail(&[0]);
        }
        assert_eq!(world.model.requests().len(), 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_key_is_replaced_without_a_new_process() {
    let world = ModelWorld::new().await;
    let (api, worker) = world.functions().await;
    let (ada, bob) = (Player::of(&api, "ada"), Player::of(&api, "bob"));
    world.prepared(&ada, &worker).await;

    world.model.revoke(super::KEY);
    world.secrets.set("sk-another-key");
    let id = world.prepared(&bob, &worker).await;
    assert_eq!(bob.game(&id).await["status"], "READY");
    assert!(world.secrets.requests() >= 2);
    let last = world.model.requests().pop().unwrap();
    assert_eq!(last.headers["authorization"], "Bearer sk-another-key");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_without_a_key_delays_the_game_and_names_its_variable() {
    let world = ModelWorld::new().await;
    world.secrets.set("hush hush");
    let (api, worker) = world.functions().await;
    let (_, message) = world.start(&Player::of(&api, "ada")).await;
    worker.delivers(&[&message]).await.fail(&[0]);
    assert_eq!(world.model.requests().len(), 0);
    let named = async || {
        let log = worker.log();
        let mut errors = log.iter().filter_map(|line| line["error"].as_str());
        let fault = "the secret of MODEL_KEY_SECRET is not a valid key";
        errors.any(|error| error.contains(fault)).then_some(())
    };
    eventually("the log names the variable", named).await;
    assert!(!format!("{:?}", worker.log()).contains("hush"));
    // What the facts cover needs no key.
    world
        .world
        .ready(&Player::of(&api, "bob"), &worker, 3)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_hangs_ends_before_the_invocation() {
    let world = ModelWorld::new().await;
    let (api, worker) = world.functions().await;
    let (_, message) = world.start(&Player::of(&api, "ada")).await;
    world.model.hang();
    let (pid, since) = (worker.pid(), Instant::now());
    let delivered = worker
        .delivers_for(&[&message], Duration::from_secs(6))
        .await;
    assert_eq!(delivered.ids(), [message_id(0)]);
    assert!(since.elapsed() < Duration::from_secs(6));
    assert!(!world.model.requests().is_empty());

    // The process serves on, and logs no thread that blocks.
    world
        .world
        .ready(&Player::of(&api, "bob"), &worker, 3)
        .await;
    assert_eq!(worker.pid(), pid);
    assert!(!format!("{:?}", worker.log()).contains("restarting"));
    let lines = worker.lines("prepared", 2).await;
    assert_eq!(lines[0]["outcome"], "out of time");
}
