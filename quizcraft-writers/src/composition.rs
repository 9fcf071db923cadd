//! The composition of a game from the drafts of several writers.

mod spoiling;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use quizcraft_core::gateway::Brief;
use quizcraft_core::{Draft, Drafts, Keyword};
use quizcraft_review::Review;

use crate::candidate::Candidate;
use crate::draft_counts::{DraftCounts, drop_unless};

/// A game under construction.
pub(crate) struct Composition<'b> {
    brief: &'b Brief,
    /// The drafts of the brief and those that were accepted, in the order of their places.
    accepted: Vec<Candidate>,
    /// Drafts that the player was asked before.
    repeats: Vec<Candidate>,
    /// The keywords about which no writer had questions so far.
    unknown: Vec<Keyword>,
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
            unknown: brief.keywords().iter().cloned().collect(),
        }
    }

    /// Returns the brief for the next writer, or `None` if there is nothing to write. It is that for the share of the
    /// unknown keywords, or else that for what is missing. What the player was asked before counts as missing.
    pub(crate) fn next(&self) -> Option<Brief> {
        let share = self.brief.share_for(&self.unknown, self.drafts());
        share.or_else(|| self.rest())
    }

    /// Returns the keywords about which no writer had questions so far.
    pub(crate) fn unknown(&self) -> &[Keyword] {
        &self.unknown
    }

    /// Adds the drafts of a writer that was called with the brief `own`. Returns their numbers.
    pub(crate) fn add(&mut self, writer: usize, own: &Brief, drafts: &Drafts) -> DraftCounts {
        let mut new: Vec<Draft> = drafts.iter().cloned().collect();
        let mut counts = DraftCounts {
            given: new.len(),
            ..DraftCounts::default()
        };
        self.drop_unusable(&mut new, own, &mut counts);
        let new = (0..).zip(new);
        let new = new.map(|(index, draft)| Candidate::new((writer, index), draft));
        let asked = self.brief.asked();
        let (repeats, mut fresh): (Vec<_>, Vec<_>) =
            new.partition(|new| asked.contains(new.fingerprint()));
        counts.repeated = repeats.len();
        self.repeats.extend(repeats);
        counts.same = self.drop_same(&mut fresh);
        let (distinct, before) = (fresh.len(), self.accepted.len());
        counts.kept = self.insert(fresh);
        counts.spoilers = distinct.saturating_sub(counts.kept);
        let together = before.saturating_add(counts.kept);
        counts.replaced = together.saturating_sub(self.accepted.len());
        if counts.has_usable() {
            let unknown = drafts.unknown();
            self.unknown.retain(|keyword| unknown.contains(keyword));
        }
        counts
    }

    /// Drops the drafts that the brief of their writer does not allow, and those with a flaw.
    fn drop_unusable(&self, new: &mut Vec<Draft>, own: &Brief, counts: &mut DraftCounts) {
        counts.other_kind = drop_unless(new, |draft| own.kinds().contains(draft.kind()));
        let limit = usize::from(own.limit().get());
        counts.surplus = new.len().saturating_sub(limit);
        new.truncate(limit);
        counts.invalid = drop_unless(new, is_valid);
        let review = Review::new(self.brief.keywords());
        counts.flawed = drop_unless(new, |draft| review.flaws(draft).is_empty());
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

    /// Returns the brief for what is missing, or `None` if the limit is reached.
    fn rest(&self) -> Option<Brief> {
        self.brief.after(self.drafts())
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

    /// Adds drafts, without those that reveal solutions or whose solutions are revealed. Drafts of earlier writers
    /// give them their places where the game is full. Returns how many it added.
    fn insert(&mut self, new: Vec<Candidate>) -> usize {
        let places: HashSet<_> = new.iter().map(Candidate::place).collect();
        let size = usize::from(self.brief.limit().get()).saturating_add(self.brief.written().len());
        self.accepted = spoiling::without_spoilers(&self.accepted, new, size);
        let added = self
            .accepted
            .iter()
            .filter(|own| places.contains(&own.place()));
        added.count()
    }
}

/// Returns whether the draft obeys the rules of new drafts. Restored ones may break them.
fn is_valid(draft: &Draft) -> bool {
    Drafts::new(vec![draft.clone()]).is_ok()
}
