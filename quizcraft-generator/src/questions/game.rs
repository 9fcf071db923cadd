//! The composition of a whole game.

use std::collections::BTreeMap;
use std::rc::Rc;

use quizcraft_core::{Choice, Clarification, Draft, Prompt};
use quizcraft_facts::{Fact, Facts, Fame};

use super::caps::Caps;
use super::clarification::{ClarificationPolicy, clarifications};
use super::prior_questions::{PriorQuestions, PromptPolicy};
use super::question::{Question, question};
use super::variety::{InterleavedGroups, KeywordGroup};
use crate::random::Stream;
use crate::search::{Combination, MIN_FACTS, neighbours};
use quizcraft_review::{QuestionTexts, Review, Text, spoilers_among};

/// The parameters of a game: its seed and the maximum number of questions.
pub(crate) struct GameSpec {
    pub(crate) seed: [u8; 32],
    pub(crate) limit: usize,
}

/// A question of a game, with its fact.
pub(crate) struct ComposedQuestion<'f> {
    pub(crate) draft: Draft,
    pub(crate) fact: Fact<'f>,
    /// Whether the keywords select the fact. Otherwise it is about a near subject.
    pub(crate) is_named: bool,
}

/// The minimum number of questions about the keywords for each question about a near subject.
const NAMED_PER_NEAR: usize = 3;

/// Composes a game. Takes facts about the keywords first, and fills up with facts about the nearest
/// subjects, at most one in four.
///
/// - No fact and no clarification occurs twice.
/// - No question has a flaw, and none reveals the solution of another.
/// - Facts of the player's earlier games are taken last.
/// - Questions about widely known subjects come first.
///
/// No store keeps the questions of earlier games for the writer. Each game is a function of its seed
/// and of the games before it, so the earlier games are composed again.
///
/// Once `in_time` returns false, no further fact is tried, and the result is incomplete.
pub(crate) fn game<'f>(
    facts: &'f Facts,
    found: &Combination,
    spec: &GameSpec,
    earlier: &[GameSpec],
    review: &Review<'_>,
    in_time: &dyn Fn() -> bool,
) -> Vec<ComposedQuestion<'f>> {
    let groups = found.groups.iter();
    let groups: Vec<_> = groups
        .map(|group| KeywordGroup::new(facts, group))
        .collect();
    let found = (found, groups.as_slice());
    let mut last_used = LastUsed::new();
    for (turn, spec) in (1..).zip(earlier) {
        let game = Game::new(found, spec, &last_used, review, in_time).compose();
        let used: Vec<u32> = game.facts().map(|fact| fact.id()).collect();
        last_used.extend(used.into_iter().map(|id| (id, turn)));
    }
    Game::new(found, spec, &last_used, review, in_time)
        .compose()
        .into_questions()
}

/// The number of the last earlier game with a fact, by the fact's id.
type LastUsed = BTreeMap<u32, usize>;

/// A game under construction.
struct Game<'f, 'r> {
    found: &'r Combination,
    groups: &'r [KeywordGroup<'f>],
    last_used: &'r LastUsed,
    questions: Vec<Question<'f>>,
    /// The clarification of each question.
    clarifications: Vec<Rc<Text>>,
    limit: usize,
    review: &'r Review<'r>,
    in_time: &'r dyn Fn() -> bool,
    stream: Stream,
    caps: Caps,
    clarification_policy: ClarificationPolicy,
}

