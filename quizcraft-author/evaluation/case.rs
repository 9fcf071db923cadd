//! One question with or without a fault, and the stage that drops it.

use std::sync::Arc;

use quizcraft_author::{Article, Checked, Proposal, Rejection, Selection, SolverBatch};
use quizcraft_core::Draft;
use quizcraft_review::Review;

use super::article::Truth;
use super::reader::Reader;

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

/// What the stages say about a question.
pub(crate) enum Verdict {
    /// The rules drop it.
    Rules(Rejection),
    /// The review drops it, or the rules for a whole game.
    Review(Rejection),
    /// The stages in code keep it. Each reader drops it or keeps it.
    Solver {
        perfect: Result<(), Rejection>,
        careless: Result<(), Rejection>,
    },
}

impl Case {
    /// Runs the stages.
    pub(crate) fn run(&self, review: &Review<'_>) -> Verdict {
        let checked = match Checked::new(&self.article, &self.proposal) {
            Ok(checked) => checked,
            Err(reason) => return Verdict::Rules(reason),
        };
        let mut selection = Selection::beside(self.others.clone());
        if let Some(earlier) = &self.earlier
            && let Ok(earlier) = Checked::new(&self.article, earlier)
        {
            // A good question that is not kept itself cannot make the next one a duplicate.
            let _ = selection.add(earlier, review);
        }
        match selection.add(checked.clone(), review) {
            Err(reason) => Verdict::Review(reason),
            Ok(()) => Verdict::Solver {
                perfect: self.solve(&checked, Reader::Perfect),
                careless: self.solve(&checked, Reader::Careless),
            },
        }
    }

    fn solve(&self, checked: &Checked, reader: Reader) -> Result<(), Rejection> {
        let questions = std::slice::from_ref(checked);
        let batch = SolverBatch::of(questions)
            .pop()
            .ok_or(Rejection::NotSolved)?;
        let replies = batch.requests().map(|request| reader.reply(self, &request));
        let replies = replies.each_ref().map(Some);
        let judged = batch.judge(replies).pop().ok_or(Rejection::NotSolved)?;
        judged.map(drop)
    }
}
