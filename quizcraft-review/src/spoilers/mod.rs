//! Finds spoilers: questions of a game that reveal the solutions of others.

mod secret;

use std::rc::Rc;

use quizcraft_core::{Choice, Draft, Kind, Task};

use super::kinds::is_statement;
use super::text::{RootFilter, Text};
pub use secret::{Secret, SecretBuilder};

/// A question of a game that reveals the solution of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spoiler {
    spoiled: usize,
    revealing: usize,
    by: Part,
}

/// The part of a question that reveals the solution of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Part {
    /// The prompt. Players see all prompts in the summary of the game.
    Prompt,
    /// The options. Players see them from the question on.
    Options,
    /// The clarification. Players see it after they answered the question.
    Clarification,
}

impl Spoiler {
    /// Returns the index of the question whose solution is revealed.
    #[must_use]
    pub fn spoiled(&self) -> usize {
        self.spoiled
    }

    /// Returns the index of the question that reveals the solution.
    #[must_use]
    pub fn revealing(&self) -> usize {
        self.revealing
    }

    /// Returns the part of the question that reveals the solution.
    #[must_use]
    pub fn by(&self) -> Part {
        self.by
    }
}

/// Returns the spoilers of a game, ordered by the spoiled question.
///
/// A player who answers a question has seen the prompts of all questions of the game, and the
/// options, solutions and clarifications of the earlier questions. A question reveals the solution
/// of another if both conditions are met:
///
/// - one of its texts that the player has seen contains the solution;
/// - its texts together contain the subject of the other question. They are combined because a
///   clarification can say "this country" or "she" of a subject that its prompt names.
///
/// The subject of a question is estimated from its prompt: its names and numbers. If other prompts
/// contain all of them too, the distinctive words that no other prompt contains are added.
///
/// ```
/// use quizcraft_core::{Choice, Clarification, Draft, Prompt};
/// use quizcraft_review::spoilers;
///
/// let draft = |prompt, options: [&str; 2], clarification| -> Result<_, Box<dyn std::error::Error>> {
///     let [solution, wrong] = options;
///     let (prompt, clarification) = (Prompt::new(prompt)?, Clarification::new(clarification)?);
///     Ok(Draft::single(prompt, Choice::new(solution)?, vec![Choice::new(wrong)?], clarification)?)
/// };
/// let game = [
///     draft(
///         "What is the capital of Slovenia?",
///         ["Ljubljana", "Zagreb"],
///         "The highest mountain of this country is Triglav.",
///     )?,
///     draft(
///         "Which of these mountains would you climb in Slovenia?",
///         ["Triglav", "Etna"],
///         "Triglav is shown on a coat of arms.",
///     )?,
/// ];
/// let found = spoilers(&game);
/// assert_eq!((found[0].revealing(), found[0].spoiled()), (0, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn spoilers(drafts: &[Draft]) -> Vec<Spoiler> {
    let texts: Vec<QuestionTexts> = drafts.iter().map(QuestionTexts::of).collect();
    let builders: Vec<SecretBuilder> = texts.iter().map(SecretBuilder::new).collect();
    let game: Vec<_> = texts.iter().zip(&builders).collect();
    spoilers_among(&game)
}

/// Returns the [`spoilers()`] of a game whose texts are already prepared.
#[must_use]
pub fn spoilers_among(game: &[(&QuestionTexts, &SecretBuilder)]) -> Vec<Spoiler> {
    let secrets = secrets(game);
    let mut found = Vec::new();
    for (spoiled, secret) in secrets.iter().enumerate() {
        for (revealing, (texts, _)) in game.iter().enumerate() {
            let by = match revealing.cmp(&spoiled) {
                std::cmp::Ordering::Less => texts.revealing_part(secret),
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Greater => secret
                    .is_revealed_by_prompt(&texts.prompt)
                    .then_some(Part::Prompt),
            };
            found.extend(by.map(|by| Spoiler {
                spoiled,
                revealing,
                by,
            }));
        }
    }
    found
}

/// Returns the secret of each question. Its subject is estimated from the prompts of the game.
#[must_use]
pub fn secrets(game: &[(&QuestionTexts, &SecretBuilder)]) -> Vec<Secret> {
    let questions = game.iter().enumerate();
    let secrets = questions.map(|(index, (_, builder))| {
        let others = game
            .iter()
            .enumerate()
            .filter(move |(other, _)| *other != index);
        builder.build(&others.map(|(_, (texts, _))| &*texts.prompt))
    });
    secrets.collect()
}

