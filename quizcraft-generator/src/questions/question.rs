//! One question about one fact, in either direction.

use std::cmp::Reverse;

use super::distractors;
use crate::data::Label;
use crate::library::Fact;
use crate::random::Stream;
use crate::review::Review;

/// A question without the sentence that clarifies it, which depends on the rest of the game.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) fact: &'a Fact,
    pub(crate) prompt: String,
    pub(crate) solution: Label,
    pub(crate) wrong: Vec<Label>,
}

impl Question<'_> {
    /// Whether the reviewer finds nothing wrong with it.
    pub(super) fn passes(&self, review: &Review) -> bool {
        let labels = std::iter::once(&self.solution).chain(&self.wrong);
        let options: Vec<String> = labels.map(Label::as_option).collect();
        let options = options.iter().map(String::as_str);
        review.flaws_of(&self.prompt, options).is_empty()
    }
}

/// How often wrong options are drawn for a fact before it is given up.
const DRAWS: usize = 4;

/// A question about a fact with as many wrong options as the data give, unless every one that was
/// drawn is refused.
pub(crate) fn question<'a>(
    fact: &'a Fact,
    stream: &mut Stream,
    accepted: impl Fn(&Question<'_>) -> bool,
) -> Option<Question<'a>> {
    (0..DRAWS).find_map(|_| drawn(fact, stream).into_iter().find(&accepted))
}

/// A question for each way to ask for a fact, those with the most wrong options first.
fn drawn<'a>(fact: &'a Fact, stream: &mut Stream) -> Vec<Question<'a>> {
    let mut ways = asked(fact, stream);
    ways.extend(asked_back(fact, stream));
    ways.retain(|question| !question.wrong.is_empty());
    stream.shuffle(&mut ways);
    ways.sort_by_key(|question| Reverse(question.wrong.len()));
    ways
}

fn asked<'a>(fact: &'a Fact, stream: &mut Stream) -> Vec<Question<'a>> {
    let templates = fact.column.ask.iter();
    let question = |prompt| Question {
        fact,
        prompt,
        solution: fact.value.label.clone(),
        wrong: distractors::values(fact, stream),
    };
    let prompts = templates.map(|template| template.fill(&fact.row.name, &fact.value.label));
    prompts.map(question).collect()
}

fn asked_back<'a>(fact: &'a Fact, stream: &mut Stream) -> Vec<Question<'a>> {
    let templates = fact.column.back.iter();
    let question = |prompt| Question {
        fact,
        prompt,
        solution: fact.row.name.clone(),
        wrong: distractors::subjects(fact, stream),
    };
    let prompts = templates.map(|template| template.fill(&fact.row.name, &fact.value.label));
    prompts.map(question).collect()
}
