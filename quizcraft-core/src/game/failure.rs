//! Why a game has no questions, and what its player can play instead.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use crate::value::text::{Lines, checked, show};
use crate::value::{Keyword, TextError, isolated};

/// Why a game has no questions, worded for its player, with keywords that have questions.
///
/// The reason consists of whole sentences. The displayed text is what a player reads: the reason, followed by a sentence with the suggestions.
///
/// ```
/// use quizcraft_core::{Failure, Keyword, isolated};
///
/// let keyword = "\u{202e}rome";
/// let failure = Failure::new(format!("No facts are known about “{}”.", isolated(keyword)))?;
/// assert!(!failure.reason().contains('\u{202e}'), "the keyword does not reverse the sentence");
///
/// let failure = failure.with_suggestions([Keyword::new("Paris")?, Keyword::new("art")?]);
/// assert_eq!(failure.to_string(), "No facts are known about “rome”. Try Paris or art.");
/// # Ok::<(), quizcraft_core::TextError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    reason: Arc<str>,
    suggestions: Vec<Keyword>,
    precedence: Precedence,
}

/// Whether a reason is better than that of an earlier writer. Games do not have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Precedence {
    #[default]
    Replaces,
    GivesWay,
}

impl Failure {
    /// The maximum number of characters (Unicode scalar values) of a new reason.
    pub const MAX_CHARS: usize = 500;
    /// The maximum number of suggestions.
    pub const MAX_SUGGESTIONS: usize = 3;

    /// Trims a new reason, normalises it to NFC and checks it. It may have several lines.
    ///
    /// # Errors
    ///
    /// A [`TextError`] that names the rule that the reason breaks.
    pub fn new(reason: impl AsRef<str>) -> Result<Self, TextError> {
        checked(reason.as_ref(), Self::MAX_CHARS, Lines::Many).map(Self::restore)
    }

    /// Restores a stored reason unchanged. It may have been written under looser rules.
    #[must_use]
    pub fn restore(reason: impl Into<Arc<str>>) -> Self {
        Self {
            reason: reason.into(),
            suggestions: Vec::new(),
            precedence: Precedence::default(),
        }
    }

    /// Returns the failure with the first [`MAX_SUGGESTIONS`](Self::MAX_SUGGESTIONS) of these keywords in place of
    /// its suggestions. A player can start a game from each: keywords that a new game rejects are left out, and so
    /// are those that differ from an earlier one only in their [letter case](Keyword::folded).
    ///
    /// ```
    /// use quizcraft_core::{Failure, Keyword};
    ///
    /// let words = ["", "Rome", "ROME", "art", "space", "music"].map(Keyword::restore);
    /// let failure = Failure::restore("Nothing is known.").with_suggestions(words);
    /// assert_eq!(failure.suggestions(), ["Rome", "art", "space"].map(Keyword::restore));
    /// ```
    #[must_use]
    pub fn with_suggestions(self, suggestions: impl IntoIterator<Item = Keyword>) -> Self {
        let mut seen = HashSet::new();
        let suggestions = suggestions
            .into_iter()
            .filter(|keyword| keyword.check().is_ok() && seen.insert(keyword.folded()))
            .take(Self::MAX_SUGGESTIONS)
            .collect();
        Self {
            suggestions,
            ..self
        }
    }

    /// Returns the failure of a writer that does not write such questions at all, so that its reason
    /// [gives way](Self::then) to that of an earlier writer.
    ///
    /// ```
    /// use quizcraft_core::Failure;
    ///
    /// let facts = Failure::restore("No number questions match.");
    /// let model = Failure::restore("Choose another kind of questions.").giving_way();
    /// assert_eq!(facts.then(model).reason(), "No number questions match.");
    /// ```
    #[must_use]
    pub fn giving_way(self) -> Self {
        Self {
            precedence: Precedence::GivesWay,
            ..self
        }
    }

    /// Returns what a player reads if one writer after another fails: the reason of the next one, which was called
    /// only for what the others could not write, with the suggestions of the first one that has any. The next reason is
    /// left out if it [gives way](Self::giving_way).
    ///
    /// ```
    /// use quizcraft_core::{Failure, Keyword};
    ///
    /// let facts = Failure::restore("No facts match.").with_suggestions([Keyword::restore("art")]);
    /// let model = Failure::restore("New questions can be written tomorrow.");
    /// assert_eq!(facts.then(model).to_string(), "New questions can be written tomorrow. Try art.");
    /// ```
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        let suggestions = if self.suggestions.is_empty() {
            next.suggestions.clone()
        } else {
            self.suggestions.clone()
        };
        let told = match next.precedence {
            Precedence::Replaces => next,
            Precedence::GivesWay => self,
        };
        Self {
            suggestions,
            ..told
        }
    }

    /// Returns the failure of a game that has no retries left.
    #[must_use]
    pub fn not_in_time() -> Self {
        Self::restore(
            "The questions for this game could not be written in time. Please start a new one.",
        )
    }

    /// Returns the failure of a game whose writer wrote no question of a requested kind.
    pub(crate) fn not_of_requested_kinds() -> Self {
        Self::restore(
            "No questions of the requested kinds could be written. Please try other kinds.",
        )
    }

    /// Returns the failure of a game, with a general reason in place of one that breaks the limits of new text.
    pub(super) fn or_general(self) -> Self {
        let reason = match Self::new(&self.reason) {
            Ok(_) => self.reason,
            Err(_) => "The questions for this game could not be written.".into(),
        };
        Self {
            reason,
            suggestions: self.suggestions,
            precedence: Precedence::default(),
        }
    }

    /// Returns the reason without the suggestions.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns keywords that have questions, the best first.
    #[must_use]
    pub fn suggestions(&self) -> &[Keyword] {
        &self.suggestions
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match alternatives(&self.suggestions) {
            None => show(&self.reason, f),
            Some(keywords) => show(&format!("{} Try {keywords}.", self.reason), f),
        }
    }
}

