//! A writer returns at most the requested questions, which are valid, different and of the requested kinds, or
//! says why it cannot.

use std::collections::HashSet;
use std::sync::Arc;

use quizcraft_core::gateway::{Brief, Causes, Expense, QuestionWriter, RefusedExpense, WriteError};
use quizcraft_core::{
    Asked, Draft, DraftFingerprint, Drafts, Failure, Keyword, Keywords, Kind, Kinds,
    QuestionsLimit, WriterName,
};

use super::fixtures::{ada, game_id, questions_limit};

/// The limits with which the scenarios request games.
const LIMITS: [u16; 3] = [1, 5, QuestionsLimit::MAX];
/// FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE, between which a keyword is isolated.
const ISOLATES: [char; 2] = ['\u{2068}', '\u{2069}'];

/// A writer of questions with what its tests know about it.
///
/// ```
/// use std::sync::Arc;
///
/// use quizcraft_contract::{ScriptedWriter, TestedWriter};
/// use quizcraft_core::{Keywords, Kinds};
///
/// let writer = TestedWriter::new(
///     Arc::new(ScriptedWriter::default()),
///     Keywords::new(["multiplication"])?,
///     Keywords::new(["Rome"])?,
///     // In earnest: quizcraft_review::flaws(draft, keywords).is_empty()
///     |draft, _keywords| draft.prompt().as_str().ends_with('?'),
/// );
/// let writer = writer.with_kinds(Kinds::ALL).deterministic();
/// # let _ = writer;
/// # Ok::<(), quizcraft_core::KeywordsError>(())
/// ```
#[derive(Clone)]
pub struct TestedWriter {
    pub(super) writer: Arc<dyn QuestionWriter>,
    pub(super) known: Keywords,
    pub(super) unknown: Keywords,
    kinds: Kinds,
    passes: fn(&Draft, &Keywords) -> bool,
    pub(super) is_deterministic: bool,
}

impl TestedWriter {
    /// The minimum number of different questions that the writer MUST know about the known keywords.
    pub const MIN_QUESTIONS: u16 = 15;

    /// Creates a fixture for a writer that knows at least [`MIN_QUESTIONS`](Self::MIN_QUESTIONS) single choices
    /// about the keywords `known`, and none about `unknown`. Its drafts MUST pass the function `passes`, which
    /// receives the keywords of the game and calls a review.
    ///
    /// The unknown keywords SHOULD contain a letter that is not ASCII, such as one of a script that is written
    /// from right to left: others need not be isolated.
    #[must_use]
    pub fn new(
        writer: Arc<dyn QuestionWriter>,
        known: Keywords,
        unknown: Keywords,
        passes: fn(&Draft, &Keywords) -> bool,
    ) -> Self {
        Self {
            writer,
            known,
            unknown,
            kinds: Kinds::default(),
            passes,
            is_deterministic: false,
        }
    }

    /// Returns the fixture of a writer that writes questions of these kinds about the known keywords.
    #[must_use]
    pub fn with_kinds(self, kinds: Kinds) -> Self {
        Self { kinds, ..self }
    }

    /// Returns the fixture of a writer that always returns the same drafts for the same brief.
    #[must_use]
    pub fn deterministic(self) -> Self {
        Self {
            is_deterministic: true,
            ..self
        }
    }

    /// Returns the brief for the `n`th game on the known keywords, under a lease.
    pub(super) fn brief(&self, n: u32, limit: u16) -> Brief {
        let (keywords, limit) = (self.known.clone(), questions_limit(limit));
        let brief = Brief::new(game_id(n), ada(), keywords, limit);
        brief.with_expense(Expense::Allowed)
    }

    pub(super) fn unknown_brief(&self) -> Brief {
        let limit = questions_limit(QuestionsLimit::MAX);
        let brief = Brief::new(game_id(1), ada(), self.unknown.clone(), limit);
        brief.with_expense(Expense::Allowed)
    }

    /// Returns the drafts for a brief that the writer can fulfil.
    pub(super) async fn written(&self, brief: &Brief) -> Vec<Draft> {
        match self.writer.write(brief).await {
            Ok(drafts) => drafts.iter().cloned().collect(),
            Err(error) => panic!(
                "QuestionWriter::write failed for known or suggested keywords: {}",
                Causes(&error)
            ),
        }
    }
}

impl std::fmt::Debug for TestedWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestedWriter")
            .field("known", &self.known)
            .field("unknown", &self.unknown)
            .field("kinds", &self.kinds)
            .finish_non_exhaustive()
    }
}

