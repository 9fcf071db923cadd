//! What a player was asked before, and what other writers ask in the game: fingerprints of facts.

use std::collections::{HashMap, HashSet};

use quizcraft_core::gateway::Brief;
use quizcraft_core::{Draft, DraftFingerprint, comparable};
use quizcraft_facts::{Label, Value};

/// The first part of every fingerprint of this writer.
const WRITER: &str = "facts";

/// Returns the fingerprint of a fact: its subject, the name of its relation (`column:`), and its value.
///
/// - Subject and value are hashed by their words, without case, accents, plural and article. So a
///   corrected spelling keeps the fingerprint, and both directions and all kinds of questions have one.
/// - Topic, table, templates and the order of files, rows and columns are not hashed, so all of them may
///   change from release to release. The relation is the name of a column, which players never see. If
///   a column is renamed, its facts count as new.
/// - The relation is needed because two facts may have the same subject and value: a person may be born
///   and die in the same place.
pub(crate) fn fingerprint(value: &Value<'_>) -> DraftFingerprint {
    let (subject, label) = (form(&value.row().name()), form(&value.label()));
    let relation = value.column().name().to_lowercase();
    DraftFingerprint::of(&[WRITER, &subject, &relation, &label])
}

/// Returns the words of a name in their compared form, or its text if it has none: "In", the symbol of
/// indium, is a stop word.
fn form(label: &Label<'_>) -> String {
    let words = label.words().to_phrase();
    if words.is_empty() {
        return comparable(label.as_str()).to_lowercase();
    }
    words.as_str().to_owned()
}

/// The facts that a player was asked before.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// The place of each fact in the list; the newest has place 0.
    places: HashMap<DraftFingerprint, usize>,
    written: HashSet<DraftFingerprint>,
}

impl Memory {
    pub(crate) fn of(brief: &Brief) -> Self {
        Self {
            places: brief.asked().iter().zip(0..).collect(),
            written: brief.written().iter().map(Draft::fingerprint).collect(),
        }
    }

    /// Returns whether another writer already asks for the fact.
    pub(crate) fn is_written(&self, value: &Value<'_>) -> bool {
        // Fast path: no other writer was called before.
        !self.written.is_empty() && self.written.contains(&fingerprint(value))
    }

    /// Returns how many facts were asked since this one, or `None` if it was not asked. The oldest fact
    /// has the greatest age.
    pub(crate) fn age(&self, value: &Value<'_>) -> Option<usize> {
        // Fast path: a player's first game.
        if self.places.is_empty() {
            return None;
        }
        self.places.get(&fingerprint(value)).copied()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use quizcraft_facts::Fact;

    use super::fingerprint;
    use crate::built_in;

    fn shown(fact: &Fact<'_>) -> String {
        format!("{:?}", fingerprint(&fact.value()))
    }

    #[test]
    fn fingerprints_do_not_change_from_release_to_release() {
        let facts = built_in::facts();
        let find = |subject: &str, relation: &str| {
            let is_it = |fact: &Fact<'_>| {
                fact.row().name().as_str() == subject && fact.column().name() == relation
            };
            facts.all().find(is_it).unwrap()
        };
        let known = [
            ("France", "capital"),
            ("São Tomé and Príncipe", "currency"),
            ("indium", "symbol"),
            ("Battle of Hastings", "year"),
        ];
        let found = known.map(|(subject, relation)| shown(&find(subject, relation)));
        let expected = [
            "1ed2f2e16cbc6520",
            "a2c3f14cebc96ce5",
            "151a58ca5afadf65",
            "2629355c14e4f380",
        ];
        assert_eq!(
            found,
            expected.map(|hash| format!("DraftFingerprint({hash})"))
        );
    }

    #[test]
    fn no_two_built_in_facts_have_the_same_fingerprint() {
        let facts = built_in::facts();
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let mut twice = Vec::new();
        for fact in facts.all() {
            let told = seen.insert(shown(&fact), fact.tell());
            twice.extend(told.map(|told| (told, fact.tell())));
        }
        assert!(twice.is_empty(), "{twice:#?}");
    }
}
