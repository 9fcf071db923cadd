//! One question with or without a fault, and the stage that drops it.

use std::sync::Arc;

use quizcraft_author::{Article, Checked, Exam, Proposal, Rejection, Selection};
use quizcraft_core::Draft;
use quizcraft_review::Review;

use super::Reader;
use super::article::Truth;

/// A question, and what a perfect reader knows about it.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) article: Arc<Article>,
    pub(crate) proposal: Proposal,
    pub(crate) truths: Vec<Truth>,
    /// Other forms of the solution.
    pub(crate) synonyms: Vec<String>,
    /// A question about the same article that is in the game already.
    pub(crate) earlier: Option<Proposal>,
    /// Questions of other writers in the game.
    pub(crate) others: Vec<Draft>,
}

/// A stage that drops questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Stage {
    Rules,
    Review,
    Solver,
}

impl Case {
    /// Runs the stages. Returns the first one that drops the question, and why.
    pub(crate) fn run(&self, review: &Review<'_>, reader: Reader) -> Option<(Stage, Rejection)> {
        let checked = match Checked::new(&self.article, &self.proposal) {
            Ok(checked) => checked,
            Err(reason) => return Some((Stage::Rules, reason)),
        };
        let mut selection = Selection::beside(self.others.clone());
        if let Some(earlier) = &self.earlier
            && let Ok(earlier) = Checked::new(&self.article, earlier)
        {
            // A good question that is not kept itself cannot make the next one a duplicate.
            let _ = selection.add(earlier, review);
        }
        if let Err(reason) = selection.add(checked.clone(), review) {
            return Some((Stage::Review, reason));
        }
        let solved = self.solve(checked, reader);
        solved.err().map(|reason| (Stage::Solver, reason))
    }

    fn solve(&self, checked: Checked, reader: Reader) -> Result<(), Rejection> {
        let exam = Exam::of(&[checked]).pop().ok_or(Rejection::NotSolved)?;
        let replies = exam.requests().map(|request| reader.reply(self, &request));
        let replies = replies.each_ref().map(Some);
        let judged = exam.judge(replies).pop().ok_or(Rejection::NotSolved)?;
        judged.map(drop)
    }
}
