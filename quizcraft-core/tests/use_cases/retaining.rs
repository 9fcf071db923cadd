//! The retention is applied to what ends games and to what opens them, and to nothing else.

use std::time::Duration;

use quizcraft_contract::block_on;
use quizcraft_core::gateway::{
    GatewayError, MockExpiredGames, MockQuestionWriter, Recording, Transition, Work, WriteError,
};
use quizcraft_core::{
    Asked, Error, Failure, FinishedGamesKept, Game, GamesPerPlayer, Overdue, PendingTimeout, Play,
    Prepared, Question, Questions, Quiz, Retention,
};

use crate::fixtures::{ADA, CREATED, GAME, Mocks, OVERDUE, drafts, open, pending, unavailable};

const KEPT: Duration = Duration::from_secs(1_000);

fn kept(mocks: Mocks) -> Quiz {
    let kept = FinishedGamesKept::new(KEPT).unwrap();
    mocks
        .quiz()
        .with_retention(Retention::default().with_finished_games_kept(kept))
}

fn limited(mocks: Mocks) -> Quiz {
    let limit = GamesPerPlayer::new(3).unwrap();
    mocks
        .quiz()
        .with_retention(Retention::default().with_games_per_player(limit))
}

/// Returns a game of three questions, two of which are answered.
fn almost_finished() -> Play {
    let open = open();
    let questions = open.questions().unwrap().iter().map(|question| {
        let response = (question.index().get() < 3).then(|| question.draft().task().correct());
        Question::restore(question.index(), question.draft().clone(), response)
    });
    let questions = Questions::restore(questions.collect()).unwrap();
    Play::new(open.game().clone(), questions).unwrap()
}

#[test]
fn the_last_answer_carries_the_expiry_and_no_other_does() {
    for (play, expiry) in [
        (open(), None),
        (almost_finished(), Some(OVERDUE.plus(KEPT))),
    ] {
        let mut mocks = Mocks::at(OVERDUE);
        mocks.expect_load(Some(play));
        let record = mocks.games.expect_record().once();
        record
            .withf(move |answer| answer.expiry() == expiry)
            .return_once(|_| Ok(Recording::Recorded));
        block_on(kept(mocks).answer(&ADA, &GAME, None, "right")).unwrap();
    }
}

#[test]
fn a_game_that_a_worker_fails_expires() {
    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    expect_expiring_failure(&mut mocks);
    let quiz = kept(mocks);
    let prepared = block_on(quiz.prepare(&Work::on(&pending()), &refusing()));
    assert!(matches!(prepared, Ok(Prepared::Failed(_))));
}

#[test]
fn a_game_that_fails_because_it_is_overdue_expires() {
    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_find(Some(without_retries_left()));
    expect_expiring_failure(&mut mocks);
    let game = block_on(kept(mocks).view(&ADA, &GAME)).unwrap();
    assert_eq!(game.failure(), Some(&Failure::not_in_time()));
}

#[test]
fn without_a_retention_no_command_has_an_expiry_and_nothing_is_trimmed() {
    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_load(Some(almost_finished()));
    let record = mocks.games.expect_record().once();
    record
        .withf(|answer| answer.expiry().is_none())
        .return_once(|_| Ok(Recording::Recorded));
    block_on(mocks.quiz().answer(&ADA, &GAME, None, "right")).unwrap();

    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    let open = mocks.games.expect_open().once();
    open.return_once(|_| Ok(Transition::Made));
    let prepared = block_on(mocks.quiz().prepare(&Work::on(&pending()), &writing()));
    assert!(matches!(prepared, Ok(Prepared::Opened(_))));
}

#[test]
fn a_worker_trims_the_games_of_the_player_after_it_opened_one() {
    for outcome in [Ok(2), Ok(0), Err(unavailable())] {
        let mut mocks = Mocks::at(OVERDUE);
        mocks.expect_worker_reads(Some(pending()), Asked::default());
        let open = mocks.games.expect_open().once();
        open.return_once(|_| Ok(Transition::Made));
        let trim = mocks.games.expect_trim().once();
        trim.withf(|player, keep| *player == ADA && keep.get() == 3)
            .return_once(|_, _| outcome);
        let prepared = block_on(limited(mocks).prepare(&Work::on(&pending()), &writing()));
        assert!(matches!(prepared, Ok(Prepared::Opened(_))), "{prepared:?}");
    }
}

/// A failed game that exceeds the limit stays until another game opens, so that its player reads why it
/// failed.
#[test]
fn a_worker_that_opens_no_game_trims_nothing() {
    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    let open = mocks.games.expect_open().once();
    open.return_once(|_| Ok(Transition::Missed));
    let prepared = block_on(limited(mocks).prepare(&Work::on(&pending()), &writing()));
    assert_eq!(prepared.unwrap(), Prepared::NotPending);

    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    let fail = mocks.games.expect_fail().once();
    fail.return_once(|_| Ok(Transition::Made));
    let prepared = block_on(limited(mocks).prepare(&Work::on(&pending()), &refusing()));
    assert!(matches!(prepared, Ok(Prepared::Failed(_))));
}

#[test]
fn expired_games_are_removed_by_the_clock() {
    let mut expired = MockExpiredGames::new();
    let remove = expired.expect_remove_expired();
    remove
        .withf(|now| *now == OVERDUE)
        .return_once(|_| Ok(7))
        .once();
    let removed = block_on(Mocks::at(OVERDUE).quiz().remove_expired(&expired));
    assert_eq!(removed.unwrap(), 7);

    let mut broken = MockExpiredGames::new();
    let remove = broken.expect_remove_expired();
    remove.return_once(|_| Err(GatewayError::Broken("no space is left".into())));
    let removed = block_on(Mocks::at(OVERDUE).quiz().remove_expired(&broken));
    assert!(matches!(removed, Err(Error::Internal(_))));
}

fn expect_expiring_failure(mocks: &mut Mocks) {
    let fail = mocks.games.expect_fail().once();
    fail.withf(|command| command.expiry() == Some(OVERDUE.plus(KEPT)))
        .return_once(|_| Ok(Transition::Made));
}

/// Returns an overdue game that fails at its next read.
fn without_retries_left() -> Game {
    let mut game = pending();
    let timeout = PendingTimeout::new(Duration::ZERO);
    for second in 1..=3 {
        let now = CREATED.plus(Duration::from_secs(second));
        let Overdue::Retry(retry) = game.overdue(now, timeout) else {
            panic!("{game:?} has a retry left")
        };
        game = retry.game().clone();
    }
    game
}

fn writing() -> MockQuestionWriter {
    let mut writer = MockQuestionWriter::new();
    writer.expect_write().return_once(|_| Ok(drafts()));
    writer
}

fn refusing() -> MockQuestionWriter {
    let mut writer = MockQuestionWriter::new();
    let reason = Failure::new("I know nothing about that.").unwrap();
    let refusal = Err(WriteError::Impossible(reason));
    writer.expect_write().return_once(|_| refusal);
    writer
}
