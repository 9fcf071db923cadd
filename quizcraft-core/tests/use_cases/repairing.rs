//! Every use case in which a player reads an overdue game repairs it, and goes on with the game as
//! it is after the repair.

use std::time::Duration;

use quizcraft_contract::block_on;
use quizcraft_core::gateway::{Creation, Existing, GatewayError, Transition, Work};
use quizcraft_core::{
    Deadline, Error, Game, GameId, GameRequest, IdempotencyKey, Overdue, Page, PageLimit, Pending,
    Play, PlayError, QuestionIndex, Quiz, RequestFingerprint, Stage,
};

use crate::given::{ADA, CREATED, GAME, Mocks, OVERDUE, open, pending, request, unavailable};

/// A use case in which a player reads a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Read {
    View,
    List,
    Questions,
    Question,
    Ask,
    Answer,
    StartAgain,
    StartAnother,
}

const EVERY: [Read; 8] = [
    Read::View,
    Read::List,
    Read::Questions,
    Read::Question,
    Read::Ask,
    Read::Answer,
    Read::StartAgain,
    Read::StartAnother,
];

impl Read {
    /// The one read of the store by this use case finds this game.
    fn finds(self, mocks: &mut Mocks, game: Game) {
        match self {
            Self::View => mocks.expect_find(Some(game)),
            Self::List => {
                let page = mocks.games.expect_page().once();
                page.return_once(|_, _| Ok(Page::new(vec![game], None)));
            }
            Self::Questions | Self::Question | Self::Ask | Self::Answer => {
                mocks.expect_load(Some(Play::new(game, None).unwrap()));
            }
            Self::StartAgain => exists(mocks, game, request().fingerprint()),
            Self::StartAnother => exists(mocks, game, other_request().fingerprint()),
        }
    }

