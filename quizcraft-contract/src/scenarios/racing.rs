//! Concurrent writes have the same result as some sequence of them.

use std::sync::Arc;

use super::fixtures::{NOW, ada, fail_game, game_id, later, open_game, request, retry_game};
use super::leasing::{lease, take};
use super::race::{RACERS, ROUNDS, count, run_concurrently};
use super::steps::{
    Store, answer, answered, created, find, load, load_consistent, next_answer, next_question,
    open, opened,
};
use quizcraft_core::gateway::{Creation, Leasing, Recording, Transition};
use quizcraft_core::{Answer, Choice, FailGame, NewGame, OpenGame, Play, Stage, Verdict};

/// Of several concurrent creations with one id exactly one succeeds; the others return its game.
pub async fn one_of_several_concurrent_creations_succeeds(store: &Store) {
    for round in 0..ROUNDS {
        let creations = run_concurrently(|racer| {
            let (store, new) = (Arc::clone(store), racers_game(round, racer));
            async move { call!(GameStore::create(store, &new)).expect_ok() }
        })
        .await;

        let created = |creation: &Creation| *creation == Creation::Created;
        let winner = only_winner(&creations, created, "exactly one creates the game");
        let winner = racers_game(round, winner);
        for creation in creations {
            if let Creation::Exists(existing) = creation {
                assert_eq!(
                    existing.request(),
                    winner.request(),
                    "the others return its request"
                );
                assert_eq!(
                    existing.into_game(),
                    *winner.game(),
                    "the others return its game"
                );
            }
        }
        assert_eq!(
            find(store, winner.game()).await,
            *winner.game(),
            "its game is stored"
        );
    }
}

/// Of several concurrent openings exactly one succeeds, and the game has its questions.
pub async fn one_of_several_concurrent_openings_succeeds(store: &Store) {
    for round in 0..ROUNDS {
        let game = created(store, round).await;
        let commands: Vec<_> = (0..RACERS)
            .map(|racer| open_game(&game, &format!("Writer {racer}")))
            .collect();
        let transitions = run_concurrently(|racer| {
            let (store, open) = (Arc::clone(store), commands[racer].clone());
            async move { call!(GameStore::open(store, &open)).expect_ok() }
        })
        .await;

        let winner = winner_of_transitions(&transitions, "exactly one opens the game");
        let open = &commands[winner];
        let play = load_consistent(store, &game).await;
        assert_eq!(play.game(), open.game(), "the game is the winner's");
        assert_eq!(
            play.questions(),
            Some(open.questions()),
            "with the winner's questions only"
        );
    }
}

/// Of several concurrent retries exactly one succeeds, even at the same second.
pub async fn one_of_several_concurrent_retries_succeeds(store: &Store) {
    for round in 0..ROUNDS {
        let game = created(store, round).await;
        let transitions = run_concurrently(|racer| {
            let second = later(400 + (racer as u64 % 2));
            let (store, retry) = (Arc::clone(store), retry_game(&game, second));
            async move { call!(GameStore::retry(store, &retry)).expect_ok() }
        })
        .await;

        let winner = winner_of_transitions(&transitions, "exactly one retries");
        let retry = retry_game(&game, later(400 + (winner as u64 % 2)));
        assert_eq!(
            load_consistent(store, &game).await.game(),
            retry.game(),
            "and its retry is stored"
        );
    }
}

/// Of several concurrent workers exactly one takes the lease; the others learn when it expires.
pub async fn one_of_several_concurrent_leases_succeeds(store: &Store) {
    for round in 0..ROUNDS {
        let game = created(store, round).await;
        let commands: Vec<_> = (1..=RACERS)
            .map(|racer| {
                lease(
                    &game,
                    u8::try_from(racer).unwrap_or(0),
                    NOW,
                    later(racer as u64),
                )
            })
            .collect();
        let leasings = run_concurrently(|racer| {
            let (store, command) = (Arc::clone(store), commands[racer].clone());
            async move { take(&store, &command).await }
        })
        .await;

        let taken = |leasing: &Leasing| *leasing == Leasing::Taken;
        let winner = &commands[only_winner(&leasings, taken, "exactly one takes the lease")];
        let held = Leasing::Held(winner.lease().until);
        let are_held = leasings
            .iter()
            .all(|leasing| taken(leasing) || *leasing == held);
        assert!(are_held, "the others learn when it expires: {leasings:?}");
        let stored = find(store, &game).await;
        assert_eq!(stored, *winner.game(), "the winner's lease is stored");
    }
}

