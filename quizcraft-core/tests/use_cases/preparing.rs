use std::time::{Duration, Instant};

use quizcraft_contract::block_on;
use quizcraft_core::gateway::{
    Brief, GatewayError, MockQuestionWriter, Transition, Work, WriteError,
};
use quizcraft_core::{
    Asked, DraftFingerprint, Drafts, Error, Failure, GameId, Keywords, KeywordsFingerprint,
    Prepared, QuestionsLimit,
};

use crate::fixtures::{ADA, Mocks, OVERDUE, drafts, open, pending, unavailable};

#[test]
fn a_pending_game_is_read_written_and_opened() {
    let mut mocks = Mocks::default();
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    let expected = mocks.games.expect_open().once();
    expected
        .withf(|command| command.questions().total().get() == 3)
        .return_once(|_| Ok(Transition::Made));
    let prepared = prepared(mocks, &writer(Ok(drafts()))).unwrap();
    assert_eq!(prepared, Prepared::Opened(open().game().clone()));
}

/// A late worker prepares the game instead of sending its work again.
#[test]
fn a_worker_does_not_retry_an_overdue_game() {
    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    let expected = mocks.games.expect_open().once();
    expected.return_once(|_| Ok(Transition::Made));
    let prepared = prepared(mocks, &writer(Ok(drafts()))).unwrap();
    assert_eq!(prepared, Prepared::Opened(open().game().clone()));
}

#[test]
fn work_on_a_prepared_or_missing_game_does_not_call_the_writer() {
    let uncalled = MockQuestionWriter::new();
    let failed = pending().fail(no_facts()).unwrap().game().clone();
    for game in [open().game().clone(), failed] {
        let mut mocks = Mocks::default();
        mocks.expect_worker_reads(Some(game), Asked::default());
        assert_eq!(prepared(mocks, &uncalled).unwrap(), Prepared::NotPending);
    }
    let mut mocks = Mocks::default();
    mocks.expect_worker_reads(None, Asked::default());
    assert_eq!(prepared(mocks, &uncalled).unwrap(), Prepared::Gone);
}

#[test]
fn the_second_worker_on_a_game_changes_nothing() {
    let mut mocks = Mocks::default();
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    mocks
        .games
        .expect_open()
        .once()
        .return_once(|_| Ok(Transition::Missed));
    assert_eq!(
        prepared(mocks, &writer(Ok(drafts()))).unwrap(),
        Prepared::NotPending
    );

    let mut mocks = Mocks::default();
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    mocks
        .games
        .expect_fail()
        .once()
        .return_once(|_| Ok(Transition::Missed));
    let impossible = writer(Err(WriteError::Impossible(no_facts())));
    assert_eq!(prepared(mocks, &impossible).unwrap(), Prepared::NotPending);
}

#[test]
fn a_game_fails_with_the_writers_reason_on_a_permanent_error() {
    let mut mocks = Mocks::default();
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    let fail = mocks.games.expect_fail().once();
    fail.withf(|command| *command.failure() == no_facts())
        .return_once(|_| Ok(Transition::Made));
    let impossible = writer(Err(WriteError::Impossible(no_facts())));
    let Prepared::Failed(game) = prepared(mocks, &impossible).unwrap() else {
        panic!("expected a failed game")
    };
    assert_eq!(game.failure(), Some(&no_facts()));
}

#[test]
fn a_transient_error_of_the_writer_leaves_the_game_pending() {
    let mut mocks = Mocks::default();
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    let overloaded = writer(Err(WriteError::temporary("the model is overloaded")));
    let error = prepared(mocks, &overloaded).unwrap_err();
    let Error::Unavailable(source) = error else {
        panic!("{error:?}")
    };
    let cause = source.source().map(ToString::to_string);
    assert_eq!(cause.as_deref(), Some("the model is overloaded"));
}

#[test]
fn a_timeout_of_the_writer_leaves_the_game_pending() {
    let mut mocks = Mocks::default();
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    let error = prepared(mocks, &writer(Err(WriteError::OutOfTime))).unwrap_err();
    let Error::Unavailable(source) = error else {
        panic!("{error:?}")
    };
    let source = source.downcast_ref();
    assert!(matches!(source, Some(WriteError::OutOfTime)), "{source:?}");
}

