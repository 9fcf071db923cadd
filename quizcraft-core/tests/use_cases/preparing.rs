use std::time::{Duration, Instant};

use quizcraft_contract::block_on;
use quizcraft_core::gateway::{Brief, MockQuestionWriter, Transition, Work, WriteError};
use quizcraft_core::{
    Drafts, Error, Failure, GameId, GameRequest, Keywords, Prepared, QuestionsLimit, Timestamp,
};

use crate::given::{ADA, CREATED, Mocks, OVERDUE, drafts, open, pending, unavailable};

#[test]
fn a_pending_game_is_looked_at_written_for_and_opened() {
    let mut mocks = Mocks::default();
    mocks.expect_look(Some(pending()), vec![]);
    let opening = mocks.games.expect_open().once();
    opening
        .withf(|opening| opening.questions().total().get() == 3)
        .return_once(|_| Ok(Transition::Made));
    let prepared = prepared(mocks, &writer(Ok(drafts()))).unwrap();
    assert_eq!(prepared, Prepared::Opened(open().game().clone()));
}

/// A worker that comes late does the work, rather than have it sent again.
#[test]
fn a_worker_repairs_no_overdue_game() {
    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_look(Some(pending()), vec![pending()]);
    let opening = mocks.games.expect_open().once();
    opening.return_once(|_| Ok(Transition::Made));
    let prepared = prepared(mocks, &writer(Ok(drafts()))).unwrap();
    assert_eq!(prepared, Prepared::Opened(open().game().clone()));
}

#[test]
fn work_that_is_done_or_has_gone_costs_one_look_and_no_writing() {
    let unasked = MockQuestionWriter::new();
    let failed = pending().fail(nothing()).unwrap().game().clone();
    for game in [open().game().clone(), failed] {
        let mut mocks = Mocks::default();
        mocks.expect_look(Some(game), vec![]);
        assert_eq!(prepared(mocks, &unasked).unwrap(), Prepared::Before);
    }
    let mut mocks = Mocks::default();
    mocks.expect_look(None, vec![]);
    assert_eq!(prepared(mocks, &unasked).unwrap(), Prepared::Gone);
}

#[test]
fn a_worker_that_comes_second_changes_nothing() {
    let mut mocks = Mocks::default();
    mocks.expect_look(Some(pending()), vec![]);
    mocks
        .games
        .expect_open()
        .once()
        .return_once(|_| Ok(Transition::Missed));
    assert_eq!(
        prepared(mocks, &writer(Ok(drafts()))).unwrap(),
        Prepared::Before
    );

    let mut mocks = Mocks::default();
    mocks.expect_look(Some(pending()), vec![]);
    mocks
        .games
        .expect_fail()
        .once()
        .return_once(|_| Ok(Transition::Missed));
    let gives_up = writer(Err(WriteError::Impossible(nothing())));
    assert_eq!(prepared(mocks, &gives_up).unwrap(), Prepared::Before);
}

#[test]
fn a_game_for_which_nothing_can_be_written_is_given_up_with_the_writers_reason() {
    let mut mocks = Mocks::default();
    mocks.expect_look(Some(pending()), vec![]);
    let fail = mocks.games.expect_fail().once();
    fail.withf(|failing| *failing.failure() == nothing())
        .return_once(|_| Ok(Transition::Made));
    let gives_up = writer(Err(WriteError::Impossible(nothing())));
    let Prepared::Failed(game) = prepared(mocks, &gives_up).unwrap() else {
        panic!("the game is given up")
    };
    assert_eq!(game.failure(), Some(&nothing()));
}

#[test]
fn a_writer_who_is_away_leaves_the_game_as_it_is_for_the_next_delivery() {
    let mut mocks = Mocks::default();
    mocks.expect_look(Some(pending()), vec![]);
    let away = writer(Err(WriteError::Temporary("the model is overloaded".into())));
    let error = prepared(mocks, &away).unwrap_err();
    let Error::Unavailable(source) = error else {
        panic!("{error:?}")
    };
    assert_eq!(source.to_string(), "the model is overloaded");
}

#[test]
fn a_writer_that_misses_its_deadline_leaves_the_game_as_it_is_for_the_next_delivery() {
    let mut mocks = Mocks::default();
    mocks.expect_look(Some(pending()), vec![]);
    let error = prepared(mocks, &writer(Err(WriteError::OutOfTime))).unwrap_err();
    let Error::Unavailable(source) = error else {
        panic!("{error:?}")
    };
    let source = source.downcast_ref();
    assert!(matches!(source, Some(WriteError::OutOfTime)), "{source:?}");
}

