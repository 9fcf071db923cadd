//! No question of a game gives away the answer to another.
//!
//! The judge here knows nothing of how the reviewer finds spoilers: it reads the files of facts and
//! looks for the two halves of a fact that is asked in what a player has seen by then.

#[expect(dead_code, reason = "every test file uses its own part of the helpers")]
mod common;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use common::game;
use quizcraft_core::{Choice, Draft};
use quizcraft_generator::{FACTS, FactWriter, Topic};
use quizcraft_review::spoilers;

/// Countries of which earlier games told in a clarification what a later question asked.
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
/// How many games there are of each keyword.
const SEEDS: u8 = 20;

/// More than a thousand games of the usual size about all topics and about some countries, played once for
/// all tests.
static GAMES: LazyLock<Vec<Vec<Draft>>> = LazyLock::new(|| {
    let writer = FactWriter::new();
    let topics: Vec<_> = writer.topics().collect();
    let keywords = topics.iter().map(Topic::name).chain(COUNTRIES);
    let games = keywords.flat_map(|word| (0..SEEDS).map(move |seed| game(&[word], seed, 15)));
    games.collect()
});

/// The words of a text, with a space before and after each.
fn words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

/// A name or a value of the facts, as the words in a text.
fn label(cell: &str) -> String {
    let bare = cell.trim().trim_start_matches('(').trim_end_matches(')');
    let cell = bare.to_lowercase();
    let mut articles = ["the ", "a ", "an "].into_iter();
    let bare = articles.find_map(|article| cell.strip_prefix(article));
    words(bare.unwrap_or(&cell))
}

/// Both halves of every fact: under each half the other halves.
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

/// From how many letters on a half of a fact is told from common words: the chemical symbols, the
/// endings of internet addresses and the digits are in too many texts.
const TELLING: usize = 3;

fn is_telling(half: &str) -> bool {
    half.trim().chars().count() >= TELLING
}

/// What a question asks about: the longest halves that its prompt holds of facts whose other half is
/// the solution; a prompt on the 1964 European Championship is not about all football.
fn subjects(draft: &Draft) -> impl Iterator<Item = &'static String> {
    let prompt = words(draft.prompt().as_str()).to_lowercase();
    let others = HALVES.get(&label(draft.solution().as_str()));
    let others = others.into_iter().flatten();
    let held = others.filter(|half| is_telling(half) && prompt.contains(*half));
    let held: Vec<_> = held.collect();
    let longest = held.iter().map(|half| half.len()).max();
    held.into_iter()
        .filter(move |half| Some(half.len()) == longest)
}

/// What a player reads of a question before a later one, each text that says something by itself.
fn read(draft: &Draft) -> Vec<String> {
    let (prompt, solution) = (draft.prompt().as_str(), draft.solution().as_str());
    let whole = [prompt, solution, draft.clarification().as_str()].join(" ");
    let options = draft.options().map(Choice::to_string);
    let texts = options.chain([whole]);
    texts.map(|text| words(&text).to_lowercase()).collect()
}

/// The pairs of places in a game of which the first question gives the second away.
fn given_away(game: &[Draft]) -> Vec<(usize, usize)> {
    let seen: Vec<_> = game.iter().map(read).enumerate().collect();
    let mut found = Vec::new();
    for (spoiled, draft) in game.iter().enumerate() {
        let solution = label(draft.solution().as_str());
        let subjects: Vec<_> = subjects(draft).collect();
        let tells = |text: &String| {
            is_telling(&solution)
                && text.contains(&solution)
                && subjects.iter().any(|subject| text.contains(*subject))
        };
        for ((place, texts), other) in seen.iter().zip(game) {
            let prompt = words(other.prompt().as_str()).to_lowercase();
            let before = *place < spoiled && texts.iter().any(tells);
            if before || *place > spoiled && tells(&prompt) {
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
fn no_question_of_a_thousand_games_gives_another_away() {
    assert!(GAMES.len() >= 1_000, "{}", GAMES.len());
    let known = GAMES
        .iter()
        .flatten()
        .filter(|d| subjects(d).next().is_some());
    let (known, all) = (known.count(), GAMES.iter().flatten().count());
    println!("the judge knows what {known} of {all} questions are about");
    assert!(known * 100 >= all * 95, "{known} of {all}");
    let mut spoiled = 0;
    let mut first = None;
    for game in GAMES.iter() {
        let found = given_away(game);
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
fn the_reviewer_finds_nothing_in_these_games_either() {
    for game in GAMES.iter() {
        assert_eq!(spoilers(game), [], "{game:#?}");
    }
}

#[test]
fn long_games_give_nothing_away_and_are_as_long_as_asked_for() {
    let topics: Vec<_> = FactWriter::new().topics().collect();
    for topic in &topics {
        let game = game(&[topic.name()], 0, 50);
        assert_eq!(given_away(&game), [], "{}", topic.name());
        assert_eq!(game.len(), 50, "{}", topic.name());
    }
}

#[test]
fn no_game_on_a_topic_is_shorter_for_being_fair() {
    let topics = FactWriter::new().topics().len();
    for game in GAMES.iter().take(topics * usize::from(SEEDS)) {
        assert_eq!(game.len(), 15, "{game:#?}");
    }
}
