//! Budgets: no script of a model exceeds them.

use std::collections::HashMap;
use std::time::Duration;

use proptest::prelude::*;
use quizcraft_author::{Budget, End, InvalidBudget, Usage};
use quizcraft_core::gateway::WriteError;

use crate::common::model::{Answer, Call, good};
use crate::common::{World, brief, run};

#[test]
fn a_budget_suffices_for_a_question() {
    let new = |calls, tokens, secs| Budget::new(calls, tokens, Duration::from_secs(secs));
    assert_eq!(new(2, 25_000, 45), Err(InvalidBudget::Calls(2)));
    assert_eq!(new(12, 5_999, 45), Err(InvalidBudget::Tokens(5_999)));
    assert_eq!(new(12, 25_000, 4), Err(InvalidBudget::Time));
    let message = InvalidBudget::Calls(2).to_string();
    assert_eq!(message, "a game needs at least 3 calls of the model, not 2");
    let smallest = new(3, 6_000, 5).unwrap();
    let world = World::scripted(|call| good(call).after(Duration::from_secs(1)));
    let author = world.author.with_budget(smallest);
    assert_eq!(run(author.compose(&brief(3))).0.unwrap().iter().len(), 3);
}

#[test]
fn a_budget_of_few_tokens_writes_fewer_questions() {
    let world = World::good();
    let author = world
        .author
        .with_budget(Budget::new(12, 6_000, Duration::from_secs(45)).unwrap());
    let (drafts, report) = run(author.compose(&brief(15)));
    let count = drafts.unwrap().iter().len();
    assert!((1..15).contains(&count), "{report:?}");
    assert!(report.dropped("call over budget") > 0);
}

#[test]
fn a_server_that_counts_more_tokens_than_estimated_is_not_called_beyond_the_budget() {
    let world = World::scripted(|call| {
        let mut answer = good(call);
        if let Ok(reply) = &mut answer.result {
            reply.usage.input = 9_000;
        }
        answer
    });
    let (_, report) = run(world.author.compose(&brief(15)));
    // Three calls run at once when the first usage is known.
    assert_eq!(report.spending().calls(), 3);
}

#[test]
fn retries_of_writing_calls_leave_two_calls_to_solve() {
    let world = World::scripted(|call| {
        let is_second_part = call.writes() && !call.request.message.contains("sentences 1 to");
        if is_second_part {
            Answer::temporary(None)
        } else {
            good(call)
        }
    });
    let author = world
        .author
        .with_budget(Budget::new(5, 25_000, Duration::from_secs(45)).unwrap());
    let (drafts, report) = run(author.compose(&brief(5)));
    assert!(drafts.is_ok(), "{report:?}");
    assert_eq!(
        (report.spending().calls(), report.spending().failed()),
        (5, 2)
    );
}

#[test]
fn a_server_that_tells_no_usage_is_charged_the_estimate() {
    let world = World::scripted(|call| {
        let mut answer = good(call);
        if let Ok(reply) = &mut answer.result {
            reply.usage = Usage::default();
        }
        answer
    });
    let (drafts, report) = run(world.author.compose(&brief(15)));
    let tokens = report.spending().tokens();
    assert!((9_000..=25_000).contains(&tokens), "{report:?}");
    assert!(drafts.is_ok());
}

/// What a model of a random script does.
#[derive(Clone, Copy, Debug)]
enum Act {
    Good,
    Verbose,
    Cut(End),
    Garbage,
    Fail(Option<u64>),
    Reject,
    Unusable(Option<u32>),
    Hang,
    Slow(u64),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => Just(Act::Good),
        1 => Just(Act::Verbose),
        1 => Just(Act::Cut(End::Truncated)),
        1 => Just(Act::Cut(End::Refused)),
        1 => Just(Act::Garbage),
        2 => prop::option::of(0_u64..90).prop_map(Act::Fail),
        1 => Just(Act::Reject),
        1 => prop::option::of(0_u32..500).prop_map(Act::Unusable),
        1 => Just(Act::Hang),
        1 => (0_u64..60).prop_map(Act::Slow),
    ]
}

fn answer(act: Act, call: &Call<'_>) -> Answer {
    let text = |call: &Call<'_>| good(call).result.unwrap().text;
    match act {
        Act::Good => good(call),
        Act::Verbose => Answer::text(call, "x".repeat(50_000)),
        Act::Cut(end) => Answer::reply(call, text(call), end),
        Act::Garbage => Answer::text(call, "{}"),
        Act::Fail(secs) => Answer::temporary(secs.map(Duration::from_secs)),
        Act::Reject => Answer::permanent(),
        Act::Unusable(output) => {
            Answer::unusable(output.map(|output| Usage { input: 100, output }))
        }
        Act::Hang => good(call).after(Duration::from_hours(1)),
        Act::Slow(secs) => good(call).after(Duration::from_secs(secs)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_script_exceeds_the_calls_the_tokens_or_the_time(
        acts in prop::collection::vec(act(), 1..30),
        calls in 3_u32..24,
        tokens in 6_000_u32..40_000,
        secs in 5_u64..90,
        limit in 1_u16..=50,
    ) {
        let budget = Budget::new(calls, tokens, Duration::from_secs(secs)).unwrap();
        let world = World::scripted(move |call| answer(acts[call.index % acts.len()], call));
        let author = world.author.with_budget(budget);
        let ((result, report), time) = run(async {
            let start = tokio::time::Instant::now();
            let result = author.compose(&brief(limit)).await;
            (result, start.elapsed())
        });
        let spending = report.spending();
        prop_assert!(world.model.calls() <= calls as usize);
        prop_assert_eq!(world.model.calls(), spending.calls() as usize);
        prop_assert!(world.model.tokens() <= spending.tokens() && spending.tokens() <= tokens);
        prop_assert!(time <= budget.time() + Duration::from_millis(1), "{time:?}");
        prop_assert!(world.model.most_at_once() <= 3);
        let mut tries: HashMap<String, usize> = HashMap::new();
        for request in world.model.requests() {
            *tries.entry(request.message).or_default() += 1;
        }
        prop_assert!(tries.values().all(|tries| *tries <= 3), "a call has two retries");
        match result {
            Ok(drafts) => prop_assert!(drafts.iter().len() <= usize::from(limit)),
            Err(WriteError::Impossible(_) | WriteError::Temporary { .. } | WriteError::OutOfTime) => {}
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}
