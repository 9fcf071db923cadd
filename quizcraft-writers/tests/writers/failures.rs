//! What writers fail with, and what follows for the game.

use std::sync::Arc;
use std::time::Duration;

use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, Expense, QuestionWriter, RefusedExpense, WriteError};
use quizcraft_writers::Writers;

use crate::support::{
    Scripted, brief, compose, drafts, impossible, leased, suggesting, write, written,
};

fn ignorant(reason: &'static str) -> Arc<Scripted> {
    Scripted::failing(move || impossible(reason))
}

fn unavailable() -> Arc<Scripted> {
    Scripted::failing(|| WriteError::temporary("429").after(Duration::from_secs(20)))
}

fn needing_a_lease() -> Arc<Scripted> {
    Scripted::by(|brief| match brief.expense() {
        Expense::NeedsLease => Err(WriteError::NeedsLease),
        Expense::Allowed => Ok(drafts("model", brief.limit().get().into())),
        _ => Err(impossible("No article was found.")),
    })
}

#[test]
fn a_game_is_impossible_if_every_writer_says_so() {
    let facts = || Scripted::failing(|| suggesting("No facts.", &["chess", "art"]));
    let others = || Scripted::failing(|| suggesting("No bank.", &["law"]));
    let tomorrow = || ignorant("New questions can be written tomorrow.");
    for (writers, shown) in [
        (vec![facts()], "No facts. Try chess or art."),
        (
            vec![facts(), tomorrow()],
            "New questions can be written tomorrow. Try chess or art.",
        ),
        (vec![tomorrow(), facts()], "No facts. Try chess or art."),
        (
            vec![ignorant("No pool."), facts(), others()],
            "No bank. Try chess or art.",
        ),
        (
            vec![ignorant("No pool."), tomorrow()],
            "New questions can be written tomorrow.",
        ),
    ] {
        match write(&compose(writers), &brief(10)) {
            Err(WriteError::Impossible(failure)) => assert_eq!(failure.to_string(), shown),
            other => panic!("expected the failure {shown:?}: {other:?}"),
        }
    }
}

#[test]
fn an_ignorant_writer_does_not_end_the_game() {
    let writers = compose([ignorant("a"), Scripted::of(drafts("elm", 1)), ignorant("b")]);
    assert_eq!(written(&writers, &brief(10)), drafts("elm", 1));
}

#[test]
fn a_transient_error_is_returned_unless_there_are_enough_drafts() {
    let cases = [
        (1, 1),
        (2, 1),
        (3, 1),
        (4, 2),
        (10, 4),
        (12, 4),
        (13, 5),
        (15, 5),
        (50, 5),
    ];
    for (limit, enough) in cases {
        for count in 0..enough.min(usize::try_from(limit).unwrap()) {
            let few = compose([Scripted::of(drafts("elm", count)), unavailable()]);
            let error = write(&few, &brief(limit)).unwrap_err();
            assert!(
                matches!(error, WriteError::Temporary { .. }),
                "{count} of {limit}: {error:?}"
            );
            assert_eq!(error.retry_after(), Some(Duration::from_secs(20)));
        }
        let writers = compose([Scripted::of(drafts("elm", enough)), unavailable()]);
        assert_eq!(written(&writers, &brief(limit)).len(), enough, "{limit}");
    }
}

#[test]
fn a_writer_out_of_time_counts_as_a_transient_error() {
    let late = || Scripted::failing(|| WriteError::OutOfTime);
    let few = compose([Scripted::of(drafts("elm", 4)), late(), unavailable()]);
    let error = write(&few, &brief(15)).unwrap_err();
    assert!(
        matches!(error, WriteError::OutOfTime),
        "the first error is returned: {error:?}"
    );
    let enough = compose([Scripted::of(drafts("elm", 5)), late()]);
    assert_eq!(written(&enough, &brief(15)).len(), 5);
}

