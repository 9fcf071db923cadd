//! What each use case consumes, in capacity units: counted, so that it does not grow unnoticed.

use quizcraft_contract::block_on;

use crate::support::{EVERY, UseCase, World};

/// The units that a use case takes for a game of three short questions: half as many would mean
/// that a read is no longer consistent.
fn budget(use_case: UseCase) -> f64 {
    match use_case {
        UseCase::List | UseCase::View | UseCase::FindToken | UseCase::RememberToken => 1.0,
        // What is refused does not say what it cost.
        UseCase::StartAgain => 0.0,
        UseCase::Start
        | UseCase::StartUnderKey
        | UseCase::ViewDeployed
        | UseCase::Questions
        | UseCase::Question
        | UseCase::Ask => 2.0,
        UseCase::ListDeployed | UseCase::StartAgainOverdue => 3.0,
        UseCase::ViewOverdue | UseCase::Fail => 4.0,
        UseCase::QuestionsOverdue
        | UseCase::QuestionOverdue
        | UseCase::AskOverdue
        | UseCase::AskGivenUp
        | UseCase::AnswerOverdue
        | UseCase::PrepareInVain => 5.0,
        UseCase::Answer | UseCase::LastAnswer | UseCase::ListOverdue => 7.0,
        UseCase::Prepare => 11.0,
    }
}

#[test]
fn every_use_case_consumes_what_it_should() {
    for use_case in EVERY {
        let units = block_on(consumed(use_case));
        println!("{:<16} {units:>5.1} units", format!("{use_case:?}"));
        let expected = budget(use_case);
        assert!(
            (units - expected).abs() < 0.01,
            "{use_case:?}: {units}, not {expected}"
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
