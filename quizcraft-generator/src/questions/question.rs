//! One question about one fact, in either direction.

use super::distractors;
use crate::data::{Label, Template};
use crate::library::Fact;
use crate::random::Stream;
use crate::review::{Review, Secret, Shown, is_unclear};
use crate::text::Phrase;

/// A question without the sentence that clarifies it, which depends on the rest of the game.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) fact: &'a Fact,
    pub(crate) prompt: String,
    pub(crate) solution: Label,
    /// What it is about.
    subject: Label,
    pub(crate) wrong: Vec<Label>,
    /// What a player sees of it before it is clarified.
    pub(super) shown: Shown,
    /// The solution, and what the question is known to be about.
    pub(super) secret: Secret,
}

impl Question<'_> {
    /// Whether the reviewer finds nothing wrong with it.
    pub(super) fn passes(&self, review: &Review) -> bool {
        let labels = std::iter::once(&self.solution).chain(&self.wrong);
        let options: Vec<String> = labels.map(Label::as_option).collect();
        let options = options.iter().map(String::as_str);
        review.flaws_of(&self.prompt, options).is_empty()
    }

    /// Whether the other asks the same, if in other words: for the same answer, and about the same
    /// thing or a part of it.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let (subject, their) = (self.subject.phrase(), other.subject.phrase());
        let same_answer = self.solution.phrase() == other.solution.phrase();
        self.prompt == other.prompt || same_answer && subject.overlaps(their)
    }

    /// Whether every pronoun of the text is clear where it is told after this question.
    pub(super) fn is_clarified_by(&self, text: &str) -> bool {
        !is_unclear(&self.prompt, self.solution.as_str(), text)
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
        let (template, subject, solution, wrong) = match self {
            Self::Forth(template) => (template, name, value, distractors::values(fact, stream)),
            Self::Back(template) => (template, value, name, distractors::subjects(fact, stream)),
        };
        let prompt = template.fill(name, value);
        Question {
            fact,
            shown: shown(&prompt, solution, &wrong),
            secret: Secret::known(&names(fact, solution), &names(fact, subject)),
            prompt,
            solution: solution.clone(),
            subject: subject.clone(),
            wrong,
        }
    }
}

/// What a subject or a value is called: with what it is, and, if it is a subject that has a name of
/// its own, without.
fn names(fact: &Fact, label: &Label) -> Vec<String> {
    let mut names = vec![label.as_str().to_owned()];
    if *label == fact.row.name {
        let kinds = fact.table.keywords.iter().map(|kind| Phrase::new(kind));
        let proper = label.phrase().without(&kinds.collect::<Vec<_>>());
        names.extend((!proper.is_empty()).then(|| proper.joined()));
    }
    names
}

fn shown(prompt: &str, solution: &Label, wrong: &[Label]) -> Shown {
    let wrong: Vec<String> = wrong.iter().map(Label::as_option).collect();
    let wrong = wrong.iter().map(String::as_str);
    Shown::new(prompt, &solution.as_option(), wrong)
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
