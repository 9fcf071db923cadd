//! One question about one fact, in either direction.

use super::distractors;
use crate::data::{Label, Template};
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

/// A question about a fact with as many wrong options as a question has or, if there is none, with
/// as many as the data give; nothing if every one that was drawn is refused.
pub(crate) fn question<'a>(
    fact: &'a Fact,
    stream: &mut Stream,
    accepted: impl Fn(&Question<'_>) -> bool,
) -> Option<Question<'a>> {
    let ways = stream.shuffled(ways(fact));
    for _ in 0..DRAWS {
        let mut best: Option<Question<'a>> = None;
        for way in &ways {
            let drawn = way.drawn(fact, stream);
            let fewer = drawn.wrong.len() <= best.as_ref().map_or(0, |best| best.wrong.len());
            if fewer || !accepted(&drawn) {
                continue;
            }
            if drawn.wrong.len() == distractors::WRONG {
                return Some(drawn);
            }
            best = Some(drawn);
        }
        if best.is_some() {
            return best;
        }
    }
    None
}

/// A way to ask for a fact.
#[derive(Clone, Copy)]
enum Way<'a> {
    Forth(&'a Template),
    Back(&'a Template),
}

fn ways(fact: &Fact) -> impl Iterator<Item = Way<'_>> {
    let forth = fact.column.ask.iter().map(Way::Forth);
    forth.chain(fact.column.back.iter().map(Way::Back))
}

impl Way<'_> {
    fn drawn<'a>(&self, fact: &'a Fact, stream: &mut Stream) -> Question<'a> {
        let (name, value) = (&fact.row.name, &fact.value.label);
        let (template, solution, wrong) = match self {
            Self::Forth(template) => (template, value, distractors::values(fact, stream)),
            Self::Back(template) => (template, name, distractors::subjects(fact, stream)),
        };
        Question {
            fact,
            prompt: template.fill(name, value),
            solution: solution.clone(),
            wrong,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use quizcraft_core::Keywords;

    use super::{Way, ways};
    use crate::built_in;
    use crate::random::Stream;
    use crate::review::Review;

    #[test]
    fn every_built_in_template_makes_questions_that_the_reviewer_lets_pass() {
        let library = built_in::library();
        let review = Review::new(&Keywords::new(["any"]).unwrap());
        let stream = &mut Stream::new(&[5; 32]);
        let (mut all, mut used) = (BTreeSet::new(), BTreeSet::new());
        for fact in &library.facts {
            for way in ways(fact) {
                let (Way::Forth(template) | Way::Back(template)) = way;
                let key = (fact.relation(), format!("{template:?}"));
                if !used.contains(&key) && way.drawn(fact, stream).passes(&review) {
                    used.insert(key.clone());
                }
                all.insert(key);
            }
        }
        let idle: Vec<_> = all.difference(&used).collect();
        assert!(idle.is_empty(), "{idle:#?}");
    }
}
