//! The recall and the precision of each stage.

use super::{Caught, Figures, Mutation};

/// All proposals with one fault, or all good ones: each counts as so many parts.
const ALL: u128 = 1_000_000_000;

/// What a stage, or several in a row, received and dropped. Each fault counts the same, however many questions have it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stage {
    faulty: Flow,
    good: Flow,
}

#[derive(Clone, Copy, Debug, Default)]
struct Flow {
    received: u128,
    dropped: u128,
}

/// The stages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stages {
    pub(crate) rules: Stage,
    pub(crate) review: Stage,
    pub(crate) perfect_reader: Stage,
    pub(crate) careless_reader: Stage,
    /// All stages, with the perfect reader as the solver.
    pub(crate) with_perfect_reader: Stage,
    /// All stages, with the careless reader as the solver.
    pub(crate) with_careless_reader: Stage,
}

impl Stages {
    /// Returns the stages of some figures.
    pub(crate) fn of(figures: &Figures) -> Self {
        let stage = |received: &[Drops], dropped: &[Drops]| Stage::of(figures, received, dropped);
        let (rules, review): (Drops, Drops) = (|caught| caught.by_rules, |caught| caught.by_review);
        let perfect: Drops = |caught| caught.by_perfect_reader;
        let careless: Drops = |caught| caught.by_careless_reader;
        Self {
            rules: stage(&[], &[rules]),
            review: stage(&[rules], &[review]),
            perfect_reader: stage(&[rules, review], &[perfect]),
            careless_reader: stage(&[rules, review], &[careless]),
            with_perfect_reader: stage(&[], &[rules, review, perfect]),
            with_careless_reader: stage(&[], &[rules, review, careless]),
        }
    }
}

/// Returns how many questions a stage dropped.
type Drops = fn(&Caught) -> usize;

impl Stage {
    /// Returns what some stages dropped, after others that dropped some.
    fn of(figures: &Figures, before: &[Drops], own: &[Drops]) -> Self {
        let mut stage = Self::default();
        for mutation in Mutation::ALL {
            let caught = figures.together(&[mutation]);
            let flow = if mutation == Mutation::Good {
                &mut stage.good
            } else {
                &mut stage.faulty
            };
            let parts = |stages: &[Drops]| -> u128 {
                let dropped = stages.iter().map(|drops| drops(&caught)).sum();
                parts(dropped, caught.questions)
            };
            let received = ALL.saturating_sub(parts(before));
            flow.received = flow.received.saturating_add(received);
            flow.dropped = flow.dropped.saturating_add(parts(own));
        }
        stage.faulty = stage
            .faulty
            .divided_by(Mutation::ALL.len().saturating_sub(1));
        stage
    }

    /// Returns the share of the received faulty questions that was dropped, in thousandths, rounded down.
    pub(crate) fn recall(&self) -> Option<usize> {
        permille(self.faulty.dropped, self.faulty.received)
    }

    /// Returns the share of faulty questions among those that were dropped, in thousandths, rounded down, if so many per
    /// cent of all proposals are faulty. It is `None` if none was dropped.
    pub(crate) fn precision(&self, faulty: u128) -> Option<usize> {
        let (faulty, good) = weighted(faulty, self.faulty.dropped, self.good.dropped);
        permille(faulty, faulty.saturating_add(good))
    }

    /// Returns the share of good questions among those that were kept, in thousandths, rounded down, if so many per cent
    /// of all proposals are faulty.
    pub(crate) fn good_among_kept(&self, faulty: u128) -> Option<usize> {
        let (faulty, good) = weighted(faulty, self.faulty.kept(), self.good.kept());
        permille(good, faulty.saturating_add(good))
    }
}

impl Flow {
    const fn kept(self) -> u128 {
        self.received.saturating_sub(self.dropped)
    }

    fn divided_by(self, faults: usize) -> Self {
        let each = |parts: u128| parts.checked_div(wide(faults)).unwrap_or(0);
        Self {
            received: each(self.received),
            dropped: each(self.dropped),
        }
    }
}

/// Returns the parts of faulty and of good questions, if so many per cent of all proposals are faulty.
const fn weighted(percent: u128, faulty: u128, good: u128) -> (u128, u128) {
    let others = 100_u128.saturating_sub(percent);
    (faulty.saturating_mul(percent), good.saturating_mul(others))
}

fn parts(dropped: usize, of: usize) -> u128 {
    let dropped = wide(dropped).saturating_mul(ALL);
    dropped.checked_div(wide(of)).unwrap_or(0)
}

fn permille(part: u128, of: u128) -> Option<usize> {
    let permille = part.saturating_mul(1_000).checked_div(of)?;
    usize::try_from(permille).ok()
}

fn wide(count: usize) -> u128 {
    u128::try_from(count).unwrap_or(u128::MAX)
}
