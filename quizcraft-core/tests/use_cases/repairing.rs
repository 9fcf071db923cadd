//! Every use case that reads an overdue game repairs it, and continues with the repaired game.

use std::time::Duration;

use quizcraft_contract::block_on;
use quizcraft_core::gateway::{Creation, Existing, GatewayError, Transition, Work};
use quizcraft_core::{
    Error, Game, GameId, GameRequest, IdempotencyKey, Overdue, Page, PageLimit, Pending,
    PendingTimeout, Play, PlayError, QuestionIndex, Quiz, RequestFingerprint, Stage,
};

use crate::fixtures::{ADA, CREATED, GAME, Mocks, OVERDUE, open, pending, request, unavailable};

/// A use case in which a player reads a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Read {
    View,
    List,
    Questions,
    Question,
    Ask,
    Answer,
    RepeatStart,
    ReuseKey,
}

const ALL: [Read; 8] = [
    Read::View,
    Read::List,
    Read::Questions,
    Read::Question,
    Read::Ask,
    Read::Answer,
    Read::RepeatStart,
    Read::ReuseKey,
];

impl Read {
    /// Expects the only read of this use case, and returns this game.
    fn expect_read(self, mocks: &mut Mocks, game: Game) {
        match self {
            Self::View => mocks.expect_find(Some(game)),
            Self::List => {
                let page = mocks.games.expect_page().once();
                page.return_once(|_, _| Ok(Page::new(vec![game], None)));
            }
            Self::Questions | Self::Question | Self::Ask | Self::Answer => {
                mocks.expect_load(Some(Play::new(game, None).unwrap()));
            }
            Self::RepeatStart => exists(mocks, game, request().fingerprint()),
            Self::ReuseKey => exists(mocks, game, other_request().fingerprint()),
        }
    }

    /// Runs the use case, and asserts its result for a game in this state.
    fn assert_result(self, quiz: &Quiz, game: &Game) {
        match self {
            Self::View => assert_eq!(block_on(quiz.view(&ADA, &GAME)).unwrap(), *game),
            Self::List => {
                let listed = block_on(quiz.list(&ADA, PageLimit::default(), None));
                assert_eq!(listed.unwrap().games, std::slice::from_ref(game));
            }
            Self::Questions => {
                assert_eq!(block_on(quiz.questions(&ADA, &GAME)).unwrap(), []);
            }
            Self::Question => {
                let question = block_on(quiz.question(&ADA, &GAME, QuestionIndex::FIRST));
                assert!(matches!(
                    question,
                    Err(Error::Play(PlayError::NoSuchQuestion))
                ));
            }
            Self::Ask => assert_rejected(block_on(quiz.ask(&ADA, &GAME)), game),
            Self::Answer => {
                assert_rejected(block_on(quiz.answer(&ADA, &GAME, None, "right")), game);
            }
            Self::RepeatStart => {
                let started = block_on(quiz.start(&ADA, request(), Some(&key())));
                assert_eq!(started.unwrap().game(), game);
            }
            Self::ReuseKey => {
                let started = block_on(quiz.start(&ADA, request(), Some(&key())));
                assert!(matches!(started, Err(Error::IdempotencyKeyReused)));
            }
        }
    }

    fn assert_over(self, mocks: Mocks, shown: &Game) {
        self.assert_result(&mocks.quiz(), shown);
    }
}

fn exists(mocks: &mut Mocks, game: Game, request: RequestFingerprint) {
    let existing = Creation::Exists(Box::new(Existing::new(game, request)));
    mocks
        .games
        .expect_create()
        .once()
        .return_once(|_| Ok(existing));
}

