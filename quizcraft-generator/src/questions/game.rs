//! The questions of a whole game.

use std::collections::BTreeMap;

use quizcraft_core::{Choice, Clarification, Draft, Prompt};
use quizcraft_facts::{Fact, Fame};

use super::clarification::{Repeats, clarifications};
use super::question::{Question, question};
use super::variety::{dealt, in_turn};
use crate::random::Stream;
use crate::review::{Review, Shown, among};
use crate::search::{Combination, LEAST, neighbours};

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
/// In this many questions ...
const SHARE: usize = 15;
/// ... at most so many ask for or by a year, ...
const YEARS: usize = 3;
/// ... and so many of each relation in which many subjects have the same value, as continents do.
const COMMON: usize = 2;
/// From how many subjects to a value on a relation is such a one.
const SHARED_BY: u32 = 9;
/// How often the same prompt may be asked, each time with other options.
const SAME_PROMPT: usize = 3;
/// How many questions may have the same solution, unless the game is too short otherwise.
const SAME_SOLUTION: usize = 2;

/// Up to so many questions about what was found, and, where that is too little, about what is
/// nearest to it, so that three quarters at least are about what was found; no fact twice, no two
/// with the same clarification, none that the reviewer finds a flaw in or that another gives away.
/// What was asked in the player's earlier games is asked last, what was asked longest ago before the
/// rest. Widely known things come first.
///
/// What was asked is stored nowhere: each game follows from its seed and those before it, so the
/// earlier ones are put together once more to see.
///
/// Once `in_time` is false no further fact is looked at, so that what is returned is incomplete.
pub(crate) fn game<'f>(
    found: &Combination<'f>,
    spec: &GameSpec,
    earlier: &[GameSpec],
    review: &Review,
    in_time: &dyn Fn() -> bool,
) -> Vec<Asked<'f>> {
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
    found: &'r Combination<'f>,
    last_asked: &'r LastAsked,
    questions: Vec<Question<'f>>,
    told: Vec<String>,
    limit: usize,
    review: &'r Review,
    in_time: &'r dyn Fn() -> bool,
    stream: Stream,
    caps: Caps,
    repeats: Repeats,
}

/// How strict a game is with prompts and solutions that were there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prompts {
    /// Each prompt is asked once, and few questions have the same solution.
    Once,
    /// A prompt may come again with other options, and a solution as often as it likes.
    Again,
}

impl<'f, 'r> Game<'f, 'r> {
    fn new(
        found: &'r Combination<'f>,
        spec: &GameSpec,
        last_asked: &'r LastAsked,
        review: &'r Review,
        in_time: &'r dyn Fn() -> bool,
    ) -> Self {
        Self {
            found,
            last_asked,
            questions: Vec::new(),
            told: Vec::new(),
            limit: spec.limit,
            review,
            in_time,
            stream: Stream::new(&spec.seed),
            caps: Caps::new(found, spec.limit),
            repeats: Repeats::Refused,
        }
    }

    fn composed(mut self) -> Self {
        let strands = self.found.strands.iter();
        let dealt = strands
            .map(|strand| dealt(strand, &mut self.stream))
            .collect();
        let found = self.least_recent(in_turn(dealt).into());
        let wanted = self.limit;
        self.ask_about(&found, wanted);
        self.ask_near(&found, wanted);
        if self.questions.len() < wanted {
            let capped = self.capped(&found);
            self.caps = Caps::lifted(wanted);
            self.ask_about(&capped, wanted);
            if !capped.is_empty() {
                self.ask_near(&found, wanted);
            }
        }
        self.balance();
        self
    }

