//! The questions of a whole game.

use std::collections::BTreeMap;
use std::rc::Rc;

use quizcraft_core::{Choice, Clarification, Draft, Prompt};
use quizcraft_facts::{Fact, Facts, Fame};

use super::asking::{Asking, Prompts};
use super::caps::Caps;
use super::clarification::{Repeats, clarifications};
use super::question::{Question, question};
use super::variety::{Pile, Strand};
use crate::random::Stream;
use crate::search::{Combination, LEAST, neighbours};
use quizcraft_review::{QuestionTexts, Review, Text, spoilers_among};

/// What one game asks.
pub(crate) struct GameSpec {
    pub(crate) seed: [u8; 32],
    pub(crate) limit: usize,
}

/// A question of a game, with the fact that it asks for.
pub(crate) struct Asked<'f> {
    pub(crate) draft: Draft,
    pub(crate) fact: Fact<'f>,
    /// Whether the keywords name what it is about.
    pub(crate) is_named: bool,
}

/// For one of this many questions about what was named, one may be about what is nearest to it.
const NAMED_TO_NEAR: usize = 3;
/// Composes a game. It asks facts about the keywords first, and fills up with facts about the
/// nearest subjects, at most one in four. Widely known subjects come first, facts of the player's
/// earlier games last.
///
/// - No fact is asked twice, and no clarification is shown twice.
/// - No question has a flaw, and none reveals the solution of another.
///
/// No store keeps what was asked. Each game is a function of its seed and of the games before it,
/// so the earlier games are composed again.
///
/// Once `in_time` returns false, no further fact is tried, and the result is incomplete.
pub(crate) fn game<'f>(
    facts: &'f Facts,
    found: &Combination,
    spec: &GameSpec,
    earlier: &[GameSpec],
    review: &Review<'_>,
    in_time: &dyn Fn() -> bool,
) -> Vec<Asked<'f>> {
    let strands = found.strands.iter();
    let strands: Vec<_> = strands.map(|strand| Strand::new(facts, strand)).collect();
    let found = (found, strands.as_slice());
    let mut last_asked = LastAsked::new();
    for (turn, spec) in (1..).zip(earlier) {
        let game = Game::new(found, spec, &last_asked, review, in_time).composed();
        let asked: Vec<u32> = game.facts().map(|fact| fact.id()).collect();
        last_asked.extend(asked.into_iter().map(|id| (id, turn)));
    }
    Game::new(found, spec, &last_asked, review, in_time)
        .composed()
        .asked()
}

/// In which of the earlier games a fact was asked last.
type LastAsked = BTreeMap<u32, usize>;

/// A game that is being put together: questions, and what is told after each.
struct Game<'f, 'r> {
    found: &'r Combination,
    strands: &'r [Strand<'f>],
    last_asked: &'r LastAsked,
    questions: Vec<Question<'f>>,
    told: Vec<Rc<Text>>,
    limit: usize,
    review: &'r Review<'r>,
    in_time: &'r dyn Fn() -> bool,
    stream: Stream,
    caps: Caps,
    repeats: Repeats,
}

