//! One question about one fact, in either direction.

use std::cell::OnceCell;
use std::rc::Rc;

use quizcraft_facts::{Fact, Label};

use super::distractors::{self, Distractors, Wrong};
use super::sentences::Sentences;
use crate::random::Stream;
use quizcraft_review::{QuestionTexts, Review, Secret, SecretBuilder, Text};

/// A question without the sentence that clarifies it, which depends on the rest of the game.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) fact: Fact<'a>,
    /// The text that the prompt was made of.
    pub(crate) template: &'a str,
    solution: Label<'a>,
    /// What it is about.
    subject: Label<'a>,
    others: Wrong<'a>,
    /// What a player sees of it before it is clarified.
    pub(super) shown: QuestionTexts,
    /// The solution, and what the question is known to be about.
    pub(super) secret: Secret,
    secret_builder: OnceCell<SecretBuilder>,
    sentences: OnceCell<Sentences>,
}

impl Question<'_> {
    pub(crate) fn prompt(&self) -> &str {
        self.shown.prompt().as_str()
    }

    pub(super) fn solution(&self) -> &str {
        self.shown.solution().as_str()
    }

    pub(super) fn wrong(&self) -> impl ExactSizeIterator<Item = &str> {
        self.shown.wrong().iter().map(|wrong| wrong.as_str())
    }

    /// Returns what its texts tell of its secret.
    pub(super) fn secret_builder(&self) -> &SecretBuilder {
        self.secret_builder
            .get_or_init(|| SecretBuilder::new(&self.shown))
    }

    /// Returns what could be told after it.
    pub(super) fn sentences(&self) -> &Sentences {
        self.sentences.get_or_init(|| Sentences::new(&self.fact))
    }

    /// Returns whether the reviewer finds nothing wrong with it.
    pub(super) fn passes(&self, review: &Review<'_>) -> bool {
        review.passes(&self.shown)
    }

    /// Returns whether the other asks the same, if in other words: for the same answer or a part of
    /// it, and about the same thing or a part of it.
    pub(super) fn is_like(&self, other: &Outline<'_>) -> bool {
        let (subject, their) = (self.subject.words(), other.subject.words());
        let solution = self.solution.words();
        solution.overlaps(&other.solution.words()) && subject.overlaps(&their)
    }

    /// Returns whether the two have the same solution.
    pub(super) fn is_solved_like(&self, other: &Outline<'_>) -> bool {
        self.solution.words() == other.solution.words()
    }

    /// Returns whether it has the same prompt as another.
    pub(super) fn reads_like(&self, prompt: &str) -> bool {
        self.prompt() == prompt
    }

    /// Returns whether an option of the one is right for the other.
    pub(super) fn shares_an_answer(&self, other: &Self) -> bool {
        let offers = |one: &Self, solution: &Label<'_>| {
            one.solution.words() == solution.words() || one.others.holds(solution)
        };
        offers(self, &other.solution) || offers(other, &self.solution)
    }
}

/// How often wrong options are drawn for a fact before it is given up.
const DRAWS: usize = 4;