/// The prepared texts of a question.
#[derive(Debug, Clone)]
pub struct QuestionTexts {
    prompt: Rc<Text>,
    solution: Rc<Text>,
    /// The other right options of a multiple choice, or the other items of an order.
    further: Vec<Rc<Text>>,
    /// Whether the solution is a text that other questions can reveal. That of a statement is "True" or
    /// "False", and that of an order is the order of its items.
    has_secret: bool,
    wrong: Vec<Rc<Text>>,
    clarification: Option<Rc<Text>>,
    /// The roots of the words of all texts.
    roots: RootFilter,
}

impl QuestionTexts {
    /// Prepares the texts of a draft of any kind.
    #[must_use]
    pub fn of(draft: &Draft) -> Self {
        let text = |raw: &str| Rc::new(Text::new(raw));
        let all = |choices: &[Choice]| choices.iter().map(|own| text(own.as_str())).collect();
        let right = match draft.task() {
            Task::Multiple(task) => task.right(),
            Task::Order(task) => task.items(),
            _ => std::slice::from_ref(draft.solution()),
        };
        let (solution, further) = right.split_first().unwrap_or((draft.solution(), &[]));
        let (prompt, wrong) = (text(draft.prompt().as_str()), all(draft.wrong()));
        let mut texts = Self::new(prompt, text(solution.as_str()), wrong);
        texts.further = all(further);
        texts.has_secret = draft.kind() != Kind::Order && !is_statement(draft);
        let of_further = texts.further.iter().map(|text| text.words().roots());
        texts.roots = of_further.fold(texts.roots, RootFilter::union);
        texts.with_clarification(text(draft.clarification().as_str()))
    }

    /// Combines the texts of a single choice, without its clarification.
    #[must_use]
    pub fn new(prompt: Rc<Text>, solution: Rc<Text>, wrong: Vec<Rc<Text>>) -> Self {
        let texts = wrong.iter().chain([&prompt, &solution]);
        let roots = texts.map(|text| text.words().roots());
        Self {
            roots: roots.fold(RootFilter::default(), RootFilter::union),
            prompt,
            solution,
            further: Vec::new(),
            has_secret: true,
            wrong,
            clarification: None,
        }
    }

    /// Returns the texts with a clarification.
    #[must_use]
    pub fn with_clarification(mut self, clarification: Rc<Text>) -> Self {
        self.roots = self.roots.union(clarification.words().roots());
        self.clarification = Some(clarification);
        self
    }

    /// Returns the prompt.
    #[must_use]
    pub fn prompt(&self) -> &Rc<Text> {
        &self.prompt
    }

    /// Returns the texts each of which gives the solution or a part of it away, if there are any.
    fn secret_texts(&self) -> impl Iterator<Item = &Rc<Text>> {
        let all = std::iter::once(&self.solution).chain(&self.further);
        all.filter(|_| self.has_secret)
    }

    /// Returns the solution; of a multiple choice the first right option.
    #[must_use]
    pub fn solution(&self) -> &Rc<Text> {
        &self.solution
    }

    /// Returns the wrong options.
    #[must_use]
    pub fn wrong(&self) -> &[Rc<Text>] {
        &self.wrong
    }

    /// Returns the part of this question that reveals the secret of a later one, or `None` if no part
    /// does.
    #[must_use]
    pub fn revealing_part(&self, later: &Secret) -> Option<Part> {
        if !later.may_have_solution_in(self.roots) {
            return None;
        }
        let clarification = self.clarification.as_deref().into_iter();
        let context = || {
            let context = [&*self.prompt, &*self.solution].into_iter();
            let further = self.further.iter().map(|text| &**text);
            context.chain(further).chain(clarification.clone())
        };
        let contains_solution = |text: &Text| later.has_solution_in(text);
        let is_first_mention =
            || !contains_solution(&self.prompt) && !contains_solution(&self.solution);
        let has_hint = || is_first_mention() && later.has_hint_in(&context());
        if clarification.clone().any(contains_solution)
            && (later.has_subject_in(&context()) || has_hint())
        {
            return Some(Part::Clarification);
        }
        let wrong = || self.wrong.iter().map(|wrong| &**wrong);
        if contains_solution(&self.prompt) && later.has_subject_in(&context().chain(wrong())) {
            return Some(Part::Prompt);
        }
        let further = self.further.iter().map(|text| &**text);
        let mut options = wrong().chain([&*self.solution]).chain(further);
        if options.any(|option| {
            contains_solution(option) && later.has_subject_in(&std::iter::once(option))
        }) {
            return Some(Part::Options);
        }
        // Many questions have the same solution. It reveals nothing about another question unless
        // these texts contain everything that the other prompt names.
        (contains_solution(&self.solution) && later.has_whole_subject_in(&context()))
            .then_some(Part::Options)
    }
}
