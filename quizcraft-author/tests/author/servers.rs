//! Servers that fail: retries, circuit breakers, and futures that are dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Waker};
use std::time::Duration;

use quizcraft_author::{CircuitOpen, ModelError, ResearchError, Usage};
use quizcraft_core::gateway::{Causes, QuestionWriter, WriteError};
use tokio::time::{Instant, sleep, timeout};

use crate::common::library::Library;
use crate::common::model::{Answer, good};
use crate::common::{World, brief, buildings, run};

const SECOND: Duration = Duration::from_secs(1);

fn temporary(retry_after: Option<Duration>) -> ResearchError {
    let source = "503 Service Unavailable".into();
    ResearchError::Temporary {
        source,
        retry_after,
    }
}

fn permanent() -> ResearchError {
    let source = "403 Forbidden".into();
    ResearchError::Permanent { source }
}

/// Returns the rest of an open circuit, or `None` for another error. The error of the game whose call opened the circuit
/// names the cause.
pub(crate) fn rest(error: &WriteError) -> Option<Duration> {
    let WriteError::Temporary {
        source,
        retry_after,
    } = error
    else {
        return None;
    };
    if let Some(open) = source.downcast_ref::<CircuitOpen>() {
        assert_eq!(*retry_after, Some(open.rest()));
    }
    *retry_after
}

