//! What many do at the same moment comes out as if they had done it one after the other.

use std::sync::Arc;

use super::given::{NOW, ada, failing, game_id, later, opening, request, retrying};
use super::race::{RACERS, ROUNDS, all_at_once, count};
use super::steps::{
    Store, answer, answered, created, find, given, load, next_answer, next_question, open, opened,
    whole,
};
use quizcraft_core::gateway::{Creation, Recording, Transition};
use quizcraft_core::{Answer, Choice, FailGame, NewGame, OpenGame, Play, Stage, Verdict};

/// Of many who create a game under one id one does, and the others are told of that one.
pub async fn one_of_many_creators_creates(store: &Store) {
    for round in 0..ROUNDS {
        let creations = all_at_once(|racer| {
            let (store, new) = (Arc::clone(store), racers_game(round, racer));
            async move { given(store.create(&new).await) }
        })
        .await;

        let created = |creation: &Creation| *creation == Creation::Created;
        let winner = the_one(&creations, created, "one of many creates the game");
        let winner = racers_game(round, winner);
        for creation in creations {
            if let Creation::Exists(existing) = creation {
                assert_eq!(
                    existing.request(),
                    winner.request(),
                    "the others are told of it"
                );
                assert_eq!(
                    existing.into_game(),
                    *winner.game(),
                    "the others are given it"
                );
            }
        }
        assert_eq!(
            find(store, winner.game()).await,
            *winner.game(),
            "and it stays"
        );
    }
}

/// Of many who open a game one does, and its questions are the game's.
pub async fn one_of_many_openers_opens(store: &Store) {
    for round in 0..ROUNDS {
        let game = created(store, round).await;
        let openings: Vec<_> = (0..RACERS)
            .map(|racer| opening(&game, &format!("Writer {racer}")))
            .collect();
        let transitions = all_at_once(|racer| {
            let (store, opening) = (Arc::clone(store), openings[racer].clone());
            async move { given(store.open(&opening).await) }
        })
        .await;

        let winner = the_one_made(&transitions, "one of many opens the game");
        let opening = &openings[winner];
        let play = whole(store, &game).await;
        assert_eq!(
            play.game(),
            opening.game(),
            "the winner's game is the one that is open"
        );
        assert_eq!(
            play.questions(),
            Some(opening.questions()),
            "with its questions alone"
        );
    }
}

/// Of many who see a game overdue one asks again, even if they see the clock at the same second.
pub async fn one_of_many_viewers_asks_again(store: &Store) {
    for round in 0..ROUNDS {
        let game = created(store, round).await;
        let transitions = all_at_once(|racer| {
            let second = later(400 + (racer as u64 % 2));
            let (store, retry) = (Arc::clone(store), retrying(&game, second));
            async move { given(store.retry(&retry).await) }
        })
        .await;

        let winner = the_one_made(&transitions, "one of many asks again");
        let retry = retrying(&game, later(400 + (winner as u64 % 2)));
        assert_eq!(
            whole(store, &game).await.game(),
            retry.game(),
            "and that is what is stored"
        );
    }
}

/// Of those who open a game and those who give it up one succeeds.
pub async fn a_game_opens_or_fails_but_not_both(store: &Store) {
    for round in 0..ROUNDS {
        let game = created(store, round).await;
        let (opening, failing) = (opening(&game, "The writer"), failing(&game, "No use."));
        let transitions = all_at_once(|racer| {
            let store = Arc::clone(store);
            let (opening, failing) = (opening.clone(), failing.clone());
            async move {
                given(match racer % 2 {
                    0 => store.open(&opening).await,
                    _ => store.fail(&failing).await,
                })
            }
        })
        .await;

        let winner = the_one_made(&transitions, "a game opens or fails, and once");
        let moved_on = if winner.is_multiple_of(2) {
            opening.game()
        } else {
            failing.game()
        };
        assert_eq!(
            whole(store, &game).await.game(),
            moved_on,
            "it is as the winner left it"
        );
    }
}

/// A game that opens or is given up while others ask for it again is not turned back by them.
pub async fn a_retry_never_reverts_a_game(store: &Store) {
    for round in 0..ROUNDS {
        let game = created(store, round).await;
        let moved_on = match round % 2 {
            0 => Moving::On(opening(&game, "The writer")),
            _ => Moving::Off(failing(&game, "No use.")),
        };
        let transitions = all_at_once(|racer| {
            let (store, retry) = (Arc::clone(store), retrying(&game, later(400)));
            let moved_on = moved_on.clone();
            async move {
                match racer {
                    0 => moved_on.make(&store).await,
                    _ => given(store.retry(&retry).await),
                }
            }
        })
        .await;

        assert_eq!(
            transitions.first(),
            Some(&Transition::Made),
            "a pending game moves on, however often it was asked for"
        );
        assert_eq!(
            whole(store, &game).await.game().stage(),
            moved_on.stage(),
            "what moved on stays there"
        );
    }
}

