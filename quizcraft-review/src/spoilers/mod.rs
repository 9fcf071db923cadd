//! Finds questions of a game that give away the solutions of others.

mod secret;

use std::rc::Rc;

use quizcraft_core::{Choice, Draft};

use super::text::{Roots, Text};
pub use secret::{Secret, SecretBuilder};

/// A question of a game that gives away the solution of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spoiler {
    spoiled: usize,
    revealing: usize,
    by: Part,
}

/// The part of a question that gives away the solution of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Part {
    /// The prompt, which players see in the summary of the game before they answer anything.
    Prompt,
    /// One of the options.
    Options,
    /// The clarification.
    Clarification,
}

impl Spoiler {
    /// Returns the place in the game of the question whose solution is given away; 0 is the first.
    #[must_use]
    pub fn spoiled(&self) -> usize {
        self.spoiled
    }

    /// Returns the place in the game of the question that gives the solution away; 0 is the first.
    #[must_use]
    pub fn revealing(&self) -> usize {
        self.revealing
    }

    /// Returns the part of the question that gives the solution away.
    #[must_use]
    pub fn by(&self) -> Part {
        self.by
    }
}

/// Returns the questions of a game whose solutions other questions give away, in the order of the
/// game; none if the game is a fair one.
///
/// A player who answers a question has seen the prompts of all questions of the game, and the
/// options, solutions and clarifications of the questions before it. A question gives away the
/// solution of another if one of its texts that the player has seen holds the solution, and if its
/// texts together hold what the other question is about. They are looked at together because a
/// clarification may say "this country" or "she" of what its question names.
///
/// What a question is about is guessed from its prompt: its names and numbers, and where it has
/// none of its own in the game, the words that no other prompt has.
///
/// ```
/// use quizcraft_core::{Choice, Clarification, Draft, Prompt};
/// use quizcraft_review::spoilers;
///
/// let draft = |prompt, options: [&str; 2], clarification| -> Result<_, Box<dyn std::error::Error>> {
///     let [solution, wrong] = options;
///     let (prompt, clarification) = (Prompt::new(prompt)?, Clarification::new(clarification)?);
///     Ok(Draft::new(prompt, Choice::new(solution)?, vec![Choice::new(wrong)?], clarification)?)
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
    let shown = drafts.iter().map(|draft| {
        let text = |raw: &str| Rc::new(Text::new(raw));
        let wrong = draft.wrong().iter().map(Choice::as_str).map(text);
        let (prompt, solution) = (draft.prompt().as_str(), draft.solution().as_str());
        QuestionTexts::new(text(prompt), text(solution), wrong.collect())
            .with_clarification(text(draft.clarification().as_str()))
    });
    let game: Vec<QuestionTexts> = shown.collect();
    let guesses: Vec<SecretBuilder> = game.iter().map(SecretBuilder::new).collect();
    let told: Vec<_> = game.iter().zip(&guesses).collect();
    spoilers_among(&told)
}

/// Returns the same as [`spoilers`] for questions whose texts are at hand.
#[must_use]
pub fn spoilers_among(game: &[(&QuestionTexts, &SecretBuilder)]) -> Vec<Spoiler> {
    let secrets = secrets(game);
    let mut found = Vec::new();
    for (spoiled, secret) in secrets.iter().enumerate() {
        for (revealing, (shown, _)) in game.iter().enumerate() {
            let by = match revealing.cmp(&spoiled) {
                std::cmp::Ordering::Less => shown.revealing_part(secret),
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Greater => secret
                    .is_revealed_by_prompt(&shown.prompt)
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

/// Returns what a player must not learn of each question, as far as its texts tell what it is about.
#[must_use]
pub fn secrets(game: &[(&QuestionTexts, &SecretBuilder)]) -> Vec<Secret> {
    let questions = game.iter().enumerate();
    let secrets = questions.map(|(at, (_, guess))| {
        let others = game
            .iter()
            .enumerate()
            .filter(move |(other, _)| *other != at);
        guess.secret(&others.map(|(_, (shown, _))| &*shown.prompt))
    });
    secrets.collect()
}

/// The texts of a question as a player sees them.
#[derive(Debug, Clone)]
pub struct QuestionTexts {
    prompt: Rc<Text>,
    solution: Rc<Text>,
    wrong: Vec<Rc<Text>>,
    clarification: Option<Rc<Text>>,
    /// Those of the words of all texts.
    roots: Roots,
}

impl QuestionTexts {
    /// Combines the texts of a draft, without its clarification.
    #[must_use]
    pub fn new(prompt: Rc<Text>, solution: Rc<Text>, wrong: Vec<Rc<Text>>) -> Self {
        let texts = wrong.iter().chain([&prompt, &solution]);
        let roots = texts.map(|text| text.words().roots());
        Self {
            roots: roots.fold(Roots::default(), Roots::and),
            prompt,
            solution,
            wrong,
            clarification: None,
        }
    }

    /// Returns the same question with a clarification.
    #[must_use]
    pub fn with_clarification(mut self, clarification: Rc<Text>) -> Self {
        self.roots = self.roots.and(clarification.words().roots());
        self.clarification = Some(clarification);
        self
    }

    /// Returns the prompt.
    #[must_use]
    pub fn prompt(&self) -> &Rc<Text> {
        &self.prompt
    }

    /// Returns the solution.
    #[must_use]
    pub fn solution(&self) -> &Rc<Text> {
        &self.solution
    }

    /// Returns the wrong options.
    #[must_use]
    pub fn wrong(&self) -> &[Rc<Text>] {
        &self.wrong
    }

    /// Returns the part of this question that gives away the solution of a later one.
    #[must_use]
    pub fn revealing_part(&self, later: &Secret) -> Option<Part> {
        if !later.may_be_answered_by(self.roots) {
            return None;
        }
        let told = self.clarification.as_deref().into_iter();
        let known = || {
            let known = [&*self.prompt, &*self.solution].into_iter();
            known.chain(told.clone())
        };
        let tells = |text: &Text| later.is_answered_by(text);
        let is_news = || !tells(&self.prompt) && !tells(&self.solution);
        let hinted = || is_news() && later.is_hinted_at(&known());
        if told.clone().any(tells) && (later.is_about(&known()) || hinted()) {
            return Some(Part::Clarification);
        }
        let wrong = || self.wrong.iter().map(|wrong| &**wrong);
        if tells(&self.prompt) && later.is_about(&known().chain(wrong())) {
            return Some(Part::Prompt);
        }
        let mut options = wrong().chain([&*self.solution]);
        if options.any(|option| tells(option) && later.is_about(&std::iter::once(option))) {
            return Some(Part::Options);
        }
        // Many questions have the same solution; that one of them is answered tells nothing of
        // another unless all that the other is about is named.
        (tells(&self.solution) && later.is_all_about(&known())).then_some(Part::Options)
    }
}