#[test]
fn a_call_that_fails_is_tried_twice_again() {
    let world = World::scripted(|call| {
        if call.index < 2 {
            Answer::temporary(None)
        } else {
            good(call)
        }
    });
    let (drafts, report) = run(world.author.compose(&brief(3)));
    assert_eq!(drafts.unwrap().iter().len(), 3);
    assert_eq!(
        (report.spending().calls(), report.spending().failed()),
        (5, 2)
    );
    let world = World::scripted(|_| Answer::temporary(None));
    let error = run(world.author.write(&brief(3))).unwrap_err();
    assert!(
        matches!(
            error,
            WriteError::Temporary {
                retry_after: None,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(world.model.calls(), 3);
}

#[test]
fn a_permanent_error_is_not_tried_again_and_costs_no_tokens() {
    let world = World::scripted(|_| Answer::permanent());
    let (result, report) = run(world.author.compose(&brief(3)));
    assert!(
        matches!(result, Err(WriteError::Temporary { .. })),
        "an operator can fix it: {result:?}"
    );
    assert_eq!((world.model.calls(), report.spending().tokens()), (1, 0));
}

#[test]
fn an_unusable_reply_is_not_tried_again_and_costs_its_tokens() {
    let usage = Usage {
        input: 700,
        output: 300,
    };
    for (usage, expected) in [(Some(usage), 1_000..=1_000), (None, 1_001..=25_000)] {
        let world = World::scripted(move |_| Answer::unusable(usage));
        let (result, report) = run(world.author.compose(&brief(3)));
        assert!(
            matches!(result, Err(WriteError::Temporary { .. })),
            "{result:?}"
        );
        let spending = report.spending();
        assert_eq!((world.model.calls(), spending.failed()), (1, 1));
        assert!(expected.contains(&spending.tokens()), "{report:?}");
    }
}

#[test]
fn a_rejection_of_every_request_costs_no_tokens_and_opens_the_circuit() {
    let world = World::scripted(|_| {
        let error = ModelError::of_every_request("401 Unauthorized".into());
        Answer::failed(error)
    });
    run(async {
        let (result, report) = world.author.compose(&brief(3)).await;
        assert_eq!(rest(&result.unwrap_err()), Some(SECOND));
        assert_eq!((world.model.calls(), report.spending().tokens()), (3, 0));
        let second = world.author.write(&brief(3)).await.unwrap_err();
        assert!(rest(&second) > Some(50 * SECOND), "{second:?}");
        let cause = Causes(&second).to_string();
        assert!(cause.contains("401 Unauthorized"), "{cause}");
        let third = world.author.write(&brief(3)).await.unwrap_err();
        let cause = Causes(&third).to_string();
        assert!(cause.contains("failed 5 times"), "{cause}");
        assert_eq!(world.model.calls(), 5);
    });
}

#[test]
fn retry_after_is_honoured_if_it_fits_before_the_deadline() {
    run(async {
        let world = World::scripted(|call| match call.index {
            0 => Answer::temporary(Some(7 * SECOND)),
            _ => good(call),
        });
        let start = Instant::now();
        assert_eq!(world.author.write(&brief(3)).await.unwrap().iter().len(), 3);
        assert!(start.elapsed() >= 7 * SECOND);
        let world = World::scripted(|_| Answer::temporary(Some(100 * SECOND)));
        let start = Instant::now();
        let error = world.author.write(&brief(3)).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(100 * SECOND));
        assert!(start.elapsed() < SECOND);
        assert_eq!(world.model.calls(), 1);
    });
}

#[test]
fn five_failures_open_the_circuit_for_a_minute() {
    run(async {
        let is_down = Arc::new(AtomicBool::new(true));
        let down = Arc::clone(&is_down);
        let world = World::scripted(move |call| {
            if down.load(Ordering::SeqCst) {
                Answer::temporary(None)
            } else {
                good(call)
            }
        });
        let first = world.author.write(&brief(3)).await.unwrap_err();
        assert_eq!((rest(&first), world.model.calls()), (None, 3));
        let second = world.author.write(&brief(3)).await.unwrap_err();
        assert!(
            rest(&second).is_some(),
            "the fifth failure opens the circuit: {second:?}"
        );
        assert_eq!(world.model.calls(), 5);
        let requests = world.articles.requests();
        sleep(20 * SECOND).await;
        let third = world.author.write(&brief(3)).await.unwrap_err();
        let left = rest(&third).unwrap();
        assert!((35 * SECOND..=40 * SECOND).contains(&left), "{left:?}");
        assert_eq!(
            (world.articles.requests(), world.model.calls()),
            (requests, 5),
            "no server is called"
        );

        sleep(41 * SECOND).await;
        let trial = world.author.write(&brief(15)).await.unwrap_err();
        assert!(rest(&trial) > Some(58 * SECOND), "{trial:?}");
        assert_eq!(world.model.calls(), 6, "one trial call");
        sleep(61 * SECOND).await;
        is_down.store(false, Ordering::SeqCst);
        let drafts = world.author.write(&brief(15)).await.unwrap();
        assert_eq!(
            drafts.iter().len(),
            15,
            "the trial call closes the circuit for the others"
        );
    });
}

#[test]
fn a_success_resets_the_count_of_failures() {
    let world = World::scripted(|call| {
        if call.index % 3 == 2 {
            good(call)
        } else {
            Answer::temporary(None)
        }
    });
    run(async {
        for _ in 0..6 {
            let result = world.author.write(&brief(3)).await;
            assert!(result.as_ref().err().and_then(rest).is_none(), "{result:?}");
        }
    });
}

#[test]
fn requests_that_a_server_rejects_open_no_circuit() {
    let world = World::scripted(|_| Answer::permanent());
    run(async {
        for _ in 0..10 {
            let error = world.author.write(&brief(3)).await.unwrap_err();
            assert_eq!(rest(&error), None);
        }
    });
    assert_eq!(world.model.calls(), 10);
}

#[test]
fn a_dropped_trial_call_leaves_the_circuit_for_another_trial() {
    run(async {
        let is_down = Arc::new(AtomicBool::new(true));
        let down = Arc::clone(&is_down);
        let world = World::scripted(move |call| {
            if down.load(Ordering::SeqCst) {
                Answer::temporary(Some(100 * SECOND))
            } else {
                good(call)
            }
        });
        for _ in 0..5 {
            world.author.write(&brief(3)).await.unwrap_err();
        }
        sleep(61 * SECOND).await;
        is_down.store(false, Ordering::SeqCst);
        let brief = brief(3);
        let trial = timeout(SECOND, world.author.write(&brief)).await;
        assert!(trial.is_err(), "the trial call takes two seconds");
        assert_eq!(world.author.write(&brief).await.unwrap().iter().len(), 3);
    });
}

#[test]
fn while_a_trial_call_runs_other_games_wait() {
    run(async {
        let is_down = Arc::new(AtomicBool::new(true));
        let down = Arc::clone(&is_down);
        let world = World::scripted(move |call| {
            if down.load(Ordering::SeqCst) {
                Answer::temporary(Some(100 * SECOND))
            } else {
                good(call)
            }
        });
        for _ in 0..5 {
            world.author.write(&brief(3)).await.unwrap_err();
        }
        sleep(61 * SECOND).await;
        is_down.store(false, Ordering::SeqCst);
        let brief = brief(3);
        let later = async {
            sleep(SECOND).await;
            world.author.write(&brief).await
        };
        let (trial, later) = tokio::join!(world.author.write(&brief), later);
        assert!(trial.is_ok());
        assert_eq!(rest(&later.unwrap_err()), Some(5 * SECOND));
    });
}

#[test]
fn a_collection_that_fails_is_tried_again_and_has_a_circuit_of_its_own() {
    let article = || Library::about("Arvan", &buildings::text(20));
    let world = World::new(
        article().failing([temporary(None), temporary(Some(SECOND))]),
        good,
    );
    assert!(run(world.author.write(&brief(3))).is_ok());
    let world = World::new(article().failing([permanent()]), good);
    let error = run(world.author.write(&brief(3))).unwrap_err();
    assert!(matches!(error, WriteError::Temporary { .. }), "{error:?}");
    assert_eq!((world.articles.requests(), world.model.calls()), (1, 0));
    let failures = std::iter::repeat_with(|| temporary(Some(100 * SECOND))).take(5);
    let world = World::new(article().failing(failures), good);
    run(async {
        for _ in 0..5 {
            world.author.write(&brief(3)).await.unwrap_err();
        }
        assert_eq!(
            rest(&world.author.write(&brief(3)).await.unwrap_err()),
            Some(60 * SECOND)
        );
        sleep(61 * SECOND).await;
        assert!(world.author.write(&brief(3)).await.is_ok());
    });
}

#[test]
fn a_game_keeps_what_is_verified_when_some_calls_fail() {
    let world = World::scripted(|call| {
        if call.index == 1 {
            Answer::temporary(Some(100 * SECOND))
        } else {
            good(call)
        }
    });
    let (drafts, report) = run(world.author.compose(&brief(10)));
    assert!(drafts.unwrap().iter().len() >= 5, "{report:?}");
    assert_eq!(report.dropped("failed call"), 1);
}

#[test]
fn the_future_can_be_dropped_at_any_time() {
    run(async {
        let brief = brief(5);
        for step in 0..80 {
            let world = World::scripted(|call| match call.index {
                1 => Answer::temporary(None),
                _ => good(call),
            });
            {
                // Some polls before virtual time passes, then some virtual time.
                let mut game = std::pin::pin!(world.author.write(&brief));
                for _ in 0..step {
                    if game
                        .as_mut()
                        .poll(&mut Context::from_waker(Waker::noop()))
                        .is_ready()
                    {
                        break;
                    }
                }
            }
            let _ = timeout(step * SECOND / 10, world.author.write(&brief)).await;
            assert_eq!(
                world.author.write(&brief).await.unwrap().iter().len(),
                5,
                "{step}"
            );
        }
    });
}