/// Of concurrent openings and failures exactly one succeeds.
pub async fn a_game_opens_or_fails_but_not_both(store: &Store) {
    for round in 0..ROUNDS {
        let game = created(store, round).await;
        let (open, fail) = (open_game(&game, "The writer"), fail_game(&game, "No use."));
        let transitions = run_concurrently(|racer| {
            let store = Arc::clone(store);
            let (open, fail) = (open.clone(), fail.clone());
            async move {
                match racer % 2 {
                    0 => call!(GameStore::open(store, &open)).expect_ok(),
                    _ => call!(GameStore::fail(store, &fail)).expect_ok(),
                }
            }
        })
        .await;

        let winner = winner_of_transitions(&transitions, "exactly one opens or fails the game");
        let moved_on = if winner.is_multiple_of(2) {
            open.game()
        } else {
            fail.game()
        };
        assert_eq!(
            load_consistent(store, &game).await.game(),
            moved_on,
            "the game is the winner's"
        );
    }
}

/// Concurrent retries do not revert an opening or a failure.
pub async fn a_retry_never_reverts_a_game(store: &Store) {
    for round in 0..ROUNDS {
        let game = created(store, round).await;
        let moved_on = match round % 2 {
            0 => EndOfPending::Open(open_game(&game, "The writer")),
            _ => EndOfPending::Fail(fail_game(&game, "No use.")),
        };
        let transitions = run_concurrently(|racer| {
            let (store, retry) = (Arc::clone(store), retry_game(&game, later(400)));
            let moved_on = moved_on.clone();
            async move {
                match racer {
                    0 => moved_on.make(&store).await,
                    _ => call!(GameStore::retry(store, &retry)).expect_ok(),
                }
            }
        })
        .await;

        assert_eq!(
            transitions.first(),
            Some(&Transition::Made),
            "a pending game opens or fails despite retries"
        );
        assert_eq!(
            load_consistent(store, &game).await.game().stage(),
            moved_on.stage(),
            "the transition is not reverted"
        );
    }
}

/// A transition that ends the pending stage.
#[derive(Clone)]
enum EndOfPending {
    Open(OpenGame),
    Fail(FailGame),
}

impl EndOfPending {
    async fn make(&self, store: &Store) -> Transition {
        match self {
            Self::Open(open) => call!(GameStore::open(store, open)).expect_ok(),
            Self::Fail(fail) => call!(GameStore::fail(store, fail)).expect_ok(),
        }
    }

    fn stage(&self) -> &Stage {
        match self {
            Self::Open(open) => open.game().stage(),
            Self::Fail(fail) => fail.game().stage(),
        }
    }
}

/// Of several concurrent answers to a question exactly one is recorded; the others return its choice.
pub async fn one_of_several_concurrent_answers_is_recorded(store: &Store) {
    let new = request(&["Rome"], 30).begin(game_id(1), ada(), NOW);
    let game = super::steps::create(store, &new).await;
    open(store, &game).await;
    for _ in 0..game.questions_limit() {
        let before = load(store, &game).await;
        let answers: Vec<_> = (0..RACERS)
            .map(|racer| racers_answer(&before, racer))
            .collect();
        let recordings = record_at_once(store, &answers).await;
        let winner = winner_of_recordings(&answers, &recordings);
        let play = load_consistent(store, &game).await;
        assert_eq!(play.game(), winner.game(), "the counters are the winner's");
    }
    let stage = find(store, &game).await.stage().clone();
    assert!(
        matches!(stage, Stage::Finished(_)),
        "the last answer finishes the game"
    );
}

