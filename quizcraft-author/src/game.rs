//! The stages of one game.

use std::sync::Arc;
use std::time::Instant;

use quizcraft_core::gateway::{Brief, WriteError};
use quizcraft_core::{Draft, WriterName};
use quizcraft_review::Review;

use crate::budget::Purpose;
use crate::calls::{BudgetedModel, CallError, RetryingResearch, join};
use crate::failure::Reason;
use crate::finding::{Finder, Researched};
use crate::gate::Topic;
use crate::known::Known;
use crate::plan::{Extent, Plan, interleaved};
use crate::pool::Pool;
use crate::rewrite::{Rejected, Rewrite};
use crate::selection::Selection;
use crate::solving::{Solved, SolverBatch};
use crate::{
    Article, Assignment, Budget, ChatReply, ChatRequest, Checked, DenyList, ModelError, Progress,
    Proposal, Rejection, ReplyError, Report,
};

/// The maximum number of calls at once.
const AT_ONCE: usize = 3;
/// The percentages of the rest of the time after which research, writing and rewriting end, so that there is time to
/// solve what is written.
const RESEARCH_PERCENT: u32 = 40;
const WRITE_PERCENT: u32 = 60;
const REWRITE_PERCENT: u32 = 40;

/// A game whose questions are written.
pub(crate) struct Game<'a> {
    pub(crate) brief: &'a Brief,
    pub(crate) topics: Vec<Topic>,
    pub(crate) pool: Option<Pool<'a>>,
    pub(crate) known: Known<'a>,
    pub(crate) denied: &'a DenyList,
    pub(crate) review: &'a Review<'static>,
    pub(crate) writer: &'a WriterName,
    pub(crate) research: RetryingResearch<'a>,
    pub(crate) model: BudgetedModel<'a>,
    pub(crate) budget: Budget,
    pub(crate) progress: &'a dyn Progress,
    pub(crate) report: Report,
    /// The last failure of the model.
    pub(crate) last_error: Option<CallError<ModelError>>,
}

/// A proposal about an article.
type Proposed = (Arc<Article>, Proposal);

