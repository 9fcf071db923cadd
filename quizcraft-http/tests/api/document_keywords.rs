//! Keywords that match the schema are accepted.

use proptest::prelude::*;
use proptest::string::string_regex;
use quizcraft_core::Keywords;
use regex::Regex;
use serde_json::{Value, json};
use tokio::runtime::Builder;

use crate::support::{App, Call};

/// The schema of one keyword.
fn keyword() -> Value {
    let document = serde_json::to_value(quizcraft_http::openapi()).unwrap();
    let keywords = &document["components"]["schemas"]["NewGame"]["properties"]["keywords"];
    assert_eq!(keywords["minItems"], 1);
    assert_eq!(keywords["maxItems"], 10);
    keywords["items"].clone()
}

/// The pattern of a keyword with short repetitions.
fn pattern() -> String {
    let keyword = keyword();
    let pattern = keyword["pattern"].as_str().unwrap();
    let pattern = pattern
        .strip_prefix('^')
        .and_then(|rest| rest.strip_suffix('$'));
    pattern.unwrap().replace('*', "{0,3}")
}

fn status_of(keyword: &str) -> u16 {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let call = Call::post("/games")
            .by("ada")
            .json(&json!({"keywords": [keyword]}));
        App::new().send(call).await.status.as_u16()
    })
}

proptest! {
    #[test]
    fn keywords_that_match_the_schema_are_accepted(keyword in string_regex(&pattern()).unwrap()) {
        prop_assert_eq!(status_of(&keyword), 201, "{:?}", keyword);
    }
}

#[test]
fn single_characters_match_the_schema_if_they_are_accepted() {
    let keyword = keyword();
    let pattern = Regex::new(keyword["pattern"].as_str().unwrap()).unwrap();
    // The planes that contain whitespace and default-ignorable characters.
    let planes = (char::MIN..='\u{ffff}').chain('\u{e0000}'..='\u{e0fff}');
    let texts = planes.map(String::from);
    let fitting: Vec<_> = texts.filter(|text| pattern.is_match(text)).collect();
    assert!(fitting.len() > 60_000, "{}", fitting.len());
    for text in fitting {
        assert!(Keywords::new([&text]).is_ok(), "{text:?}");
    }
    // Spaces, characters that are ignored, and a control character.
    for text in [
        " ",
        "\u{3000} ",
        "\u{ad}",
        "\u{200b}\u{feff}",
        "\u{e0100}",
        "a\u{7}b",
    ] {
        assert!(!pattern.is_match(text), "{text:?}");
    }
    assert!(pattern.is_match("  N\u{ad}ew York "));
}

#[test]
fn limits_of_the_schema_equal_those_of_the_service() {
    let keyword = keyword();
    assert_eq!(keyword["minLength"], 1);
    let longest = usize::try_from(keyword["maxLength"].as_u64().unwrap()).unwrap();
    assert_eq!(status_of(&"x".repeat(longest)), 201);
    assert_eq!(status_of(&"x".repeat(longest + 1)), 400);
}
