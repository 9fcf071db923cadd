//! The composition keeps the contract of writers if its writers do.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use quizcraft_contract::TestedWriter;
use quizcraft_core::gateway::QuestionWriter;
use quizcraft_core::{Draft, Keywords, WriterName};
use quizcraft_generator::{FACTS, FactWriter};
use quizcraft_review::flaws;
use quizcraft_writers::Writers;

use crate::support::{Scripted, drafts, impossible, suggesting};

fn tested(writer: Writers, known: &[&str]) -> Arc<TestedWriter> {
    let known = Keywords::new(known).unwrap();
    let unknown = Keywords::new(["qwertz", "\u{5e7}\u{5d5}\u{5e8}\u{5d8}\u{5e5}"]).unwrap();
    let passes = |draft: &_, keywords: &_| flaws(draft, keywords).is_empty();
    let tested = TestedWriter::new(Arc::new(writer), known, unknown, passes);
    Arc::new(tested.deterministic())
}

/// Fact writers with one built-in file each.
static WRITERS: LazyLock<HashMap<&str, FactWriter>> = LazyLock::new(|| {
    let of = |name| {
        let files = FACTS.iter().copied().filter(|(own, _)| *own == name);
        (name, FactWriter::from_files(files).unwrap())
    };
    ["elements.txt", "chess.txt"].map(of).into()
});

/// Returns the fact writer with the built-in file of this name.
fn facts_from(name: &str) -> Arc<dyn QuestionWriter> {
    Arc::new(WRITERS[name].clone())
}

/// Returns a writer that knows 60 questions about metals.
fn scripted() -> Arc<dyn QuestionWriter> {
    Scripted::by(|brief| {
        if !brief
            .keywords()
            .iter()
            .any(|keyword| keyword.folded() == "metals")
        {
            return Err(suggesting("Nothing is known about that.", &["metals"]));
        }
        let is_asked = |draft: &Draft| brief.asked().contains(draft.fingerprint());
        let name = WriterName::restore("elm 1");
        let all = drafts("elm", 60)
            .into_iter()
            .map(|own| own.with_writer(name.clone()));
        let mut free: Vec<_> = all.filter(|own| !is_asked(own)).collect();
        free.retain(|own| !brief.written().contains(own) && brief.kinds().contains(own.kind()));
        free.truncate(brief.limit().get().into());
        if free.is_empty() {
            Err(impossible("Nothing else is known."))
        } else {
            Ok(free)
        }
    })
}

mod two_fact_writers {
    use std::sync::Arc;

    use quizcraft_core::Kinds;
    use quizcraft_writers::Writers;

    quizcraft_contract::question_writer_contract!(async {
        let elements = super::facts_from("elements.txt");
        let writers = Writers::new(elements).then(super::facts_from("chess.txt"));
        let tested = super::tested(writers, &["chess", "elements"]);
        Arc::new((*tested).clone().with_kinds(Kinds::ALL))
    });
}
mod one_scripted_writer {
    use quizcraft_writers::Writers;

    quizcraft_contract::question_writer_contract!(async {
        super::tested(Writers::new(super::scripted()), &["metals"])
    });
}

mod facts_before_a_scripted_writer {
    use quizcraft_writers::Writers;

    quizcraft_contract::question_writer_contract!(async {
        let writers = Writers::new(super::facts_from("elements.txt")).then(super::scripted());
        super::tested(writers, &["metals"])
    });
}
