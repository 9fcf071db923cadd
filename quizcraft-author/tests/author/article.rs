//! Articles and their sentences.

use proptest::prelude::*;
use quizcraft_author::{Article, ArticleError, SentenceNumber};
use quizcraft_core::{License, SourceTitle, SourceUrl, is_default_ignorable};

/// Three sentences that make every text an article.
const ENOUGH: &str =
    "The first sentence is here. The second sentence is here. The third sentence is here.";

fn read(text: &str) -> Result<Article, ArticleError> {
    let title = SourceTitle::new("Title").unwrap();
    Article::new(
        title,
        SourceUrl::new("https://example.org/a").unwrap(),
        text,
    )
}

/// Returns the sentences of a text, which may be too few for an article.
fn split(text: &str) -> Vec<String> {
    let article = read(&format!("{text}\n{ENOUGH}")).unwrap();
    let sentences = article.sentences().map(|(_, text)| text.to_owned());
    let mut sentences: Vec<_> = sentences.collect();
    sentences.truncate(sentences.len().saturating_sub(3));
    sentences
}

fn is_one_sentence(text: &str) {
    assert_eq!(split(text), [text]);
}

#[test]
fn abbreviations_initials_and_decimals_end_no_sentence() {
    for text in [
        "It has many uses, e.g. Medicine and trade.",
        "St. Peter's Basilica is in Rome, near Mt. Mario.",
        "J. R. R. Tolkien and C.S. Lewis met in Oxford.",
        "He was born c. 1769 in Ajaccio, on the island of Corsica.",
        "The U.S. Congress has two chambers, as Dr. Smith says.",
        "Pi is about 3.14159, and e is about 2.71828 in value.",
        "Am 21. Januar 1793 starb er in der Stadt.",
        "The company Yahoo! has its seat in the city.",
        "Er kam 63 v. Christus in die Stadt am Fluss.",
        "It was ... nearly forgotten by everyone.",
        "The house is No. 10, which is in Fig. 3 and in Vol. 2.",
        "« Où est la ville de Rome ? » demanda la reine.",
        "Mt. Everest is 8,848.86 m (29,031.7 ft) high.",
        "“Where is it?” asked the queen of the bees.",
    ] {
        is_one_sentence(text);
    }
}

#[test]
fn sentences_end_at_full_stops_before_capitals_quotes_digits_and_sentence_starters() {
    for (text, sentences) in [
        (
            "It ended World War I. The treaty was signed there. 28 states took part in it.",
            vec![
                "It ended World War I.",
                "The treaty was signed there.",
                "28 states took part in it.",
            ],
        ),
        (
            "He cried “Stop it at once!” Then he left the room. (It was dark by then.) She stayed.",
            vec![
                "He cried “Stop it at once!”",
                "Then he left the room.",
                "(It was dark by then.)",
            ],
        ),
        (
            "¿Dónde está la ciudad de Roma? ¡Está en la península itálica! «Es así siempre.»",
            vec![
                "¿Dónde está la ciudad de Roma?",
                "¡Está en la península itálica!",
                "«Es así siempre.»",
            ],
        ),
        (
            "It was founded in 1769. Later it grew to a town. What?! Nothing is known of it.",
            vec![
                "It was founded in 1769.",
                "Later it grew to a town.",
                "Nothing is known of it.",
            ],
        ),
    ] {
        assert_eq!(split(text), sentences);
    }
}

#[test]
fn other_scripts_have_full_stops_of_their_own() {
    for (text, count) in [
        (
            "東京は日本の首都である。人口は約千四百万人である！京都は古都である。",
            3,
        ),
        ("दिल्ली भारत की राजधानी है। यह यमुना के तट पर है।", 2),
        ("هل القاهرة عاصمة مصر؟ تقع المدينة على نهر النيل.", 2),
        (
            "Москва является столицей России. Город стоит на реке Москве.",
            2,
        ),
    ] {
        assert_eq!(split(text).len(), count, "{text}");
    }
}

#[test]
fn headings_lists_fragments_and_references_are_dropped() {
    let text = "== History ==\nHistory\n1. Rome is a city in Italy.\n12) It is on a river.\na) It has seven hills.\n* Rome is a city in Italy.\n• Paris lies on the Seine.\n\
        | a cell | another cell. |\nIt was founded[1] by twins.[23] Yes. 12, 13, 14, 15, 16, 17, 18, 19.\n\
        A line without its end";
    assert_eq!(split(text), ["It was founded by twins."]);
}

