//! Articles about buildings, and the questions that can be asked about them.

use serde_json::{Value, json};

const KINDS: [&str; 8] = [
    "lighthouse",
    "chapel",
    "windmill",
    "harbour",
    "theatre",
    "library",
    "tunnel",
    "market hall",
];
const HEADS: [&str; 8] = ["Arv", "Bel", "Cor", "Dun", "Est", "Fal", "Gor", "Hul"];
const TAILS: [&str; 5] = ["an", "mouth", "stead", "wick", "minster"];
const FIRST: [&str; 8] = [
    "Tomas", "Judith", "Oskar", "Renata", "Viktor", "Lidia", "Gustav", "Paula",
];
const LAST: [&str; 10] = [
    "Zeller", "Ibsen", "Quint", "Novak", "Petri", "Yardley", "Ulrich", "Jansen", "Keller", "Xander",
];
const WRONG: [[&str; 3]; 4] = [
    ["Anselm Moore", "Bruno Castell", "Clara Dietz"],
    ["Doris Ebner", "Emil Fontane", "Frieda Gruber"],
    ["Hanna Imhoff", "Igor Kraus", "Selma Lorenz"],
    ["Moritz Nagel", "Nora Oster", "Otto Pauli"],
];

/// Returns the text of an article with some sentences, each about another building.
pub(crate) fn text(sentences: usize) -> String {
    text_from(0, sentences)
}

/// Returns the text of an article about other buildings.
pub(crate) fn text_from(first: usize, sentences: usize) -> String {
    let sentences = (first..).take(sentences).map(sentence);
    sentences.collect::<Vec<_>>().join(" ")
}

pub(crate) fn sentence(index: usize) -> String {
    format!(
        "The {} of {} was built by {}.",
        kind(index),
        place(index),
        builder(index)
    )
}

pub(crate) fn kind(index: usize) -> &'static str {
    KINDS[(index + index / 40) % KINDS.len()]
}

pub(crate) fn place(index: usize) -> String {
    format!(
        "{}{}",
        HEADS[index % HEADS.len()],
        TAILS[(index / HEADS.len()) % TAILS.len()]
    )
}

pub(crate) fn builder(index: usize) -> String {
    format!(
        "{} {}",
        FIRST[index % FIRST.len()],
        LAST[(index / FIRST.len() + index + index / 40) % LAST.len()]
    )
}

/// Returns a question about a sentence, or `None` if it is not about a building.
pub(crate) fn question(number: u16, sentence: &str) -> Option<Value> {
    let (building, builder) = sentence
        .strip_prefix("The ")?
        .strip_suffix('.')?
        .split_once(" was built by ")?;
    Some(json!({
        "prompt": format!("Who built the {building}?"),
        "solution": builder,
        "wrong_options": WRONG[usize::from(number) % WRONG.len()],
        "clarification": format!("{builder} built the {building}."),
        "sentence": number,
    }))
}
