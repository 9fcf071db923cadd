//! The subjects that a keyword stands for by their own keywords: "Holland" for the Netherlands.

use std::fmt;
use std::sync::Arc;

use quizcraft_facts::Facts;
use quizcraft_review::Aliases;
use quizcraft_text::Phrase;

/// The subjects that have a keyword of the game among their own keywords.
struct TaggedSubjects<'f> {
    facts: &'f Facts,
    /// The ids of their rows, ascending.
    rows: Vec<u32>,
}

/// Returns the subjects that have this keyword among their own, if there are any.
pub(crate) fn subjects_tagged<'f>(
    facts: &'f Facts,
    keyword: &Phrase,
) -> Option<Arc<dyn Aliases + 'f>> {
    let rows = facts.rows_with_keyword(keyword);
    (!rows.is_empty()).then(|| Arc::new(TaggedSubjects { facts, rows }) as _)
}

impl Aliases for TaggedSubjects<'_> {
    /// Takes time by the length of the option, not by the number of subjects: the words of the option
    /// are looked up.
    fn are_named_in(&self, option: &Phrase) -> bool {
        let mut named = self.facts.rows_named_in(option);
        named.any(|row| self.rows.binary_search(&row.id()).is_ok())
    }
}

impl fmt::Debug for TaggedSubjects<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TaggedSubjects")
            .field(&self.rows.len())
            .finish()
    }
}