impl<'f, 'r> Game<'f, 'r> {
    fn new(
        (found, groups): (&'r Combination, &'r [KeywordGroup<'f>]),
        spec: &GameSpec,
        last_used: &'r LastUsed,
        review: &'r Review<'r>,
        in_time: &'r dyn Fn() -> bool,
    ) -> Self {
        Self {
            found,
            groups,
            last_used,
            questions: Vec::new(),
            clarifications: Vec::new(),
            limit: spec.limit,
            review,
            in_time,
            stream: Stream::new(&spec.seed),
            caps: Caps::new(groups, spec.limit),
            clarification_policy: ClarificationPolicy::NewFacts,
        }
    }

    fn compose(mut self) -> Self {
        let wanted = self.limit;
        let found = self.fill_with_found();
        self.fill_with_repeated_prompts(&found);
        let near = self.nearest(&found, wanted);
        self.fill_with_near(&near, wanted);
        if self.questions.len() < wanted {
            let capped = self.capped(&found);
            self.caps = Caps::lifted(wanted);
            self.limit = wanted;
            self.fill_with(&capped, PromptPolicy::Unique);
            self.fill_with_repeated_prompts(&capped);
            if !capped.is_empty() {
                self.fill_with_near(&near, wanted);
            }
        }
        self.drop_surplus_near();
        self
    }

    /// Adds questions about the facts that the keywords select. Facts of earlier games come at the end.
    /// Returns the facts tried: all of them if the game is still too short.
    fn fill_with_found(&mut self) -> Vec<Fact<'f>> {
        let mut facts = InterleavedGroups::new(self.groups, &mut self.stream);
        let (last_used, mut found, mut used) = (self.last_used, Vec::new(), Vec::new());
        self.fill(PromptPolicy::Unique, |stream| {
            while let Some(fact) = facts.next(stream) {
                if !last_used.contains_key(&fact.id()) {
                    found.push(fact);
                    return Some(fact);
                }
                used.push(fact);
                // The fact used longest ago is at the end, so that it is popped first.
                used.sort_by_key(|fact| std::cmp::Reverse(last_used.get(&fact.id())));
            }
            let fact = used.pop()?;
            found.push(fact);
            Some(fact)
        });
        found
    }

    /// Tries facts again and allows prompts that the game has already. From then on clarifications may
    /// state facts that other questions ask.
    fn fill_with_repeated_prompts(&mut self, found: &[Fact<'f>]) {
        self.clarification_policy = ClarificationPolicy::AnyFacts;
        self.fill_with(found, PromptPolicy::Repeatable);
    }

    /// Adds questions about near subjects, up to a quarter of the game. Adds none if fewer than
    /// [`MIN_FACTS`] questions are about the keywords.
    fn fill_with_near(&mut self, near: &[Fact<'f>], wanted: usize) {
        let named = self.facts().filter(|fact| self.found.selects(fact)).count();
        if named >= MIN_FACTS {
            self.limit = wanted.min(named.saturating_add(named / NAMED_PER_NEAR));
            self.fill_with(near, PromptPolicy::Unique);
        }
    }

    /// Returns the facts found that the game lacks only because of the caps.
    fn capped(&self, found: &[Fact<'f>]) -> Vec<Fact<'f>> {
        let is_capped =
            |fact: &Fact<'f>| !self.has_fact(fact) && !self.caps.allow(fact, self.facts());
        found.iter().copied().filter(is_capped).collect()
    }

    fn fill_with(&mut self, facts: &[Fact<'f>], policy: PromptPolicy) {
        let mut facts = facts.iter().copied();
        self.fill(policy, |_| facts.next());
    }

    /// Returns facts to fill up the game: those that match some of the keywords, then those about near
    /// subjects. Returns none if the game is complete.
    fn nearest(&mut self, found: &[Fact<'f>], wanted: usize) -> Vec<Fact<'f>> {
        if self.questions.len() >= wanted {
            return Vec::new();
        }
        let near = neighbours(found, self.found, &mut self.stream);
        let (mut partial, others): (Vec<_>, Vec<_>) = near
            .into_iter()
            .partition(|fact| self.found.selects_in_part(fact));
        partial.extend(others);
        self.sorted_by_last_use(partial)
    }

    fn sorted_by_last_use(&self, mut facts: Vec<Fact<'f>>) -> Vec<Fact<'f>> {
        if self.last_used.is_empty() {
            return facts;
        }
        facts.sort_by_key(|fact| self.last_used.get(&fact.id()).copied().unwrap_or_default());
        facts
    }

    fn is_short(&self) -> bool {
        self.questions.len() < self.limit
    }

    /// Adds questions about facts from `next` until the game is complete or `next` has no more. After
    /// each pass, chooses clarifications and drops questions that lack one or that others reveal.
    fn fill(
        &mut self,
        policy: PromptPolicy,
        mut next: impl FnMut(&mut Stream) -> Option<Fact<'f>>,
    ) {
        while self.extend(policy, &mut next) {
            self.sort();
            self.clarify();
            self.drop_spoiled();
        }
    }

    /// Adds questions about facts from `next` until the game is complete. Returns whether it added any.
    fn extend(
        &mut self,
        policy: PromptPolicy,
        mut next: impl FnMut(&mut Stream) -> Option<Fact<'f>>,
    ) -> bool {
        let before = self.questions.len();
        while self.is_short() && (self.in_time)() {
            let Some(fact) = next(&mut self.stream) else {
                break;
            };
            if self.has_fact(&fact) || !self.caps.allow(&fact, self.facts()) {
                continue;
            }
            let (prior, review) = (PriorQuestions(&self.questions), self.review);
            let next = question(
                fact,
                &mut self.stream,
                |template| prior.count_with_template(template),
                |outline| !outline.is_flawed(review) && prior.allow(outline, policy),
                |new| !prior.conflict_with(new) && new.passes(review),
            );
            self.questions.extend(next);
        }
        self.questions.len() > before
    }

    fn facts(&self) -> impl Iterator<Item = Fact<'f>> + '_ {
        self.questions.iter().map(|question| question.fact)
    }

    fn has_fact(&self, fact: &Fact<'f>) -> bool {
        self.facts().any(|own| own == *fact)
    }

    /// Sorts the questions by difficulty, easy ones first. Among equally difficult ones, subjects and
    /// relations alternate.
    fn sort(&mut self) {
        self.questions.sort_by_key(difficulty);
        let mut subjects = BTreeMap::new();
        let mut relations = BTreeMap::new();
        self.questions.sort_by_cached_key(|question| {
            let (level, fact) = (difficulty(question), question.fact);
            let subject = occurrence(&mut subjects, (level, fact.row().name().words()));
            let relation = occurrence(&mut relations, (level, fact.column().id()));
            (level, subject.max(relation))
        });
    }

    /// Chooses the clarifications, and drops the questions that have none.
    fn clarify(&mut self) {
        let policy = self.clarification_policy;
        let clarifications = clarifications(&self.questions, policy, &mut self.stream);
        let pairs = self.questions.drain(..).zip(clarifications);
        let clarified = pairs.filter_map(|(question, text)| Some((question, text?)));
        (self.questions, self.clarifications) = clarified.collect();
    }

    /// Drops the questions whose solutions other questions reveal, one by one. The reviewer guesses
    /// the subject of a question from the texts of the game, so each removal may change its result.
    fn drop_spoiled(&mut self) {
        loop {
            let texts: Vec<QuestionTexts> = self.texts().collect();
            let builders = self.questions.iter().map(Question::secret_builder);
            let game: Vec<_> = texts.iter().zip(builders).collect();
            let Some(spoiler) = spoilers_among(&game).pop() else {
                return;
            };
            let pairs = self.questions.drain(..).zip(self.clarifications.drain(..));
            let indexed = pairs.enumerate();
            let kept = indexed.filter(|(index, _)| *index != spoiler.spoiled());
            (self.questions, self.clarifications) = kept.map(|(_, kept)| kept).unzip();
        }
    }

    /// Drops the last questions about near subjects if they are more than a quarter of the game. That
    /// happens if a later question caused one about the keywords to be dropped.
    fn drop_surplus_near(&mut self) {
        let near: Vec<bool> = self
            .facts()
            .map(|fact| !self.found.selects(&fact))
            .collect();
        let count = near.iter().filter(|is_near| **is_near).count();
        let most = near.len().saturating_sub(count) / NAMED_PER_NEAR;
        let indices = near
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, is_near)| **is_near);
        for (index, _) in indices.take(count.saturating_sub(most)) {
            self.questions.remove(index);
            self.clarifications.remove(index);
        }
    }

    fn texts(&self) -> impl Iterator<Item = QuestionTexts> {
        let pairs = self.questions.iter().zip(&self.clarifications);
        pairs.map(|(question, text)| question.texts.clone().with_clarification(Rc::clone(text)))
    }

    /// Returns the composed questions. Of several that differ only in the encoding of characters, keeps
    /// the first, because the core rejects duplicates.
    fn into_questions(self) -> Vec<ComposedQuestion<'f>> {
        let mut composed: Vec<ComposedQuestion<'f>> = Vec::new();
        for (question, clarification) in self.questions.iter().zip(&self.clarifications) {
            let Some(draft) = draft(question, clarification) else {
                continue;
            };
            if !composed.iter().any(|other| other.draft.same_as(&draft)) {
                let fact = question.fact;
                let is_named = self.found.selects(&fact);
                composed.push(ComposedQuestion {
                    draft,
                    fact,
                    is_named,
                });
            }
        }
        composed
    }
}

/// Counts a key. Returns how often it was counted before.
fn occurrence<K: Ord>(counts: &mut BTreeMap<K, usize>, key: K) -> usize {
    let count = counts.entry(key).or_default();
    let before = *count;
    *count = count.saturating_add(1);
    before
}

/// Returns the estimated difficulty of a question.
fn difficulty(question: &Question<'_>) -> u8 {
    let subject = match question.fact.row().fame() {
        Fame::High => 0,
        Fame::Medium => 2,
        Fame::Low => 4,
    };
    let number = u8::from(question.fact.value().number().is_some());
    number.saturating_add(subject)
}

/// Returns the question as a draft, or `None` if one of its texts exceeds the core's limits.
fn draft(question: &Question<'_>, clarification: &Text) -> Option<Draft> {
    let wrong: Option<Vec<Choice>> = question
        .wrong()
        .map(|wrong| Choice::new(wrong).ok())
        .collect();
    let prompt = Prompt::new(question.prompt()).ok()?;
    let clarification = Clarification::new(clarification.as_str()).ok()?;
    let solution = Choice::new(question.solution()).ok()?;
    Draft::single(prompt, solution, wrong?, clarification).ok()
}
