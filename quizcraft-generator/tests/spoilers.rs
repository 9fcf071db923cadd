//! No question of a game reveals the solution of another.
//!
//! These tests do not use the reviewer's rules. They read the facts files, and search the texts that
//! a player has seen for both halves of the fact that a later question is about.

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use common::game;
use quizcraft_core::{Choice, Draft};
use quizcraft_generator::{FACTS, FactWriter, Topic};
use quizcraft_review::spoilers;

/// Countries whose games once had a clarification that revealed a later solution.
const COUNTRIES: [&str; 8] = [
    "Uganda",
    "Slovenia",
    "Argentina",
    "Bolivia",
    "Tanzania",
    "Hungary",
    "Japan",
    "Belgium",
];
/// The number of games per keyword.
const SEEDS: u8 = 20;

/// More than a thousand games with 15 questions on all topics and some countries, composed once for
/// all tests.
static GAMES: LazyLock<Vec<Vec<Draft>>> = LazyLock::new(|| {
    let writer = FactWriter::new();
    let topics: Vec<_> = writer.topics().collect();
    let keywords = topics.iter().map(Topic::name).chain(COUNTRIES);
    let games = keywords.flat_map(|word| (0..SEEDS).map(move |seed| game(&[word], seed, 15)));
    games.collect()
});

/// Returns the words of a text, with a space before and after each.
fn words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

/// Returns the words of a name or value, without article and brackets.
fn label(cell: &str) -> String {
    let bare = cell.trim().trim_start_matches('(').trim_end_matches(')');
    let cell = bare.to_lowercase();
    let mut articles = ["the ", "a ", "an "].into_iter();
    let bare = articles.find_map(|article| cell.strip_prefix(article));
    words(bare.unwrap_or(&cell))
}

/// The facts in both directions: the other halves of the facts by each half.
static HALVES: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut halves = BTreeMap::<String, Vec<String>>::new();
    for (_, file) in FACTS {
        let mut header: Vec<&str> = Vec::new();
        for line in file.lines() {
            let cells = line.split('|').map(str::trim);
            if let Some(columns) = line.strip_prefix("rows:") {
                header = columns.split('|').map(str::trim).collect();
            } else if line.starts_with("table:") {
                header.clear();
            } else if cells.clone().count() == header.len() && !line.starts_with('#') {
                let name = label(cells.clone().next().unwrap_or_default());
                let known = header.iter().zip(cells).skip(1);
                let values = known.filter(|(column, _)| !["keywords", "note"].contains(column));
                for value in values.flat_map(|(_, cell)| cell.split(';')) {
                    let value = label(value);
                    halves.entry(name.clone()).or_default().push(value.clone());
                    halves.entry(value).or_default().push(name.clone());
                }
            }
        }
    }
    halves
});

/// The minimum length of a half that is searched for. Shorter ones, such as chemical symbols and
/// digits, occur in too many texts.
const MIN_LETTERS: usize = 3;

fn is_distinctive(half: &str) -> bool {
    half.trim().chars().count() >= MIN_LETTERS
}

/// Returns the subjects of a question: the longest halves in its prompt of facts whose other half is
/// the solution. A prompt on the 1964 European Championship is not about all football.
fn subjects(draft: &Draft) -> impl Iterator<Item = &'static String> {
    let prompt = words(draft.prompt().as_str()).to_lowercase();
    let others = HALVES.get(&label(draft.solution().as_str()));
    let others = others.into_iter().flatten();
    let found = others.filter(|half| is_distinctive(half) && prompt.contains(*half));
    let found: Vec<_> = found.collect();
    let longest = found.iter().map(|half| half.len()).max();
    found
        .into_iter()
        .filter(move |half| Some(half.len()) == longest)
}

/// Returns the texts of a question that a player has seen before a later one: each option, and the
/// prompt with solution and clarification.
fn seen_texts(draft: &Draft) -> Vec<String> {
    let (prompt, solution) = (draft.prompt().as_str(), draft.solution().as_str());
    let whole = [prompt, solution, draft.clarification().as_str()].join(" ");
    let options = draft.options().map(Choice::to_string);
    let texts = options.chain([whole]);
    texts.map(|text| words(&text).to_lowercase()).collect()
}

/// Returns the pairs of indices in a game of which the first question reveals the second.
fn revealed(game: &[Draft]) -> Vec<(usize, usize)> {
    let seen: Vec<_> = game.iter().map(seen_texts).enumerate().collect();
    let mut found = Vec::new();
    for (spoiled, draft) in game.iter().enumerate() {
        let solution = label(draft.solution().as_str());
        let subjects: Vec<_> = subjects(draft).collect();
        let reveals = |text: &String| {
            is_distinctive(&solution)
                && text.contains(&solution)
                && subjects.iter().any(|subject| text.contains(*subject))
        };
        for ((place, texts), other) in seen.iter().zip(game) {
            let prompt = words(other.prompt().as_str()).to_lowercase();
            let before = *place < spoiled && texts.iter().any(reveals);
            if before || *place > spoiled && reveals(&prompt) {
                found.push((*place, spoiled));
            }
        }
    }
    found
}

fn shown(game: &[Draft], (place, spoiled): (usize, usize)) -> String {
    format!("{:#?}\n{:#?}", game.get(place), game.get(spoiled))
}

#[test]
fn no_question_of_a_thousand_games_reveals_another() {
    assert!(GAMES.len() >= 1_000, "{}", GAMES.len());
    let known = GAMES
        .iter()
        .flatten()
        .filter(|d| subjects(d).next().is_some());
    let (known, all) = (known.count(), GAMES.iter().flatten().count());
    println!("subjects found for {known} of {all} questions");
    assert!(known * 100 >= all * 95, "{known} of {all}");
    let mut spoiled = 0;
    let mut first = None;
    for game in GAMES.iter() {
        let found = revealed(game);
        spoiled += usize::from(!found.is_empty());
        first = first.or(found.first().map(|pair| shown(game, *pair)));
    }
    assert_eq!(
        spoiled,
        0,
        "of {} games: {}",
        GAMES.len(),
        first.unwrap_or_default()
    );
}

#[test]
fn the_reviewer_finds_no_spoilers_in_these_games() {
    for game in GAMES.iter() {
        assert_eq!(spoilers(game), [], "{game:#?}");
    }
}

#[test]
fn long_games_are_complete_and_reveal_nothing() {
    let topics: Vec<_> = FactWriter::new().topics().collect();
    for topic in &topics {
        let game = game(&[topic.name()], 0, 50);
        assert_eq!(revealed(&game), [], "{}", topic.name());
        assert_eq!(game.len(), 50, "{}", topic.name());
    }
}

#[test]
fn games_on_topics_are_complete_without_spoilers() {
    let topics = FactWriter::new().topics().len();
    for game in GAMES.iter().take(topics * usize::from(SEEDS)) {
        assert_eq!(game.len(), 15, "{game:#?}");
    }
}