    /// Checks that the use case comes to what it should for a game that is in this state.
    fn shows(self, quiz: &Quiz, game: &Game) {
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
            Self::Ask => is_refused(block_on(quiz.ask(&ADA, &GAME)), game),
            Self::Answer => is_refused(block_on(quiz.answer(&ADA, &GAME, None, "right")), game),
            Self::StartAgain => {
                let started = block_on(quiz.start(&ADA, request(), Some(&key())));
                assert_eq!(started.unwrap().game(), game);
            }
            Self::StartAnother => {
                let started = block_on(quiz.start(&ADA, request(), Some(&key())));
                assert!(matches!(started, Err(Error::IdempotencyKeyReused)));
            }
        }
    }

    fn over(self, mocks: Mocks, shown: &Game) {
        self.shows(&mocks.quiz(), shown);
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

fn is_refused<T: std::fmt::Debug>(outcome: Result<T, Error>, game: &Game) {
    match (outcome, game.stage()) {
        (Err(Error::Play(PlayError::Pending)), Stage::Pending(_)) => {}
        (Err(Error::Play(PlayError::Failed(told))), Stage::Failed(failure)) => {
            assert_eq!(told, *failure);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_game_that_is_not_overdue_costs_one_call() {
    let last = CREATED.plus(Deadline::default().get());
    for read in EVERY {
        let mut mocks = Mocks::at(last);
        read.finds(&mut mocks, pending());
        read.over(mocks, &pending());
    }
}

#[test]
fn a_game_that_is_not_pending_is_never_overdue() {
    let failed = given_up(&asked_for_often_enough());
    for game in [open().game().clone(), failed] {
        for read in [Read::View, Read::List, Read::StartAgain] {
            let mut mocks = overdue(read, game.clone());
            mocks.queue.expect_send().never();
            read.over(mocks, &game);
        }
    }
}

#[test]
fn an_overdue_game_is_claimed_and_its_work_is_sent_again() {
    for read in EVERY {
        let mut mocks = overdue(read, pending());
        let claim = mocks.games.expect_retry().once();
        claim
            .withf(|retry| *retry.game() == claimed(&pending()))
            .return_once(|_| Ok(Transition::Made));
        mocks.expect_send();
        read.over(mocks, &claimed(&pending()));
    }
}

#[test]
fn a_game_that_another_request_claimed_is_shown_as_it_was_read_and_nothing_is_sent() {
    for read in EVERY {
        let mut mocks = overdue(read, pending());
        let claim = mocks.games.expect_retry().once();
        claim.return_once(|_| Ok(Transition::Missed));
        read.over(mocks, &pending());
    }
}

#[test]
fn a_claim_that_fails_does_not_fail_the_request() {
    for read in EVERY {
        for error in [unavailable(), broken()] {
            let mut mocks = overdue(read, pending());
            let claim = mocks.games.expect_retry().once();
            claim.return_once(|_| Err(error));
            read.over(mocks, &pending());
        }
    }
}

#[test]
fn a_claim_stands_even_if_the_work_could_not_be_sent() {
    for read in EVERY {
        for error in [unavailable(), broken()] {
            let mut mocks = overdue(read, pending());
            let claim = mocks.games.expect_retry().once();
            claim.return_once(|_| Ok(Transition::Made));
            mocks.queue.expect_send().once().return_once(|_| Err(error));
            read.over(mocks, &claimed(&pending()));
        }
    }
}

#[test]
fn a_game_that_was_claimed_often_enough_is_given_up_and_nothing_is_sent() {
    for read in EVERY {
        let mut mocks = overdue(read, asked_for_often_enough());
        let fail = mocks.games.expect_fail().once();
        fail.return_once(|_| Ok(Transition::Made));
        read.over(mocks, &given_up(&asked_for_often_enough()));
    }
}

#[test]
fn a_game_that_could_not_be_given_up_is_shown_as_it_was_read() {
    for read in EVERY {
        for outcome in [Ok(Transition::Missed), Err(unavailable())] {
            let mut mocks = overdue(read, asked_for_often_enough());
            mocks.games.expect_fail().once().return_once(|_| outcome);
            read.over(mocks, &asked_for_often_enough());
        }
    }
}

#[test]
fn a_page_is_repaired_in_place() {
    let young = begun_at(OVERDUE, 4);
    let games = vec![
        young.clone(),
        open().game().clone(),
        begun_at(CREATED, 3),
        asked_for_often_enough(),
        begun_at(CREATED, 2),
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
    send.withf(|work| *work == Work::on(&begun_at(CREATED, 3)))
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
        given_up(&games[3]),
        games[4].clone(),
    ];
    assert_eq!(listed.games, expected);
    assert!(listed.next.is_some());
}

#[test]
fn all_overdue_games_of_a_page_are_repaired() {
    let mut mocks = Mocks::at(OVERDUE);
    let games: Vec<_> = (0..100).map(|id| begun_at(CREATED, id)).collect();
    finds_page(&mut mocks, games.clone());
    let claim = mocks.games.expect_retry().times(100);
    claim.returning(|_| Ok(Transition::Made));
    mocks.queue.expect_send().times(100).returning(|_| Ok(()));
    let listed = block_on(mocks.quiz().list(&ADA, PageLimit::default(), None)).unwrap();
    let expected: Vec<_> = games.iter().map(claimed).collect();
    assert_eq!(listed.games, expected);
}

/// A queue or a store that is away would cost every other game of the page one of its attempts,
/// and its player the time.
#[test]
fn a_repair_that_fails_ends_the_repair_of_a_page() {
    for claim in [Ok(Transition::Made), Err(unavailable())] {
        let mut mocks = Mocks::at(OVERDUE);
        let games: Vec<_> = (0..100).map(|id| begun_at(CREATED, id)).collect();
        finds_page(&mut mocks, games);
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

fn finds_page(mocks: &mut Mocks, games: Vec<Game>) {
    let page = mocks.games.expect_page().once();
    page.return_once(|_, _| Ok(Page::new(games, None)));
}

/// Mocks by whose clock the game that will be found is pending for too long.
fn overdue(read: Read, game: Game) -> Mocks {
    let mut mocks = Mocks::at(OVERDUE);
    read.finds(&mut mocks, game);
    mocks
}

fn begun_at(second: quizcraft_core::Timestamp, id: u8) -> Game {
    let id = GameId::from_bytes([id; 32]);
    request().begin(id, ADA, second).into_game()
}

/// The game after a repair by the clock of these tests.
fn claimed(game: &Game) -> Game {
    match game.overdue(OVERDUE, Deadline::default()) {
        Overdue::Retry(retry) => retry.game().clone(),
        other => panic!("it may be claimed: {other:?}"),
    }
}

fn given_up(game: &Game) -> Game {
    match game.overdue(OVERDUE, Deadline::default()) {
        Overdue::Fail(failing) => failing.game().clone(),
        other => panic!("it is to be given up: {other:?}"),
    }
}

/// Pending since the games of these tests began, and claimed as often as allowed.
fn asked_for_often_enough() -> Game {
    (0..Pending::MAX_RETRIES).fold(pending(), |game, _| {
        let Stage::Pending(pending) = game.stage() else {
            panic!("{game:?}")
        };
        let now = pending.requested_at().plus(Duration::from_secs(1));
        match game.overdue(now, Deadline::new(Duration::ZERO)) {
            Overdue::Retry(retry) => retry.game().clone(),
            other => panic!("it may be claimed once more: {other:?}"),
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