impl Game<'_> {
    /// Writes the questions, and keeps all that passed every stage in the pool.
    pub(crate) async fn write(&mut self) -> Result<Vec<Draft>, WriteError> {
        let start = self.now();
        self.progress.researching();
        let extent = Extent::of(self.brief, &self.budget);
        let articles = self.find(extent.questions).await?;
        self.report.times.research = self.now().saturating_duration_since(start);
        let plan = Plan::new(&articles, &self.known, extent);
        let mut drafts = self.write_assigned(&plan.first).await;
        if drafts.is_empty() && !plan.otherwise.is_empty() && !self.has_failed() {
            drafts = self.write_assigned(&plan.otherwise).await;
        }
        if let Some(pool) = self.pool {
            pool.keep(&articles, &drafts).await;
        }
        drafts.truncate(self.limit());
        self.report.passed.written = drafts.len();
        // After a failure, another attempt may write what the player was not asked before.
        let is_final = !drafts.is_empty() || !self.has_failed();
        if is_final && (plan.is_used_up || drafts.is_empty()) {
            self.repeat(&mut drafts);
        }
        if drafts.is_empty() {
            return Err(self.failure());
        }
        Ok(drafts)
    }

    /// Has the model write and solve questions.
    async fn write_assigned(&mut self, assignments: &[Assignment]) -> Vec<Draft> {
        let start = self.now();
        self.progress.writing();
        let proposals = self.propose(assignments).await;
        let questions = self.select(proposals).await;
        let written = self.now();
        self.progress.solving();
        let drafts = self.solve(questions).await;
        let solved = self.now();
        let times = &mut self.report.times;
        times.write = times
            .write
            .saturating_add(written.saturating_duration_since(start));
        times.solve = times
            .solve
            .saturating_add(solved.saturating_duration_since(written));
        drafts
    }

    /// Fills the game with drafts of the pool that the player was asked before, which cost nothing.
    fn repeat(&mut self, drafts: &mut Vec<Draft>) {
        let missing = self.limit().saturating_sub(drafts.len());
        let game = [self.brief.written(), drafts].concat();
        let fitting = self.known.fitting_repeats(game, self.review, missing);
        self.report.passed.pooled = fitting.len();
        drafts.extend(fitting);
    }

    /// Returns the report.
    pub(crate) fn report(self) -> Report {
        let spending = self.model.ledger.spending();
        Report {
            spending,
            ..self.report
        }
    }

    /// Finds articles with some sentences.
    async fn find(&mut self, sentences: usize) -> Result<Vec<Researched>, WriteError> {
        let finder = Finder {
            research: self.research.by(self.after(RESEARCH_PERCENT)),
            denied: self.denied,
            known: &self.known,
            sentences,
        };
        let found = finder.find(std::mem::take(&mut self.topics)).await;
        let articles = found.articles;
        self.report.passed.articles = articles.len();
        if let Some(error) = &found.error {
            self.report.count(error.name());
        }
        match found.error {
            _ if !articles.is_empty() => Ok(articles),
            Some(error) => Err(error.into_write_error(self.brief)),
            None => Err(Reason::NoArticle.error(self.brief)),
        }
    }

    /// Has the model write questions.
    async fn propose(&mut self, assignments: &[Assignment]) -> Vec<Proposed> {
        let model = self.model.by(self.after(WRITE_PERCENT));
        let requests = assignments.iter().map(Assignment::request).collect();
        let replies = self.call(model, requests, Purpose::Write).await;
        let mut each = Vec::new();
        for (assignment, reply) in assignments.iter().zip(replies) {
            let proposals = reply.map(|reply| assignment.read(&reply));
            let proposals = self.counted(proposals.unwrap_or(Ok(Vec::new())));
            let about = proposals
                .into_iter()
                .map(|proposal| (Arc::clone(assignment.article()), proposal));
            each.push(about.collect());
        }
        interleaved(each)
    }

    /// Checks and reviews proposals. Has those that fail written again once, if too few are left.
    async fn select(&mut self, proposals: Vec<Proposed>) -> Vec<Checked> {
        let mut selection = Selection::beside(self.brief.written().to_vec());
        let rejected = self.add(&mut selection, proposals);
        // The solver drops some.
        let suffice = selection.len().saturating_mul(5) >= self.limit().saturating_mul(6);
        if !suffice && let Some(rewrite) = Rewrite::of(rejected) {
            let again = self.rewrite(&rewrite).await;
            self.add(&mut selection, again);
        }
        self.report.passed.selected = selection.len();
        selection.finish(self.brief.asked())
    }

    /// Adds the proposals that pass the rules and the review to the selection. Returns the others.
    fn add(&mut self, selection: &mut Selection, proposals: Vec<Proposed>) -> Vec<Rejected> {
        let passed = &mut self.report.passed;
        passed.proposed = passed.proposed.saturating_add(proposals.len());
        let mut rejected = Vec::new();
        for (article, proposal) in proposals {
            let checked = Checked::new(&article, &proposal);
            let added = checked.and_then(|question| {
                passed.checked = passed.checked.saturating_add(1);
                selection.add(question, self.review)
            });
            if let Err(reason) = added {
                rejected.push(Rejected {
                    article,
                    proposal,
                    reason,
                });
            }
        }
        for question in &rejected {
            self.report.count(question.reason.name());
        }
        rejected
    }

    /// Has the model write questions again.
    async fn rewrite(&mut self, rewrite: &Rewrite) -> Vec<Proposed> {
        let model = self.model.by(self.after(REWRITE_PERCENT));
        let replies = self
            .call(model, vec![rewrite.request()], Purpose::Rewrite)
            .await;
        let proposals = replies
            .into_iter()
            .flatten()
            .map(|reply| rewrite.read(&reply));
        let proposals: Vec<_> = proposals.collect();
        let proposals = proposals
            .into_iter()
            .flat_map(|result| self.counted(result));
        let about = |proposal| (Arc::clone(rewrite.article()), proposal);
        proposals.map(about).collect()
    }

    /// Has the model solve the questions until there are enough. May return more.
    async fn solve(&mut self, mut waiting: Vec<Checked>) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        while drafts.len() < self.limit() && !waiting.is_empty() {
            let missing = self.limit().saturating_sub(drafts.len());
            let count = missing
                .div_ceil(SolverBatch::MAX_QUESTIONS)
                .saturating_mul(SolverBatch::MAX_QUESTIONS);
            let rest = waiting.split_off(count.min(waiting.len()));
            let batches = SolverBatch::of(&std::mem::replace(&mut waiting, rest));
            drafts.extend(self.solve_batches(batches).await);
        }
        drafts
    }

    /// Has the model solve some batches, and returns the drafts that passed every stage.
    async fn solve_batches(&mut self, batches: Vec<SolverBatch>) -> Vec<Draft> {
        let requests = batches.iter().flat_map(SolverBatch::requests).collect();
        let replies = self.call(self.model, requests, Purpose::Solve).await;
        let (pairs, _) = replies.as_chunks::<2>();
        let batches = batches.into_iter().zip(pairs);
        let results = batches
            .flat_map(|(batch, replies)| batch.judge(replies.each_ref().map(Option::as_ref)));
        let mut drafts = Vec::new();
        for result in results {
            match result.and_then(|solved| self.finish(solved)) {
                Ok(draft) => drafts.push(draft),
                Err(reason) => self.report.count(reason.name()),
            }
        }
        drafts
    }

    fn finish(&mut self, solved: Solved) -> Result<Draft, Rejection> {
        let passed = &mut self.report.passed;
        passed.solved = passed.solved.saturating_add(1);
        solved.finish(self.review, self.writer)
    }

    /// Makes some calls at once. Returns `None` for a call that failed. A trial call of a failing server runs alone
    /// before the others, which its breaker would not admit.
    async fn call(
        &mut self,
        model: BudgetedModel<'_>,
        requests: Vec<ChatRequest>,
        purpose: Purpose,
    ) -> Vec<Option<ChatReply>> {
        let is_trial = model.server.breaker.check(self.now()) == Ok(true);
        let calls: Vec<_> = requests
            .iter()
            .map(|request| model.call(request, purpose))
            .collect();
        let mut calls = calls.into_iter();
        let first = calls.by_ref().take(usize::from(is_trial)).collect();
        let mut results = join(first, 1).await;
        results.extend(join(calls.collect(), AT_ONCE).await);
        let replies = results.into_iter().map(|result| match result {
            Ok(reply) => Some(reply),
            Err(error) => {
                self.note(error);
                None
            }
        });
        replies.collect()
    }

    /// Counts a failed call, and keeps its error for a game without questions. An open circuit does not hide its cause.
    fn note(&mut self, error: CallError<ModelError>) {
        self.report.count(error.name());
        let earlier = self.last_error.take();
        self.last_error = match (error, earlier) {
            (CallError::OverBudget, earlier) => earlier,
            (
                CallError::Circuit(open),
                Some(CallError::Failed(cause) | CallError::Opened(cause, _)),
            ) => Some(CallError::Opened(cause, open)),
            (error, _) => Some(error),
        };
    }

    /// Returns the proposals of a reply. Counts a reply without usable content.
    fn counted(&mut self, proposals: Result<Vec<Proposal>, ReplyError>) -> Vec<Proposal> {
        proposals.unwrap_or_else(|error| {
            self.report.count(error.name());
            Vec::new()
        })
    }

    /// Returns whether a call failed, or the time is over.
    fn has_failed(&self) -> bool {
        self.last_error.is_some() || self.now() >= self.model.server.deadline
    }

    /// Returns the error of a game without questions.
    fn failure(&mut self) -> WriteError {
        match self.last_error.take() {
            Some(error) => error.into_write_error(self.brief),
            None if self.now() >= self.model.server.deadline => WriteError::OutOfTime,
            None => Reason::NoQuestion.error(self.brief),
        }
    }

    fn now(&self) -> Instant {
        self.model.server.timer.now()
    }

    /// Returns the time after a percentage of the rest of the time.
    fn after(&self, percent: u32) -> Instant {
        let (now, deadline) = (self.now(), self.model.server.deadline);
        let rest = deadline.saturating_duration_since(now);
        let part = rest.saturating_mul(percent).checked_div(100);
        let end = part.and_then(|part| now.checked_add(part));
        end.unwrap_or(deadline)
    }

    fn limit(&self) -> usize {
        self.brief.limit().get().into()
    }
}