/// A concurrent answer, such as a second click, is never recorded for the next question.
pub async fn concurrent_answers_do_not_answer_the_next_question(store: &Store) {
    for round in 0..ROUNDS {
        let play = opened(store, round).await;
        let (first, game) = (next_answer(&play, Verdict::Right), play.game().clone());
        let recordings = run_concurrently(|racer| {
            let (store, first, game) = (Arc::clone(store), first.clone(), game.clone());
            async move {
                let answer = match racer % 2 {
                    0 => first,
                    _ => next_answer(&load(&store, &game).await, Verdict::Wrong),
                };
                (
                    answer.index(),
                    call!(GameStore::record(store, &answer)).expect_ok(),
                )
            }
        })
        .await;

        let recorded = count(&recordings, |(_, recording)| {
            *recording == Recording::Recorded
        });
        let play = load_consistent(store, play.game()).await;
        let answers = usize::from(play.game().questions_answered());
        assert_eq!(
            answers, recorded,
            "every recorded answer counts once, and no other"
        );
        let choice_to_first = play.summary(first.index()).map(|summary| summary.answered);
        assert!(
            matches!(choice_to_first, Ok(Some(_))),
            "no question is skipped"
        );
    }
}

/// Every game that is played concurrently counts its own answers.
pub async fn games_played_concurrently_are_independent(store: &Store) {
    let games = run_concurrently(|racer| {
        let (store, n) = (Arc::clone(store), u32::try_from(racer).unwrap_or_default());
        async move {
            let play = opened(&store, n).await;
            for question in 0..usize::from(play.game().questions_limit()) {
                let right = question < racer % 5;
                let verdict = if right {
                    Verdict::Right
                } else {
                    Verdict::Wrong
                };
                answered(&store, play.game(), verdict).await;
            }
            play.game().clone()
        }
    })
    .await;

    for (racer, game) in games.iter().enumerate() {
        let correct = load_consistent(store, game)
            .await
            .game()
            .questions_correct();
        assert_eq!(
            usize::from(correct),
            racer % 5,
            "every game counts its own answers only"
        );
    }
}

/// Returns a game with the same id for every racer, but with different keywords.
fn racers_game(round: u32, racer: usize) -> NewGame {
    let keyword = format!("Racer {racer}");
    request(&[&keyword], 5).begin(game_id(round), ada(), NOW)
}

/// Returns the answer of a racer: each chooses another option.
fn racers_answer(play: &Play, racer: usize) -> Answer {
    let options: Vec<&Choice> = next_question(play).draft().options().collect();
    answer(play, options[racer % options.len()])
}

async fn record_at_once(store: &Store, answers: &[Answer]) -> Vec<Recording> {
    run_concurrently(|racer| {
        let (store, answer) = (Arc::clone(store), answers[racer].clone());
        async move { call!(GameStore::record(store, &answer)).expect_ok() }
    })
    .await
}

/// Returns the recorded answer. Checks that all other calls return its choice.
fn winner_of_recordings<'a>(answers: &'a [Answer], recordings: &[Recording]) -> &'a Answer {
    let recorded = |recording: &Recording| *recording == Recording::Recorded;
    let winner = only_winner(recordings, recorded, "exactly one answer is recorded");
    let winner = &answers[winner];
    let preceded = Recording::Preceded(winner.response().clone());
    let others_preceded = recordings
        .iter()
        .all(|recording| recorded(recording) || *recording == preceded);
    assert!(
        others_preceded,
        "the others return the recorded choice: {recordings:?}"
    );
    winner
}

fn winner_of_transitions(transitions: &[Transition], promise: &str) -> usize {
    only_winner(
        transitions,
        |transition| *transition == Transition::Made,
        promise,
    )
}

/// Returns the number of the only racer that succeeded.
fn only_winner<T: std::fmt::Debug>(
    results: &[T],
    won: impl Fn(&T) -> bool,
    promise: &str,
) -> usize {
    let winners: Vec<_> = (0..results.len())
        .filter(|&racer| won(&results[racer]))
        .collect();
    match winners[..] {
        [winner] => winner,
        _ => panic!("{promise}: {results:?}"),
    }
}
