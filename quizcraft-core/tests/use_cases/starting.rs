use quizcraft_contract::block_on;
use quizcraft_core::gateway::{Creation, Existing, GatewayError};
use quizcraft_core::{
    Cursor, Error, GamesPerHour, IdempotencyKey, Page, PageLimit, PendingTimeout, Position,
    Started, Timestamp,
};

use crate::fixtures::{ADA, CREATED, GAME, Mocks, open, pending, request, unavailable};

#[test]
fn starting_stores_a_game_and_then_sends_its_work() {
    let mut mocks = Mocks::at(CREATED);
    mocks.expect_random_id();
    mocks
        .games
        .expect_create()
        .once()
        .returning(|_| Ok(Creation::Created));
    mocks.expect_send();

    let started = block_on(mocks.quiz().start(&ADA, request(), None)).unwrap();
    assert_eq!(started, Started::New(pending()));
}

#[test]
fn a_game_is_started_even_if_its_work_cannot_be_sent() {
    for error in [
        unavailable(),
        GatewayError::Broken("queue not found".into()),
    ] {
        let mut mocks = Mocks::at(CREATED);
        mocks.expect_random_id();
        mocks
            .games
            .expect_create()
            .once()
            .returning(|_| Ok(Creation::Created));
        mocks.queue.expect_send().once().return_once(|_| Err(error));

        let started = block_on(mocks.quiz().start(&ADA, request(), None)).unwrap();
        assert_eq!(started, Started::New(pending()));
    }
}

#[test]
fn no_work_is_sent_if_the_game_cannot_be_stored() {
    let mut mocks = Mocks::at(CREATED);
    mocks.expect_random_id();
    mocks
        .games
        .expect_create()
        .once()
        .return_once(|_| Err(unavailable()));

    let error = block_on(mocks.quiz().start(&ADA, request(), None)).unwrap_err();
    let Error::Unavailable(source) = error else {
        panic!("{error:?}")
    };
    assert_eq!(source.to_string(), "the store is unreachable");
}

#[test]
fn a_permanent_error_is_internal_and_keeps_its_source() {
    let mut mocks = Mocks::at(CREATED);
    mocks.expect_random_id();
    let broken = GatewayError::Broken("table not found".into());
    mocks
        .games
        .expect_create()
        .once()
        .return_once(|_| Err(broken));

    let error = block_on(mocks.quiz().start(&ADA, request(), None)).unwrap_err();
    let Error::Internal(source) = error else {
        panic!("{error:?}")
    };
    let cause = source.source().map(ToString::to_string);
    assert_eq!(cause.as_deref(), Some("table not found"));
}

/// The first request sends the work. Repeated requests send nothing before the deadline.
#[test]
fn a_repeated_request_under_a_key_returns_the_game_and_sends_nothing() {
    for game in [pending(), open().game().clone()] {
        let mut mocks = Mocks::at(CREATED.plus(PendingTimeout::default().get()));
        let existing = Existing::new(game.clone(), request().fingerprint());
        let existing = Creation::Exists(Box::new(existing));
        let create = mocks.games.expect_create().times(500);
        create
            .withf(|new| new.game().id() == key().game_id(&ADA))
            .returning(move |_| Ok(existing.clone()));

        let quiz = mocks.quiz();
        for _ in 0..500 {
            let started = block_on(quiz.start(&ADA, request(), Some(&key()))).unwrap();
            assert_eq!(started, Started::Existing(game.clone()));
        }
    }
}

#[test]
fn a_key_of_another_request_is_rejected_and_nothing_is_sent() {
    let mut mocks = Mocks::at(CREATED);
    let other = quizcraft_core::GameRequest::parse(["Troy"], Some(3)).unwrap();
    let existing = Existing::new(pending(), other.fingerprint());
    let existing = Creation::Exists(Box::new(existing));
    mocks
        .games
        .expect_create()
        .once()
        .return_once(|_| Ok(existing));

    let error = block_on(mocks.quiz().start(&ADA, request(), Some(&key()))).unwrap_err();
    assert!(matches!(error, Error::IdempotencyKeyReused), "{error:?}");
}

/// The response to the first attempt was lost, and the retry finds the game that it wrote.
#[test]
fn without_a_key_an_existing_game_counts_as_just_created() {
    let mut mocks = Mocks::at(CREATED);
    mocks.expect_random_id();
    let existing = Existing::new(pending(), request().fingerprint());
    let existing = Creation::Exists(Box::new(existing));
    mocks
        .games
        .expect_create()
        .once()
        .return_once(|_| Ok(existing));
    mocks.expect_send();

    let started = block_on(mocks.quiz().start(&ADA, request(), None)).unwrap();
    assert_eq!(started, Started::New(pending()));
}

#[test]
fn a_new_game_carries_the_limit_and_the_hour_of_its_creation() {
    let limit = GamesPerHour::new(3).unwrap();
    for limit in [Some(limit), None] {
        let mut mocks = Mocks::at(CREATED);
        mocks.expect_random_id();
        let create = mocks.games.expect_create().once();
        create
            .withf(move |new| {
                let quota = new.quota().map(|quota| (quota.hour().get(), quota.limit()));
                quota == limit.map(|limit| (277, limit))
            })
            .returning(|_| Ok(Creation::Created));
        mocks.expect_send();

        let quiz = mocks.quiz().with_games_per_hour(limit);
        let started = block_on(quiz.start(&ADA, request(), None)).unwrap();
        assert_eq!(started, Started::New(pending()));
    }
}

#[test]
fn a_game_beyond_the_limit_may_be_started_in_the_next_hour_and_sends_nothing() {
    for (second, wait) in [(0, 3_600), (1, 3_599), (3_599, 1), (3_600, 3_600)] {
        let mut mocks = Mocks::at(Timestamp::from_secs(7_200 + second));
        mocks.expect_random_id();
        mocks
            .games
            .expect_create()
            .once()
            .returning(|_| Ok(Creation::TooMany));

        let quiz = mocks.quiz().with_games_per_hour(GamesPerHour::default());
        let error = block_on(quiz.start(&ADA, request(), None)).unwrap_err();
        let Error::TooManyGames { retry_after } = error else {
            panic!("{error:?}")
        };
        assert_eq!(retry_after.as_secs(), wait, "{second}");
    }
}

#[test]
fn a_page_takes_one_call_and_its_cursor_continues_after_it() {
    let mut mocks = Mocks::at(CREATED);
    let (asked, next) = (Position::new(CREATED, GAME), pending().position());
    let page = Page::new(vec![pending()], Some(next));
    let list = mocks.games.expect_page().once();
    list.withf(move |player, request| {
        *player == ADA && request.after() == Some(asked) && request.limit().get() == 100
    })
    .return_once(move |_, _| Ok(page));

    let cursor = Cursor::new(&ADA, asked);
    let listed = block_on(mocks.quiz().list(&ADA, PageLimit::default(), Some(&cursor))).unwrap();
    assert_eq!(listed.games, [pending()]);
    assert_eq!(listed.next, Some(Cursor::new(&ADA, next)));
}

#[test]
fn an_invalid_cursor_is_rejected_without_a_call() {
    let quiz = Mocks::default().quiz();
    let cursor = Cursor::received("zzz");
    let error = block_on(quiz.list(&ADA, PageLimit::default(), Some(&cursor))).unwrap_err();
    assert!(matches!(error, Error::InvalidCursor(_)), "{error:?}");
}

fn key() -> IdempotencyKey {
    IdempotencyKey::new("once").unwrap()
}
