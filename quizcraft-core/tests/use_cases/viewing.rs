use quizcraft_core::gateway::{GatewayError, Transition};
use quizcraft_core::testing::block_on;
use quizcraft_core::{Deadline, Error, Game, Overdue, Pending, Stage};

use crate::given::{ADA, CREATED, GAME, Mocks, OVERDUE, open, pending, unavailable};

#[test]
fn a_game_that_is_not_overdue_takes_one_call() {
    for game in [pending(), open().game().clone()] {
        let mut mocks = Mocks::at(CREATED);
        mocks.expect_find(Some(game.clone()));
        assert_eq!(viewed(mocks), game);
    }
}

#[test]
fn an_open_game_is_never_overdue() {
    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_find(Some(open().game().clone()));
    assert_eq!(viewed(mocks), *open().game());
}

#[test]
fn an_overdue_game_is_claimed_and_its_work_is_sent_again() {
    let mut mocks = overdue(pending());
    let claim = mocks.games.expect_ask_again().once();
    claim
        .withf(|renewal| renewal.repeats_before() == 0)
        .return_once(|_| Ok(Transition::Made));
    mocks.expect_send();
    assert_eq!(repeats(&viewed(mocks)), 1);
}

#[test]
fn a_game_that_somebody_else_claimed_is_shown_as_it_was_seen_and_nothing_is_sent() {
    let mut mocks = overdue(pending());
    let claim = mocks.games.expect_ask_again().once();
    claim.return_once(|_| Ok(Transition::Missed));
    assert_eq!(viewed(mocks), pending());
}

#[test]
fn a_claim_that_fails_is_left_to_the_next_who_looks() {
    for error in [unavailable(), GatewayError::Broken("no permission".into())] {
        let mut mocks = overdue(pending());
        let claim = mocks.games.expect_ask_again().once();
        claim.return_once(|_| Err(error));
        assert_eq!(viewed(mocks), pending());
    }
}

#[test]
fn a_claim_stands_even_if_the_work_could_not_be_sent() {
    let mut mocks = overdue(pending());
    let claim = mocks.games.expect_ask_again().once();
    claim.return_once(|_| Ok(Transition::Made));
    mocks
        .queue
        .expect_send()
        .once()
        .return_once(|_| Err(unavailable()));
    assert_eq!(repeats(&viewed(mocks)), 1);
}

#[test]
fn a_game_that_was_asked_for_often_enough_is_given_up_and_nothing_is_sent() {
    let mut mocks = overdue(asked_for_often_enough());
    mocks
        .games
        .expect_fail()
        .once()
        .return_once(|_| Ok(Transition::Made));
    let game = viewed(mocks);
    assert!(matches!(game.stage(), Stage::Failed(_)), "{game:?}");
}

#[test]
fn a_game_that_could_not_be_given_up_is_shown_as_it_was_seen() {
    for given_up in [Ok(Transition::Missed), Err(unavailable())] {
        let mut mocks = overdue(asked_for_often_enough());
        mocks.games.expect_fail().once().return_once(|_| given_up);
        assert_eq!(viewed(mocks), asked_for_often_enough());
    }
}

#[test]
fn what_cannot_be_read_is_not_shown() {
    let mut mocks = Mocks::default();
    mocks.expect_find(None);
    let error = block_on(mocks.quiz().view(&ADA, &GAME)).unwrap_err();
    assert!(matches!(error, Error::NoSuchGame), "{error:?}");

    let mut mocks = Mocks::default();
    let find = mocks.games.expect_find().once();
    find.return_once(|_, _| {
        Err(GatewayError::Unreadable {
            key: "Game 07…".to_owned(),
            source: "it has no limit".into(),
        })
    });
    let error = block_on(mocks.quiz().view(&ADA, &GAME)).unwrap_err();
    let Error::Internal(source) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        source.to_string(),
        "what is stored as Game 07… makes no sense"
    );
}

fn viewed(mocks: Mocks) -> Game {
    block_on(mocks.quiz().view(&ADA, &GAME)).unwrap()
}

/// Mocks by whose clock the game that will be found is pending for too long.
fn overdue(game: Game) -> Mocks {
    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_find(Some(game));
    mocks
}

/// Pending since the games of these tests began, and asked for again as often as may be.
fn asked_for_often_enough() -> Game {
    (0..Pending::MAX_REPEATS).fold(pending(), |game, _| {
        let none = Deadline::new(std::time::Duration::ZERO);
        let now = asked_at(&game).plus(std::time::Duration::from_secs(1));
        match game.overdue(now, none) {
            Overdue::AskAgain(renewal) => renewal.game().clone(),
            other => panic!("it may be asked for once more: {other:?}"),
        }
    })
}

fn asked_at(game: &Game) -> quizcraft_core::Timestamp {
    stage(game).asked_at()
}

fn repeats(game: &Game) -> u8 {
    stage(game).repeats()
}

fn stage(game: &Game) -> &Pending {
    match game.stage() {
        Stage::Pending(pending) => pending,
        other => panic!("a pending game: {other:?}"),
    }
}
