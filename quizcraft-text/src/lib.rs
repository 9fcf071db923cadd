//! The forms in which QuizCraft compares texts.
//!
//! - [`Phrase`]: the words of a text without case, accents and plural.
//! - [`typing_errors`]: the edit distance of two phrases, if it is small enough for a typing error.
//! - [`TypoAutomaton`]: a Levenshtein automaton, which searches a sorted list for a mistyped name.
//!
//! ```
//! use quizcraft_text::{Phrase, typing_errors};
//!
//! assert_eq!(Phrase::new("The Beatles"), Phrase::new("beatle"));
//! assert_eq!(typing_errors(&Phrase::new("goegraphy"), &Phrase::new("geography")), Some(1));
//! assert_eq!(typing_errors(&Phrase::new("dog"), &Phrase::new("dig")), None, "too short");
//! ```

mod fold;
mod phrase;
mod typing;
mod words;

pub use phrase::{Phrase, folded_words};
pub use typing::{TypoAutomaton, TypoState, typing_errors, typing_errors_in};
