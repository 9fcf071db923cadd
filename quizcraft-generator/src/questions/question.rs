//! A question about one fact, for its value or for its subject.

use std::cell::OnceCell;
use std::rc::Rc;

use quizcraft_core::{Choice, Clarification, Draft, Kind, Prompt};
use quizcraft_facts::{Fact, Label, Row, Value};

use super::claim::Claim;
use super::distractors::{self, Distractors, Reach, Wrong};
use super::sentences::Sentences;
use crate::random::Stream;
use quizcraft_review::{QuestionTexts, Review, Secret, SecretBuilder, Text};

/// A question. That of a single choice lacks its clarification, which depends on the rest of the game.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    /// The fact by which the keywords selected it.
    pub(crate) fact: Fact<'a>,
    /// The values that it is about, its own first.
    pub(super) values: Vec<Value<'a>>,
    /// The question itself, unless it is a single choice of names or numbers.
    draft: Option<(Draft, Rc<Text>)>,
    /// The template of the prompt.
    pub(crate) template: &'a str,
    solution: Label<'a>,
    /// The other half of the fact, which is in the prompt.
    subject: Label<'a>,
    wrong: Wrong<'a>,
    /// The texts that a player sees before the answer.
    pub(super) texts: QuestionTexts,
    /// The solution and the subject, which no other question may reveal together.
    pub(super) secret: Secret,
    secret_builder: OnceCell<SecretBuilder>,
    sentences: OnceCell<Sentences>,
}

impl<'a> Question<'a> {
    /// Creates a question of another kind, with its clarification. `labels` are those of the solution and
    /// of the subject.
    pub(super) fn of_draft(
        claim: Claim<'a>,
        values: Vec<Value<'a>>,
        template: &'a str,
        (solution, subject): (Label<'a>, Label<'a>),
        texts: QuestionTexts,
        secret: &Secret,
        draft: Draft,
    ) -> Self {
        let explanation = Rc::new(Text::new(draft.clarification().as_str()));
        Self {
            fact: claim.fact,
            values,
            template,
            solution,
            subject,
            wrong: Wrong::Labels(Vec::new()),
            secret: secret.with_wrong_options(texts.wrong()),
            texts,
            secret_builder: OnceCell::new(),
            sentences: OnceCell::new(),
            draft: Some((draft, explanation)),
        }
    }

    /// Returns the value that it is about.
    pub(super) fn value(&self) -> Value<'a> {
        self.values
            .first()
            .map_or_else(|| self.fact.value(), |value| *value)
    }

    pub(super) fn kind(&self) -> Kind {
        self.draft
            .as_ref()
            .map_or(Kind::Single, |(draft, _)| draft.kind())
    }

    /// Returns the clarification, if it does not depend on the rest of the game.
    pub(super) fn explanation(&self) -> Option<&Rc<Text>> {
        self.draft.as_ref().map(|(_, explanation)| explanation)
    }

    /// Returns the question as a draft, or `None` if one of its texts exceeds the core's limits.
    pub(super) fn to_draft(&self, clarification: &Text) -> Option<Draft> {
        if let Some((draft, _)) = &self.draft {
            return Some(draft.clone());
        }
        let wrong = self.wrong().map(|wrong| Choice::new(wrong).ok());
        let wrong: Option<Vec<Choice>> = wrong.collect();
        let prompt = Prompt::new(self.prompt()).ok()?;
        let clarification = Clarification::new(clarification.as_str()).ok()?;
        let solution = Choice::new(self.solution()).ok()?;
        Draft::single(prompt, solution, wrong?, clarification).ok()
    }

    pub(crate) fn prompt(&self) -> &str {
        self.texts.prompt().as_str()
    }

    pub(super) fn solution(&self) -> &str {
        self.texts.solution().as_str()
    }

    pub(super) fn wrong(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.wrong().iter().map(|wrong| wrong.as_str())
    }

    /// Returns what the reviewer needs to guess the secret from the texts alone.
    pub(super) fn secret_builder(&self) -> &SecretBuilder {
        self.secret_builder
            .get_or_init(|| SecretBuilder::new(&self.texts))
    }

    /// Returns the candidates for its clarification.
    pub(super) fn sentences(&self) -> &Sentences {
        self.sentences.get_or_init(|| Sentences::new(&self.value()))
    }

    /// Returns whether the reviewer finds no flaw.
    pub(super) fn passes(&self, review: &Review<'_>) -> bool {
        match &self.draft {
            Some((draft, _)) => review.flaws(draft).is_empty(),
            None => review.passes(&self.texts),
        }
    }

    /// Returns whether the outline repeats this question in other words: the solution of one contains
    /// that of the other, and so do the subjects.
    pub(super) fn overlaps(&self, other: &Outline<'_>) -> bool {
        let (subject, their) = (self.subject.words(), other.subject.words());
        let solution = self.solution.words();
        solution.overlaps(&other.solution.words()) && subject.overlaps(&their)
    }

    /// Returns whether two questions ask for the same in other words.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        let solutions = (self.solution.words(), other.solution.words());
        let subjects = (self.subject.words(), other.subject.words());
        let same = solutions.0.overlaps(&solutions.1) && subjects.0.overlaps(&subjects.1);
        let reversed = solutions.0.overlaps(&subjects.1) && subjects.0.overlaps(&solutions.1);
        same || reversed
    }

    /// Returns whether the outline has the same solution.
    pub(super) fn has_solution_of(&self, other: &Outline<'_>) -> bool {
        self.solution.words() == other.solution.words()
    }

    /// Returns whether the solution of one question is an option of the other.
    pub(super) fn offers_solution_of(&self, other: &Self) -> bool {
        let offers = |one: &Self, solution: &Label<'_>| {
            one.solution.words() == solution.words() || one.wrong.contains(solution)
        };
        offers(self, &other.solution) || offers(other, &self.solution)
    }
}

