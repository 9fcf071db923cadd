//! The questions of a whole game.

use std::collections::BTreeMap;

use quizcraft_core::{Choice, Clarification, Draft, Prompt};

use super::clarification::clarifications;
use super::question::{Question, question};
use super::variety::{dealt, in_turn};
use crate::data::Label;
use crate::library::{Fact, Library};
use crate::random::Stream;
use crate::review::{Review, Shown, among};
use crate::search::neighbours;

/// What one game asks.
pub(crate) struct Sitting {
    pub(crate) seed: [u8; 32],
    pub(crate) limit: usize,
}

/// Up to so many questions about what was found, and about what is nearest to it where that is
/// too little; no fact twice, no two with the same prompt or clarification, and none that the
/// reviewer finds a flaw in or that another gives away. What was asked in the player's earlier games is asked last, what was
/// asked longest ago before the rest.
///
/// Nobody keeps what was asked: each game follows from its seed and those before it, so the
/// earlier ones are put together once more to see.
///
/// Once `in_time` is false no further fact is looked at, so that what is returned is incomplete.
pub(crate) fn drafts(
    library: &Library,
    strands: &[Vec<&Fact>],
    sitting: &Sitting,
    earlier: &[Sitting],
    review: &Review,
    in_time: &dyn Fn() -> bool,
) -> Vec<Draft> {
    let mut asked = Asked::new();
    for (turn, sitting) in (1..).zip(earlier) {
        let game = game(library, strands, sitting, &asked, review, in_time);
        asked.extend(
            game.questions
                .iter()
                .map(|question| (question.fact.id, turn)),
        );
    }
    game(library, strands, sitting, &asked, review, in_time).drafts()
}

/// In which of the earlier games a fact was asked last.
type Asked = BTreeMap<usize, usize>;

fn game<'a, 'r>(
    library: &'a Library,
    strands: &[Vec<&'a Fact>],
    sitting: &Sitting,
    asked: &Asked,
    review: &'r Review,
    in_time: &dyn Fn() -> bool,
) -> Game<'a, 'r> {
    let stream = &mut Stream::new(&sitting.seed);
    let mut game = Game::new(sitting.limit, review);
    let found = in_turn(strands.iter().map(|strand| dealt(strand, stream)).collect());
    let mut found: Vec<&Fact> = found.into();
    let last_asked = |fact: &&Fact| asked.get(&fact.id).copied().unwrap_or_default();
    found.sort_by_key(last_asked);
    let in_time = |_: &&Fact| in_time();
    game.fill(found.iter().copied().take_while(in_time), stream);
    if game.is_short() {
        let mut others = neighbours(library, &found, stream);
        others.sort_by_key(last_asked);
        game.fill(others.into_iter().take_while(in_time), stream);
    }
    game
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
            self.weed();
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
        others.all(|other| {
            let gives_away = other.shown.gives_away(&new.secret);
            let given_away = new.shown.prompt_gives_away(&other.secret);
            !other.is_like(new) && gives_away.or(given_away).is_none()
        })
    }

    /// Finds what to tell after each question, and leaves out those after which nothing new can be
    /// told.
    fn clarify(&mut self, stream: &mut Stream) {
        let told = clarifications(&self.questions, stream);
        let questions = self.questions.drain(..).zip(told);
        let clarified = questions.filter_map(|(question, told)| Some((question, told?)));
        (self.questions, self.told) = clarified.collect();
    }

    /// Leaves out what other questions give away as far as the reviewer can tell, who guesses what
    /// each is about from the prompts that are left.
    fn weed(&mut self) {
        loop {
            let game: Vec<Shown> = self.shown().collect();
            let Some(spoiler) = among(&game).pop() else {
                return;
            };
            let clarified = self.questions.drain(..).zip(self.told.drain(..));
            let placed = clarified.enumerate();
            let kept = placed.filter(|(place, _)| *place != spoiler.spoiled());
            (self.questions, self.told) = kept.map(|(_, kept)| kept).unzip();
        }
    }

    fn shown(&self) -> impl Iterator<Item = Shown> {
        let told = self.questions.iter().zip(&self.told);
        told.map(|(question, told)| question.shown.clone().clarified(told))
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeSet;

    use quizcraft_core::Keywords;

    use super::{Asked, Sitting, drafts, game};
    use crate::built_in;
    use crate::review::Review;
    use crate::search::strands;

    #[test]
    fn no_fact_is_asked_twice_in_a_game_in_either_direction() {
        let library = built_in::library();
        let words = [
            "gold", "Napoleon", "Mozart", "Japan", "muscle", "units", "moon", "films",
        ];
        for (word, seed) in words.into_iter().zip(0..) {
            let sitting = Sitting {
                seed: [seed; 32],
                limit: 50,
            };
            let review = Review::new(&Keywords::new([word]).unwrap());
            let strands = strands(&library, &[word]);
            let game = game(
                &library,
                &strands,
                &sitting,
                &Asked::new(),
                &review,
                &|| true,
            );
            let facts: BTreeSet<_> = game.questions.iter().map(|q| q.fact.id).collect();
            assert_eq!(facts.len(), game.questions.len(), "{word}");
            assert!(facts.len() >= 40, "{word}: {}", facts.len());
        }
    }

    #[test]
    fn no_fact_is_looked_at_once_time_is_over() {
        let library = built_in::library();
        let sitting = || Sitting {
            seed: [7; 32],
            limit: 50,
        };
        let review = Review::new(&Keywords::new(["films"]).unwrap());
        let strands = strands(&library, &["films"]);
        let looks = Cell::new(0);
        let in_time = || {
            looks.set(looks.get() + 1);
            looks.get() <= 5
        };
        let earlier = [sitting(), sitting()];
        let drafts = drafts(&library, &strands, &sitting(), &earlier, &review, &in_time);
        assert!(drafts.len() <= 5, "{}", drafts.len());
        // Each of the three games looks at the time once for what is found, and once for what is near.
        assert!(looks.get() <= 5 + 2 * 3, "{}", looks.get());
    }
}
