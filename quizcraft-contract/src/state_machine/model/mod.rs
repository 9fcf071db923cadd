//! A sequential model of the quiz without faults.

mod listing;
mod play;
mod prepare;

use std::collections::HashMap;
use std::time::Duration;

use super::seen::{Outcome, Seen, SeenGame};
use super::step::{GameRef, Step, Writer};
use super::world;
use crate::SeededRandomness;
use quizcraft_core::gateway::{Expense, Randomness};
use quizcraft_core::{Error, Failure, GameId, Kind, PlayError};

/// The expected state of the quiz: games, messages and the time.
#[derive(Clone, Debug, Default)]
pub struct Model {
    now: u64,
    games: Vec<ModelGame>,
    /// The number of random values: of the ids of games that players started without an idempotency key, with
    /// the refused ones, and of the holders of leases.
    random_values: usize,
    /// All sent messages, as the position of the game in `games`.
    messages: Vec<usize>,
    /// The number of deliveries.
    deliveries: usize,
    /// The expense that each call of a writer was allowed.
    expenses: Vec<Expense>,
    /// The number of expensive games of a player in an hour.
    expensive: HashMap<(usize, u64), u32>,
    /// The prompts that a player was asked about a set of keywords, newest first.
    asked: HashMap<(usize, usize), Vec<String>>,
    /// The player and the position of the last list's cursor.
    cursor: Option<(usize, (u64, GameId))>,
}

#[derive(Clone, Debug)]
struct ModelGame {
    id: GameId,
    player: usize,
    key: Option<u8>,
    words: usize,
    limit: u16,
    created: u64,
    stage: ModelStage,
    /// The number of leases.
    attempts: u8,
    /// Whether the game was removed because its player had too many.
    is_removed: bool,
}

#[derive(Clone, Debug)]
enum ModelStage {
    Pending { requested_at: u64, retries: u8 },
    Open(Vec<ModelQuestion>),
    Failed(Failure),
}

/// The number of seconds in an hour.
const HOUR: u64 = 3_600;

/// A question and its recorded choice.
#[derive(Clone, Debug)]
struct ModelQuestion {
    written: world::Written,
    choice: Option<usize>,
}

impl Model {
    /// Takes a step, and returns the expected outcome.
    pub(super) fn apply(&mut self, step: &Step) -> Outcome {
        let sent = self.messages.len();
        let outcome = self.outcome(step);
        // Games of a page are repaired concurrently, so the order of their messages is not defined.
        let games = &self.games;
        self.messages[sent..].sort_by_key(|&index| games[index].id);
        outcome
    }

    fn outcome(&mut self, step: &Step) -> Outcome {
        match step {
            Step::Start {
                player,
                key,
                words,
                limit,
            } => self.start(*player, *key, *words, *limit),
            Step::List {
                player,
                limit,
                resume,
            } => self.list(*player, *limit, *resume),
            Step::View(game_ref) => self.view(game_ref),
            Step::Questions(game_ref) => self.questions(game_ref),
            Step::Question(game_ref, index) => self.question(game_ref, *index),
            Step::Ask(game_ref) => self.ask(game_ref),
            Step::Answer {
                game,
                named,
                choice,
            } => self.answer(game, *named, *choice),
            Step::Prepare { message, writer } => self.prepare(*message, *writer),
            Step::Redeliver { message, times } => {
                let mut outcome = Ok(Seen::Nothing);
                for _ in 0..*times {
                    outcome = self.prepare(*message, Writer::Unavailable);
                }
                outcome
            }
            Step::Wait(duration) => {
                self.now += duration.as_secs();
                Ok(Seen::Nothing)
            }
        }
    }

    /// Returns the games of all sent messages, in order.
    pub(super) fn sent(&self) -> Vec<GameId> {
        self.messages
            .iter()
            .map(|&game| self.games[game].id)
            .collect()
    }

    fn start(&mut self, player: usize, key: Option<u8>, words: usize, limit: u16) -> Outcome {
        let same_key = |game: &ModelGame| {
            key.is_some() && (game.player, game.key) == (player, key) && !game.is_removed
        };
        if let Some(index) = self.games.iter().position(same_key) {
            return self.start_again(index, words, limit);
        }
        let id = self.new_id(player, key);
        self.check_limit(player)?;
        let game = ModelGame {
            id,
            player,
            key,
            words,
            limit,
            created: self.now,
            stage: ModelStage::Pending {
                requested_at: self.now,
                retries: 0,
            },
            attempts: 0,
            is_removed: false,
        };
        self.messages.push(self.games.len());
        let seen = Seen::Started {
            is_new: true,
            game: game.seen(),
        };
        self.games.push(game);
        Ok(seen)
    }

    fn start_again(&mut self, index: usize, words: usize, limit: u16) -> Outcome {
        self.repair(index);
        let game = &self.games[index];
        if world::set(game.words) != world::set(words) || game.limit != limit {
            return Err(Error::IdempotencyKeyReused);
        }
        Ok(Seen::Started {
            is_new: false,
            game: game.seen(),
        })
    }