#[test]
fn the_next_writers_are_called_after_a_transient_error() {
    let writers = compose([unavailable(), Scripted::of(drafts("elm", 9))]);
    assert_eq!(written(&writers, &brief(9)), drafts("elm", 9));
    let none = compose([unavailable(), ignorant("No article.")]);
    let error = write(&none, &brief(9)).unwrap_err();
    assert!(matches!(error, WriteError::Temporary { .. }), "{error:?}");
}

#[test]
fn a_writer_that_needs_a_lease_gets_one() {
    let writers = compose([Scripted::of(drafts("elm", 9)), needing_a_lease()]);
    let error = write(&writers, &brief(15)).unwrap_err();
    assert!(matches!(error, WriteError::NeedsLease), "{error:?}");
    let expected = [drafts("elm", 9), drafts("model", 6)].concat();
    assert_eq!(written(&writers, &leased(brief(15))), expected);
}

#[test]
fn no_lease_is_needed_for_a_game_that_earlier_writers_fill() {
    let writers = compose([Scripted::of(drafts("elm", 9)), needing_a_lease()]);
    assert_eq!(written(&writers, &brief(9)), drafts("elm", 9));
}

#[test]
fn a_game_whose_expense_is_refused_opens_with_what_there_is() {
    let writers = compose([Scripted::of(drafts("elm", 1)), needing_a_lease()]);
    let refused = brief(50).with_expense(Expense::Refused(RefusedExpense::GamesPerHour));
    assert_eq!(written(&writers, &refused), drafts("elm", 1));
}

#[test]
fn a_lease_that_the_brief_does_not_allow_to_need_is_not_passed_on() {
    let broken = || Scripted::failing(|| WriteError::NeedsLease);
    for expense in [Expense::Allowed, Expense::Refused(RefusedExpense::Attempts)] {
        let brief = brief(10).with_expense(expense);
        let writers = compose([Scripted::of(drafts("elm", 1)), broken()]);
        assert_eq!(written(&writers, &brief), drafts("elm", 1));
        let error = write(&compose([broken()]), &brief).unwrap_err();
        assert!(matches!(error, WriteError::Temporary { .. }), "{error:?}");
    }
}

/// Panics at this poll. The first is the call of `write` itself.
struct Panicking(u32);

impl QuestionWriter for Panicking {
    fn write<'s, 'b, 'f>(
        &'s self,
        _: &'b Brief,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Drafts, WriteError>> + Send + 'f>>
    where
        's: 'f,
        'b: 'f,
    {
        let mut polls = 0;
        assert_ne!(self.0, 0, "the keyword is secret");
        Box::pin(std::future::poll_fn(move |context| {
            polls += 1;
            assert!(polls < self.0, "the keyword is secret");
            context.waker().wake_by_ref();
            std::task::Poll::Pending
        }))
    }
}

#[test]
fn a_panic_does_no_harm_to_other_drafts() {
    for poll in 0..3 {
        let panicking = || Arc::new(Panicking(poll));
        let writers = Writers::new(Arc::clone(&Scripted::of(drafts("elm", 1))) as _)
            .then(panicking())
            .then(Scripted::of(drafts("oak", 1)));
        let game = quizcraft_contract::block_on(writers.write(&brief(9))).unwrap();
        assert_eq!(game.iter().len(), 2);
        let alone = Writers::new(panicking());
        let error = quizcraft_contract::block_on(alone.write(&brief(9))).unwrap_err();
        assert!(matches!(&error, WriteError::Temporary { .. }), "{error:?}");
        assert!(!format!("{error:?}").contains("secret"));
    }
}

#[test]
fn drafts_that_are_all_dropped_are_not_impossible() {
    let flawed = drafts("elm", 1)
        .into_iter()
        .map(|own| own.with_writer(None));
    let same: Vec<_> = flawed.collect();
    let asked = brief(5).after(same.clone()).unwrap();
    let error = write(&compose([Scripted::of(same), ignorant("a")]), &asked).unwrap_err();
    assert!(matches!(error, WriteError::Temporary { .. }), "{error:?}");
}