/// A pending game's way out of pending.
#[derive(Clone)]
enum Moving {
    On(OpenGame),
    Off(FailGame),
}

impl Moving {
    async fn make(&self, store: &Store) -> Transition {
        given(match self {
            Self::On(opening) => store.open(opening).await,
            Self::Off(failing) => store.fail(failing).await,
        })
    }

    fn stage(&self) -> &Stage {
        match self {
            Self::On(opening) => opening.game().stage(),
            Self::Off(failing) => failing.game().stage(),
        }
    }
}

/// Of many answers to one question one is recorded, and the others are told which.
pub async fn one_of_many_answers_is_recorded(store: &Store) {
    let new = request(&["Rome"], 30).begin(game_id(1), ada(), NOW);
    let game = super::steps::create(store, &new).await;
    open(store, &game).await;
    for _ in 0..game.questions_limit() {
        let before = load(store, &game).await;
        let answers: Vec<_> = (0..RACERS)
            .map(|racer| racers_answer(&before, racer))
            .collect();
        let recordings = record_at_once(store, &answers).await;
        let winner = the_one_recorded(&answers, &recordings);
        let play = whole(store, &game).await;
        assert_eq!(play.game(), winner.game(), "the counters are the winner's");
    }
    let stage = find(store, &game).await.stage().clone();
    assert!(
        matches!(stage, Stage::Finished(_)),
        "the last of the races finishes the game"
    );
}

/// Answers that race, each looked up for itself as a player's second click is, never skip a
/// question: the one that comes late is late for its own.
pub async fn answers_do_not_land_on_the_next_question(store: &Store) {
    for round in 0..ROUNDS {
        let play = opened(store, round).await;
        let (first, game) = (next_answer(&play, Verdict::Right), play.game().clone());
        let recordings = all_at_once(|racer| {
            let (store, first, game) = (Arc::clone(store), first.clone(), game.clone());
            async move {
                let answer = match racer % 2 {
                    0 => first,
                    _ => next_answer(&load(&store, &game).await, Verdict::Wrong),
                };
                (answer.index(), given(store.record(&answer).await))
            }
        })
        .await;

        let recorded = count(&recordings, |(_, recording)| {
            *recording == Recording::Recorded
        });
        let play = whole(store, play.game()).await;
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

/// Games that are played at the same time come out as their own players answered.
pub async fn games_played_at_once_do_not_disturb_each_other(store: &Store) {
    let games = all_at_once(|racer| {
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
        let correct = whole(store, game).await.game().questions_correct();
        assert_eq!(
            usize::from(correct),
            racer % 5,
            "every game counts its own answers"
        );
    }
}

/// Returns a game under one id that every racer asks for in its own words.
fn racers_game(round: u32, racer: usize) -> NewGame {
    let keyword = format!("Racer {racer}");
    request(&[&keyword], 5).begin(game_id(round), ada(), NOW)
}

/// Returns the answer of a racer: the options go round.
fn racers_answer(play: &Play, racer: usize) -> Answer {
    let options: Vec<&Choice> = next_question(play).draft().options().collect();
    answer(play, options[racer % options.len()])
}

async fn record_at_once(store: &Store, answers: &[Answer]) -> Vec<Recording> {
    all_at_once(|racer| {
        let (store, answer) = (Arc::clone(store), answers[racer].clone());
        async move { given(store.record(&answer).await) }
    })
    .await
}

fn the_one_recorded<'a>(answers: &'a [Answer], recordings: &[Recording]) -> &'a Answer {
    let recorded = |recording: &Recording| *recording == Recording::Recorded;
    let winner = the_one(
        recordings,
        recorded,
        "of many answers exactly one is recorded",
    );
    let winner = &answers[winner];
    let told = Recording::Preceded(winner.choice().clone());
    let all_told = recordings
        .iter()
        .all(|recording| recorded(recording) || *recording == told);
    assert!(
        all_told,
        "the others are told the one that is recorded: {recordings:?}"
    );
    winner
}

fn the_one_made(transitions: &[Transition], promise: &str) -> usize {
    the_one(
        transitions,
        |transition| *transition == Transition::Made,
        promise,
    )
}

/// Returns which racer won, of whom there must be one.
fn the_one<T: std::fmt::Debug>(results: &[T], won: impl Fn(&T) -> bool, promise: &str) -> usize {
    let winners: Vec<_> = (0..results.len())
        .filter(|&racer| won(&results[racer]))
        .collect();
    match winners[..] {
        [winner] => winner,
        _ => panic!("{promise}: {results:?}"),
    }
}