/// The writer of a scenario.
pub(super) type Tested = Arc<TestedWriter>;

/// A writer returns at least one draft about known keywords, and at most as many as the limit.
pub async fn a_writer_keeps_the_limit(writer: &Tested) {
    for limit in LIMITS {
        let written = writer.written(&writer.brief(1, limit)).await.len();
        assert!(
            (1..=usize::from(limit)).contains(&written),
            "a game of at most {limit} questions has {written} drafts"
        );
    }
}

/// Every draft is of a requested kind, for any set of kinds. A writer may write none of a kind.
pub async fn a_writer_returns_requested_kinds_only(writer: &Tested) {
    let single_kinds = Kind::ALL.iter().filter_map(|kind| Kinds::new([*kind]).ok());
    for kinds in single_kinds.chain([writer.kinds]) {
        let brief = writer.brief(2, 10).with_kinds(kinds);
        let drafts = match writer.writer.write(&brief).await {
            Ok(drafts) => drafts,
            Err(WriteError::Impossible(_)) if kinds != writer.kinds => continue,
            Err(error) => panic!("no questions of the kinds {kinds:?}: {}", Causes(&error)),
        };
        let written: Vec<Kind> = drafts.iter().map(Draft::kind).collect();
        let is_requested = |kind: &Kind| kinds.contains(*kind);
        assert!(
            written.iter().all(is_requested),
            "only the kinds {kinds:?} are requested, but there are {written:?}"
        );
    }
}

/// Every draft obeys the rules of new drafts, and no two have the same content.
pub async fn every_draft_is_valid(writer: &Tested) {
    for kinds in [Kinds::SINGLE, writer.kinds] {
        let brief = writer.brief(3, QuestionsLimit::MAX).with_kinds(kinds);
        if let Err(error) = Drafts::new(writer.written(&brief).await) {
            panic!("the drafts of a game are valid: {error}");
        }
    }
}

/// Every draft has the name of its writer.
pub async fn every_draft_names_its_writer(writer: &Tested) {
    let brief = writer.brief(4, QuestionsLimit::MAX);
    for draft in writer.written(&brief.with_kinds(writer.kinds)).await {
        assert!(
            draft.writer().is_some(),
            "every draft names its writer, but not {draft:?}"
        );
    }
}

/// The name of the writer of every draft has its version: a word that begins with a number, as in "facts 0.5.0".
pub async fn every_draft_names_the_version_of_its_writer(writer: &Tested) {
    let brief = writer.brief(4, QuestionsLimit::MAX);
    for draft in writer.written(&brief.with_kinds(writer.kinds)).await {
        let name = draft.writer().map(WriterName::as_str).unwrap_or_default();
        let is_version = |word: &str| word.starts_with(|first: char| first.is_ascii_digit());
        assert!(
            name.split_whitespace().any(is_version),
            "every draft names the version of its writer, but not {draft:?}"
        );
    }
}

/// No two drafts of a game have the same fingerprint.
pub async fn no_two_drafts_ask_for_the_same(writer: &Tested) {
    for kinds in [Kinds::SINGLE, writer.kinds] {
        let brief = writer.brief(5, QuestionsLimit::MAX).with_kinds(kinds);
        let drafts = writer.written(&brief).await;
        assert_eq!(
            fingerprints(&drafts).len(),
            drafts.len(),
            "the fingerprints within a game are distinct"
        );
    }
}

/// A deterministic writer returns the same drafts for the same brief, so that work may be delivered twice.
pub async fn the_same_brief_gives_the_same_drafts(writer: &Tested) {
    if writer.is_deterministic {
        let brief = writer.brief(6, 10).with_kinds(writer.kinds);
        let first = writer.written(&brief).await;
        writer.written(&writer.brief(7, 10)).await;
        assert_eq!(
            writer.written(&brief).await,
            first,
            "the same brief gives the same drafts"
        );
    }
}

/// What the player was asked before is not asked again while the writer knows something else.
pub async fn nothing_is_repeated_while_there_is_something_else(writer: &Tested) {
    let mut asked = Asked::default();
    for _ in 0..TestedWriter::MIN_QUESTIONS / 5 {
        // The same game: a writer that forgets what was asked, and draws by the game's id, repeats all of it.
        let brief = writer.brief(8, 5).with_asked(asked.clone());
        let new = fingerprints(&writer.written(&brief).await);
        let repeated = new.iter().filter(|own| asked.contains(**own)).count();
        assert_eq!(repeated, 0, "nothing asked before is repeated");
        asked = Asked::restore(new.into_iter().chain(asked.iter()));
    }
}

