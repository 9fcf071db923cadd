use quizcraft_contract::block_on;
use quizcraft_core::Error;
use quizcraft_core::gateway::GatewayError;

use crate::fixtures::{ADA, GAME, Mocks};

#[test]
fn missing_and_malformed_games_are_errors() {
    let mut mocks = Mocks::default();
    mocks.expect_find(None);
    let error = block_on(mocks.quiz().view(&ADA, &GAME)).unwrap_err();
    assert!(matches!(error, Error::NoSuchGame), "{error:?}");

    let mut mocks = Mocks::default();
    let find = mocks.games.expect_find().once();
    find.return_once(|_, _| {
        Err(GatewayError::Unreadable {
            key: "Game 07…".to_owned(),
            source: "it has no questions_limit".into(),
        })
    });
    let error = block_on(mocks.quiz().view(&ADA, &GAME)).unwrap_err();
    let Error::Internal(source) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        source.to_string(),
        "the stored record Game 07… is malformed"
    );
}
