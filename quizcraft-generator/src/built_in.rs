//! The files that every writer knows.

use std::sync::{Arc, LazyLock};

use crate::library::Library;

/// One line for each topic; a new file has to be named here as well.
const FILES: [(&str, &str); 10] = [
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
];

static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "the files are part of the program, and a test reads them all"
    )]
    Arc::new(Library::read(FILES).expect("the built-in facts are well-formed"))
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
        let read = Library::read(FILES).map(|library| library.topics.len());

        assert_eq!(read, Ok(FILES.len()));
    }
}