    /// Ids with an idempotency key are derived from it; the others are random, in order.
    fn new_id(&mut self, player: usize, key: Option<u8>) -> GameId {
        if let Some(key) = key {
            return world::key(key).game_id(&world::player(player));
        }
        let randomness = SeededRandomness::new(world::SEED);
        for _ in 0..self.random_values {
            randomness.bytes();
        }
        self.random_values += 1;
        GameId::from_bytes(randomness.bytes())
    }

    /// Returns an error if the player has started as many games in this hour as the limit allows.
    fn check_limit(&self, player: usize) -> Result<(), Error> {
        let hour = self.now / HOUR;
        let is_counted = |game: &&ModelGame| game.player == player && game.created / HOUR == hour;
        if self.games.iter().filter(is_counted).count() < world::GAMES_PER_HOUR as usize {
            return Ok(());
        }
        let retry_after = Duration::from_secs((hour + 1) * HOUR - self.now);
        Err(Error::TooManyGames { retry_after })
    }

    /// Returns the position of a game that its player reads, which repairs it.
    fn read(&mut self, game_ref: &GameRef) -> Result<usize, Error> {
        let game = self.games.get(game_ref.game);
        let own = game.filter(|game| game.player == game_ref.player);
        own.ok_or(Error::NoSuchGame)?;
        let index = self.stored(game_ref.game).ok_or(Error::NoSuchGame)?;
        self.repair(index);
        Ok(index)
    }

    /// Returns the position of the stored game with the id of this one, which is another game if this
    /// one was removed and its player started a new one under its idempotency key.
    fn stored(&self, index: usize) -> Option<usize> {
        let id = self.games[index].id;
        let mut games = self.games.iter();
        games.position(|game| game.id == id && !game.is_removed)
    }

    /// Returns the questions of a ready or finished game.
    fn playable(&mut self, game_ref: &GameRef) -> Result<(GameId, &mut Vec<ModelQuestion>), Error> {
        let index = self.read(game_ref)?;
        let game = &mut self.games[index];
        match &mut game.stage {
            ModelStage::Pending { .. } => Err(PlayError::Pending.into()),
            ModelStage::Failed(failure) => Err(PlayError::Failed(failure.clone()).into()),
            ModelStage::Open(questions) => Ok((game.id, questions)),
        }
    }
}

impl ModelGame {
    fn seen(&self) -> SeenGame {
        let (status, limit, failure) = match &self.stage {
            ModelStage::Pending { .. } => ("pending", self.limit, None),
            ModelStage::Failed(failure) => ("failed", 0, Some(failure.clone())),
            ModelStage::Open(questions) if questions.iter().all(ModelQuestion::is_answered) => {
                ("finished", count(questions, |_| true), None)
            }
            ModelStage::Open(questions) => ("ready", count(questions, |_| true), None),
        };
        let questions = match &self.stage {
            ModelStage::Open(questions) => questions.as_slice(),
            _ => &[],
        };
        SeenGame {
            id: self.id,
            keywords: keywords(self.words),
            kinds: world::kinds(self.words),
            created: self.created,
            status,
            limit,
            answered: count(questions, ModelQuestion::is_answered),
            correct: count(questions, |question| question.score() == 1_000),
            score: questions
                .iter()
                .map(|question| u32::from(question.score()))
                .sum(),
            failure,
        }
    }
}

impl ModelQuestion {
    const fn is_answered(&self) -> bool {
        self.choice.is_some()
    }

    /// Returns the score in thousandths of the recorded choice.
    fn score(&self) -> u16 {
        let (written, Some(choice)) = (&self.written, self.choice) else {
            return 0;
        };
        let distance = choice.abs_diff(written.solution);
        match (written.kind, distance) {
            (_, 0) => 1_000,
            // From the solution to a distance of four, the score falls by a quarter for each.
            (Kind::Number, 1) => 750,
            (Kind::Number, 3) => 250,
            // Rotated by one or three, three of six pairs are in order; by two, two of them.
            (Kind::Number, _) | (Kind::Order, 1 | 3) => 500,
            // Of a multiple choice, two of three right options and the wrong one.
            (Kind::Order | Kind::Multiple, _) => 333,
            _ => 0,
        }
    }
}

/// Returns the keywords as a game stores them: trimmed, sorted, the first of several spellings.
fn keywords(words: usize) -> Vec<String> {
    let words: &[&str] = match words {
        0 => &["Caesar", "Rome"],
        1 => &["ROME", "caesar"],
        _ => &["Gaul"],
    };
    words.iter().map(ToString::to_string).collect()
}

fn count(questions: &[ModelQuestion], is_so: impl Fn(&ModelQuestion) -> bool) -> u16 {
    questions
        .iter()
        .map(|question| u16::from(is_so(question)))
        .sum()
}
