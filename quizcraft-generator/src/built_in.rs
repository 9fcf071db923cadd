//! The files that every writer knows.

use std::sync::{Arc, LazyLock};

use crate::library::Library;

/// The built-in files of facts, each with its name and its text: one for each topic, in the order
/// of [`FactWriter::topics`](crate::FactWriter::topics).
pub const FACTS: [(&str, &str); 17] = [
    ("countries.txt", include_str!("../facts/countries.txt")),
    ("elements.txt", include_str!("../facts/elements.txt")),
    ("history.txt", include_str!("../facts/history.txt")),
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
];

static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "the files are part of the program, and a test reads them all"
    )]
    Arc::new(Library::read(FACTS).expect("the built-in facts are well-formed"))
});

/// The built-in facts, read once.
pub(crate) fn library() -> Arc<Library> {
    Arc::clone(&LIBRARY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_file_is_well_formed() {
        let read = Library::read(FACTS).map(|library| library.topics.len());

        assert_eq!(read, Ok(FACTS.len()));
    }
}
