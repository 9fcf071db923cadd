//! Alternative names of subjects: "Holland" for the Netherlands.

use std::fmt;
use std::sync::Arc;

use quizcraft_facts::Facts;
use quizcraft_review::Aliases;
use quizcraft_text::Phrase;

/// The subjects with a keyword of the game among their own keywords.
struct SubjectsWithKeyword<'f> {
    facts: &'f Facts,
    /// The ids of their rows, ascending.
    rows: Vec<u32>,
}

/// Returns the subjects with this keyword, or `None` if there are none.
pub(crate) fn subjects_with_keyword<'f>(
    facts: &'f Facts,
    keyword: &Phrase,
) -> Option<Arc<dyn Aliases + 'f>> {
    let rows = facts.rows_with_keyword(keyword);
    (!rows.is_empty()).then(|| Arc::new(SubjectsWithKeyword { facts, rows }) as _)
}

impl Aliases for SubjectsWithKeyword<'_> {
    /// Looks up the words of the option, so that the cost depends on its length and not on the number
    /// of subjects.
    fn are_named_in(&self, option: &Phrase) -> bool {
        let mut named = self.facts.rows_named_in(option);
        named.any(|row| self.rows.binary_search(&row.id()).is_ok())
    }
}

impl fmt::Debug for SubjectsWithKeyword<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SubjectsWithKeyword")
            .field(&self.rows.len())
            .finish()
    }
}