/// Joins keywords: "A", "A or B", "A, B or C".
fn alternatives(keywords: &[Keyword]) -> Option<String> {
    let (last, others) = keywords.split_last()?;
    let last = isolated(last.as_str());
    if others.is_empty() {
        return Some(last);
    }
    let others: Vec<_> = others.iter().map(|word| isolated(word.as_str())).collect();
    Some(format!("{} or {last}", others.join(", ")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Failure, Keyword};

    fn failure(reason: &str, suggestions: &[&str]) -> Failure {
        let suggestions = suggestions.iter().map(|word| Keyword::restore(*word));
        Failure::restore(reason).with_suggestions(suggestions)
    }

    #[test]
    fn the_displayed_text_is_the_reason_with_the_suggestions() {
        for (suggestions, text) in [
            (&[][..], "No."),
            (&["a"], "No. Try a."),
            (&["a", "b"], "No. Try a or b."),
            (&["a", "b", "c"], "No. Try a, b or c."),
            (
                &["a", "é", "x\u{202e}"],
                "No. Try a, \u{2068}é\u{2069} or x.",
            ),
        ] {
            assert_eq!(failure("No.", suggestions).to_string(), text);
        }
    }

    #[test]
    fn a_keyword_that_a_new_game_rejects_is_no_suggestion() {
        let long = "x".repeat(Keyword::MAX_CHARS + 1);
        let rejected = ["", " \u{200b}", "two\nlines", &long];
        assert_eq!(failure("No.", &rejected), failure("No.", &[]));
        let distinct = failure(
            "No.",
            &["Rome", "rome", "Ro\u{ad}me", "Caf\u{e9}", "cafe\u{301}"],
        );
        assert_eq!(distinct, failure("No.", &["Rome", "Caf\u{e9}"]));
    }

    #[test]
    fn a_general_reason_keeps_the_suggestions() {
        let general = failure("\u{7}", &["a"]).or_general();
        assert_eq!(general.suggestions(), failure("No.", &["a"]).suggestions());
        assert!(general.reason().starts_with("The questions"));
    }

    #[test]
    fn a_reason_gives_way_to_an_earlier_one_only() {
        let (facts, model) = (failure("Facts.", &["a"]), failure("Model.", &[]));
        let yielding = model.clone().giving_way();
        let read = |failure: Failure| failure.to_string();
        assert_eq!(read(facts.clone().then(yielding.clone())), "Facts. Try a.");
        assert_eq!(read(yielding.clone().then(facts.clone())), "Facts. Try a.");
        assert_eq!(read(yielding.clone()), "Model.");
        let of_bank = failure("Bank.", &[]).then(failure("Other.", &["b"]).giving_way());
        assert_eq!(read(of_bank), "Bank. Try b.");
    }

    #[test]
    fn a_game_does_not_have_the_precedence() {
        let yielding = failure("No.", &["a"]).giving_way();
        assert_eq!(yielding.or_general(), failure("No.", &["a"]));
    }

    fn any_failure() -> impl Strategy<Value = Failure> {
        let words = proptest::collection::vec("[a-e]", 0..4);
        let parts = ("[a-z]{1,5}\\.", words, any::<bool>());
        parts.prop_map(|(reason, words, gives_way)| {
            let words = words.into_iter().map(Keyword::restore);
            let failure = Failure::restore(reason).with_suggestions(words);
            if gives_way {
                failure.giving_way()
            } else {
                failure
            }
        })
    }

    proptest! {
        #[test]
        fn a_player_reads_the_last_reason_that_does_not_give_way_and_the_first_suggestions(
            failures in proptest::collection::vec(any_failure(), 1..5),
        ) {
            let replaces = |own: &&Failure| own.precedence == super::Precedence::Replaces;
            let last = failures.iter().rfind(replaces);
            let reason = last.unwrap_or(failures.first().unwrap()).reason();
            let suggestions = |own: &&Failure| !own.suggestions().is_empty();
            let first = failures.iter().find(suggestions).map_or(&[][..], Failure::suggestions);
            let read = failures.iter().cloned().reduce(Failure::then).unwrap();
            prop_assert_eq!((read.reason(), read.suggestions()), (reason, first));
        }

        #[test]
        fn groups_of_writers_do_not_change_what_a_player_reads(
            [a, b, c] in [any_failure(), any_failure(), any_failure()],
        ) {
            let left = a.clone().then(b.clone()).then(c.clone());
            prop_assert_eq!(left, a.then(b.then(c)));
        }
    }
}
