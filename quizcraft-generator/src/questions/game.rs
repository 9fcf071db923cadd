//! The composition of a whole game.

use std::cmp::Reverse;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use quizcraft_core::{Draft, Kind, Kinds, WriterName};
use quizcraft_facts::{Fact, Facts, Fame, Row, Value};

use super::caps::Caps;
use super::claim::Claim;
use super::clarification::{ClarificationPolicy, clarifications};
use super::kinds::{self, Scope};
use super::prior_questions::{PriorQuestions, PromptPolicy};
use super::question::{Question, question};
use super::variety::{InterleavedGroups, KeywordGroup};
use crate::memory::{Memory, fingerprint};
use crate::random::Stream;
use crate::search::{Combination, MIN_FACTS, neighbours};
use quizcraft_review::{QuestionTexts, Review, Text, spoilers_among};

/// The parameters of a game.
pub(crate) struct GameSpec {
    pub(crate) seed: [u8; 32],
    /// The maximum number of questions.
    pub(crate) limit: usize,
    pub(crate) kinds: Kinds,
    /// What the player was asked before, and what other writers ask.
    pub(crate) memory: Memory,
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
/// One in this many single choices is a statement that is true or false, where kinds are requested.
const CHOICES_PER_STATEMENT: usize = 3;
/// The name and version of the writer in drafts.
const WRITER: &str = concat!("facts ", env!("CARGO_PKG_VERSION"));

/// Composes a game. Takes facts about the keywords first, and fills up with facts about the nearest
/// subjects, at most one in four.
///
/// - No fact and no clarification occurs twice.
/// - No question has a flaw, and none reveals the solution of another.
/// - Facts that the player was asked before are taken last, the oldest first.
/// - The requested kinds are shared out evenly, as far as the facts allow.
/// - Questions about widely known subjects come first.
///
/// Once `in_time` returns false, no further fact is tried, and the result is incomplete.
pub(crate) fn game<'f>(
    facts: &'f Facts,
    found: &Combination,
    spec: &GameSpec,
    review: &Review<'_>,
    in_time: &dyn Fn() -> bool,
) -> Vec<ComposedQuestion<'f>> {
    let groups = found.groups.iter();
    let groups: Vec<_> = groups
        .map(|group| KeywordGroup::new(facts, group))
        .collect();
    Game::new((found, &groups), spec, review, in_time)
        .compose()
        .into_questions()
}

/// A game under construction.
struct Game<'f, 'r> {
    found: &'r Combination,
    groups: &'r [KeywordGroup<'f>],
    spec: &'r GameSpec,
    questions: Vec<Question<'f>>,
    /// The clarification of each question.
    clarifications: Vec<Rc<Text>>,
    limit: usize,
    /// The requested kinds in random order.
    kinds: Vec<Kind>,
    /// The maximum number of questions of each kind.
    quota: usize,
    review: &'r Review<'r>,
    in_time: &'r dyn Fn() -> bool,
    stream: Stream,
    caps: Caps,
    clarification_policy: ClarificationPolicy,
}

/// The claims about the keywords that were tried.
struct Tried<'f> {
    /// The claims that the player was not asked before.
    fresh: Vec<Claim<'f>>,
    /// The others, those asked longest ago first.
    repeats: Vec<Claim<'f>>,
}

