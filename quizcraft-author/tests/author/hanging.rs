//! Servers that are slow or hang, and deadlines.

use std::time::Duration;

use quizcraft_core::gateway::{QuestionWriter, WriteError};
use tokio::time::{Instant, timeout};

use crate::common::library::Library;
use crate::common::model::good;
use crate::common::{World, brief, buildings, run};
use crate::servers::rest;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_game_returns_two_seconds_before_its_deadline_what_is_verified_by_then() {
    run(async {
        // The last batch hangs.
        let world = World::scripted(|call| {
            let answer = good(call);
            if call.index >= 7 {
                answer.after(Duration::from_hours(1))
            } else {
                answer
            }
        });
        let start = Instant::now();
        let brief = brief(15).by((start + 20 * SECOND).into_std());
        let (drafts, report) = world.author.compose(&brief).await;
        let count = drafts.unwrap().iter().len();
        assert!((1..15).contains(&count), "{report:?}");
        assert_eq!(start.elapsed().as_secs(), 18);
    });
}

#[test]
fn a_writing_call_that_hangs_leaves_time_to_solve_the_questions_of_the_others() {
    run(async {
        let world = World::scripted(|call| {
            let answer = good(call);
            if call.index == 0 {
                answer.after(Duration::from_hours(1))
            } else {
                answer
            }
        });
        let start = Instant::now();
        let (drafts, report) = world.author.compose(&brief(15)).await;
        assert!(drafts.unwrap().iter().len() >= 10, "{report:?}");
        assert!(start.elapsed() < 40 * SECOND);
        assert_eq!(report.dropped("call out of time"), 1);
    });
}

#[test]
fn a_model_that_hangs_runs_out_of_time() {
    run(async {
        let world = World::scripted(|call| good(call).after(Duration::from_hours(1)));
        let start = Instant::now();
        let error = world.author.write(&brief(5)).await.unwrap_err();
        assert!(matches!(error, WriteError::OutOfTime), "{error:?}");
        assert!(start.elapsed() <= 45 * SECOND);
    });
}

#[test]
fn five_calls_of_the_model_that_hang_open_the_circuit() {
    run(async {
        let world = World::scripted(|call| good(call).after(Duration::from_hours(1)));
        for _ in 0..5 {
            assert!(world.author.model_circuit().is_none());
            let error = world.author.write(&brief(3)).await.unwrap_err();
            assert!(matches!(error, WriteError::OutOfTime), "{error:?}");
        }
        assert!(world.author.model_circuit().is_some());
        assert!(world.author.research_circuit().is_none());
        let error = world.author.write(&brief(3)).await.unwrap_err();
        assert!(rest(&error).is_some(), "{error:?}");
        assert_eq!(world.model.calls(), 5);
    });
}

#[test]
fn a_slow_model_that_replies_to_one_call_after_the_other_has_not_failed() {
    run(async {
        let place = |index: usize| u32::try_from(index).unwrap() + 1;
        let world = World::scripted(move |call| good(call).after(6 * SECOND * place(call.index)));
        let brief = brief(15);
        let games = (0..3).map(|_| world.author.write(&brief));
        let games = futures_util::future::join_all(games);
        // Four of nine calls have replies when the stage ends after 27 s, and five do not.
        assert!(timeout(28 * SECOND, games).await.is_err());
        assert!(world.model.calls() > 9, "the questions are solved");
        assert!(world.author.model_circuit().is_none());
    });
}

#[test]
fn calls_that_hang_while_questions_are_solved_open_the_circuit() {
    run(async {
        let world = World::scripted(|call| {
            let answer = good(call);
            if call.writes() {
                answer
            } else {
                answer.after(Duration::from_hours(1))
            }
        });
        // All games write before the first one solves, in two calls each.
        let brief = brief(3);
        let games = (0..3).map(|_| world.author.write(&brief));
        let games = futures_util::future::join_all(games).await;
        assert!(games.iter().all(Result::is_err));
        assert!(world.author.model_circuit().is_some());
    });
}

#[test]
fn five_requests_to_the_collection_that_hang_open_the_circuit() {
    run(async {
        let library = Library::about("Arvan", &buildings::text(20));
        let world = World::new(library.slow(Duration::from_hours(1)), good);
        for _ in 0..5 {
            assert!(world.author.research_circuit().is_none());
            let error = world.author.write(&brief(3)).await.unwrap_err();
            assert!(matches!(error, WriteError::OutOfTime), "{error:?}");
        }
        assert!(world.author.research_circuit().is_some());
        assert!(world.author.model_circuit().is_none());
    });
}

#[test]
fn a_server_is_not_blamed_for_games_without_much_time() {
    run(async {
        let slow = 8 * SECOND;
        let library = || Library::about("Arvan", &buildings::text(20));
        let models = [World::scripted(move |call| good(call).after(slow))];
        let collections = [World::new(library().slow(slow), good)];
        for world in models.iter().chain(&collections) {
            for _ in 0..10 {
                let soon = (Instant::now() + 8 * SECOND).into_std();
                let error = world.author.write(&brief(3).by(soon)).await.unwrap_err();
                assert!(matches!(error, WriteError::OutOfTime), "{error:?}");
            }
            let circuits = [
                world.author.model_circuit(),
                world.author.research_circuit(),
            ];
            assert_eq!(circuits, [None, None]);
            assert!(world.author.write(&brief(3)).await.is_ok());
        }
    });
}

#[test]
fn a_collection_that_hangs_leaves_time_for_the_articles_that_were_found() {
    run(async {
        let library = || Library::about("Arvan", &buildings::text(20));
        let world = World::new(library().slow(10 * SECOND), good);
        let brief = crate::common::brief_about(&["Arvan", "Belan"], 5);
        assert!(
            world.author.write(&brief).await.is_err(),
            "the second request ends after 20 s"
        );
        let world = World::new(library().slow(8 * SECOND), good);
        let start = Instant::now();
        assert_eq!(world.author.write(&brief).await.unwrap().iter().len(), 5);
        assert!(start.elapsed() < 45 * SECOND);
        let world = World::new(library().slow(1_000 * SECOND), good);
        let error = world.author.write(&brief).await.unwrap_err();
        assert!(matches!(error, WriteError::OutOfTime), "{error:?}");
        assert_eq!(world.model.calls(), 0);
    });
}

#[test]
fn a_brief_without_time_costs_no_request() {
    run(async {
        for seconds in [0, 1, 2] {
            let world = World::good();
            let brief = brief(5).by((Instant::now() + seconds * SECOND).into_std());
            let error = world.author.write(&brief).await.unwrap_err();
            assert!(matches!(error, WriteError::OutOfTime), "{error:?}");
            assert_eq!((world.articles.requests(), world.model.calls()), (0, 0));
        }
    });
}
