//! Tests: every question of another kind states what the facts say.

use quizcraft_core::{Choice, Decimal, Draft, Task};
use quizcraft_facts::{Column, Fact, Facts, Row, Value};
use quizcraft_review::{STATEMENT, Text};

use super::super::claim::Claim;
use super::super::question::Question;
use super::{Scope, multiple, number, order, statement, text};
use crate::built_in;
use crate::memory::Memory;
use crate::random::Stream;

/// Calls `check` with each claim of the built-in facts, and returns how often it returned a question.
fn questions(
    facts: &Facts,
    compose: impl for<'f> Fn(Claim<'f>, &Scope<'f, '_>, &mut Stream) -> Option<Question<'f>>,
    check: impl Fn(&Question<'_>, &Draft),
) -> usize {
    let (memory, stream) = (Memory::default(), &mut Stream::new(&[3; 32]));
    let claims = facts.all().flat_map(|fact| {
        let numbers = Claim::numbers_beside(fact);
        std::iter::once(Claim::from(fact)).chain(numbers)
    });
    let asked = claims.filter(|claim| {
        let scope = Scope {
            is_free: &|_| true,
            is_found: &|_| false,
            memory: &memory,
        };
        let question = compose(*claim, &scope, stream);
        if let Some(question) = &question {
            check(question, &question.to_draft(&Text::new("")).unwrap());
        }
        question.is_some()
    });
    asked.count()
}

fn row<'f>(column: &Column<'f>, option: &Choice) -> Row<'f> {
    let mut rows = column.table().rows();
    let is_named = |row: &Row<'f>| {
        let name = row.name();
        [name.as_option().into_owned(), name.as_description()].contains(&option.to_string())
    };
    rows.find(is_named).unwrap()
}

#[test]
fn the_number_is_that_of_the_facts() {
    let facts = built_in::facts();
    let count = questions(
        &facts,
        |claim, _, stream| number(claim, stream),
        |question, draft| {
            let Task::Number(task) = draft.task() else {
                panic!("{draft:?}")
            };
            let value = question.value().number().unwrap();
            assert_eq!(task.value(), Decimal::from(value.abs()), "{draft:?}");
            assert!(
                value >= 0 || task.unit().unwrap().as_str() == "BC",
                "{draft:?}"
            );
            assert!(
                draft
                    .clarification()
                    .as_str()
                    .contains(&value.abs().to_string())
            );
        },
    );
    assert!(count >= 2_000, "{count}");
}

#[test]
fn the_items_of_an_order_are_strictly_sorted() {
    let facts = built_in::facts();
    let count = questions(&facts, order, |question, draft| {
        let Task::Order(task) = draft.task() else {
            panic!("{draft:?}")
        };
        let column = question.value().column();
        let numbers = task.items().iter().map(|item| {
            let values = row(&column, item).values(&column);
            values
                .map(|value| value.number().unwrap())
                .collect::<Vec<_>>()
        });
        let numbers: Vec<_> = numbers.collect();
        assert!(
            numbers.iter().all(|numbers| numbers.len() == 1),
            "{draft:?}"
        );
        assert!(numbers.is_sorted_by(|one, next| one < next), "{draft:?}");
    });
    assert!(count >= 3_000, "{count}");
}

#[test]
fn all_right_options_are_true_and_no_wrong_one_is() {
    let facts = built_in::facts();
    let count = questions(&facts, multiple, |question, draft| {
        let Task::Multiple(task) = draft.task() else {
            panic!("{draft:?}")
        };
        let (value, column) = (question.value(), question.value().column());
        let has = |option: &Choice| {
            let mut values = row(&column, option).values(&column);
            values.any(|own: Value<'_>| own.has_same_text(&value))
        };
        assert!(task.right().iter().all(has), "{draft:?}");
        assert!(!task.wrong().iter().any(has), "{draft:?}");
    });
    assert!(count >= 2_000, "{count}");
}

#[test]
fn a_statement_is_true_exactly_where_it_states_the_fact() {
    let facts = built_in::facts();
    let count = questions(
        &facts,
        |claim, _, stream| statement(claim, stream),
        |question, draft| {
            let fact: Fact<'_> = question.fact;
            let said = draft.prompt().as_str().strip_prefix(STATEMENT).unwrap();
            let is_true = draft.solution().as_str() == "True";
            assert_eq!(said == fact.tell(), is_true, "{draft:?}");
        },
    );
    assert!(count >= 5_000, "{count}");
}

#[test]
fn a_written_answer_is_accepted_as_in_the_facts() {
    let facts = built_in::facts();
    let count = questions(
        &facts,
        |claim, _, stream| text(claim, stream),
        |question, draft| {
            let Task::Text(task) = draft.task() else {
                panic!("{draft:?}")
            };
            let names = [question.value().label(), question.fact.row().name()];
            let shown = task.solution().as_str();
            assert!(
                names.iter().any(|name| name.as_option() == shown),
                "{draft:?}"
            );
            let full = draft
                .task()
                .parse(&shown.to_lowercase().as_str().into())
                .unwrap();
            assert_eq!(draft.task().score(&full).thousandths(), 1_000);
        },
    );
    assert!(count >= 1_000, "{count}");
}

#[test]
fn every_group_of_spellings_contains_a_known_name() {
    let facts = built_in::facts();
    let names = facts.rows().map(|row| row.name());
    let labels = names.chain(facts.values().map(|value| value.label()));
    let known: std::collections::BTreeSet<&str> = labels.map(|label| label.as_str()).collect();
    let groups = facts.columns().flat_map(|column| column.spelled());
    let unknown = groups.filter(|group| !group.split(", ").any(|name| known.contains(name)));
    assert_eq!(unknown.collect::<Vec<_>>(), Vec::<&str>::new());
}