/// Every draft passes the review with the keywords of the game.
pub async fn every_draft_passes_the_review(writer: &Tested) {
    for kinds in [Kinds::SINGLE, writer.kinds] {
        let brief = writer.brief(10, QuestionsLimit::MAX).with_kinds(kinds);
        for draft in writer.written(&brief).await {
            assert!(
                (writer.passes)(&draft, brief.keywords()),
                "every draft passes the review, but not {draft:?}"
            );
        }
    }
}

/// Unknown keywords are impossible. The reason is not empty, and isolates the keywords that it quotes.
pub async fn unknown_keywords_are_impossible(writer: &Tested) {
    let brief = writer.unknown_brief();
    match writer.writer.write(&brief).await {
        Err(WriteError::Impossible(reason)) => assert_isolated(&reason, brief.keywords()),
        other => panic!("unknown keywords are Impossible, but the writer returned {other:?}"),
    }
}

/// The writer has questions about each keyword that it suggests, of the requested kinds.
pub async fn suggested_keywords_are_known(writer: &Tested) {
    for kinds in [Kinds::SINGLE, writer.kinds] {
        let brief = writer.unknown_brief().with_kinds(kinds);
        let Err(WriteError::Impossible(failure)) = writer.writer.write(&brief).await else {
            panic!("unknown keywords are Impossible");
        };
        for suggestion in failure.suggestions() {
            let keywords = Keywords::restore([suggestion.clone()]);
            let brief = Brief::new(game_id(15), ada(), keywords, questions_limit(1));
            let brief = brief.with_kinds(kinds).with_expense(Expense::Allowed);
            writer.written(&brief).await;
        }
    }
}

/// Drafts that other writers have written are not written again, and do not count towards the limit.
pub async fn drafts_that_exist_are_not_repeated(writer: &Tested) {
    let written = writer.written(&writer.brief(13, 5)).await;
    let brief = writer.brief(13, TestedWriter::MIN_QUESTIONS);
    let Some(rest) = brief.after(written.clone()) else {
        panic!("{} drafts are more than the limit 5", written.len());
    };
    let further = writer.written(&rest).await;
    let repeats = |new: &Draft| {
        let mut written = written.iter();
        written.any(|own| own.fingerprint() == new.fingerprint() || own.same_as(new))
    };
    let repeated = further.iter().filter(|new| repeats(new)).count();
    assert_eq!(repeated, 0, "drafts that exist are not written again");
    assert!(
        further.len() <= usize::from(rest.limit().get()),
        "what is missing is the limit"
    );
}

/// A brief that refuses expense never needs a lease: the writer writes what it can without, or says that it
/// cannot.
pub async fn a_brief_that_refuses_expense_needs_no_lease(writer: &Tested) {
    for reason in [RefusedExpense::Attempts, RefusedExpense::GamesPerHour] {
        for brief in [writer.brief(14, 5), writer.unknown_brief()] {
            let brief = brief.with_expense(Expense::Refused(reason));
            let written = writer.writer.write(&brief).await;
            assert!(
                matches!(written, Ok(_) | Err(WriteError::Impossible(_))),
                "a brief that refuses expense is written or Impossible, but the writer returned {written:?}"
            );
        }
    }
}

fn fingerprints(drafts: &[Draft]) -> HashSet<DraftFingerprint> {
    drafts.iter().map(Draft::fingerprint).collect()
}

/// Checks that a reason contains a keyword only in isolation, unless the keyword is plain ASCII.
#[track_caller]
fn assert_isolated(reason: &Failure, keywords: &Keywords) {
    assert!(
        !reason.reason().trim().is_empty(),
        "the player reads the reason"
    );
    let text = reason.to_string();
    let mut outside = String::new();
    let mut is_isolated = false;
    for character in text.chars() {
        if ISOLATES.contains(&character) {
            is_isolated = character == ISOLATES[0];
        } else if !is_isolated {
            outside.push(character);
        }
    }
    let mut quoted = keywords.iter().map(Keyword::as_str);
    let exposed = quoted.find(|word| !word.is_ascii() && outside.contains(word));
    assert_eq!(
        exposed, None,
        "the reason isolates the keywords that it quotes: {text}"
    );
}