impl<'f, 'r> Game<'f, 'r> {
    fn new(
        (found, strands): (&'r Combination, &'r [Strand<'f>]),
        spec: &GameSpec,
        last_asked: &'r LastAsked,
        review: &'r Review<'r>,
        in_time: &'r dyn Fn() -> bool,
    ) -> Self {
        Self {
            found,
            strands,
            last_asked,
            questions: Vec::new(),
            told: Vec::new(),
            limit: spec.limit,
            review,
            in_time,
            stream: Stream::new(&spec.seed),
            caps: Caps::new(strands, spec.limit),
            repeats: Repeats::Refused,
        }
    }

    fn composed(mut self) -> Self {
        let wanted = self.limit;
        let found = self.fill_with_found();
        self.ask_again_about(&found);
        let near = self.nearest(&found, wanted);
        self.ask_near(&near, wanted);
        if self.questions.len() < wanted {
            let capped = self.capped(&found);
            self.caps = Caps::lifted(wanted);
            self.limit = wanted;
            self.fill_with(&capped, Prompts::Once);
            self.ask_again_about(&capped);
            if !capped.is_empty() {
                self.ask_near(&near, wanted);
            }
        }
        self.balance();
        self
    }

    /// Adds questions about the facts that the keywords name. Facts of earlier games come at the
    /// end. Returns the facts that were tried: all of them if the game is short of questions.
    fn fill_with_found(&mut self) -> Vec<Fact<'f>> {
        let mut pile = Pile::new(self.strands, &mut self.stream);
        let (last_asked, mut found, mut again) = (self.last_asked, Vec::new(), Vec::new());
        self.fill(Prompts::Once, |stream| {
            while let Some(fact) = pile.next(stream) {
                if !last_asked.contains_key(&fact.id()) {
                    found.push(fact);
                    return Some(fact);
                }
                again.push(fact);
                // What was asked longest ago comes last, from where it is taken first.
                again.sort_by_key(|fact| std::cmp::Reverse(last_asked.get(&fact.id())));
            }
            let fact = again.pop()?;
            found.push(fact);
            Some(fact)
        });
        found
    }

    /// Asks about the same facts once more, with prompts that were there before.
    fn ask_again_about(&mut self, found: &[Fact<'f>]) {
        self.repeats = Repeats::Allowed;
        self.fill_with(found, Prompts::Again);
    }

    /// Asks about what is near, so that three quarters at least are about what was found.
    fn ask_near(&mut self, near: &[Fact<'f>], wanted: usize) {
        let named = self.facts().filter(|fact| self.found.names(fact)).count();
        if named >= LEAST {
            self.limit = wanted.min(named.saturating_add(named / NAMED_TO_NEAR));
            self.fill_with(near, Prompts::Once);
        }
    }

    /// Returns what was found and is left out because of the caps alone.
    fn capped(&self, found: &[Fact<'f>]) -> Vec<Fact<'f>> {
        let is_capped =
            |fact: &Fact<'f>| !self.is_asked(fact) && !self.caps.allow(fact, self.facts());
        found.iter().copied().filter(is_capped).collect()
    }

    fn fill_with(&mut self, facts: &[Fact<'f>], prompts: Prompts) {
        let mut facts = facts.iter().copied();
        self.fill(prompts, |_| facts.next());
    }

    /// Returns the facts that some of the keywords name, and then those that are near, if questions
    /// are wanted about them.
    fn nearest(&mut self, found: &[Fact<'f>], wanted: usize) -> Vec<Fact<'f>> {
        if self.questions.len() >= wanted {
            return Vec::new();
        }
        let near = neighbours(found, self.found, &mut self.stream);
        let (mut partial, others): (Vec<_>, Vec<_>) = near
            .into_iter()
            .partition(|fact| self.found.names_in_part(fact));
        partial.extend(others);
        self.least_recent(partial)
    }

    fn least_recent(&self, mut facts: Vec<Fact<'f>>) -> Vec<Fact<'f>> {
        if self.last_asked.is_empty() {
            return facts;
        }
        facts.sort_by_key(|fact| self.last_asked.get(&fact.id()).copied().unwrap_or_default());
        facts
    }

    fn is_short(&self) -> bool {
        self.questions.len() < self.limit
    }

    /// Asks about facts until there are enough questions after which something new can be told.
    fn fill(&mut self, prompts: Prompts, mut next: impl FnMut(&mut Stream) -> Option<Fact<'f>>) {
        while self.extend(prompts, &mut next) {
            self.sort();
            self.clarify();
            self.weed();
        }
    }

    /// Asks about the next facts; whether any gave a question.
    fn extend(
        &mut self,
        prompts: Prompts,
        mut next: impl FnMut(&mut Stream) -> Option<Fact<'f>>,
    ) -> bool {
        let before = self.questions.len();
        while self.is_short() && (self.in_time)() {
            let Some(fact) = next(&mut self.stream) else {
                break;
            };
            if self.is_asked(&fact) || !self.caps.allow(&fact, self.facts()) {
                continue;
            }
            let (asked, review) = (Asking(&self.questions), self.review);
            let next = question(
                fact,
                &mut self.stream,
                |template| asked.count_of(template),
                |outline| !outline.is_refused(review) && asked.is_open(outline, prompts),
                |new| !asked.tells_of(new) && new.passes(review),
            );
            self.questions.extend(next);
        }
        self.questions.len() > before
    }

    fn facts(&self) -> impl Iterator<Item = Fact<'f>> + '_ {
        self.questions.iter().map(|question| question.fact)
    }

    fn is_asked(&self, fact: &Fact<'f>) -> bool {
        self.facts().any(|asked| asked == *fact)
    }

    /// The gentlest first; among those that are equally hard, subjects and relations take turns.
    fn sort(&mut self) {
        self.questions.sort_by_key(difficulty);
        let mut subjects = BTreeMap::new();
        let mut relations = BTreeMap::new();
        self.questions.sort_by_cached_key(|question| {
            let (level, fact) = (difficulty(question), question.fact);
            let subject = turn(&mut subjects, (level, fact.row().name().words()));
            let relation = turn(&mut relations, (level, fact.column().id()));
            (level, subject.max(relation))
        });
    }

    /// Finds what to tell after each question, and leaves out those after which nothing new can be
    /// told.
    fn clarify(&mut self) {
        let told = clarifications(&self.questions, self.repeats, &mut self.stream);
        let questions = self.questions.drain(..).zip(told);
        let clarified = questions.filter_map(|(question, told)| Some((question, told?)));
        (self.questions, self.told) = clarified.collect();
    }

    /// Leaves out what other questions give away as far as the reviewer can tell, who guesses what
    /// each is about from the prompts that are left.
    fn weed(&mut self) {
        loop {
            let shown: Vec<QuestionTexts> = self.shown().collect();
            let builders = self.questions.iter().map(Question::secret_builder);
            let game: Vec<_> = shown.iter().zip(builders).collect();
            let Some(spoiler) = spoilers_among(&game).pop() else {
                return;
            };
            let clarified = self.questions.drain(..).zip(self.told.drain(..));
            let placed = clarified.enumerate();
            let kept = placed.filter(|(place, _)| *place != spoiler.spoiled());
            (self.questions, self.told) = kept.map(|(_, kept)| kept).unzip();
        }
    }

    /// Leaves out the last questions about what is near where what was named lost some: what comes
    /// in later may give away what was there before.
    fn balance(&mut self) {
        let near: Vec<bool> = self.facts().map(|fact| !self.found.names(&fact)).collect();
        let count = near.iter().filter(|is_near| **is_near).count();
        let most = near.len().saturating_sub(count) / NAMED_TO_NEAR;
        let places = near
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, is_near)| **is_near);
        for (place, _) in places.take(count.saturating_sub(most)) {
            self.questions.remove(place);
            self.told.remove(place);
        }
    }

    fn shown(&self) -> impl Iterator<Item = QuestionTexts> {
        let told = self.questions.iter().zip(&self.told);
        told.map(|(question, told)| question.shown.clone().with_clarification(Rc::clone(told)))
    }

    /// Returns the questions as they are handed out. Core refuses two that only their encoding
    /// tells apart: the first of them is kept.
    fn asked(&self) -> Vec<Asked<'f>> {
        let mut asked: Vec<Asked<'f>> = Vec::new();
        for (question, told) in self.questions.iter().zip(&self.told) {
            let Some(draft) = draft(question, told) else {
                continue;
            };
            if !asked.iter().any(|other| other.draft.same_as(&draft)) {
                let fact = question.fact;
                let is_named = self.found.names(&fact);
                asked.push(Asked {
                    draft,
                    fact,
                    is_named,
                });
            }
        }
        asked
    }
}

/// Returns how often the key came before this time.
fn turn<K: Ord>(times: &mut BTreeMap<K, usize>, key: K) -> usize {
    let time = times.entry(key).or_default();
    let turn = *time;
    *time = time.saturating_add(1);
    turn
}

/// Returns how hard a question is likely to be.
fn difficulty(question: &Question<'_>) -> u8 {
    let subject = match question.fact.row().fame() {
        Fame::High => 0,
        Fame::Medium => 2,
        Fame::Low => 4,
    };
    let number = u8::from(question.fact.value().number().is_some());
    number.saturating_add(subject)
}

/// Returns the question as core knows it; none where a text in the data is longer than players may
/// see.
fn draft(question: &Question<'_>, clarification: &Text) -> Option<Draft> {
    let wrong: Option<Vec<Choice>> = question
        .wrong()
        .map(|wrong| Choice::new(wrong).ok())
        .collect();
    let prompt = Prompt::new(question.prompt()).ok()?;
    let clarification = Clarification::new(clarification.as_str()).ok()?;
    let solution = Choice::new(question.solution()).ok()?;
    Draft::new(prompt, solution, wrong?, clarification).ok()
}
