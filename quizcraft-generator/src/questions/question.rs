//! One question about one fact, in either direction.

use quizcraft_facts::{Fact, Label, Phrase};

use super::distractors::{self, Wrong};
use crate::random::Stream;
use crate::review::{Review, Secret, Shown, is_unclear};

/// A question without the sentence that clarifies it, which depends on the rest of the game.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) fact: Fact<'a>,
    /// The text that the prompt was made of.
    pub(crate) template: &'a str,
    pub(crate) prompt: String,
    pub(crate) solution: Label<'a>,
    /// The solution as an option.
    pub(crate) right: String,
    /// What it is about.
    subject: Label<'a>,
    pub(crate) wrong: Vec<String>,
    /// What the wrong options stand for.
    others: Wrong<'a>,
    /// What a player sees of it before it is clarified.
    pub(super) shown: Shown,
    /// The solution, and what the question is known to be about.
    pub(super) secret: Secret,
}

impl Question<'_> {
    /// Whether the reviewer finds nothing wrong with it.
    pub(super) fn passes(&self, review: &Review) -> bool {
        let options = std::iter::once(self.right.as_str());
        let options = options.chain(self.wrong.iter().map(String::as_str));
        review.flaws_of(&self.prompt, options).is_empty()
    }

    /// Whether the other asks the same, if in other words: for the same answer or a part of it, and
    /// about the same thing or a part of it.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let (subject, their) = (self.subject.words(), other.subject.words());
        let solution = self.solution.words();
        solution.overlaps(&other.solution.words()) && subject.overlaps(&their)
    }

    /// Whether the two have the same solution.
    pub(super) fn is_solved_like(&self, other: &Self) -> bool {
        self.solution.words() == other.solution.words()
    }

    /// Whether the two have the same prompt.
    pub(super) fn reads_like(&self, other: &Self) -> bool {
        self.prompt == other.prompt
    }

    /// Whether an option of the one is right for the other.
    pub(super) fn shares_an_answer(&self, other: &Self) -> bool {
        let offers = |one: &Self, solution: &Label<'_>| {
            one.solution.words() == solution.words() || one.others.holds(solution)
        };
        offers(self, &other.solution) || offers(other, &self.solution)
    }

    /// Whether every pronoun of the text is clear where it is told after this question.
    pub(super) fn is_clarified_by(&self, text: &str) -> bool {
        !is_unclear(&self.prompt, self.solution.as_str(), text)
    }
}

/// How often wrong options are drawn for a fact before it is given up.
const DRAWS: usize = 4;

/// A question about a fact with as many wrong options as a question has or, if there is none, with
/// as many as the data give; nothing if every one that was drawn is refused. The texts that were
/// used least so far come first.
pub(crate) fn question<'a>(
    fact: Fact<'a>,
    stream: &mut Stream,
    used: impl Fn(&str) -> usize,
    accepted: impl Fn(&Question<'_>) -> bool,
) -> Option<Question<'a>> {
    let mut ways = stream.shuffled(ways(&fact));
    ways.sort_by_key(|way| used(way.template()));
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
    Forth(&'a str),
    Back(&'a str),
}

fn ways<'a>(fact: &Fact<'a>) -> impl Iterator<Item = Way<'a>> + use<'a> {
    let column = fact.column();
    let forth = column.ask().map(Way::Forth);
    forth.chain(column.back().map(Way::Back))
}

impl<'a> Way<'a> {
    fn template(&self) -> &'a str {
        let (Self::Forth(template) | Self::Back(template)) = self;
        template
    }

    fn drawn(&self, fact: Fact<'a>, stream: &mut Stream) -> Question<'a> {
        let (name, value) = (fact.row().name(), fact.value().label());
        let (subject, solution, others) = match self {
            Self::Forth(_) => (name, value, distractors::values(&fact, stream)),
            Self::Back(_) => (value, name, distractors::subjects(&fact, stream)),
        };
        let is_forth = matches!(self, Self::Forth(_));
        let (names, values) = (called(&fact), vec![value.as_str().to_owned()]);
        let prompt = fact.fill(self.template());
        let (right, wrong) = spelled(&solution, &others);
        let shown = Shown::new(&prompt, &right, wrong.iter().map(String::as_str));
        let secret = if is_forth {
            Secret::known(&values, shown.wrong(), &names)
        } else {
            Secret::known(&names, shown.wrong(), &values)
        };
        Question {
            fact,
            template: self.template(),
            shown,
            secret,
            prompt,
            solution,
            right,
            subject,
            wrong,
            others,
        }
    }
}

/// What a subject is called: with what it is, and, if it has a name of its own, without.
fn called(fact: &Fact<'_>) -> Vec<String> {
    let name = fact.row().name();
    let kinds: Vec<Phrase> = fact
        .table()
        .kind_words()
        .map(|kind| kind.to_phrase())
        .collect();
    let proper = name.words().to_phrase().without(&kinds);
    let mut names = vec![name.as_str().to_owned()];
    names.extend((!proper.is_empty()).then(|| proper.joined()));
    names
}

/// The right option and the wrong ones as players read them. Beside a description with an indefinite
/// article ("A monsoon") the others keep their articles ("The eye"); names have none.
fn spelled(solution: &Label<'_>, others: &Wrong<'_>) -> (String, Vec<String>) {
    let labels = match others {
        Wrong::Labels(labels) => labels,
        Wrong::Numbers(numbers) => return (solution.as_option(), numbers.clone()),
    };
    let mut all = std::iter::once(solution).chain(labels);
    let spell = if all.any(Label::is_indefinite) {
        Label::as_description
    } else {
        Label::as_option
    };
    (spell(solution), labels.iter().map(spell).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use quizcraft_core::Keywords;

    use super::{DRAWS, Question, ways};
    use crate::built_in;
    use crate::random::Stream;
    use crate::review::Review;

    #[test]
    fn every_built_in_template_makes_questions_that_the_reviewer_lets_pass() {
        let facts = built_in::facts();
        let review = Review::new(&Keywords::new(["any"]).unwrap());
        let stream = &mut Stream::new(&[5; 32]);
        let (mut all, mut used) = (BTreeSet::new(), BTreeSet::new());
        for fact in facts.all() {
            for way in ways(&fact) {
                let key = (fact.column().name(), way.template());
                let passes = |drawn: Question<'_>| !drawn.wrong.is_empty() && drawn.passes(&review);
                let mut draws = 0..DRAWS;
                if !used.contains(&key) && draws.any(|_| passes(way.drawn(fact, stream))) {
                    used.insert(key);
                }
                all.insert(key);
            }
        }
        let idle: Vec<_> = all.difference(&used).collect();
        assert!(idle.is_empty(), "{idle:#?}");
    }
}
