//! What a player reads when nothing is known of the keywords.

use quizcraft_core::{Failure, Keyword, Keywords, isolated};

use crate::data::Topic;
use crate::library::Library;
use crate::text::Phrase;

/// How many keywords and topics are named at most, so that the text stays short.
const NAMED: usize = 3;
/// How much of a keyword is shown.
const SHOWN: usize = 50;

/// Tells that nothing was found, and the topics whose names come nearest.
pub(crate) fn nothing_found(library: &Library, keywords: &Keywords) -> Failure {
    let visible = keywords
        .iter()
        .filter(|keyword| !keyword.comparable().is_empty());
    let named: Vec<_> = visible.map(Keyword::as_str).collect();
    let topics = nearest(library, &named);
    let text = format!(
        "There are no facts about {} here. You could try {}.",
        about(&named),
        list(topics.iter().map(|topic| topic.name.clone())),
    );
    Failure::new(&text).unwrap_or_else(|_| Failure::restore("There are no facts about that here."))
}

fn nearest<'a>(library: &'a Library, keywords: &[&str]) -> Vec<&'a Topic> {
    let mut topics: Vec<&Topic> = library.topics.iter().map(|topic| &**topic).collect();
    topics.sort_by(|one, other| likeness(other, keywords).total_cmp(&likeness(one, keywords)));
    topics.truncate(NAMED);
    topics
}

/// How much the likest name of a topic is like the likest keyword.
fn likeness(topic: &Topic, keywords: &[&str]) -> f64 {
    let names = topic.keywords.iter().chain([&topic.name]);
    let pairs = names.flat_map(|name| keywords.iter().map(move |keyword| (name, keyword)));
    let alike = pairs.map(|(name, keyword)| {
        let (name, keyword) = (Phrase::new(name), Phrase::new(keyword));
        strsim::jaro_winkler(&name.joined(), &keyword.joined())
    });
    alike.fold(0.0, f64::max)
}

fn about(keywords: &[&str]) -> String {
    // A stored game may have no keyword that can be seen.
    if keywords.is_empty() {
        return "that".to_owned();
    }
    list(keywords.iter().map(|keyword| quoted(keyword)))
}

fn quoted(keyword: &str) -> String {
    let shown: String = keyword.chars().take(SHOWN).collect();
    format!("“{}”", isolated(&shown))
}

/// "A", "A or B", "A, B or C".
fn list(items: impl Iterator<Item = String>) -> String {
    let mut items: Vec<String> = items.take(NAMED).collect();
    let last = items.pop().unwrap_or_default();
    if items.is_empty() {
        return last;
    }
    format!("{} or {last}", items.join(", "))
}
