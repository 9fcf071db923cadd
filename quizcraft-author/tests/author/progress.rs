//! What an observer of an author learns.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use quizcraft_author::{Author, Progress, Report};
use quizcraft_core::gateway::{Expense, QuestionWriter};
use tokio::time::sleep;

use crate::common::library::Library;
use crate::common::model::{Answer, good};
use crate::common::{World, brief, brief_about, buildings, run};

/// Notes what it is told.
#[derive(Default)]
struct Notes {
    stages: Mutex<Vec<&'static str>>,
    reports: Mutex<Vec<Report>>,
}

impl Notes {
    fn note(&self, stage: &'static str) {
        self.stages.lock().unwrap().push(stage);
    }

    fn stages(&self) -> Vec<&'static str> {
        self.stages.lock().unwrap().clone()
    }
}

impl Progress for Notes {
    fn researching(&self) {
        self.note("research");
    }

    fn writing(&self) {
        self.note("write");
    }

    fn solving(&self) {
        self.note("solve");
    }

    fn finished(&self, report: &Report) {
        self.note("end");
        self.reports.lock().unwrap().push(report.clone());
    }
}

fn observed(author: Author) -> (Author, Arc<Notes>) {
    let notes = Arc::new(Notes::default());
    (author.with_progress(notes.clone()), notes)
}

#[test]
fn an_observer_learns_each_stage_and_the_report() {
    let (author, notes) = observed(World::good().author);
    let (drafts, report) = run(author.compose(&brief(3)));
    assert!(drafts.is_ok());
    assert_eq!(notes.stages(), ["research", "write", "solve", "end"]);
    assert_eq!(*notes.reports.lock().unwrap(), [report]);
}

#[test]
fn a_game_without_an_article_ends_after_its_research() {
    let library = Library::about("Arvan", &buildings::text(20));
    let (author, notes) = observed(World::new(library, good).author);
    assert!(run(author.write(&brief_about(&["Belan"], 3))).is_err());
    assert_eq!(notes.stages(), ["research", "end"]);
}

#[test]
fn a_brief_that_needs_no_call_has_no_stage() {
    let (author, notes) = observed(World::good().author);
    let brief = brief(3).with_expense(Expense::NeedsLease);
    assert!(run(author.write(&brief)).is_err());
    assert!(notes.stages().is_empty());
}

#[test]
fn an_open_circuit_is_shown_while_it_is_open() {
    let world = World::scripted(|_| Answer::temporary(None));
    run(async {
        for _ in 0..2 {
            assert_eq!(world.author.model_circuit(), None);
            assert!(world.author.write(&brief(3)).await.is_err());
        }
        let rest = world
            .author
            .model_circuit()
            .map(quizcraft_author::CircuitOpen::rest);
        assert!(rest.is_some_and(|rest| rest <= Duration::from_mins(1)));
        assert_eq!(world.author.research_circuit(), None);
        sleep(Duration::from_mins(1)).await;
        assert_eq!(world.author.model_circuit(), None);
    });
}
