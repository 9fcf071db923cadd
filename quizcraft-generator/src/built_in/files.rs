//! The built-in files. The build script includes this module too.

use quizcraft_facts::Lexicon;

/// The names and texts of the built-in facts files, one per topic, in the order of
/// [`FactWriter::topics`](crate::FactWriter::topics).
pub const FACTS: &[(&str, &str)] = &[
    ("countries.txt", include_str!("../../facts/countries.txt")),
    ("elements.txt", include_str!("../../facts/elements.txt")),
    ("history.txt", include_str!("../../facts/history.txt")),
    ("antiquity.txt", include_str!("../../facts/antiquity.txt")),
    (
        "middle_ages.txt",
        include_str!("../../facts/middle_ages.txt"),
    ),
    ("world_wars.txt", include_str!("../../facts/world_wars.txt")),
    ("cold_war.txt", include_str!("../../facts/cold_war.txt")),
    ("leaders.txt", include_str!("../../facts/leaders.txt")),
    ("music.txt", include_str!("../../facts/music.txt")),
    ("space.txt", include_str!("../../facts/space.txt")),
    ("films.txt", include_str!("../../facts/films.txt")),
    ("inventions.txt", include_str!("../../facts/inventions.txt")),
    ("literature.txt", include_str!("../../facts/literature.txt")),
    ("paintings.txt", include_str!("../../facts/paintings.txt")),
    ("sport.txt", include_str!("../../facts/sport.txt")),
    ("nature.txt", include_str!("../../facts/nature.txt")),
    ("animals.txt", include_str!("../../facts/animals.txt")),
    ("body.txt", include_str!("../../facts/body.txt")),
    (
        "mathematics.txt",
        include_str!("../../facts/mathematics.txt"),
    ),
    (
        "programming.txt",
        include_str!("../../facts/programming.txt"),
    ),
    ("units.txt", include_str!("../../facts/units.txt")),
    ("mythology.txt", include_str!("../../facts/mythology.txt")),
    ("cities.txt", include_str!("../../facts/cities.txt")),
    ("us_states.txt", include_str!("../../facts/us_states.txt")),
    ("languages.txt", include_str!("../../facts/languages.txt")),
    (
        "architecture.txt",
        include_str!("../../facts/architecture.txt"),
    ),
    ("dinosaurs.txt", include_str!("../../facts/dinosaurs.txt")),
    ("insects.txt", include_str!("../../facts/insects.txt")),
    ("food.txt", include_str!("../../facts/food.txt")),
    ("pets.txt", include_str!("../../facts/pets.txt")),
    ("weather.txt", include_str!("../../facts/weather.txt")),
    ("energy.txt", include_str!("../../facts/energy.txt")),
    ("minerals.txt", include_str!("../../facts/minerals.txt")),
    ("medicine.txt", include_str!("../../facts/medicine.txt")),
    ("drink.txt", include_str!("../../facts/drink.txt")),
    ("holidays.txt", include_str!("../../facts/holidays.txt")),
    ("philosophy.txt", include_str!("../../facts/philosophy.txt")),
    ("psychology.txt", include_str!("../../facts/psychology.txt")),
    ("economics.txt", include_str!("../../facts/economics.txt")),
    ("law.txt", include_str!("../../facts/law.txt")),
    ("religions.txt", include_str!("../../facts/religions.txt")),
    ("plants.txt", include_str!("../../facts/plants.txt")),
    ("fantasy.txt", include_str!("../../facts/fantasy.txt")),
    ("comics.txt", include_str!("../../facts/comics.txt")),
    (
        "video_games.txt",
        include_str!("../../facts/video_games.txt"),
    ),
    ("fashion.txt", include_str!("../../facts/fashion.txt")),
    (
        "popular_music.txt",
        include_str!("../../facts/popular_music.txt"),
    ),
    ("musicals.txt", include_str!("../../facts/musicals.txt")),
    ("dance.txt", include_str!("../../facts/dance.txt")),
    ("football.txt", include_str!("../../facts/football.txt")),
    (
        "competitions.txt",
        include_str!("../../facts/competitions.txt"),
    ),
    ("nobel.txt", include_str!("../../facts/nobel.txt")),
    ("scientists.txt", include_str!("../../facts/scientists.txt")),
    (
        "women_in_science.txt",
        include_str!("../../facts/women_in_science.txt"),
    ),
    ("words.txt", include_str!("../../facts/words.txt")),
    (
        "photography.txt",
        include_str!("../../facts/photography.txt"),
    ),
    ("television.txt", include_str!("../../facts/television.txt")),
    ("animation.txt", include_str!("../../facts/animation.txt")),
    (
        "board_games.txt",
        include_str!("../../facts/board_games.txt"),
    ),
    ("cars.txt", include_str!("../../facts/cars.txt")),
    ("trains.txt", include_str!("../../facts/trains.txt")),
    ("computing.txt", include_str!("../../facts/computing.txt")),
    ("internet.txt", include_str!("../../facts/internet.txt")),
    ("aviation.txt", include_str!("../../facts/aviation.txt")),
    ("ships.txt", include_str!("../../facts/ships.txt")),
];

/// The keywords that are marks. A subject with a mark stands out among subjects without it: an
/// actress among actors, a microstate among large countries.
const MARKS: [&str; 2] = ["woman", "microstate"];

/// Returns the words, synonyms and related topics that the search uses.
pub(crate) fn lexicon() -> Lexicon {
    Lexicon::read(
        include_str!("../../facts/language/equal.txt"),
        include_str!("../../facts/language/related.txt"),
        include_str!("../../facts/language/english.txt"),
    )
    .with_marks(MARKS)
}
