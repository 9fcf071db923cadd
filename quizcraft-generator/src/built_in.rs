//! The files that every writer knows.

use std::sync::{Arc, LazyLock};

use crate::library::Library;

/// The built-in files of facts, each with its name and its text: one for each topic, in the order
/// of [`FactWriter::topics`](crate::FactWriter::topics).
pub const FACTS: &[(&str, &str)] = &[
    ("countries.txt", include_str!("../facts/countries.txt")),
    ("elements.txt", include_str!("../facts/elements.txt")),
    ("history.txt", include_str!("../facts/history.txt")),
    ("antiquity.txt", include_str!("../facts/antiquity.txt")),
    ("middle_ages.txt", include_str!("../facts/middle_ages.txt")),
    ("world_wars.txt", include_str!("../facts/world_wars.txt")),
    ("cold_war.txt", include_str!("../facts/cold_war.txt")),
    ("leaders.txt", include_str!("../facts/leaders.txt")),
    ("music.txt", include_str!("../facts/music.txt")),
    ("space.txt", include_str!("../facts/space.txt")),
    ("films.txt", include_str!("../facts/films.txt")),
    ("inventions.txt", include_str!("../facts/inventions.txt")),
    ("literature.txt", include_str!("../facts/literature.txt")),
    ("paintings.txt", include_str!("../facts/paintings.txt")),
    ("sport.txt", include_str!("../facts/sport.txt")),
    ("nature.txt", include_str!("../facts/nature.txt")),
    ("animals.txt", include_str!("../facts/animals.txt")),
    ("body.txt", include_str!("../facts/body.txt")),
    ("mathematics.txt", include_str!("../facts/mathematics.txt")),
    ("programming.txt", include_str!("../facts/programming.txt")),
    ("units.txt", include_str!("../facts/units.txt")),
    ("mythology.txt", include_str!("../facts/mythology.txt")),
    ("cities.txt", include_str!("../facts/cities.txt")),
    ("us_states.txt", include_str!("../facts/us_states.txt")),
    ("languages.txt", include_str!("../facts/languages.txt")),
    ("architecture.txt", include_str!("../facts/architecture.txt")),
    ("dinosaurs.txt", include_str!("../facts/dinosaurs.txt")),
    ("insects.txt", include_str!("../facts/insects.txt")),
    ("food.txt", include_str!("../facts/food.txt")),
    ("pets.txt", include_str!("../facts/pets.txt")),
    ("weather.txt", include_str!("../facts/weather.txt")),
    ("energy.txt", include_str!("../facts/energy.txt")),
    ("minerals.txt", include_str!("../facts/minerals.txt")),
    ("medicine.txt", include_str!("../facts/medicine.txt")),
    ("drink.txt", include_str!("../facts/drink.txt")),
    ("holidays.txt", include_str!("../facts/holidays.txt")),
    ("philosophy.txt", include_str!("../facts/philosophy.txt")),
    ("psychology.txt", include_str!("../facts/psychology.txt")),
    ("economics.txt", include_str!("../facts/economics.txt")),
    ("law.txt", include_str!("../facts/law.txt")),
    ("religions.txt", include_str!("../facts/religions.txt")),
    ("plants.txt", include_str!("../facts/plants.txt")),
    ("fantasy.txt", include_str!("../facts/fantasy.txt")),
    ("comics.txt", include_str!("../facts/comics.txt")),
    ("video_games.txt", include_str!("../facts/video_games.txt")),
    ("fashion.txt", include_str!("../facts/fashion.txt")),
    ("popular_music.txt", include_str!("../facts/popular_music.txt")),
    ("musicals.txt", include_str!("../facts/musicals.txt")),
    ("dance.txt", include_str!("../facts/dance.txt")),
    ("football.txt", include_str!("../facts/football.txt")),
    ("competitions.txt", include_str!("../facts/competitions.txt")),
    ("nobel.txt", include_str!("../facts/nobel.txt")),
    ("scientists.txt", include_str!("../facts/scientists.txt")),
    ("women_in_science.txt", include_str!("../facts/women_in_science.txt")),
    ("words.txt", include_str!("../facts/words.txt")),
    ("photography.txt", include_str!("../facts/photography.txt")),
    ("television.txt", include_str!("../facts/television.txt")),
    ("animation.txt", include_str!("../facts/animation.txt")),
    ("board_games.txt", include_str!("../facts/board_games.txt")),
    ("cars.txt", include_str!("../facts/cars.txt")),
    ("trains.txt", include_str!("../facts/trains.txt")),
    ("computing.txt", include_str!("../facts/computing.txt")),
    ("internet.txt", include_str!("../facts/internet.txt")),
    ("aviation.txt", include_str!("../facts/aviation.txt")),
];

static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "the files are part of the program, and a test reads them all"
    )]
    Arc::new(Library::read(FACTS.iter().copied()).expect("the built-in facts are well-formed"))
});

/// The built-in facts, read once.
pub(crate) fn library() -> Arc<Library> {
    Arc::clone(&LIBRARY)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn every_built_in_file_is_well_formed() {
        let read = Library::read(FACTS.iter().copied()).map(|library| library.topics.len());

        assert_eq!(read, Ok(FACTS.len()));
    }

    #[test]
    fn no_fact_stands_in_two_tables() {
        let library = library();
        let mut seen = BTreeMap::new();
        let mut twice = Vec::new();
        for fact in &library.facts {
            let key = (
                fact.row.name.phrase().joined(),
                fact.value.label.phrase().joined(),
            );
            if let Some(table) = seen.insert(key.clone(), Arc::as_ptr(&fact.table))
                && table != Arc::as_ptr(&fact.table)
            {
                twice.push(key);
            }
        }
        // The capital of one Niger lies on the other.
        twice.retain(|(subject, _)| subject != "niger");
        assert!(twice.is_empty(), "{twice:#?}");
    }

    /// Where a text stands in the files, for whoever has to mend it.
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
    fn nothing_has_two_spellings() {
        let library = library();
        let mut spellings: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
        for table in library.topics.iter().flat_map(|topic| &topic.tables) {
            let rows = table.rows.iter();
            let labels = rows.flat_map(|row| {
                let values = row.cells.iter().flat_map(|cell| &cell.values);
                values.map(|value| &value.label).chain([&row.name])
            });
            for label in labels.filter(|label| label.phrase().words().len() > 1) {
                let mut words = label.phrase().words().to_vec();
                words.sort_unstable();
                words.dedup();
                let spelling = label.as_str().to_lowercase();
                spellings.entry(words).or_default().insert(spelling);
            }
        }
        let twice = spellings.into_values().filter(|spelled| spelled.len() > 1);
        let shown = twice.map(|spelled| {
            let each = spelled.iter().map(|text| {
                let label = library.topics.iter().flat_map(|topic| &topic.tables);
                let mut rows = label.flat_map(|table| &table.rows);
                let exact = rows.find_map(|row| {
                    let values = row.cells.iter().flat_map(|cell| &cell.values);
                    let values = values.map(|value| &value.label);
                    let mut all = values.chain([&row.name]);
                    all.find(|label| label.as_str().to_lowercase() == *text)
                });
                let exact = exact.map_or("", |label| label.as_str());
                format!("{exact} ({})", places(exact))
            });
            each.collect::<Vec<_>>().join(" and ")
        });
        let shown: Vec<String> = shown.collect();
        assert!(shown.is_empty(), "{shown:#?}");
    }
}
