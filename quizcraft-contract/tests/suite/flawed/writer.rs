use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_contract::TestedWriter;
use quizcraft_core::gateway::{Brief, Expense, QuestionWriter, WriteError};
use quizcraft_core::{
    Asked, Draft, DraftFingerprint, Drafts, Keyword, Keywords, Kinds, QuestionsLimit, WriterName,
};

use crate::plain::{PlainWriter, draft, impossible};

/// A flaw of a writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WriterFlaw {
    ExceedsTheLimit,
    ReturnsNoDrafts,
    ReturnsOtherKinds,
    FailsForSomeKinds,
    RepeatsAQuestion,
    OmitsItsName,
    OmitsItsVersion,
    AsksForAFactTwice,
    DependsOnEarlierCalls,
    ForgetsWhatWasAsked,
    PointsAtSolutions,
    InventsQuestions,
    QuotesKeywordsBare,
    GivesNoReason,
    SuggestsUnknownKeywords,
    RetriesUnknownKeywords,
    IgnoresTheDeadline,
    RetriesOverdueBriefs,
    FailsGamesOutOfTime,
    NamesOtherKeywords,
    NamesAllKeywords,
    NamesKnownKeywords,
    KeepsDroppedCallsRunning,
    RepeatsDraftsOfOthers,
    AlwaysNeedsALease,
}

use WriterFlaw as Flaw;

/// A writer, optionally with a flaw.
#[derive(Default)]
pub(crate) struct FlawedWriter {
    flaw: Option<Flaw>,
    calls: AtomicU32,
    is_running: AtomicBool,
}

impl FlawedWriter {
    /// Returns the fixture of a writer with this flaw.
    pub(crate) fn tested(flaw: Flaw) -> Arc<TestedWriter> {
        tested(Self {
            flaw: Some(flaw),
            ..Self::default()
        })
    }

    /// Changes a brief as the flaw requires.
    fn changed(&self, brief: &Brief) -> Brief {
        let (game, player) = (brief.game(), brief.player());
        let keywords = match self.flaw {
            Some(Flaw::InventsQuestions) => PlainWriter::known(),
            _ => brief.keywords().clone(),
        };
        let limit = match self.flaw {
            Some(Flaw::ExceedsTheLimit) => i64::from(QuestionsLimit::MAX),
            _ => brief.limit().get().into(),
        };
        let limit = QuestionsLimit::new(limit).unwrap();
        let changed = Brief::new(game, player, keywords, limit);
        let changed = match self.flaw {
            Some(Flaw::ReturnsOtherKinds) => changed.with_kinds(Kinds::ALL),
            _ => changed.with_kinds(brief.kinds()),
        };
        let changed = match self.flaw {
            Some(Flaw::ForgetsWhatWasAsked) => changed,
            _ => changed.with_asked(brief.asked().clone()),
        };
        let changed = match brief.deadline() {
            Some(deadline) if self.flaw != Some(Flaw::IgnoresTheDeadline) => changed.by(deadline),
            _ => changed,
        };
        self.with_written(changed, brief.written())
    }

    fn with_written(&self, brief: Brief, written: &[Draft]) -> Brief {
        if written.is_empty() || self.flaw == Some(Flaw::RepeatsDraftsOfOthers) {
            return brief;
        }
        // What the player was asked comes last.
        let asked = written.iter().map(Draft::fingerprint);
        let asked = Asked::restore(asked.chain(brief.asked().iter()));
        brief.with_asked(asked)
    }

    /// Changes drafts as the flaw requires.
    fn spoilt(&self, mut drafts: Vec<Draft>, brief: &Brief) -> Vec<Draft> {
        let Some(first) = drafts.first().cloned() else {
            return drafts;
        };
        match self.flaw {
            Some(Flaw::RepeatsAQuestion) => drafts.push(first),
            Some(Flaw::OmitsItsName) => drafts[0] = first.with_writer(None),
            Some(Flaw::OmitsItsVersion) => {
                drafts[0] = first.with_writer(WriterName::restore("multiplications"));
            }
            Some(Flaw::ReturnsNoDrafts) => drafts.clear(),
            Some(Flaw::AsksForAFactTwice) => {
                let fact = DraftFingerprint::of(&["product"]);
                drafts = drafts
                    .into_iter()
                    .map(|d| d.with_fingerprint(fact))
                    .collect();
            }
            Some(Flaw::DependsOnEarlierCalls) => {
                drafts[0] = draft(self.calls.fetch_add(1, Ordering::SeqCst), brief);
            }
            Some(Flaw::PointsAtSolutions) => {
                let texts = (first.prompt().clone(), first.clarification().clone());
                let named = quizcraft_core::Choice::restore("A multiplication");
                let wrong = first.wrong().to_vec();
                drafts[0] = Draft::restore_single(texts.0, named, wrong, texts.1);
            }
            _ => {}
        }
        drafts
    }