#[test]
fn a_brief_keeps_the_earliest_of_its_deadlines() {
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
fn work_fails_with_unavailable_if_the_store_is_unavailable() {
    let mut mocks = Mocks::default();
    mocks
        .games
        .expect_find()
        .once()
        .return_once(|_, _| Err(unavailable()));
    mocks
        .games
        .expect_asked()
        .return_once(|_, _| Err(unavailable()));
    let uncalled = MockQuestionWriter::new();
    let error = prepared(mocks, &uncalled).unwrap_err();
    assert!(matches!(error, Error::Unavailable(_)), "{error:?}");

    let mut mocks = Mocks::default();
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    mocks
        .games
        .expect_open()
        .once()
        .return_once(|_| Err(unavailable()));
    let error = prepared(mocks, &writer(Ok(drafts()))).unwrap_err();
    assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
}

#[test]
fn a_brief_says_what_the_player_was_asked_and_the_opening_adds_its_questions() {
    let before = Asked::restore([DraftFingerprint::of(&["an earlier fact"])]);
    let mut mocks = Mocks::default();
    mocks.expect_worker_reads(Some(pending()), before.clone());
    let after = before.after(open().questions().unwrap());
    let stored = mocks.games.expect_open().once();
    stored
        .withf(move |command| command.asked() == Some(&after))
        .return_once(|_| Ok(Transition::Made));
    let mut writer = MockQuestionWriter::new();
    let write = writer.expect_write().once();
    write
        .withf(move |brief| *brief.asked() == before)
        .return_once(|_| Ok(drafts()));
    assert!(matches!(prepared(mocks, &writer), Ok(Prepared::Opened(_))));
}

/// A player may use an idempotency key for other keywords once its game is removed.
#[test]
fn what_was_asked_is_read_for_the_keywords_of_the_game_if_the_work_names_others() {
    let before = Asked::restore([DraftFingerprint::of(&["an earlier fact"])]);
    let mut mocks = Mocks::default();
    mocks.expect_find(Some(pending()));
    let others = KeywordsFingerprint::from_bytes([9; 32]);
    let own = pending().keywords().fingerprint();
    for (keywords, asked) in [(others, Asked::default()), (own, before.clone())] {
        let read = mocks.games.expect_asked().once();
        read.withf(move |_, read| *read == keywords)
            .return_once(|_, _| Ok(asked));
    }
    let after = before.after(open().questions().unwrap());
    let stored = mocks.games.expect_open().once();
    stored
        .withf(move |command| command.asked() == Some(&after))
        .return_once(|_| Ok(Transition::Made));
    let work = Work::on(&pending()).with_keywords(others);
    let prepared = block_on(mocks.quiz().prepare(&work, &writer(Ok(drafts()))));
    assert!(matches!(prepared, Ok(Prepared::Opened(_))), "{prepared:?}");
}

#[test]
fn a_game_is_prepared_if_what_the_player_was_asked_cannot_be_read() {
    let malformed = || GatewayError::Unreadable {
        key: "asked".to_owned(),
        source: "it is not binary".into(),
    };
    for error in [unavailable(), malformed()] {
        let mut mocks = Mocks::default();
        mocks.expect_find(Some(pending()));
        mocks
            .games
            .expect_asked()
            .once()
            .return_once(|_, _| Err(error));
        let open = mocks.games.expect_open().once();
        // What is stored stays as it is.
        open.withf(|command| command.asked().is_none())
            .return_once(|_| Ok(Transition::Made));
        let prepared = prepared(mocks, &writer(Ok(drafts())));
        assert!(matches!(prepared, Ok(Prepared::Opened(_))));
    }
}

fn prepared(mocks: Mocks, writer: &MockQuestionWriter) -> Result<Prepared, Error> {
    block_on(mocks.quiz().prepare(&Work::on(&pending()), writer))
}

/// Returns a writer that expects one call, for the pending game.
fn writer(line: Result<Drafts, WriteError>) -> MockQuestionWriter {
    let mut writer = MockQuestionWriter::new();
    let write = writer.expect_write().once();
    write
        .withf(|brief| brief.game() == pending().id() && brief.keywords() == pending().keywords())
        .return_once(|_| line);
    writer
}

fn no_facts() -> Failure {
    Failure::new("I know no_facts about that.").unwrap()
}
