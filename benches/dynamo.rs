//! What each use case costs over DynamoDB: requests, and the capacity units that they consume.

#![allow(dead_code, reason = "the tests of the adapter need more of it")]

#[path = "../quizcraft-dynamo/tests/dynamo/support/mod.rs"]
mod support;

use quizcraft_core::testing::block_on;
use support::{EVERY, UseCase, World};

fn main() {
    println!("use case          requests   capacity units   (a game of three short questions)");
    for use_case in EVERY {
        let (requests, units) = block_on(cost(use_case));
        println!(
            "{:<16} {requests:>9} {units:>16.1}",
            format!("{use_case:?}")
        );
    }
}

async fn cost(use_case: UseCase) -> (usize, f64) {
    let world = World::new().await;
    let game = use_case.set_up(&world).await;
    world.database.wire.forget();
    world.database.wire.measure();
    use_case
        .run(&world, game)
        .await
        .expect("nothing goes wrong");
    let calls = world.database.wire.calls();
    (calls.len(), calls.iter().map(|call| call.units).sum())
}
