//! The log has numbers, and neither keywords nor texts.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex};

use quizcraft_core::gateway::WriteError;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::NoSubscriber;
use tracing::{Dispatch, Event, Metadata, Subscriber};

use crate::support::{Scripted, brief_on, compose, drafts, impossible, single, write};

/// Exists beside the dispatcher of a test. If there were only one, tracing would ask the thread that reaches an event first,
/// which may be that of another test, whether the event is logged, and would remember the answer for all threads.
static OTHER_DISPATCHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(NoSubscriber::new()));

/// Collects the fields of all events.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = String::new();
        event.record(&mut Line(&mut line));
        let mut log = self.0.lock().unwrap();
        log.push_str(line.trim_end());
        log.push('\n');
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0, "{field}={value:?} ").unwrap();
    }
}

#[test]
fn the_log_says_how_many_drafts_were_dropped_and_why() {
    let flawed = single(
        "Which of these zinnias is red?",
        ["Zinnias", "Roses", "Lilies"],
        "It is a flower.",
    );
    let writers = compose([
        Scripted::failing(|| impossible("Nothing about zinnias.")),
        Scripted::of([vec![flawed], drafts("elm", 2), drafts("elm", 1)].concat()),
        Scripted::failing(|| WriteError::temporary("zinnias are unavailable")),
    ]);
    let brief = brief_on(&["zinnias"], 6);
    let log = Log::default();
    LazyLock::force(&OTHER_DISPATCHER);
    let game = tracing::subscriber::with_default(log.clone(), || write(&writers, &brief));
    assert_eq!(game.unwrap().len(), 2);
    let log = log
        .0
        .lock()
        .unwrap()
        .replace(&format!("game={}", brief.game()), "game");
    let expected = [
        "message=no drafts received game writer=1 error=\"impossible\"",
        "message=drafts received game writer=2 given=4 kept=2 repeated=0 other_kind=0 surplus=0 \
         invalid=0 flawed=1 same=1 spoilers=0 replaced=0",
        "message=no drafts received game writer=3 error=\"temporary\"",
        "message=game composed game drafts=2 repeated=0 dropped=0",
    ];
    assert_eq!(log.lines().collect::<Vec<_>>(), expected);
}