    /// Asks about what was found, as far as the caps allow.
    fn ask_about(&mut self, found: &[Fact<'f>], wanted: usize) {
        self.limit = wanted;
        self.fill(found, Prompts::Once);
        self.repeats = Repeats::Allowed;
        self.fill(found, Prompts::Again);
    }

    /// Asks about what is near, so that three quarters at least are about what was found.
    fn ask_near(&mut self, found: &[Fact<'f>], wanted: usize) {
        let named = self.facts().filter(|fact| self.found.names(fact)).count();
        if named >= LEAST {
            self.limit = wanted.min(named.saturating_add(named / NAMED_TO_NEAR));
            let near = self.nearest(found);
            self.fill(&near, Prompts::Once);
        }
    }

    /// What was found and is left out because of the caps alone.
    fn capped(&self, found: &[Fact<'f>]) -> Vec<Fact<'f>> {
        let is_capped =
            |fact: &Fact<'f>| !self.is_asked(fact) && !self.caps.allow(fact, self.facts());
        found.iter().copied().filter(is_capped).collect()
    }

    /// The facts that some of the keywords name, and then those that are near.
    fn nearest(&mut self, found: &[Fact<'f>]) -> Vec<Fact<'f>> {
        if !self.is_short() {
            return Vec::new();
        }
        let near = neighbours(found, &mut self.stream);
        let (mut partial, others): (Vec<_>, Vec<_>) = near
            .into_iter()
            .partition(|fact| self.found.partial.contains(fact));
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
    fn fill(&mut self, facts: &[Fact<'f>], prompts: Prompts) {
        let mut facts = facts.iter().copied();
        while self.extend(&mut facts, prompts) {
            self.sort();
            self.clarify();
            self.weed();
        }
    }

    /// Asks about the next facts; whether any gave a question.
    fn extend(&mut self, facts: &mut impl Iterator<Item = Fact<'f>>, prompts: Prompts) -> bool {
        let before = self.questions.len();
        while self.is_short() && (self.in_time)() {
            let Some(fact) = facts.next() else { break };
            if self.is_asked(&fact) || !self.caps.allow(&fact, self.facts()) {
                continue;
            }
            let mut stream = std::mem::replace(&mut self.stream, Stream::new(&[0; 32]));
            let next = question(
                fact,
                &mut stream,
                |template| self.count_of(template),
                |new| self.is_fresh(new, prompts) && new.passes(self.review),
            );
            self.stream = stream;
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

    fn count_of(&self, template: &str) -> usize {
        let same = self
            .questions
            .iter()
            .filter(|question| question.template == template);
        same.count()
    }

    fn count_of_solution(&self, new: &Question<'_>) -> usize {
        let same = self
            .questions
            .iter()
            .filter(|other| other.is_solved_like(new));
        same.count()
    }

    fn is_fresh(&self, new: &Question<'_>, prompts: Prompts) -> bool {
        let same: Vec<_> = self
            .questions
            .iter()
            .filter(|other| other.reads_like(new))
            .collect();
        let is_new = match prompts {
            Prompts::Once => same.is_empty() && self.count_of_solution(new) < SAME_SOLUTION,
            Prompts::Again => {
                same.len() < SAME_PROMPT && !same.iter().any(|other| other.shares_an_answer(new))
            }
        };
        is_new
            && self.questions.iter().all(|other| {
                let gives_away = other.shown.gives_away(&new.secret);
                let given_away = new.shown.prompt_gives_away(&other.secret);
                !other.is_like(new) && gives_away.or(given_away).is_none()
            })
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

    fn shown(&self) -> impl Iterator<Item = Shown> {
        let told = self.questions.iter().zip(&self.told);
        told.map(|(question, told)| question.shown.clone().clarified(told))
    }

    /// The questions as they are handed out. Core refuses two that only their encoding tells apart:
    /// the first of them is kept.
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

/// How often the key came before this time.
fn turn<K: Ord>(times: &mut BTreeMap<K, usize>, key: K) -> usize {
    let time = times.entry(key).or_default();
    let turn = *time;
    *time = time.saturating_add(1);
    turn
}

/// How hard a question is likely to be.
fn difficulty(question: &Question<'_>) -> u8 {
    let subject = match question.fact.row().fame() {
        Fame::High => 0,
        Fame::Medium => 2,
        Fame::Low => 4,
    };
    let number = u8::from(question.fact.value().number().is_some());
    number.saturating_add(subject)
}

/// How many questions of a game may be of the sorts that soon tire a player.
struct Caps {
    years: usize,
    common: usize,
}

impl Caps {
    /// What a game allows; everything of a sort that most of what was found is of.
    fn new(found: &Combination<'_>, limit: usize) -> Self {
        let facts = || found.strands.iter().flatten();
        let all = facts().count();
        let allowed = |in_share: usize, sort: fn(&Fact<'_>) -> bool| {
            let most = facts().filter(|fact| sort(fact)).count().saturating_mul(2) > all;
            if most {
                limit
            } else {
                limit.saturating_mul(in_share).div_ceil(SHARE)
            }
        };
        Self {
            years: allowed(YEARS, is_of_years),
            common: allowed(COMMON, is_common),
        }
    }

    /// No caps, for a game that is too short with them.
    fn lifted(limit: usize) -> Self {
        Self {
            years: limit,
            common: limit,
        }
    }

    fn allow<'f>(&self, fact: &Fact<'f>, mut asked: impl Iterator<Item = Fact<'f>>) -> bool {
        if is_of_years(fact) {
            return asked.filter(is_of_years).count() < self.years;
        }
        if is_common(fact) {
            let column = fact.column();
            let same = asked.by_ref().filter(|other| other.column() == column);
            return same.count() < self.common;
        }
        true
    }
}

fn is_of_years(fact: &Fact<'_>) -> bool {
    fact.column().is_of_years()
}

fn is_common(fact: &Fact<'_>) -> bool {
    fact.column().sharing() >= SHARED_BY
}

/// The question as core knows it; none where a text in the data is longer than players may see.
fn draft(question: &Question<'_>, clarification: &str) -> Option<Draft> {
    let wrong = question.wrong.iter().map(|wrong| Choice::new(wrong).ok());
    let wrong: Option<Vec<Choice>> = wrong.collect();
    let prompt = Prompt::new(&question.prompt).ok()?;
    let clarification = Clarification::new(clarification).ok()?;
    let solution = Choice::new(&question.right).ok()?;
    Draft::new(prompt, solution, wrong?, clarification).ok()
}
