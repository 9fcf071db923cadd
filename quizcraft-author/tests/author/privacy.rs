//! Keywords, articles, prompts, replies and questions reach no log, no error and no debug output.

use std::fmt::{self, Write as _};
use std::sync::{Arc, LazyLock, Mutex};

use quizcraft_author::{
    Article, ArticleTitle, Assignment, Checked, DenyList, Proposal, Report, SolverBatch,
};
use quizcraft_core::gateway::{Causes, QuestionWriter, WriteError};
use quizcraft_core::{SourceTitle, SourceUrl};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::NoSubscriber;
use tracing::{Dispatch, Event, Metadata, Subscriber};

use crate::common::library::Library;
use crate::common::model::{self, Answer, good};
use crate::common::pools::{CountingPool, Fault};
use crate::common::{World, brief_about, buildings, run};

/// The words that must not appear.
const SECRETS: [&str; 10] = [
    "arvan",
    "belan",
    "zeller",
    "tomas",
    "lighthouse",
    "built",
    "moore",
    "quiz",
    "rules:",
    "begin article",
];

fn is_private(text: &str) {
    let lower = text.to_lowercase();
    for secret in SECRETS {
        assert!(!lower.contains(secret), "{secret}: {text}");
    }
}

/// Exists beside the dispatcher of a test. If there were only one, tracing would ask the thread that reaches an event first,
/// which may be that of another test, whether the event is logged, and would remember the answer for all threads.
static OTHER_DISPATCHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(NoSubscriber::new()));

/// Collects the fields of all events and spans.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Log {
    fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let mut text = self.0.lock().unwrap();
        writeln!(text, "{field}={value:?}").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Writes a game, and returns what was logged.
fn logged(world: &World) -> String {
    let log = Log::default();
    let brief = brief_about(&["Arvan"], 5);
    LazyLock::force(&OTHER_DISPATCHER);
    let result = tracing::subscriber::with_default(log.clone(), || run(world.author.write(&brief)));
    match result {
        Ok(_) | Err(WriteError::Impossible(_)) => {}
        Err(error) => {
            is_private(&Causes(&error).to_string());
            is_private(&format!("{error:?}"));
        }
    }
    log.text()
}

#[test]
fn logs_have_counts_and_reasons_but_no_texts() {
    let library = || Library::about("Arvan", &buildings::text(20));
    let log = logged(&World::new(library(), good));
    assert!(
        log.contains("written=5") && log.contains("input_tokens="),
        "{log}"
    );
    is_private(&log);
    let spoilt: [fn(&model::Call<'_>) -> Answer; 5] = [
        |call| good(call).map_questions(&|question| question["prompt"] = "Zeller built it".into()),
        |call| Answer::text(call, "Tomas Zeller built the lighthouse of Arvan."),
        |_| Answer::temporary(None),
        |_| Answer::permanent(),
        |call| good(call).after(std::time::Duration::from_hours(1)),
    ];
    for script in spoilt {
        let log = logged(&World::new(library(), script));
        assert!(log.contains("drops="), "{log}");
        is_private(&log);
    }
    is_private(&logged(&World::new(
        Library::about("Belan", &buildings::text(20)),
        good,
    )));
}

#[test]
fn logs_of_a_pool_that_fails_or_hangs_have_no_texts() {
    for fault in [Fault::Fails, Fault::Hangs] {
        let (world, pool) = (World::good(), CountingPool::new());
        pool.break_by(fault);
        let author = world.author.with_pool(pool);
        let log = logged(&World { author, ..world });
        assert!(
            log.contains("not read") && log.contains("not kept"),
            "{log}"
        );
        is_private(&log);
    }
}

#[test]
fn debug_output_has_sizes_and_numbers_but_no_texts() {
    let title = SourceTitle::new("Arvan").unwrap();
    let url = SourceUrl::new("https://example.org/Arvan").unwrap();
    let article = Arc::new(Article::new(title, url, &buildings::text(9)).unwrap());
    let assignment = Assignment::whole(&article, 3);
    let request = assignment.request();
    let text = buildings::question(1, &buildings::sentence(0)).unwrap();
    let proposal: Proposal = serde_json::from_value(text).unwrap();
    let checked = Checked::new(&article, &proposal).unwrap();
    let batch = SolverBatch::of(std::slice::from_ref(&checked))
        .pop()
        .unwrap();
    let world = World::good();
    let author = world.author.with_deny_list(DenyList::new(["Belan"]));
    let debug = format!(
        "{article:?} {assignment:?} {request:?} {proposal:?} {checked:?} {batch:?} {author:?} {:?} {:?} {:?}",
        ArticleTitle::new("Arvan"),
        batch.requests(),
        Report::default(),
    );
    is_private(&debug);
    let replies = batch.requests().map(|request| {
        good(&model::Call {
            request: &request,
            index: 0,
        })
        .result
        .unwrap()
    });
    is_private(&format!("{replies:?}"));
    let [first, second] = replies.each_ref().map(Some);
    is_private(&format!("{:?}", batch.judge([first, second])));
}
