use super::{HOUR, Model, ModelQuestion, ModelStage, Outcome, Seen};
use crate::state_machine::step::Writer;
use crate::state_machine::world;
use quizcraft_core::gateway::{Expense, RefusedExpense, WriteError};
use quizcraft_core::{DraftFingerprint, Error, Lease, Prompt};

impl Model {
    pub(super) fn prepare(&mut self, message: usize, writer: Writer) -> Outcome {
        let Some(&index) = self.messages.get(message) else {
            return Ok(Seen::Nothing);
        };
        self.deliveries += 1;
        let delivery = self.deliveries;
        let Some(index) = self.stored(index) else {
            return Ok(Seen::Prepared {
                what: "gone",
                game: None,
            });
        };
        let kinds = world::kinds(self.games[index].words);
        let ModelStage::Pending { .. } = self.games[index].stage else {
            return Ok(Seen::Prepared {
                what: "not pending",
                game: None,
            });
        };
        self.expenses.push(Expense::NeedsLease);
        if world::needs_lease(delivery) {
            let expense = self.lease(index);
            self.expenses.push(expense);
        }
        let game = &mut self.games[index];
        let (what, stage) = match writer {
            Writer::Unavailable => {
                let transient = WriteError::temporary(world::UNAVAILABLE);
                return Err(Error::Unavailable(transient.into()));
            }
            Writer::Impossible => ("failed", ModelStage::Failed(world::failure())),
            Writer::Writes(count) => {
                let questions = (1..=count.min(game.limit)).map(|n| ModelQuestion {
                    written: world::written(delivery, n.into(), kinds),
                    choice: None,
                });
                ("opened", ModelStage::Open(questions.collect()))
            }
        };
        game.stage = stage;
        let (seen, player, words) = (game.seen(), game.player, game.words);
        if let ModelStage::Open(questions) = &game.stage {
            let prompts = questions.iter().map(|question| &question.written.prompt);
            let asked = self.asked.entry((player, world::set(words))).or_default();
            asked.splice(0..0, prompts.rev().cloned());
            self.trim(player);
        }
        Ok(Seen::Prepared {
            what,
            game: Some(seen),
        })
    }

    /// Takes the lease on a game, which no other worker holds. Returns the expense that the writer is allowed.
    fn lease(&mut self, index: usize) -> Expense {
        // The holder of a lease is random.
        self.random_values += 1;
        let (game, hour) = (&mut self.games[index], self.now / HOUR);
        if game.attempts == Lease::MAX_ATTEMPTS {
            return Expense::Refused(RefusedExpense::Attempts);
        }
        if game.attempts == 0 {
            let counted = self.expensive.entry((game.player, hour)).or_default();
            if *counted == world::EXPENSIVE_GAMES_PER_HOUR {
                return Expense::Refused(RefusedExpense::GamesPerHour);
            }
            *counted += 1;
        }
        game.attempts += 1;
        Expense::Allowed
    }

    /// Returns the expense that each call of a writer was allowed.
    pub(in super::super) fn expenses(&self) -> &[Expense] {
        &self.expenses
    }

    /// Returns what a player was asked about a set of keywords, newest first.
    pub(in super::super) fn asked(&self, player: usize, words: usize) -> Vec<DraftFingerprint> {
        let prompts = self.asked.get(&(player, world::set(words)));
        let prompts = prompts.into_iter().flatten();
        prompts
            .map(|prompt| DraftFingerprint::of_prompt(&Prompt::restore(prompt.as_str())))
            .collect()
    }

    /// Removes the games beyond the limit of a player: the oldest that ended, then the oldest ready ones.
    fn trim(&mut self, player: usize) {
        let mut games = self.indices_of(player);
        games.retain(|&index| !matches!(self.games[index].stage, ModelStage::Pending { .. }));
        let excess = games.len().saturating_sub(world::GAMES_PER_PLAYER);
        games.reverse();
        // A stable sort: within the same kind, the oldest stay first.
        games.sort_by_key(|&index| self.games[index].seen().status == "ready");
        for index in games.into_iter().take(excess) {
            self.games[index].is_removed = true;
        }
    }
}
