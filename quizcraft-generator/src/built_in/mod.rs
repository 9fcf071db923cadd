//! The built-in facts.

mod files;

use std::sync::{Arc, LazyLock};

use quizcraft_facts::Facts;

pub use files::FACTS;
pub(crate) use files::lexicon;

/// The facts as the build script compiled them.
static COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/facts.bin"));

static FACTS_READ: LazyLock<Arc<Facts>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the build script opened the same bytes")]
    Arc::new(Facts::open(COMPILED).expect("the compiled facts can be read"))
});

/// Returns the built-in facts.
pub(crate) fn facts() -> Arc<Facts> {
    Arc::clone(&FACTS_READ)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::DeflateEncoder;
    use quizcraft_facts::Label;

    use super::*;

    /// The maximum size of the compiled facts in bytes. The budget of the worker is 16 MB of memory.
    const MAX_SIZE: usize = 4_000_000;
    /// The maximum size of the deflated facts in bytes. The budget of the worker's archive is 5 MB, of
    /// which its code takes 3.0 MB.
    const MAX_DEFLATED_SIZE: usize = 1_900_000;

    #[test]
    fn the_compiled_facts_fit_into_the_worker() {
        assert!(COMPILED.len() <= MAX_SIZE, "{} bytes", COMPILED.len());
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(COMPILED).unwrap();
        let deflated = encoder.finish().unwrap().len();
        assert!(deflated <= MAX_DEFLATED_SIZE, "{deflated} bytes, deflated");
    }

    #[test]
    fn every_file_is_a_topic() {
        assert_eq!(facts().topics().len(), FACTS.len());
    }

    #[test]
    fn no_fact_is_in_two_tables() {
        let facts = facts();
        let mut seen = BTreeMap::new();
        let mut twice = Vec::new();
        for fact in facts.all() {
            let value = fact.value().label();
            let key = (fact.row().name().as_str(), value.as_str());
            if let Some(table) = seen.insert(key, fact.table().id())
                && table != fact.table().id()
            {
                twice.push(key);
            }
        }
        // Niamey is the capital of the country Niger and a city on the river Niger.
        twice.retain(|(subject, _)| *subject != "Niger");
        assert!(twice.is_empty(), "{twice:#?}");
    }

    /// Returns the files and lines that contain a text.
    fn places(text: &str) -> String {
        let lines = FACTS.iter().flat_map(|(file, facts)| {
            let numbered = facts.lines().zip(1..);
            numbered.map(move |(line, number): (_, u32)| (file, number, line))
        });
        let found = lines.filter(|(_, _, line)| line.contains(text));
        let named = found.map(|(file, number, _)| format!("{file}:{number}"));
        named.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn every_name_has_one_spelling() {
        let facts = facts();
        let names = facts.rows().map(|row| row.name());
        let labels = names.chain(facts.values().map(|value| value.label()));
        let mut spellings: BTreeMap<Vec<&str>, BTreeMap<String, Label<'_>>> = BTreeMap::new();
        for label in labels.filter(|label| label.words().len() > 1) {
            let words: BTreeSet<&str> = label.words().iter().collect();
            let spelled = spellings.entry(words.into_iter().collect()).or_default();
            spelled.insert(label.as_str().to_lowercase(), label);
        }
        let twice = spellings.into_values().filter(|spelled| spelled.len() > 1);
        let shown = twice.map(|spelled| {
            let each = spelled.values().map(|label| {
                let text = label.as_str();
                format!("{text} ({})", places(text))
            });
            each.collect::<Vec<_>>().join(" and ")
        });
        let shown: Vec<String> = shown.collect();
        assert!(shown.is_empty(), "{shown:#?}");
    }
}