    /// Changes the keywords that are named as unknown as the flaw requires.
    fn misnamed(&self, unknown: &[Keyword], brief: &Brief) -> Vec<Keyword> {
        match self.flaw {
            Some(Flaw::NamesOtherKeywords) => vec![Keyword::restore("Paris")],
            Some(Flaw::NamesAllKeywords) => brief.keywords().iter().cloned().collect(),
            Some(Flaw::NamesKnownKeywords) => PlainWriter::known().iter().cloned().collect(),
            _ => unknown.to_vec(),
        }
    }

    /// Returns the error of the flaw instead of the right one.
    fn misreported(&self, error: WriteError, keywords: &Keywords) -> WriteError {
        match (self.flaw, &error) {
            (Some(Flaw::QuotesKeywordsBare), WriteError::Impossible(_)) => {
                let words = keywords.iter().map(Keyword::to_string);
                impossible(&words.collect::<Vec<_>>())
            }
            (Some(Flaw::GivesNoReason), WriteError::Impossible(_)) => {
                WriteError::Impossible(quizcraft_core::Failure::restore(" "))
            }
            (Some(Flaw::SuggestsUnknownKeywords), WriteError::Impossible(failure)) => {
                let (known, unknown) = (PlainWriter::known(), PlainWriter::unknown());
                let words = known.iter().chain(unknown.iter()).cloned();
                WriteError::Impossible(failure.clone().with_suggestions(words))
            }
            (Some(Flaw::RetriesUnknownKeywords), WriteError::Impossible(_))
            | (Some(Flaw::RetriesOverdueBriefs), WriteError::OutOfTime) => {
                WriteError::temporary("try again")
            }
            _ => error,
        }
    }
}

/// Returns the fixture of a writer that knows what the plain one knows.
pub(crate) fn tested(writer: impl QuestionWriter + 'static) -> Arc<TestedWriter> {
    let (known, unknown) = (PlainWriter::known(), PlainWriter::unknown());
    let is_unrelated = |draft: &Draft, keywords: &Keywords| {
        let solution = draft.solution().as_str();
        !keywords.iter().any(|word| solution.contains(word.as_str()))
    };
    let kinds = Kinds::parse(["single", "number"]).unwrap();
    let tested = TestedWriter::new(Arc::new(writer), known, unknown, is_unrelated);
    Arc::new(tested.with_kinds(kinds).deterministic())
}

#[async_trait]
impl QuestionWriter for FlawedWriter {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        if self.flaw == Some(Flaw::AlwaysNeedsALease) && brief.expense() != Expense::Allowed {
            return Err(WriteError::NeedsLease);
        }
        if self.flaw == Some(Flaw::FailsForSomeKinds) && !brief.kinds().is_default() {
            return Err(WriteError::temporary("no such template"));
        }
        if self.flaw == Some(Flaw::KeepsDroppedCallsRunning)
            && self.is_running.swap(true, Ordering::SeqCst)
        {
            return Err(WriteError::temporary("another call is running"));
        }
        let began_in_time = !brief.is_overdue(Instant::now());
        let written = PlainWriter.write(&self.changed(brief)).await;
        self.is_running.store(false, Ordering::SeqCst);
        match written {
            Ok(drafts) => {
                let unknown = self.misnamed(drafts.unknown(), brief);
                let drafts = drafts.iter().cloned().collect();
                Ok(Drafts::restore(self.spoilt(drafts, brief)).with_unknown(unknown))
            }
            Err(WriteError::OutOfTime)
                if self.flaw == Some(Flaw::FailsGamesOutOfTime) && began_in_time =>
            {
                Err(impossible(&[]))
            }
            Err(error) => Err(self.misreported(error, brief.keywords())),
        }
    }
}
