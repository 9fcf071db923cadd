//! What each stage caught.

use std::collections::BTreeMap;

use quizcraft_author::Rejection;
use quizcraft_core::Keywords;
use quizcraft_review::Review;

use super::case::{Case, Stage};
use super::{Gold, Mutation, Reader};

/// What each stage caught, for each mutation.
#[derive(Default)]
pub(crate) struct Figures {
    caught: BTreeMap<Mutation, Caught>,
}

/// How many questions with one fault there were, and how many each stage caught.
#[derive(Clone, Default)]
pub(crate) struct Caught {
    pub(crate) questions: usize,
    pub(crate) by_rules: usize,
    pub(crate) by_review: usize,
    pub(crate) by_solver: usize,
    /// How many were dropped for each reason.
    pub(crate) reasons: BTreeMap<&'static str, usize>,
    /// The prompts and wrong options of some that were not caught, or of some good ones that were.
    pub(crate) examples: Vec<String>,
}

impl Figures {
    /// Runs the stages on the gold set with all mutations.
    pub(crate) fn of(gold: &Gold, reader: Reader) -> Self {
        let mut figures = Self::default();
        for article in gold.articles() {
            let Ok(keywords) = Keywords::new([&article.keyword]) else {
                continue;
            };
            let review = Review::new(&keywords);
            for (index, item) in article.items.iter().enumerate() {
                for mutation in Mutation::ALL {
                    let caught = figures.caught.entry(mutation).or_default();
                    for case in mutation.cases(article, item, index) {
                        caught.add(mutation, &case, case.run(&review, reader));
                    }
                }
            }
        }
        figures
    }

    /// Returns the figures of some mutations together.
    pub(crate) fn together(&self, mutations: &[Mutation]) -> Caught {
        let mut sum = Caught::default();
        for caught in mutations
            .iter()
            .filter_map(|mutation| self.caught.get(mutation))
        {
            sum.questions = sum.questions.saturating_add(caught.questions);
            sum.by_rules = sum.by_rules.saturating_add(caught.by_rules);
            sum.by_review = sum.by_review.saturating_add(caught.by_review);
            sum.by_solver = sum.by_solver.saturating_add(caught.by_solver);
            sum.examples.extend(caught.examples.iter().cloned());
            for (reason, count) in &caught.reasons {
                let all = sum.reasons.entry(reason).or_default();
                *all = all.saturating_add(*count);
            }
        }
        sum
    }
}

impl Caught {
    /// Returns the number of questions that some stage caught.
    pub(crate) const fn all(&self) -> usize {
        let in_code = self.by_rules.saturating_add(self.by_review);
        in_code.saturating_add(self.by_solver)
    }

    /// Returns the share of questions that some stage caught, in thousandths, rounded down.
    pub(crate) fn permille(&self) -> usize {
        let all = self.all().saturating_mul(1_000);
        all.checked_div(self.questions).unwrap_or(0)
    }

    fn add(&mut self, mutation: Mutation, case: &Case, dropped: Option<(Stage, Rejection)>) {
        self.questions = self.questions.saturating_add(1);
        if dropped.is_some() == (mutation == Mutation::Good) {
            self.examples.push(example(case, dropped));
        }
        let Some((stage, reason)) = dropped else {
            return;
        };
        let count = match stage {
            Stage::Rules => &mut self.by_rules,
            Stage::Review => &mut self.by_review,
            Stage::Solver => &mut self.by_solver,
        };
        *count = count.saturating_add(1);
        let count = self.reasons.entry(reason.name()).or_default();
        *count = count.saturating_add(1);
    }
}

/// Returns a question in one line.
fn example(case: &Case, dropped: Option<(Stage, Rejection)>) -> String {
    let proposal = &case.proposal;
    let reason = dropped.map_or("kept", |(_, reason)| reason.name());
    format!(
        "{reason}: {} + {} - {} ({}) [{}]",
        proposal.prompt,
        proposal.solution,
        proposal.wrong_options.join(" / "),
        proposal.clarification,
        proposal.sentence,
    )
}
