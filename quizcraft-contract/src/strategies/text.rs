use proptest::prelude::*;
use proptest::sample::Index;

use quizcraft_core::{Choice, Clarification, Failure, Keyword, Keywords, Prompt, TextError};

/// Returns a strategy for keywords.
pub fn keyword() -> impl Strategy<Value = Keyword> + Clone {
    valid(line(Keyword::MAX_CHARS), Keyword::new)
}

/// Returns a strategy for one to ten keywords of a game.
pub fn keywords() -> impl Strategy<Value = Keywords> + Clone {
    let words = proptest::collection::vec(keyword(), 1..=Keywords::MAX);
    words.prop_map(|words| {
        let words = words.iter().map(Keyword::as_str);
        Keywords::new(words).unwrap_or_else(|error| panic!("keywords are valid: {error}"))
    })
}

/// Returns a strategy for prompts.
pub fn prompt() -> impl Strategy<Value = Prompt> + Clone {
    valid(lines(Prompt::MAX_CHARS), Prompt::new)
}

/// Returns a strategy for choices.
pub fn choice() -> impl Strategy<Value = Choice> + Clone {
    valid(line(Choice::MAX_CHARS), Choice::new)
}

/// Returns a strategy for clarifications.
pub fn clarification() -> impl Strategy<Value = Clarification> + Clone {
    valid(lines(Clarification::MAX_CHARS), Clarification::new)
}

/// Returns a strategy for failures, with and without suggestions.
pub fn failure() -> impl Strategy<Value = Failure> + Clone {
    let reason = valid(lines(Failure::MAX_CHARS), Failure::new);
    let suggestions = proptest::collection::vec(keyword(), 0..=Failure::MAX_SUGGESTIONS);
    (reason, suggestions).prop_map(|(reason, words)| reason.with_suggestions(words))
}

/// Returns a strategy for characters that comparisons of texts ignore.
pub fn default_ignorable() -> impl Strategy<Value = char> + Clone {
    let ranges = "[\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{180b}-\u{180e}\u{200b}-\u{200f}\
                  \u{202a}-\u{202e}\u{2060}-\u{206f}\u{3164}\u{fe00}-\u{fe0f}\u{feff}\u{ffa0}\
                  \u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]";
    ranges.prop_filter_map("one character", |text: String| text.chars().next())
}

/// Returns a strategy for the same text with zero or more [`default_ignorable`] characters inserted.
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

/// Returns a strategy for one line: mostly short words, sometimes any characters or the maximum length.
fn line(max: usize) -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        6 => "[A-Za-z][a-z0-9 '-]{0,18}[a-z0-9]",
        3 => "\\PC{1,24}",
        1 => longest("[a-z\u{e9}\u{1F9E9}]", max),
    ]
}

/// Returns a strategy for one or several lines.
fn lines(max: usize) -> impl Strategy<Value = String> + Clone {
    prop_oneof![4 => line(max), 1 => "[A-Za-z ,.]{1,30}\n[A-Za-z ,.\\?]{1,30}\n?\\PC{0,9}"]
}

fn longest(class: &'static str, max: usize) -> impl Strategy<Value = String> + Clone {
    class.prop_map(move |character| character.repeat(max))
}

/// Parses the texts and filters out invalid ones: a text may be blank, or too long once normalised.
fn valid<T: std::fmt::Debug>(
    texts: impl Strategy<Value = String> + Clone,
    parse: impl Fn(String) -> Result<T, TextError> + Clone,
) -> impl Strategy<Value = T> + Clone {
    texts.prop_filter_map("valid text", move |text| parse(text).ok())
}
