//! Which writers are called, and with which briefs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::FutureExt;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{Draft, Drafts};
use quizcraft_writers::Writers;

use crate::support::{Scripted, brief, compose, draft, drafts, write, written};

#[test]
fn a_later_writer_receives_the_brief_for_what_is_missing() {
    let (first, second) = (
        Scripted::of(drafts("elm", 4)),
        Scripted::of(drafts("oak", 9)),
    );
    let asked = brief(10).by(Instant::now() + Duration::from_mins(10));
    let game = written(&compose([Arc::clone(&first), Arc::clone(&second)]), &asked);
    assert_eq!(first.briefs(), std::slice::from_ref(&asked));
    assert_eq!(second.briefs(), [asked.after(drafts("elm", 4)).unwrap()]);
    let expected: Vec<Draft> = drafts("elm", 4)
        .into_iter()
        .chain(drafts("oak", 6))
        .collect();
    assert_eq!(
        game, expected,
        "the first writer's come first, and keep what their writer set"
    );
}

#[test]
fn a_later_writer_is_not_called_once_the_limit_is_reached() {
    let (first, second) = (
        Scripted::of(drafts("elm", 9)),
        Scripted::of(drafts("oak", 9)),
    );
    let game = written(&compose([first, Arc::clone(&second)]), &brief(9));
    assert_eq!(game, drafts("elm", 9));
    assert_eq!(second.briefs(), []);
}

#[test]
fn drafts_of_the_brief_are_passed_on_and_not_returned() {
    let (first, second) = (
        Scripted::of(drafts("elm", 2)),
        Scripted::of(drafts("oak", 2)),
    );
    let existing = vec![draft("ash", 1)];
    let asked = brief(5).after(existing.clone()).unwrap();
    let game = written(&compose([first, Arc::clone(&second)]), &asked);
    assert_eq!(game.len(), 4);
    assert!(!game.contains(&existing[0]));
    let passed: Vec<Draft> = existing.into_iter().chain(drafts("elm", 2)).collect();
    assert_eq!(second.briefs()[0].written(), passed);
    assert_eq!(second.briefs()[0].limit().get(), 2);
}

#[test]
fn writers_can_be_nested() {
    let inner = compose([
        Scripted::of(drafts("elm", 1)),
        Scripted::of(drafts("oak", 1)),
    ]);
    let repeats = Scripted::of([drafts("oak", 2), drafts("ash", 2)].concat());
    let outer = Writers::new(Arc::new(inner)).then(Arc::new(compose([repeats])));
    let game = written(&outer.clone(), &brief(5));
    let expected = [
        draft("elm", 0),
        draft("oak", 0),
        draft("oak", 1),
        draft("ash", 0),
    ];
    assert_eq!(
        game, expected,
        "an outer later writer may write 4, of which one exists already"
    );
    assert_eq!(format!("{outer:?}"), "Writers(2)");
}

#[test]
fn no_writer_is_called_for_an_overdue_brief() {
    let first = Scripted::of(drafts("elm", 4));
    let overdue = brief(4).by(Instant::now());
    let result = write(&compose([Arc::clone(&first)]), &overdue);
    assert!(matches!(result, Err(WriteError::OutOfTime)), "{result:?}");
    assert_eq!(first.briefs(), []);
}

/// Returns a writer that returns its drafts at the deadline of the brief.
fn slow(count: usize) -> Arc<Scripted> {
    Scripted::by(move |brief: &Brief| {
        while !brief.is_overdue(Instant::now()) {
            std::thread::yield_now();
        }
        Ok(drafts("elm", count))
    })
}

#[test]
fn a_later_writer_is_not_called_past_the_deadline() {
    for (count, is_enough) in [(5, true), (4, false)] {
        let second = Scripted::of(drafts("oak", 9));
        let writers = compose([slow(count), Arc::clone(&second)]);
        let result = write(
            &writers,
            &brief(50).by(Instant::now() + Duration::from_millis(1)),
        );
        assert_eq!(second.briefs(), []);
        match result {
            Ok(game) => assert!(is_enough && game.len() == count),
            Err(error) => assert!(!is_enough && matches!(error, WriteError::OutOfTime)),
        }
    }
}

/// A writer whose first call hangs.
#[derive(Default)]
struct HangingOnce(AtomicUsize);

#[async_trait]
impl QuestionWriter for HangingOnce {
    async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
        if self.0.fetch_add(1, Ordering::Relaxed) == 0 {
            std::future::pending::<()>().await;
        }
        Ok(Drafts::new(drafts("oak", 4)).unwrap())
    }
}

#[test]
fn a_future_that_is_dropped_while_a_writer_runs_leaves_the_writers_usable() {
    let (first, second) = (
        Scripted::of(drafts("elm", 4)),
        Arc::new(HangingOnce::default()),
    );
    let writers = Writers::new(first.clone()).then(second.clone());
    let brief = brief(8);
    let mut call = writers.write(&brief);
    assert!(
        (&mut call).now_or_never().is_none(),
        "the second writer hangs"
    );
    assert_eq!(second.0.load(Ordering::Relaxed), 1);
    drop(call);
    let expected = [drafts("elm", 4), drafts("oak", 4)].concat();
    assert_eq!(written(&writers, &brief), expected);
    assert_eq!(first.briefs(), [brief.clone(), brief]);
}

#[test]
fn writers_are_shared_between_threads() {
    fn assert_shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    let writers = compose([Scripted::of(drafts("elm", 4))]);
    assert_shared(&writers);
    let shared: Arc<dyn QuestionWriter> = Arc::new(writers);
    assert_eq!(write(&shared, &brief(4)).unwrap().len(), 4);
}
