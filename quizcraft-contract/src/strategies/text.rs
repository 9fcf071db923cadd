use proptest::prelude::*;
use proptest::sample::Index;

use quizcraft_core::{Choice, Clarification, Failure, Keyword, Keywords, Prompt, TextError};

/// Returns a keyword.
pub fn keyword() -> impl Strategy<Value = Keyword> + Clone {
    taken(line(Keyword::MAX_CHARS), Keyword::new)
}

/// Returns the keywords of a game: one to ten.
pub fn keywords() -> impl Strategy<Value = Keywords> + Clone {
    let words = proptest::collection::vec(keyword(), 1..=Keywords::MAX);
    words.prop_map(|words| {
        let words = words.iter().map(Keyword::as_str);
        Keywords::new(words).unwrap_or_else(|error| panic!("keywords stay keywords: {error}"))
    })
}

/// Returns what a question asks.
pub fn prompt() -> impl Strategy<Value = Prompt> + Clone {
    taken(lines(Prompt::MAX_CHARS), Prompt::new)
}

/// Returns an answer that can be chosen.
pub fn choice() -> impl Strategy<Value = Choice> + Clone {
    taken(line(Choice::MAX_CHARS), Choice::new)
}

/// Returns why a right answer is right.
pub fn clarification() -> impl Strategy<Value = Clarification> + Clone {
    taken(lines(Clarification::MAX_CHARS), Clarification::new)
}

/// Returns why a game has no questions.
pub fn failure() -> impl Strategy<Value = Failure> + Clone {
    taken(lines(Failure::MAX_CHARS), Failure::new)
}

/// Returns a character that no comparison of texts sees.
pub fn default_ignorable() -> impl Strategy<Value = char> + Clone {
    let ranges = "[\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{180b}-\u{180e}\u{200b}-\u{200f}\
                  \u{202a}-\u{202e}\u{2060}-\u{206f}\u{3164}\u{fe00}-\u{fe0f}\u{feff}\u{ffa0}\
                  \u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]";
    ranges.prop_filter_map("one character", |text: String| text.chars().next())
}

/// Returns the same text with some [`default_ignorable`] characters anywhere in it, or none.
pub fn with_invisible(text: String) -> impl Strategy<Value = String> {
    let inserted = (any::<Index>(), default_ignorable());
    proptest::collection::vec(inserted, 0..8).prop_map(move |inserted| {
        let mut characters: Vec<char> = text.chars().collect();
        for (place, character) in inserted {
            let place = place.index(characters.len().saturating_add(1));
            characters.insert(place, character);
        }
        characters.into_iter().collect()
    })
}

/// Returns one line: mostly short words, sometimes anything, sometimes as long as may be.
fn line(max: usize) -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        6 => "[A-Za-z][a-z0-9 '-]{0,18}[a-z0-9]",
        3 => "\\PC{1,24}",
        1 => longest("[a-z\u{e9}\u{1F9E9}]", max),
    ]
}

/// Text that may run over several lines.
fn lines(max: usize) -> impl Strategy<Value = String> + Clone {
    prop_oneof![4 => line(max), 1 => "[A-Za-z ,.]{1,30}\n[A-Za-z ,.\\?]{1,30}\n?\\PC{0,9}"]
}

fn longest(class: &'static str, max: usize) -> impl Strategy<Value = String> + Clone {
    class.prop_map(move |character| character.repeat(max))
}

/// Only what the type takes: a text may turn out to be blank, or longer once it is normalised.
fn taken<T: std::fmt::Debug>(
    texts: impl Strategy<Value = String> + Clone,
    take: impl Fn(String) -> Result<T, TextError> + Clone,
) -> impl Strategy<Value = T> + Clone {
    texts.prop_filter_map("text that its type refuses", move |text| take(text).ok())
}