fn assert_rejected<T: std::fmt::Debug>(outcome: Result<T, Error>, game: &Game) {
    match (outcome, game.stage()) {
        (Err(Error::Play(PlayError::Pending)), Stage::Pending(_)) => {}
        (Err(Error::Play(PlayError::Failed(reason))), Stage::Failed(failure)) => {
            assert_eq!(reason, *failure);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_game_before_its_deadline_costs_one_call() {
    let last = CREATED.plus(PendingTimeout::default().get());
    for read in ALL {
        let mut mocks = Mocks::at(last);
        read.expect_read(&mut mocks, pending());
        read.assert_over(mocks, &pending());
    }
}

#[test]
fn only_pending_games_are_repaired() {
    let failed_game = failed(&without_retries_left());
    for game in [open().game().clone(), failed_game] {
        for read in [Read::View, Read::List, Read::RepeatStart] {
            let mut mocks = overdue(read, game.clone());
            mocks.queue.expect_send().never();
            read.assert_over(mocks, &game);
        }
    }
}

#[test]
fn an_overdue_game_is_claimed_and_its_work_is_sent_again() {
    for read in ALL {
        let mut mocks = overdue(read, pending());
        let claim = mocks.games.expect_retry().once();
        claim
            .withf(|retry| *retry.game() == claimed(&pending()))
            .return_once(|_| Ok(Transition::Made));
        mocks.expect_send();
        read.assert_over(mocks, &claimed(&pending()));
    }
}

#[test]
fn a_request_that_loses_the_claim_shows_the_game_as_read_and_sends_nothing() {
    for read in ALL {
        let mut mocks = overdue(read, pending());
        let claim = mocks.games.expect_retry().once();
        claim.return_once(|_| Ok(Transition::Missed));
        read.assert_over(mocks, &pending());
    }
}

#[test]
fn an_error_of_a_claim_does_not_fail_the_request() {
    for read in ALL {
        for error in [unavailable(), broken()] {
            let mut mocks = overdue(read, pending());
            let claim = mocks.games.expect_retry().once();
            claim.return_once(|_| Err(error));
            read.assert_over(mocks, &pending());
        }
    }
}

#[test]
fn a_claim_is_kept_even_if_its_work_cannot_be_sent() {
    for read in ALL {
        for error in [unavailable(), broken()] {
            let mut mocks = overdue(read, pending());
            let claim = mocks.games.expect_retry().once();
            claim.return_once(|_| Ok(Transition::Made));
            mocks.queue.expect_send().once().return_once(|_| Err(error));
            read.assert_over(mocks, &claimed(&pending()));
        }
    }
}

#[test]
fn an_overdue_game_without_retries_left_fails_and_nothing_is_sent() {
    for read in ALL {
        let mut mocks = overdue(read, without_retries_left());
        let fail = mocks.games.expect_fail().once();
        fail.return_once(|_| Ok(Transition::Made));
        read.assert_over(mocks, &failed(&without_retries_left()));
    }
}

#[test]
fn a_game_that_cannot_be_marked_failed_is_shown_as_read() {
    for read in ALL {
        for outcome in [Ok(Transition::Missed), Err(unavailable())] {
            let mut mocks = overdue(read, without_retries_left());
            mocks.games.expect_fail().once().return_once(|_| outcome);
            read.assert_over(mocks, &without_retries_left());
        }
    }
}

#[test]
fn repaired_games_keep_their_place_on_a_page() {
    let young = created_at(OVERDUE, 4);
    let games = vec![
        young.clone(),
        open().game().clone(),
        created_at(CREATED, 3),
        without_retries_left(),
        created_at(CREATED, 2),
    ];
    let next = Some(games[4].position());
    let mut mocks = Mocks::at(OVERDUE);
    let page = Page::new(games.clone(), next);
    mocks
        .games
        .expect_page()
        .once()
        .return_once(|_, _| Ok(page));
    let claim = mocks.games.expect_retry().times(2);
    claim.returning(|retry| {
        Ok(match retry.game().id().as_bytes()[0] {
            3 => Transition::Made,
            _ => Transition::Missed,
        })
    });
    let send = mocks.queue.expect_send().once();
    send.withf(|work| *work == Work::on(&created_at(CREATED, 3)))
        .return_once(|_| Ok(()));
    mocks
        .games
        .expect_fail()
        .once()
        .return_once(|_| Ok(Transition::Made));

    let listed = block_on(mocks.quiz().list(&ADA, PageLimit::default(), None)).unwrap();
    let expected = [
        young,
        open().game().clone(),
        claimed(&games[2]),
        failed(&games[3]),
        games[4].clone(),
    ];
    assert_eq!(listed.games, expected);
    assert!(listed.next.is_some());
}

#[test]
fn all_overdue_games_of_a_page_are_repaired() {
    let mut mocks = Mocks::at(OVERDUE);
    let games: Vec<_> = (0..100).map(|id| created_at(CREATED, id)).collect();
    expect_page_read(&mut mocks, games.clone());
    let claim = mocks.games.expect_retry().times(100);
    claim.returning(|_| Ok(Transition::Made));
    mocks.queue.expect_send().times(100).returning(|_| Ok(()));
    let listed = block_on(mocks.quiz().list(&ADA, PageLimit::default(), None)).unwrap();
    let expected: Vec<_> = games.iter().map(claimed).collect();
    assert_eq!(listed.games, expected);
}

/// If a gateway is unavailable, repairing the other games would only use up their retries and delay
/// the response.
#[test]
fn the_first_error_ends_the_repair_of_a_page() {
    for claim in [Ok(Transition::Made), Err(unavailable())] {
        let mut mocks = Mocks::at(OVERDUE);
        let games: Vec<_> = (0..100).map(|id| created_at(CREATED, id)).collect();
        expect_page_read(&mut mocks, games);
        let is_claimed = claim.is_ok();
        mocks.games.expect_retry().once().return_once(|_| claim);
        if is_claimed {
            let send = mocks.queue.expect_send().once();
            send.return_once(|_| Err(unavailable()));
        }
        let listed = block_on(mocks.quiz().list(&ADA, PageLimit::default(), None)).unwrap();
        assert_eq!(listed.games.len(), 100);
    }
}

fn expect_page_read(mocks: &mut Mocks, games: Vec<Game>) {
    let page = mocks.games.expect_page().once();
    page.return_once(|_, _| Ok(Page::new(games, None)));
}

/// Returns mocks whose clock is past the pending timeout of the game.
fn overdue(read: Read, game: Game) -> Mocks {
    let mut mocks = Mocks::at(OVERDUE);
    read.expect_read(&mut mocks, game);
    mocks
}

fn created_at(second: quizcraft_core::Timestamp, id: u8) -> Game {
    let id = GameId::from_bytes([id; 32]);
    request().begin(id, ADA, second).into_game()
}

/// Returns the game after a retry at [`OVERDUE`].
fn claimed(game: &Game) -> Game {
    match game.overdue(OVERDUE, PendingTimeout::default()) {
        Overdue::Retry(retry) => retry.game().clone(),
        other => panic!("expected a retry: {other:?}"),
    }
}

fn failed(game: &Game) -> Game {
    match game.overdue(OVERDUE, PendingTimeout::default()) {
        Overdue::Fail(command) => command.game().clone(),
        other => panic!("expected a failure: {other:?}"),
    }
}

/// Returns a pending game without retries left.
fn without_retries_left() -> Game {
    (0..Pending::MAX_RETRIES).fold(pending(), |game, _| {
        let Stage::Pending(pending) = game.stage() else {
            panic!("{game:?}")
        };
        let now = pending.requested_at().plus(Duration::from_secs(1));
        match game.overdue(now, PendingTimeout::new(Duration::ZERO)) {
            Overdue::Retry(retry) => retry.game().clone(),
            other => panic!("expected another retry: {other:?}"),
        }
    })
}

fn broken() -> GatewayError {
    GatewayError::Broken("no permission".into())
}

fn other_request() -> GameRequest {
    GameRequest::parse(["Troy"], Some(3)).unwrap()
}

fn key() -> IdempotencyKey {
    IdempotencyKey::new("once").unwrap()
}