#[test]
fn a_brief_has_the_earliest_of_its_deadlines() {
    let (game, rome) = (
        GameId::from_bytes([1; 32]),
        Keywords::new(["Rome"]).unwrap(),
    );
    let brief = Brief::new(game, ADA, rome, QuestionsLimit::DEFAULT);
    let (now, second) = (Instant::now(), Duration::from_secs(1));
    let (sooner, later) = (now + second, now + 2 * second);
    assert_eq!(brief.deadline(), None);
    assert!(!brief.is_overdue(later));
    for brief in [
        brief.clone().by(sooner).by(later),
        brief.by(later).by(sooner),
    ] {
        assert_eq!(brief.deadline(), Some(sooner));
        assert!(!brief.is_overdue(now) && brief.is_overdue(sooner) && brief.is_overdue(later));
    }
}

#[test]
fn a_store_that_is_away_brings_the_work_back() {
    let mut mocks = Mocks::default();
    mocks
        .games
        .expect_find()
        .once()
        .return_once(|_, _| Err(unavailable()));
    mocks
        .games
        .expect_page()
        .return_once(|_, _| Err(unavailable()));
    let unasked = MockQuestionWriter::new();
    let error = prepared(mocks, &unasked).unwrap_err();
    assert!(matches!(error, Error::Unavailable(_)), "{error:?}");

    let mut mocks = Mocks::default();
    mocks.expect_look(Some(pending()), vec![]);
    mocks
        .games
        .expect_open()
        .once()
        .return_once(|_| Err(unavailable()));
    let error = prepared(mocks, &writer(Ok(drafts()))).unwrap_err();
    assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
}

#[test]
fn the_writer_is_told_of_earlier_games_about_the_same() {
    let asked = |keywords: &[&str], seconds, id| {
        let request = GameRequest::parse(keywords, Some(5)).unwrap();
        let created = Timestamp::from_secs(CREATED.as_secs() - 100 + seconds);
        request
            .begin(GameId::from_bytes([id; 32]), ADA, created)
            .into_game()
    };
    let failed = asked(&["Rome"], 4, 4).fail(nothing()).unwrap();
    let games = vec![
        asked(&["Rome"], 200, 1),
        asked(&["ROME"], 7, 2),
        asked(&["Rome", "Caesar"], 6, 3),
        failed.game().clone(),
        asked(&["Rome"], 3, 5),
    ];
    let mut mocks = Mocks::default();
    mocks.expect_look(Some(pending()), games);
    mocks
        .games
        .expect_open()
        .once()
        .return_once(|_| Ok(Transition::Made));
    let mut writer = MockQuestionWriter::new();
    let write = writer.expect_write().once();
    write
        .withf(|brief| {
            let earlier = brief
                .earlier()
                .iter()
                .map(|earlier| earlier.game.as_bytes()[0]);
            earlier.eq([5, 2])
        })
        .return_once(|_| Ok(drafts()));
    assert!(matches!(prepared(mocks, &writer), Ok(Prepared::Opened(_))));
}

#[test]
fn a_game_is_prepared_without_a_look_at_earlier_ones_where_that_fails() {
    let mut mocks = Mocks::default();
    mocks.expect_find(Some(pending()));
    mocks
        .games
        .expect_page()
        .return_once(|_, _| Err(unavailable()));
    mocks
        .games
        .expect_open()
        .once()
        .return_once(|_| Ok(Transition::Made));
    let prepared = prepared(mocks, &writer(Ok(drafts())));
    assert!(matches!(prepared, Ok(Prepared::Opened(_))));
}

fn prepared(mocks: Mocks, writer: &MockQuestionWriter) -> Result<Prepared, Error> {
    block_on(mocks.quiz().prepare(&Work::on(&pending()), writer))
}

/// A writer that is asked once, for the pending game.
fn writer(line: Result<Drafts, WriteError>) -> MockQuestionWriter {
    let mut writer = MockQuestionWriter::new();
    let write = writer.expect_write().once();
    write
        .withf(|brief| brief.game() == pending().id() && brief.keywords() == pending().keywords())
        .return_once(|_| line);
    writer
}

fn nothing() -> Failure {
    Failure::new("I know nothing about that.").unwrap()
}