#[test]
fn a_sentence_of_more_than_400_characters_is_dropped() {
    let long = format!("It has {}.", "many, ".repeat(70));
    assert_eq!(split(&long), [""; 0]);
}

#[test]
fn invisible_and_bidirectional_characters_are_dropped() {
    let text =
        "It\u{202e} was\u{200b} found\u{ad}ed\u{7} by \u{2066}twins\u{2069}\tand a\u{a0}wolf.";
    assert_eq!(split(text), ["It was founded by twins and a wolf."]);
}

#[test]
fn an_article_has_three_sentences() {
    for (text, actual) in [
        ("", 0),
        ("One sentence is here. Two sentences are here.", 2),
    ] {
        assert_eq!(read(text), Err(ArticleError::TooFewSentences { actual }));
    }
    assert!(read(ENOUGH).is_ok());
}

#[test]
fn an_article_of_megabytes_is_cut_to_the_limits() {
    let article = read(&"This sentence is one of very many. ".repeat(60_000)).unwrap();
    assert_eq!(article.sentences().count(), Article::MAX_SENTENCES);
    let without_stops = "word ".repeat(400_000);
    assert!(read(&without_stops).is_err());
    let one_line = read(&format!("{ENOUGH}\n{}", "a.a.".repeat(500_000))).unwrap();
    assert_eq!(one_line.sentences().count(), 3);
}

#[test]
fn the_source_names_title_address_and_license() {
    let license = License::new("CC BY-SA 4.0").unwrap();
    let article = read(ENOUGH)
        .unwrap()
        .with_license(license.clone())
        .with_revision("42");
    assert_eq!(article.source().license(), Some(&license));
    assert_eq!(article.source().url(), Some(article.url()));
    assert_eq!(article.revision(), Some("42"));
}

#[test]
fn debug_output_contains_no_text() {
    let article = read(ENOUGH).unwrap();
    assert_eq!(format!("{article:?}"), "Article(3 sentences)");
}

#[test]
fn sentences_are_numbered_from_one() {
    let article = read(ENOUGH).unwrap();
    let numbers = article.sentences().map(|(number, _)| number.get());
    assert_eq!(numbers.collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(SentenceNumber::new(0), None);
    let beyond = SentenceNumber::new(4).unwrap();
    assert_eq!(article.sentence(beyond), None);
}

/// Texts that are likely to have sentences, and all sorts of other characters.
fn texts() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[a-zA-Z]{1,9}",
        2 => "[.!?…。।؟]{1,3}",
        2 => "[a-zA-Z]{1,9}\\. [A-Z][a-z]{0,5}",
        1 => "[0-9]{1,4}\\.?",
        1 => "\\[[0-9\\[\\]]{0,4}\\]",
        1 => "\\PC{0,6}",
        1 => "[\u{0}-\u{1f}\u{85}\u{2028}\u{2029}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]",
        1 => "[\"'()»«*|=•-]{1,2}",
    ];
    let parts = prop::collection::vec((word, "[ \n]|[ ]{2}|"), 0..50);
    parts.prop_map(|parts| parts.into_iter().map(|(word, gap)| word + &gap).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_sentence_contains_a_line_break_or_another_control_character(text in texts()) {
        for sentence in split(&text) {
            let is_bad = |c: char| c.is_control() || "\u{2028}\u{2029}".contains(c) || is_default_ignorable(c);
            prop_assert!(!sentence.contains(is_bad), "{sentence:?}");
            prop_assert_eq!(sentence.trim(), &sentence);
        }
    }

    #[test]
    fn the_number_of_sentences_and_characters_is_bounded(text in texts(), times in 1_usize..10) {
        if let Ok(article) = read(&text.repeat(times)) {
            let count = article.sentences().count();
            prop_assert!((Article::MIN_SENTENCES..=Article::MAX_SENTENCES).contains(&count));
            let chars: usize = article.sentences().map(|(_, text)| text.chars().count()).sum();
            prop_assert!(chars <= Article::MAX_CHARS);
        }
    }

    #[test]
    fn sentences_one_a_line_are_split_into_themselves(text in texts()) {
        let sentences = split(&text);
        prop_assert_eq!(split(&sentences.join("\n")), sentences);
    }

    #[test]
    fn later_lines_change_no_earlier_sentence(text in texts(), more in texts()) {
        let (first, both) = (split(&text), split(&format!("{text}\n{more}")));
        prop_assert_eq!(both.get(..first.len()), Some(&*first));
    }
}
