//! The questions of a whole game.

use quizcraft_core::{Choice, Clarification, Draft, Prompt};

use super::clarification::clarifications;
use super::question::{Question, question};
use super::variety::{dealt, in_turn};
use crate::data::Label;
use crate::library::{Fact, Library};
use crate::random::Stream;
use crate::review::Review;
use crate::search::neighbours;

/// Up to so many questions about what was found, and about what is nearest to it where that is
/// too little; no fact twice, no two with the same prompt or clarification, and none that the
/// reviewer finds a flaw in.
pub(crate) fn drafts(
    library: &Library,
    strands: &[Vec<&Fact>],
    limit: usize,
    review: &Review,
    stream: &mut Stream,
) -> Vec<Draft> {
    let found = in_turn(strands.iter().map(|strand| dealt(strand, stream)).collect());
    let found: Vec<&Fact> = found.into();
    let mut game = Game::new(limit, review);
    game.fill(found.iter().copied(), stream);
    if game.is_short() {
        game.fill(neighbours(library, &found, stream), stream);
    }
    game.drafts()
}

/// A game that is being put together: questions, and what is told after each.
struct Game<'a, 'r> {
    questions: Vec<Question<'a>>,
    told: Vec<String>,
    limit: usize,
    review: &'r Review,
}

impl<'a, 'r> Game<'a, 'r> {
    fn new(limit: usize, review: &'r Review) -> Self {
        Self {
            questions: Vec::new(),
            told: Vec::new(),
            limit,
            review,
        }
    }

    fn is_short(&self) -> bool {
        self.questions.len() < self.limit
    }

    /// Asks about facts until there are enough questions after which something new can be told.
    fn fill(&mut self, facts: impl IntoIterator<Item = &'a Fact>, stream: &mut Stream) {
        let mut facts = facts.into_iter();
        while self.extend(&mut facts, stream) {
            self.clarify(stream);
        }
    }

    /// Asks about the next facts; whether any gave a question.
    fn extend(&mut self, facts: &mut impl Iterator<Item = &'a Fact>, stream: &mut Stream) -> bool {
        let before = self.questions.len();
        while self.is_short() {
            let Some(fact) = facts.next() else { break };
            let next = question(fact, stream, |new| {
                self.is_fresh(new) && new.passes(self.review)
            });
            self.questions.extend(next);
        }
        self.questions.len() > before
    }

    fn is_fresh(&self, new: &Question<'_>) -> bool {
        let mut others = self.questions.iter();
        others.all(|other| other.prompt != new.prompt)
    }

    /// Finds what to tell after each question, and leaves out those after which nothing new can be
    /// told.
    fn clarify(&mut self, stream: &mut Stream) {
        let told = clarifications(&self.questions, stream);
        let questions = self.questions.drain(..).zip(told);
        let clarified = questions.filter_map(|(question, told)| Some((question, told?)));
        (self.questions, self.told) = clarified.collect();
    }

    fn drafts(&self) -> Vec<Draft> {
        let mut drafts = Vec::<Draft>::new();
        for (question, told) in self.questions.iter().zip(&self.told) {
            // Prompts that differed only in how their accents were encoded are the same by now.
            let fresh = |new: &Draft| drafts.iter().all(|draft| draft.prompt() != new.prompt());
            let new = draft(question, told).filter(fresh);
            drafts.extend(new);
        }
        drafts
    }
}

/// The question as core knows it; none where a text in the data is longer than players may see.
fn draft(question: &Question<'_>, clarification: &str) -> Option<Draft> {
    let choice = |label: &Label| Choice::new(label.as_option()).ok();
    let wrong: Option<Vec<Choice>> = question.wrong.iter().map(choice).collect();
    let prompt = Prompt::new(&question.prompt).ok()?;
    let clarification = Clarification::new(clarification).ok()?;
    Draft::new(prompt, choice(&question.solution)?, wrong?, clarification).ok()
}
