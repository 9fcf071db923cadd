//! The capacity units that each use case consumes.

use quizcraft_contract::block_on;

use crate::support::{ALL_USE_CASES, UseCase, World};

/// Returns the capacity units of a use case for a game of three short questions. An eventually
/// consistent read would halve its share.
fn budget(use_case: UseCase) -> f64 {
    match use_case {
        UseCase::List | UseCase::View | UseCase::FindToken | UseCase::RememberToken => 1.0,
        // Rejected requests do not report their capacity.
        UseCase::StartRepeated | UseCase::StartCountedRepeated | UseCase::StartTooMany => 0.0,
        UseCase::Start
        | UseCase::StartUnderKey
        | UseCase::ViewDeployed
        | UseCase::Questions
        | UseCase::Question
        | UseCase::Ask => 2.0,
        UseCase::ListDeployed | UseCase::StartRepeatedOverdue => 3.0,
        UseCase::ViewOverdue | UseCase::ViewOutOfRetries => 4.0,
        UseCase::StartCounted
        | UseCase::QuestionsOverdue
        | UseCase::QuestionOverdue
        | UseCase::AskOverdue
        | UseCase::AskOutOfRetries
        | UseCase::AnswerOverdue
        | UseCase::PrepareImpossible
        | UseCase::PrepareImpossibleExpiring => 5.0,
        UseCase::Answer | UseCase::AnswerMultiple | UseCase::LastAnswer | UseCase::ListOverdue => {
            7.0
        }
        UseCase::LastAnswerExpiring => 11.0,
        // 2 to read, 9 to open the game, and 2 for what the player was asked.
        UseCase::Prepare | UseCase::PrepareWithoutKeywords => 13.0,
        // 3 more for the lease, and 2 to count the game.
        UseCase::PrepareLeased => 18.0,
        // 13 to prepare, 1 to read the games, and 9 to remove each of two games.
        UseCase::PrepareAndTrim => 32.0,
    }
}

#[test]
fn every_use_case_consumes_the_expected_capacity() {
    for use_case in ALL_USE_CASES {
        let units = block_on(consumed(use_case));
        println!("{:<24} {units:>5.1} units", format!("{use_case:?}"));
        let expected = budget(use_case);
        assert!(
            (units - expected).abs() < 0.01,
            "{use_case:?}: {units}, expected {expected}"
        );
    }
}

async fn consumed(use_case: UseCase) -> f64 {
    let world = World::new().await;
    let game = use_case.set_up(&world).await;
    world.database.network.clear_calls();
    world.database.network.report_capacity();
    use_case.run(&world, game).await.unwrap();
    world
        .database
        .network
        .calls()
        .iter()
        .map(|call| call.units)
        .sum()
}