/// How far wrong options are drawn from, draw by draw, until a question is accepted.
const DRAWS: [Reach; 4] = [Reach::Near, Reach::Near, Reach::Wide, Reach::Wide];

/// Composes a question about a fact.
///
/// - Prefers the templates with the fewest uses according to `uses`.
/// - `allows` may reject an outline before options are drawn, `accepts` the question after that.
/// - Returns fewer than [`distractors::WRONG_OPTIONS`] wrong options only if there are no more, and
///   `None` if every question is rejected.
pub(crate) fn question<'a>(
    fact: Fact<'a>,
    stream: &mut Stream,
    uses: impl Fn(&str) -> usize,
    allows: impl Fn(&Outline<'a>) -> bool,
    accepts: impl Fn(&Question<'a>) -> bool,
) -> Option<Question<'a>> {
    let mut directions = stream.shuffled(directions(&fact));
    directions.sort_by_cached_key(|direction| uses(direction.template()));
    let directions = directions.into_iter();
    let directions: Vec<(Direction<'a>, OnceCell<Option<Outline<'a>>>)> = directions
        .map(|direction| (direction, OnceCell::new()))
        .collect();
    for reach in DRAWS {
        let mut best: Option<Question<'a>> = None;
        let outlines = directions.iter().filter_map(|(direction, outline)| {
            let allowed = || Some(direction.outline(fact)).filter(&allows);
            outline.get_or_init(allowed).as_ref()
        });
        for outline in outlines {
            let drawn = outline.draw(reach, stream);
            let fewer = drawn.wrong().len() <= best.as_ref().map_or(0, |best| best.wrong().len());
            if fewer || !accepts(&drawn) {
                continue;
            }
            if drawn.wrong().len() == distractors::WRONG_OPTIONS {
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

/// The direction of a question about a fact, with its template.
#[derive(Debug, Clone, Copy)]
enum Direction<'a> {
    /// For the value.
    Forward(&'a str),
    /// For the subject.
    Reverse(&'a str),
}

fn directions<'a>(fact: &Fact<'a>) -> impl Iterator<Item = Direction<'a>> + use<'a> {
    let column = fact.column();
    let forward = column.ask().map(Direction::Forward);
    forward.chain(column.back().map(Direction::Reverse))
}

impl<'a> Direction<'a> {
    fn template(&self) -> &'a str {
        let (Self::Forward(template) | Self::Reverse(template)) = self;
        template
    }

    fn outline(self, fact: Fact<'a>) -> Outline<'a> {
        let (name, value) = (fact.row().name(), fact.value().label());
        let (subject, solution) = match self {
            Self::Forward(_) => (name, value),
            Self::Reverse(_) => (value, name),
        };
        let value = Rc::new(named(&value));
        let (answers, subjects) = match self {
            Self::Forward(_) => (vec![value], names(&fact.row())),
            Self::Reverse(_) => (names(&fact.row()), vec![value]),
        };
        Outline {
            fact,
            direction: self,
            prompt: Rc::new(Text::new(fact.fill(self.template()))),
            solution,
            subject,
            secret: Secret::new(answers, &subjects),
            distractors: OnceCell::new(),
        }
    }
}

/// A question without wrong options.
#[derive(Debug)]
pub(crate) struct Outline<'a> {
    fact: Fact<'a>,
    direction: Direction<'a>,
    prompt: Rc<Text>,
    solution: Label<'a>,
    subject: Label<'a>,
    /// The solution by its full names, and the subject.
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

    /// Returns whether the reviewer finds a flaw whatever wrong options are drawn. Numbers are not
    /// checked here, because wrong ones may contain the right one.
    pub(super) fn is_flawed(&self, review: &Review<'_>) -> bool {
        let is_number =
            matches!(self.direction, Direction::Forward(_)) && self.fact.value().number().is_some();
        let solution = self.secret.solution().filter(|_| !is_number);
        solution.is_some_and(|solution| review.solution_is_keyword(solution))
    }

    fn draw(&self, reach: Reach, stream: &mut Stream) -> Question<'a> {
        let distractors = || match self.direction {
            Direction::Forward(_) => Distractors::values(&self.fact),
            Direction::Reverse(_) => Distractors::subjects(&self.fact),
        };
        let wrong = self
            .distractors
            .get_or_init(distractors)
            .draw(reach, stream);
        let (right, others) = option_texts(&self.solution, &wrong);
        let texts = QuestionTexts::new(Rc::clone(&self.prompt), Rc::new(right), others);
        Question {
            fact: self.fact,
            values: vec![self.fact.value()],
            draft: None,
            template: self.direction.template(),
            secret: self.secret.with_wrong_options(texts.wrong()),
            texts,
            solution: self.solution,
            subject: self.subject,
            wrong,
            secret_builder: OnceCell::new(),
            sentences: OnceCell::new(),
        }
    }
}

/// Returns the right option and the wrong ones as players read them. Options omit their articles
/// unless one of them has an indefinite article ("A monsoon", "The eye").
fn option_texts(solution: &Label<'_>, wrong: &Wrong<'_>) -> (Text, Vec<Rc<Text>>) {
    let labels = match wrong {
        Wrong::Labels(labels) => labels,
        Wrong::Numbers(numbers) => {
            let numbers = numbers.iter().map(|number| Rc::new(Text::new(&**number)));
            return (option(solution), numbers.collect());
        }
    };
    let mut all = std::iter::once(solution).chain(labels);
    let text = if all.any(Label::is_indefinite) {
        description
    } else {
        option
    };
    let wrong = labels.iter().map(|label| Rc::new(text(label)));
    (text(solution), wrong.collect())
}

/// Returns the names of the subject: the full name, and the proper name without the words for its
/// kind ("Ulm" for "the Battle of Ulm").
pub(super) fn names(row: &Row<'_>) -> Vec<Rc<Text>> {
    let name = row.name();
    let proper = name.words().without(&row.table().kind_words());
    let mut names = vec![Rc::new(named(&name))];
    names.extend((!proper.is_empty()).then(|| Rc::new(Text::new(proper.as_str()))));
    names
}

/// Returns a name as it is written in the facts.
pub(super) fn named(label: &Label<'_>) -> Text {
    Text::with_phrase(label.as_str(), label.words().to_phrase())
}

/// Returns a name as an option, without its article.
fn option(label: &Label<'_>) -> Text {
    Text::with_phrase(label.as_option(), label.words().to_phrase())
}

/// Returns a name as an option with its article.
fn description(label: &Label<'_>) -> Text {
    Text::with_phrase(label.as_description(), label.words().to_phrase())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use quizcraft_core::Keywords;

    use super::{DRAWS, Question, description, directions, named, option};
    use crate::aliases::subjects_with_keyword;
    use crate::built_in;
    use crate::random::Stream;
    use quizcraft_review::{Review, Text};

    #[test]
    fn every_built_in_name_has_the_words_of_its_options() {
        let facts = built_in::facts();
        let values = facts.values().map(|value| value.label());
        let names = facts.rows().map(|row| row.name()).chain(values);
        for known in names.flat_map(|label| [named(&label), option(&label), description(&label)]) {
            let read = Text::new(known.as_str());
            assert_eq!(known.words().phrase(), read.words().phrase(), "{known:?}");
        }
    }

    #[test]
    fn every_built_in_template_yields_a_question_without_flaws() {
        let facts = built_in::facts();
        let keywords = Keywords::new(["any"]).unwrap();
        let review = Review::with_aliases(&keywords, |word| subjects_with_keyword(&facts, word));
        let stream = &mut Stream::new(&[5; 32]);
        let (mut all, mut used) = (BTreeSet::new(), BTreeSet::new());
        for fact in facts.all() {
            for direction in directions(&fact) {
                let key = (fact.column().name(), direction.template());
                let passes = |drawn: Question<'_>| drawn.wrong().len() > 0 && drawn.passes(&review);
                let outline = direction.outline(fact);
                let mut draws = DRAWS.into_iter();
                if !used.contains(&key) && draws.any(|reach| passes(outline.draw(reach, stream))) {
                    used.insert(key);
                }
                all.insert(key);
            }
        }
        let unused: Vec<_> = all.difference(&used).collect();
        assert!(unused.is_empty(), "{unused:#?}");
    }
}
