//! The cost of each use case over DynamoDB: requests and consumed capacity units.

#![allow(dead_code, reason = "the tests of the adapter need more of it")]

#[path = "../quizcraft-dynamo/tests/dynamo/support/mod.rs"]
mod support;

use quizcraft_contract::block_on;
use support::network::Call;
use support::{ALL_USE_CASES, UseCase, World};

fn main() {
    println!("for a game of three short questions:");
    println!("use case           read units  write units   requests");
    for use_case in ALL_USE_CASES {
        let cost = block_on(cost(use_case));
        let name = format!("{use_case:?}");
        let operations = cost.operations.join(", ");
        println!(
            "{name:<16} {:>12.1} {:>12.1}   {operations}",
            cost.read, cost.written
        );
    }
}

struct Cost {
    operations: Vec<String>,
    read: f64,
    written: f64,
}

async fn cost(use_case: UseCase) -> Cost {
    let world = World::new().await;
    let game = use_case.set_up(&world).await;
    world.database.network.clear_calls();
    world.database.network.report_capacity();
    use_case
        .run(&world, game)
        .await
        .expect("the use case succeeds");
    let calls = world.database.network.calls();
    let reads = |call: &&Call| ["GetItem", "Query"].contains(&call.operation.as_str());
    let writes = |call: &&Call| !reads(call);
    Cost {
        read: calls.iter().filter(reads).map(|call| call.units).sum(),
        written: calls.iter().filter(writes).map(|call| call.units).sum(),
        operations: calls.iter().map(|call| call.operation.clone()).collect(),
    }
}
