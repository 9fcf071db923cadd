//! The quiz as it would be if there were one player at a time and nothing ever went wrong.

mod listing;
mod play;
mod prepare;

use super::seen::{Outcome, Seen, SeenGame};
use super::step::{Step, Whose};
use super::world;
use crate::SeededRandomness;
use quizcraft_core::gateway::Randomness;
use quizcraft_core::{Error, Failure, GameId, PlayError};

/// What the quiz is to show: games in a list, messages in another, and the time.
#[derive(Clone, Debug, Default)]
pub struct Model {
    now: u64,
    games: Vec<ModelGame>,
    /// Every message that was ever sent, as the place of its game in the list.
    messages: Vec<usize>,
    /// How many of them were delivered, each as often as it was.
    deliveries: usize,
    /// Whose list was last looked at, and the second and the id at which it left off.
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
}

#[derive(Clone, Debug)]
enum ModelStage {
    Pending { requested_at: u64, retries: u8 },
    Open(Vec<ModelQuestion>),
    Failed(String),
}

/// A question as it was written, and which option was chosen.
#[derive(Clone, Debug)]
struct ModelQuestion {
    written: world::Written,
    choice: Option<usize>,
}

impl Model {
    /// Takes a step, and tells what it is to show.
    pub(super) fn take(&mut self, step: &Step) -> Outcome {
        let sent = self.messages.len();
        let outcome = self.outcome(step);
        // The games of a page are repaired in any order.
        let games = &self.games;
        self.messages[sent..].sort_by_key(|&place| games[place].id);
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
                go_on,
            } => self.list(*player, *limit, *go_on),
            Step::View(whose) => self.view(whose),
            Step::Questions(whose) => self.questions(whose),
            Step::Question(whose, index) => self.question(whose, *index),
            Step::Ask(whose) => self.ask(whose),
            Step::Answer {
                game,
                named,
                choice,
            } => self.answer(game, *named, *choice),
            Step::Prepare { message, writer } => self.prepare(*message, *writer),
            Step::Wait(duration) => {
                self.now += duration.as_secs();
                Ok(Seen::Nothing)
            }
        }
    }

    /// Returns the games of every message that was ever sent, in order.
    pub(super) fn sent(&self) -> Vec<GameId> {
        self.messages
            .iter()
            .map(|&game| self.games[game].id)
            .collect()
    }

    fn start(&mut self, player: usize, key: Option<u8>, words: usize, limit: u16) -> Outcome {
        let same_key = |game: &ModelGame| key.is_some() && (game.player, game.key) == (player, key);
        if let Some(place) = self.games.iter().position(same_key) {
            return self.start_again(place, words, limit);
        }
        let game = ModelGame {
            id: self.new_id(player, key),
            player,
            key,
            words,
            limit,
            created: self.now,
            stage: ModelStage::Pending {
                requested_at: self.now,
                retries: 0,
            },
        };
        self.messages.push(self.games.len());
        let seen = Seen::Started {
            is_new: true,
            game: game.seen(),
        };
        self.games.push(game);
        Ok(seen)
    }

    fn start_again(&mut self, place: usize, words: usize, limit: u16) -> Outcome {
        self.repair(place);
        let game = &self.games[place];
        // The first two sets of words are the same set.
        let same_words = (game.words < 2) == (words < 2);
        if !same_words || game.limit != limit {
            return Err(Error::IdempotencyKeyReused);
        }
        Ok(Seen::Started {
            is_new: false,
            game: game.seen(),
        })
    }

    /// Ids under a key are the key's; the others come by chance, in order.
    fn new_id(&self, player: usize, key: Option<u8>) -> GameId {
        if let Some(key) = key {
            return world::key(key).game_id(&world::player(player));
        }
        let chance = SeededRandomness::new(world::SEED);
        for _ in self.games.iter().filter(|game| game.key.is_none()) {
            chance.bytes();
        }
        GameId::from_bytes(chance.bytes())
    }

    /// Returns the place of a game that its player reads, which repairs it.
    fn read(&mut self, whose: &Whose) -> Result<usize, Error> {
        let game = self.games.get(whose.game);
        let own = game.filter(|game| game.player == whose.player);
        own.ok_or(Error::NoSuchGame)?;
        self.repair(whose.game);
        Ok(whose.game)
    }

    /// Returns the questions of a game that can be played.
    fn playable(&mut self, whose: &Whose) -> Result<(GameId, &mut Vec<ModelQuestion>), Error> {
        let place = self.read(whose)?;
        let game = &mut self.games[place];
        match &mut game.stage {
            ModelStage::Pending { .. } => Err(PlayError::Pending.into()),
            ModelStage::Failed(reason) => {
                Err(PlayError::Failed(Failure::restore(reason.as_str())).into())
            }
            ModelStage::Open(questions) => Ok((game.id, questions)),
        }
    }
}

impl ModelGame {
    fn seen(&self) -> SeenGame {
        let (status, limit, failure) = match &self.stage {
            ModelStage::Pending { .. } => ("pending", self.limit, None),
            ModelStage::Failed(reason) => ("failed", 0, Some(reason.clone())),
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
            created: self.created,
            status,
            limit,
            answered: count(questions, ModelQuestion::is_answered),
            correct: count(questions, |question| {
                question.choice == Some(question.written.solution)
            }),
            failure,
        }
    }
}

impl ModelQuestion {
    const fn is_answered(&self) -> bool {
        self.choice.is_some()
    }
}

/// Returns the words as a game keeps them: trimmed, sorted, the first of several spellings.
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
