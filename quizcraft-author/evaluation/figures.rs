//! What each stage caught.

use std::collections::BTreeMap;

use quizcraft_author::{Checked, Selection};
use quizcraft_core::Keywords;
use quizcraft_review::Review;

use super::article::GoldArticle;
use super::case::{Case, Verdict};
use super::{Gold, Mutation};

/// What each stage caught, for each mutation.
#[derive(Default)]
pub(crate) struct Figures {
    caught: BTreeMap<Mutation, Caught>,
    kept_in_games: usize,
}

/// How many questions with one fault there were, and how many each stage caught.
#[derive(Clone, Debug, Default)]
pub(crate) struct Caught {
    pub(crate) questions: usize,
    pub(crate) by_rules: usize,
    pub(crate) by_review: usize,
    pub(crate) by_perfect_reader: usize,
    pub(crate) by_careless_reader: usize,
    /// How many the stages in code dropped for each reason.
    pub(crate) reasons: BTreeMap<&'static str, usize>,
    /// Some that the stages in code should have dropped, or good ones that they should have kept.
    pub(crate) surprises: Vec<String>,
}

impl Figures {
    /// Runs the stages on the gold set with all mutations.
    pub(crate) fn of(gold: &Gold) -> Self {
        let mut figures = Self::default();
        for article in gold.articles() {
            if let Ok(keywords) = Keywords::new([&article.keyword]) {
                figures.add(article, &Review::new(&keywords));
            }
        }
        figures
    }

    /// Returns the figures of some mutations together.
    pub(crate) fn together(&self, mutations: &[Mutation]) -> Caught {
        let each = mutations
            .iter()
            .filter_map(|mutation| self.caught.get(mutation));
        each.fold(Caught::default(), Caught::plus)
    }

    /// Returns how many good questions were kept in games of up to 15, beside one another.
    pub(crate) const fn kept_in_games(&self) -> usize {
        self.kept_in_games
    }

    fn add(&mut self, article: &GoldArticle, review: &Review<'_>) {
        let mut game = Selection::default();
        for (index, item) in article.items.iter().enumerate() {
            for mutation in Mutation::ALL {
                let caught = self.caught.entry(mutation).or_default();
                for case in mutation.cases(article, item, index) {
                    caught.add(mutation, &case, &case.run(review));
                }
            }
            let checked = Checked::new(&article.article, &item.proposal);
            let is_kept = checked.is_ok_and(|good| game.add(good, review).is_ok());
            self.kept_in_games = self.kept_in_games.saturating_add(is_kept.into());
        }
    }
}

impl Caught {
    /// Returns the share of questions that the stages in code caught, in thousandths, rounded down.
    pub(crate) fn in_code(&self) -> usize {
        self.permille(0)
    }

    /// Returns the share that is caught with the perfect reader as the solver.
    pub(crate) fn with_perfect_reader(&self) -> usize {
        self.permille(self.by_perfect_reader)
    }

    /// Returns the share that is caught with the careless reader as the solver.
    pub(crate) fn with_careless_reader(&self) -> usize {
        self.permille(self.by_careless_reader)
    }

    fn permille(&self, by_reader: usize) -> usize {
        let caught = [self.by_rules, self.by_review, by_reader];
        let caught: usize = caught.into_iter().sum();
        let permille = caught.saturating_mul(1_000).checked_div(self.questions);
        permille.unwrap_or(0)
    }

    fn plus(mut self, other: &Self) -> Self {
        for (sum, more) in [
            (&mut self.questions, other.questions),
            (&mut self.by_rules, other.by_rules),
            (&mut self.by_review, other.by_review),
            (&mut self.by_perfect_reader, other.by_perfect_reader),
            (&mut self.by_careless_reader, other.by_careless_reader),
        ] {
            *sum = sum.saturating_add(more);
        }
        for (reason, count) in &other.reasons {
            let sum = self.reasons.entry(reason).or_default();
            *sum = sum.saturating_add(*count);
        }
        self.surprises.extend(other.surprises.iter().cloned());
        self
    }

    fn add(&mut self, mutation: Mutation, case: &Case, verdict: &Verdict) {
        count(&mut self.questions, true);
        let dropped = match verdict {
            Verdict::Rules(reason) | Verdict::Review(reason) => Some(reason.name()),
            Verdict::Solver { perfect, careless } => {
                count(&mut self.by_perfect_reader, perfect.is_err());
                count(&mut self.by_careless_reader, careless.is_err());
                None
            }
        };
        count(&mut self.by_rules, matches!(verdict, Verdict::Rules(_)));
        count(&mut self.by_review, matches!(verdict, Verdict::Review(_)));
        if let Some(reason) = dropped {
            count(self.reasons.entry(reason).or_default(), true);
        }
        if dropped.is_some() == (mutation == Mutation::Good) {
            self.surprises.push(line(case, dropped.unwrap_or("kept")));
        }
    }
}

fn count(sum: &mut usize, is_one_more: bool) {
    *sum = sum.saturating_add(is_one_more.into());
}

/// Returns a question in one line.
fn line(case: &Case, verdict: &str) -> String {
    let proposal = &case.proposal;
    format!(
        "{verdict}: {} + {} - {} ({}) [{}]",
        proposal.prompt,
        proposal.solution,
        proposal.wrong_options.join(" / "),
        proposal.clarification,
        proposal.sentence,
    )
}