impl<'f, 'r> Game<'f, 'r> {
    fn new(
        (found, groups): (&'r Combination, &'r [KeywordGroup<'f>]),
        spec: &'r GameSpec,
        review: &'r Review<'r>,
        in_time: &'r dyn Fn() -> bool,
    ) -> Self {
        let mut stream = Stream::new(&spec.seed);
        let mut kinds: Vec<Kind> = spec.kinds.iter().collect();
        if !spec.kinds.is_default() {
            stream.shuffle(&mut kinds);
        }
        Self {
            found,
            groups,
            spec,
            questions: Vec::new(),
            clarifications: Vec::new(),
            limit: spec.limit,
            quota: spec.limit.div_ceil(kinds.len().max(1)),
            kinds,
            review,
            in_time,
            stream,
            caps: Caps::new(groups, spec.limit),
            clarification_policy: ClarificationPolicy::NewFacts,
        }
    }

    fn compose(mut self) -> Self {
        let wanted = self.limit;
        let tried = self.fill_with_fresh();
        self.fill_beyond_quotas(&tried.fresh);
        self.fill_with_repeated_prompts(&tried.fresh);
        let near = self.nearest(&tried, wanted);
        self.fill_with_near(&near.fresh, wanted);
        if self.questions.len() < wanted {
            let capped = self.capped(&tried.fresh);
            self.caps = Caps::lifted(wanted);
            self.limit = wanted;
            self.fill_with(&capped, PromptPolicy::Unique);
            self.fill_with_repeated_prompts(&capped);
            if !capped.is_empty() {
                self.fill_with_near(&near.fresh, wanted);
            }
        }
        self.fill_with_repeats(&tried, &near, wanted);
        self.drop_surplus_near();
        self
    }

    /// Adds questions about claims that the keywords select and that the player was not asked before.
    /// Returns the claims tried: all of them if the game is still too short.
    fn fill_with_fresh(&mut self) -> Tried<'f> {
        let mut facts = InterleavedGroups::new(self.groups, &mut self.stream);
        let (spec, found) = (self.spec, self.found);
        let (mut fresh, mut repeats) = (Vec::new(), Vec::new());
        let mut waiting: VecDeque<Claim<'f>> = VecDeque::new();
        self.fill(PromptPolicy::Unique, |stream| {
            loop {
                while let Some(claim) = waiting.pop_front() {
                    if spec.memory.age(&claim.value).is_none() {
                        fresh.push(claim);
                        return Some(claim);
                    }
                    repeats.push(claim);
                }
                waiting.extend(claims(spec.kinds, facts.next(stream)?, |row| {
                    found.selects_all(row)
                }));
            }
        });
        self.sort_by_age(&mut repeats);
        Tried { fresh, repeats }
    }

    /// Lets the requested kinds exceed their shares of the game, if there are too few questions of the
    /// others.
    fn fill_beyond_quotas(&mut self, fresh: &[Claim<'f>]) {
        self.quota = self.spec.limit;
        if !self.spec.kinds.is_default() {
            self.fill_with(fresh, PromptPolicy::Unique);
        }
    }

    /// Tries claims again and allows prompts that the game has already. From then on clarifications may
    /// state facts that other questions ask.
    fn fill_with_repeated_prompts(&mut self, claims: &[Claim<'f>]) {
        self.clarification_policy = ClarificationPolicy::AnyFacts;
        self.fill_with(claims, PromptPolicy::Repeatable);
    }

    /// Fills up the game with what the player was asked before, those asked longest ago first.
    fn fill_with_repeats(&mut self, tried: &Tried<'f>, near: &Tried<'f>, wanted: usize) {
        let has_none = tried.repeats.is_empty() && near.repeats.is_empty();
        if self.questions.len() >= wanted || has_none {
            return;
        }
        self.limit = wanted;
        self.caps = Caps::lifted(wanted);
        self.fill_with(&tried.repeats, PromptPolicy::Unique);
        self.fill_with_repeated_prompts(&tried.repeats);
        self.fill_with_near(&near.fresh, wanted);
        self.fill_with_near(&near.repeats, wanted);
    }

    /// Adds questions about near subjects, up to a quarter of the game. Adds none if fewer than
    /// [`MIN_FACTS`] questions are about the keywords.
    fn fill_with_near(&mut self, near: &[Claim<'f>], wanted: usize) {
        let named = self.facts().filter(|fact| self.found.selects(fact)).count();
        if named >= MIN_FACTS {
            self.limit = wanted.min(named.saturating_add(named / NAMED_PER_NEAR));
            self.fill_with(near, PromptPolicy::Unique);
        }
    }

    /// Returns the claims found that the game lacks only because of the caps.
    fn capped(&self, found: &[Claim<'f>]) -> Vec<Claim<'f>> {
        let is_capped =
            |claim: &Claim<'f>| !self.has(&claim.value) && !self.is_allowed(&claim.fact);
        found.iter().copied().filter(is_capped).collect()
    }

    fn fill_with(&mut self, claims: &[Claim<'f>], policy: PromptPolicy) {
        let mut claims = claims.iter().copied();
        self.fill(policy, |_| claims.next());
    }

    /// Returns claims to fill up the game: those that match some of the keywords, then those about near
    /// subjects. Returns none if the game is complete.
    fn nearest(&mut self, tried: &Tried<'f>, wanted: usize) -> Tried<'f> {
        let (mut fresh, mut repeats) = (Vec::new(), Vec::new());
        if self.questions.len() < wanted {
            let found = tried.fresh.iter().chain(&tried.repeats);
            let found: Vec<_> = found.map(|claim| claim.fact).collect();
            let near = neighbours(&found, self.found, &mut self.stream);
            let (mut partial, others): (Vec<_>, Vec<_>) = near
                .into_iter()
                .partition(|fact| self.found.selects_in_part(fact));
            partial.extend(others);
            let all = partial.into_iter().map(Claim::from);
            (fresh, repeats) = all.partition(|claim| self.spec.memory.age(&claim.value).is_none());
        }
        self.sort_by_age(&mut repeats);
        Tried { fresh, repeats }
    }

    fn sort_by_age(&self, claims: &mut [Claim<'f>]) {
        claims.sort_by_cached_key(|claim| Reverse(self.spec.memory.age(&claim.value)));
    }

    fn is_short(&self) -> bool {
        self.questions.len() < self.limit
    }

    /// Adds questions about claims from `next` until the game is complete or `next` has no more. After
    /// each pass, chooses clarifications and drops questions that lack one or that others reveal.
    fn fill(
        &mut self,
        policy: PromptPolicy,
        mut next: impl FnMut(&mut Stream) -> Option<Claim<'f>>,
    ) {
        while self.extend(policy, &mut next) {
            self.sort();
            self.clarify();
            self.drop_spoiled();
        }
    }

    /// Adds questions about claims from `next` until the game is complete. Returns whether it added any.
    fn extend(
        &mut self,
        policy: PromptPolicy,
        mut next: impl FnMut(&mut Stream) -> Option<Claim<'f>>,
    ) -> bool {
        let before = self.questions.len();
        while self.is_short() && (self.in_time)() {
            let Some(claim) = next(&mut self.stream) else {
                break;
            };
            if self.has(&claim.value) {
                continue;
            }
            let mut kinds = self.kinds_by_need().into_iter();
            let next = kinds.find_map(|kind| self.question(kind, claim, policy));
            self.questions.extend(next);
        }
        self.questions.len() > before
    }

    /// Returns the requested kinds of which the game has fewer than its share, the rarest first.
    fn kinds_by_need(&self) -> Vec<Kind> {
        let count = |kind: Kind| {
            self.questions
                .iter()
                .filter(|own| own.kind() == kind)
                .count()
        };
        let kinds = self.kinds.iter().map(|kind| (count(*kind), *kind));
        let mut kinds: Vec<_> = kinds.filter(|(count, _)| *count < self.quota).collect();
        kinds.sort_by_key(|(count, _)| *count);
        kinds.into_iter().map(|(_, kind)| kind).collect()
    }

    fn question(
        &mut self,
        kind: Kind,
        claim: Claim<'f>,
        policy: PromptPolicy,
    ) -> Option<Question<'f>> {
        let is_capped = || !self.is_allowed(&claim.fact);
        if !matches!(kind, Kind::Number | Kind::Order) && (claim.stated().is_none() || is_capped())
        {
            return None;
        }
        let is_statement = kind == Kind::Single
            && !self.spec.kinds.is_default()
            && self.stream.below(CHOICES_PER_STATEMENT) == 0;
        if kind == Kind::Single && !is_statement {
            return self.choice(claim.fact, policy);
        }
        let new = self.draft(kind, claim)?;
        let prior = PriorQuestions(&self.questions);
        let is_accepted = prior.allow_draft(&new, policy) && new.passes(self.review);
        is_accepted.then_some(new)
    }

    fn choice(&mut self, fact: Fact<'f>, policy: PromptPolicy) -> Option<Question<'f>> {
        let (prior, review) = (PriorQuestions(&self.questions), self.review);
        question(
            fact,
            &mut self.stream,
            |template| prior.count_with_template(template),
            |outline| !outline.is_flawed(review) && prior.allow(outline, policy),
            |new| !prior.conflict_with(new) && new.passes(review),
        )
    }

    /// Composes a question of another kind, or a statement.
    fn draft(&mut self, kind: Kind, claim: Claim<'f>) -> Option<Question<'f>> {
        let (questions, found, stream) = (&self.questions, self.found, &mut self.stream);
        let memory = &self.spec.memory;
        let scope = Scope {
            is_free: &|value| {
                !memory.is_written(value) && !questions.iter().any(|own| own.values.contains(value))
            },
            is_found: &|value| found.selects_any(&value.row()),
            memory,
        };
        match kind {
            Kind::Single => kinds::statement(claim, stream),
            Kind::Multiple => kinds::multiple(claim, &scope, stream),
            Kind::Number => kinds::number(claim, stream),
            Kind::Text => kinds::text(claim, stream),
            Kind::Order => kinds::order(claim, &scope, stream),
            _ => None,
        }
    }

    /// Returns whether the caps allow a further choice or text about a fact.
    fn is_allowed(&self, fact: &Fact<'f>) -> bool {
        let counted = |own: &&Question<'f>| !matches!(own.kind(), Kind::Number | Kind::Order);
        let counted = self.questions.iter().filter(counted);
        self.caps.allow(fact, counted.map(|own| own.fact))
    }

    fn facts(&self) -> impl Iterator<Item = Fact<'f>> + '_ {
        self.questions.iter().map(|question| question.fact)
    }

    /// Returns whether a question is about the value, in this game or by another writer.
    fn has(&self, value: &Value<'f>) -> bool {
        let mut questions = self.questions.iter();
        questions.any(|question| question.values.contains(value))
            || self.spec.memory.is_written(value)
    }

    /// Sorts the questions by difficulty, easy ones first. Among equally difficult ones, subjects and
    /// relations alternate.
    fn sort(&mut self) {
        self.questions.sort_by_key(difficulty);
        let mut subjects = BTreeMap::new();
        let mut relations = BTreeMap::new();
        self.questions.sort_by_cached_key(|question| {
            let (level, value) = (difficulty(question), question.value());
            let subject = occurrence(&mut subjects, (level, value.row().name().words()));
            let relation = occurrence(&mut relations, (level, value.column().id()));
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
        let writer = WriterName::new(WRITER).ok();
        for (question, clarification) in self.questions.iter().zip(&self.clarifications) {
            let Some(draft) = question.to_draft(clarification) else {
                continue;
            };
            if !composed.iter().any(|other| other.draft.same_as(&draft)) {
                let fact = question.fact;
                let is_named = self.found.selects(&fact);
                let draft = draft.with_fingerprint(fingerprint(&question.value()));
                composed.push(ComposedQuestion {
                    draft: draft.with_writer(writer.clone()),
                    fact,
                    is_named,
                });
            }
        }
        composed
    }
}

/// Returns the claims of a fact. Where numbers or orders are requested, and the keywords select everything
/// about its subject, these include the numbers that no other question uses.
fn claims<'f>(
    kinds: Kinds,
    fact: Fact<'f>,
    is_whole: impl Fn(&Row<'f>) -> bool,
) -> impl Iterator<Item = Claim<'f>> {
    let wants_numbers = kinds.contains(Kind::Number) || kinds.contains(Kind::Order);
    let is_whole = wants_numbers && is_whole(&fact.row());
    let numbers = is_whole.then(|| Claim::numbers_beside(fact));
    std::iter::once(Claim::from(fact)).chain(numbers.into_iter().flatten())
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
    let number = u8::from(question.value().number().is_some());
    number.saturating_add(subject)
}
