//! The questions of a whole game.

use quizcraft_core::{Choice, Clarification, Draft, Prompt};

use super::clarification::clarification;
use super::question::{Question, question};
use super::variety::{dealt, in_turn};
use crate::data::Label;
use crate::library::{Fact, Library};
use crate::random::Stream;
use crate::review::Review;
use crate::search::neighbours;

/// Up to so many questions about what was found, and about what is nearest to it where that is
/// too little; no fact twice, no two with the same prompt, and none that the
/// reviewer finds a flaw in.
pub(crate) fn drafts(
    library: &Library,
    strands: &[Vec<&Fact>],
    limit: usize,
    review: &Review,
    stream: &mut Stream,
) -> Vec<Draft> {
    let found = in_turn(strands.iter().map(|strand| dealt(strand, stream)).collect());
    let mut game = Vec::new();
    extend(&mut game, found.iter().copied(), limit, review, stream);
    if game.len() < limit {
        let others = neighbours(library, &found.iter().copied().collect::<Vec<_>>(), stream);
        extend(&mut game, others, limit, review, stream);
    }
    clarified(&game, stream)
}

fn extend<'a>(
    game: &mut Vec<Question<'a>>,
    facts: impl IntoIterator<Item = &'a Fact>,
    limit: usize,
    review: &Review,
    stream: &mut Stream,
) {
    for fact in facts {
        if game.len() >= limit {
            return;
        }
        let fresh = |new: &Question<'_>| game.iter().all(|other| other.prompt != new.prompt);
        let next = question(fact, stream, |new| fresh(new) && new.passes(review));
        game.extend(next);
    }
}

fn clarified(game: &[Question<'_>], stream: &mut Stream) -> Vec<Draft> {
    let (mut drafts, mut said) = (Vec::<Draft>::new(), Vec::new());
    let mut rest = game;
    while let Some((question, later)) = rest.split_first() {
        let text = clarification(question, later, &said, stream);
        // Prompts that differed only in how their accents were encoded are the same by now.
        let fresh = |new: &Draft| drafts.iter().all(|draft| draft.prompt() != new.prompt());
        let new = draft(question, &text).filter(fresh);
        drafts.extend(new);
        said.push(text);
        rest = later;
    }
    drafts
}

/// The question as core knows it; none where a text in the data is longer than players may see.
fn draft(question: &Question<'_>, clarification: &str) -> Option<Draft> {
    let choice = |label: &Label| Choice::new(label.as_option()).ok();
    let wrong: Option<Vec<Choice>> = question.wrong.iter().map(choice).collect();
    let prompt = Prompt::new(&question.prompt).ok()?;
    let clarification = Clarification::new(clarification).ok()?;
    Draft::new(prompt, choice(&question.solution)?, wrong?, clarification).ok()
}