/// Returns a question about a fact with as many wrong options as a question has or, if there is
/// none, with as many as the data give, or `None` if every one that was drawn is refused. The texts
/// that were used least so far come first.
///
/// An outline is refused before options are drawn for it, and a question after that.
pub(crate) fn question<'a>(
    fact: Fact<'a>,
    stream: &mut Stream,
    used: impl Fn(&str) -> usize,
    is_open: impl Fn(&Outline<'a>) -> bool,
    accepted: impl Fn(&Question<'a>) -> bool,
) -> Option<Question<'a>> {
    let mut ways = stream.shuffled(ways(&fact));
    ways.sort_by_cached_key(|way| used(way.template()));
    let ways = ways.into_iter().map(|way| (way, OnceCell::new()));
    let ways: Vec<(Way<'a>, OnceCell<Option<Outline<'a>>>)> = ways.collect();
    for _ in 0..DRAWS {
        let mut best: Option<Question<'a>> = None;
        let outlines = ways.iter().filter_map(|(way, outline)| {
            let open = || Some(way.outline(fact)).filter(&is_open);
            outline.get_or_init(open).as_ref()
        });
        for outline in outlines {
            let drawn = outline.drawn(stream);
            let fewer = drawn.wrong().len() <= best.as_ref().map_or(0, |best| best.wrong().len());
            if fewer || !accepted(&drawn) {
                continue;
            }
            if drawn.wrong().len() == distractors::WRONG {
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
#[derive(Debug, Clone, Copy)]
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

    fn outline(self, fact: Fact<'a>) -> Outline<'a> {
        let (name, value) = (fact.row().name(), fact.value().label());
        let (subject, solution) = match self {
            Self::Forth(_) => (name, value),
            Self::Back(_) => (value, name),
        };
        let value = Rc::new(named(&value));
        let (answers, subjects) = match self {
            Self::Forth(_) => (vec![value], called(&fact)),
            Self::Back(_) => (called(&fact), vec![value]),
        };
        Outline {
            fact,
            way: self,
            prompt: Rc::new(Text::new(fact.fill(self.template()))),
            solution,
            subject,
            secret: Secret::new(answers, &subjects),
            distractors: OnceCell::new(),
        }
    }
}

/// A question for which no wrong options are drawn yet.
#[derive(Debug)]
pub(crate) struct Outline<'a> {
    fact: Fact<'a>,
    way: Way<'a>,
    prompt: Rc<Text>,
    solution: Label<'a>,
    subject: Label<'a>,
    /// The solution by its whole names, and what the question is known to be about.
    secret: Secret,
    distractors: OnceCell<Distractors<'a>>,
}

impl<'a> Outline<'a> {
    pub(super) fn prompt(&self) -> &Text {
        &self.prompt
    }

    pub(super) fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Returns whether the reviewer would refuse every draw: wrong options that are names do not
    /// hold the right one.
    pub(super) fn is_refused(&self, review: &Review<'_>) -> bool {
        let is_number = matches!(self.way, Way::Forth(_)) && self.fact.value().number().is_some();
        let solution = self.secret.solution().filter(|_| !is_number);
        solution.is_some_and(|solution| review.solution_is_keyword(solution))
    }

    fn drawn(&self, stream: &mut Stream) -> Question<'a> {
        let distractors = || match self.way {
            Way::Forth(_) => Distractors::values(&self.fact),
            Way::Back(_) => Distractors::subjects(&self.fact),
        };
        let others = self.distractors.get_or_init(distractors).draw(stream);
        let (right, wrong) = spelled(&self.solution, &others);
        let shown = QuestionTexts::new(Rc::clone(&self.prompt), Rc::new(right), wrong);
        Question {
            fact: self.fact,
            template: self.way.template(),
            secret: self.secret.with_wrong_options(shown.wrong()),
            shown,
            solution: self.solution,
            subject: self.subject,
            others,
            secret_builder: OnceCell::new(),
            sentences: OnceCell::new(),
        }
    }
}

/// Returns the right option and the wrong ones as players read them. Beside a description with an
/// indefinite article ("A monsoon") the others keep their articles ("The eye"); names have none.
fn spelled(solution: &Label<'_>, others: &Wrong<'_>) -> (Text, Vec<Rc<Text>>) {
    let labels = match others {
        Wrong::Labels(labels) => labels,
        Wrong::Numbers(numbers) => {
            let numbers = numbers.iter().map(|number| Rc::new(Text::new(&**number)));
            return (option(solution), numbers.collect());
        }
    };
    let mut all = std::iter::once(solution).chain(labels);
    let spell = if all.any(Label::is_indefinite) {
        description
    } else {
        option
    };
    let wrong = labels.iter().map(|label| Rc::new(spell(label)));
    (spell(solution), wrong.collect())
}

/// Returns what a subject is called: with what it is, and, if it has a name of its own, without.
fn called(fact: &Fact<'_>) -> Vec<Rc<Text>> {
    let name = fact.row().name();
    let proper = name.words().without(&fact.table().kind_words());
    let mut names = vec![Rc::new(named(&name))];
    names.extend((!proper.is_empty()).then(|| Rc::new(Text::new(proper.as_str()))));
    names
}

/// Returns a name as it is spelled.
fn named(label: &Label<'_>) -> Text {
    Text::with_phrase(label.as_str(), label.words().to_phrase())
}

/// Returns a name as an option.
fn option(label: &Label<'_>) -> Text {
    Text::with_phrase(label.as_option(), label.words().to_phrase())
}

/// Returns a name as an option beside descriptions.
fn description(label: &Label<'_>) -> Text {
    Text::with_phrase(label.as_description(), label.words().to_phrase())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use quizcraft_core::Keywords;

    use super::{DRAWS, Question, description, named, option, ways};
    use crate::aliases::subjects_tagged;
    use crate::built_in;
    use crate::random::Stream;
    use quizcraft_review::{Review, Text};

    #[test]
    fn every_built_in_name_has_the_words_of_its_texts() {
        let facts = built_in::facts();
        let values = facts.values().map(|value| value.label());
        let names = facts.rows().map(|row| row.name()).chain(values);
        for known in names.flat_map(|label| [named(&label), option(&label), description(&label)]) {
            let read = Text::new(known.as_str());
            assert_eq!(known.words().phrase(), read.words().phrase(), "{known:?}");
        }
    }

    #[test]
    fn every_built_in_template_makes_questions_that_the_reviewer_lets_pass() {
        let facts = built_in::facts();
        let keywords = Keywords::new(["any"]).unwrap();
        let review = Review::with_aliases(&keywords, |word| subjects_tagged(&facts, word));
        let stream = &mut Stream::new(&[5; 32]);
        let (mut all, mut used) = (BTreeSet::new(), BTreeSet::new());
        for fact in facts.all() {
            for way in ways(&fact) {
                let key = (fact.column().name(), way.template());
                let passes = |drawn: Question<'_>| drawn.wrong().len() > 0 && drawn.passes(&review);
                let outline = way.outline(fact);
                let mut draws = 0..DRAWS;
                if !used.contains(&key) && draws.any(|_| passes(outline.drawn(stream))) {
                    used.insert(key);
                }
                all.insert(key);
            }
        }
        let idle: Vec<_> = all.difference(&used).collect();
        assert!(idle.is_empty(), "{idle:#?}");
    }
}
