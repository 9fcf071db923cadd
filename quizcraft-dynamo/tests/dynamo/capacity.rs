//! What each use case consumes, in capacity units: counted, so that it does not grow unnoticed.

use quizcraft_core::testing::block_on;

use crate::support::{EVERY, UseCase, World};

/// The most units that a use case may take for a game of three short questions.
fn most(use_case: UseCase) -> f64 {
    match use_case {
        UseCase::List | UseCase::View | UseCase::FindToken | UseCase::RememberToken => 1.0,
        UseCase::Start
        | UseCase::StartUnderKey
        | UseCase::Questions
        | UseCase::Question
        | UseCase::Ask => 2.0,
        UseCase::ViewOverdue | UseCase::GiveUp => 5.0,
        UseCase::Answer | UseCase::LastAnswer => 8.0,
        UseCase::PrepareInVain => 6.0,
        UseCase::Prepare => 12.0,
    }
}

#[test]
fn no_use_case_consumes_more_than_it_should() {
    for use_case in EVERY {
        let units = block_on(consumed(use_case));
        println!("{:<16} {units:>5.1} units", format!("{use_case:?}"));
        assert!(
            units > 0.0 && units <= most(use_case),
            "{use_case:?}: {units}"
        );
    }
}

async fn consumed(use_case: UseCase) -> f64 {
    let world = World::new().await;
    let game = use_case.set_up(&world).await;
    world.database.wire.forget();
    world.database.wire.measure();
    use_case.run(&world, game).await.unwrap();
    world
        .database
        .wire
        .calls()
        .iter()
        .map(|call| call.units)
        .sum()
}
