//! The composition of a game from the drafts of several writers.

mod spoiling;

use std::cmp::Reverse;
use std::collections::HashMap;

use quizcraft_core::gateway::Brief;
use quizcraft_core::{Draft, Drafts};
use quizcraft_review::Review;

use crate::candidate::Candidate;
use crate::tally::{Tally, drop_unless};

/// A game under construction.
pub(crate) struct Composition<'b> {
    brief: &'b Brief,
    /// The drafts of the brief and those that were accepted, in the order of their places.
    accepted: Vec<Candidate>,
    /// Drafts that the player was asked before.
    repeats: Vec<Candidate>,
}

impl<'b> Composition<'b> {
    pub(crate) fn new(brief: &'b Brief) -> Self {
        let written = brief.written().iter().cloned();
        let written = (0..).zip(written);
        Self {
            brief,
            accepted: written
                .map(|(index, draft)| Candidate::new((0, index), draft))
                .collect(),
            repeats: Vec::new(),
        }
    }

    /// Returns the brief for what is missing, or `None` if the limit is reached. What the player was asked
    /// before counts as missing.
    pub(crate) fn rest(&self) -> Option<Brief> {
        self.brief.after(self.drafts())
    }

    /// Adds the drafts of a writer that was called with the brief `rest`. Returns their numbers.
    pub(crate) fn add(&mut self, writer: usize, rest: &Brief, drafts: &Drafts) -> Tally {
        let mut new: Vec<Draft> = drafts.iter().cloned().collect();
        let mut tally = Tally {
            given: new.len(),
            other_kind: drop_unless(&mut new, |draft| rest.kinds().contains(draft.kind())),
            ..Tally::default()
        };
        let limit = usize::from(rest.limit().get());
        tally.surplus = new.len().saturating_sub(limit);
        new.truncate(limit);
        tally.invalid = drop_unless(&mut new, is_valid);
        let review = Review::new(self.brief.keywords());
        tally.flawed = drop_unless(&mut new, |draft| review.flaws(draft).is_empty());
        let new = (0..).zip(new);
        let new = new.map(|(index, draft)| Candidate::new((writer, index), draft));
        let asked = self.brief.asked();
        let (repeats, mut fresh): (Vec<_>, Vec<_>) =
            new.partition(|new| asked.contains(new.fingerprint()));
        tally.repeated = repeats.len();
        self.repeats.extend(repeats);
        tally.same = self.drop_same(&mut fresh);
        let distinct = fresh.len();
        tally.kept = self.insert(fresh);
        tally.spoilers = distinct.saturating_sub(tally.kept);
        tally
    }

    /// Adds what the player was asked before, while drafts are missing, and returns the drafts in the order
    /// of their writers. Of the repeated drafts, those asked longest ago come first.
    pub(crate) fn finish(mut self) -> Vec<Draft> {
        let mut repeats = std::mem::take(&mut self.repeats);
        let newest_first = self.brief.asked().iter().zip(0..);
        let ages: HashMap<_, usize> = newest_first.collect();
        repeats.sort_by_key(|own| Reverse(ages.get(&own.fingerprint()).copied()));
        let set_aside = repeats.len();
        let mut added = 0_usize;
        while let Some(rest) = self.rest()
            && !repeats.is_empty()
        {
            let missing = usize::from(rest.limit().get()).min(repeats.len());
            let mut next: Vec<_> = repeats.drain(..missing).collect();
            self.drop_same(&mut next);
            added = added.saturating_add(self.insert(next));
        }
        let drafts = self.drafts();
        let (game, drafts_count) = (self.brief.game(), drafts.len());
        let dropped = set_aside.saturating_sub(added);
        tracing::info!(%game, drafts = drafts_count, repeated = added, dropped, "game composed");
        drafts
    }

    /// Returns the accepted drafts without those of the brief.
    fn drafts(&self) -> Vec<Draft> {
        let own = self.accepted.iter().skip(self.brief.written().len());
        own.map(|own| own.draft().clone()).collect()
    }

    /// Drops the drafts that ask for the same as an accepted or an earlier one. Returns their number.
    fn drop_same(&self, new: &mut Vec<Candidate>) -> usize {
        let mut earlier: Vec<Candidate> = Vec::new();
        drop_unless(new, |new| {
            let mut others = self.accepted.iter().chain(&earlier);
            let is_new = !others.any(|other| other.asks_for_same_as(new));
            earlier.extend(is_new.then(|| new.clone()));
            is_new
        })
    }

    /// Adds drafts, without those that reveal solutions or whose solutions are revealed. Returns how many it
    /// added.
    fn insert(&mut self, new: Vec<Candidate>) -> usize {
        let before = self.accepted.len();
        self.accepted = spoiling::without_spoilers(&self.accepted, new);
        self.accepted.len().saturating_sub(before)
    }
}

/// Returns whether the draft obeys the rules of new drafts. Restored ones may break them.
fn is_valid(draft: &Draft) -> bool {
    Drafts::new(vec![draft.clone()]).is_ok()
}
