//! The quiz over the store under test.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::expecting::ExpectingStore;
use super::model::Model;
use super::seen::{Outcome, Seen, SeenGame};
use super::step::{GameRef, Step, Writer};
use super::world::{self, CHOICES, PLAYERS};
use crate::{CollectingQueue, ManualClock, SeededRandomness};
use quizcraft_core::gateway::{Brief, Expense, GameStore, QuestionWriter, Work, WriteError};
use quizcraft_core::{
    Accents, Choice, Clarification, Cursor, Decimal, Draft, Drafts, Error, Estimate, Game, GameId,
    GameRequest, Gateways, Kind, MultipleChoice, PageLimit, PageRequest, PlayerId, Posed, Prepared,
    Prompt, QuestionIndex, Quiz, Sequence, ShortAnswer, SingleChoice, Started, Task, Timestamp,
};

pub(super) struct System {
    store: Arc<dyn GameStore>,
    quiz: Quiz,
    clock: Arc<ManualClock>,
    queue: Arc<CollectingQueue>,
    /// The games in the order in which they were started.
    games: Vec<GameId>,
    /// All sent messages.
    messages: Vec<Work>,
    deliveries: usize,
    /// The expense that each call of a writer was allowed.
    expenses: Arc<Mutex<Vec<Expense>>>,
    cursor: Option<Cursor>,
}

impl System {
    pub(super) fn over(store: Arc<dyn GameStore>) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp::from_secs(0)));
        let queue = Arc::new(CollectingQueue::default());
        let quiz = Quiz::new(Gateways::new(
            Arc::new(ExpectingStore(Arc::clone(&store))),
            queue.clone(),
            clock.clone(),
            Arc::new(SeededRandomness::new(world::SEED)),
        ))
        .with_games_per_hour(world::games_per_hour())
        .with_expensive_games_per_hour(world::expensive_games_per_hour())
        .with_retention(world::retention());
        Self {
            store,
            quiz,
            clock,
            queue,
            games: Vec::new(),
            messages: Vec::new(),
            deliveries: 0,
            expenses: Arc::default(),
            cursor: None,
        }
    }

    pub(super) async fn apply(&mut self, step: &Step) -> Outcome {
        let outcome = self.outcome(step).await;
        let mut sent = self.queue.take_all();
        // Games of a page are repaired concurrently, so the order of their messages is not defined.
        sent.sort_by_key(Work::game);
        self.messages.extend(sent);
        outcome
    }

    /// Checks that the messages and the lists of games agree with the model.
    pub(super) async fn check(&self, model: &Model, step: &Step) {
        let sent: Vec<_> = self.messages.iter().map(Work::game).collect();
        assert_eq!(sent, model.sent(), "the messages sent up to {step:?}");
        for player in 0..PLAYERS {
            let (player_id, first) = (world::player(player), PageRequest::default());
            let page = call!(GameStore::page(self.store, &player_id, &first)).expect_ok();
            assert_eq!(
                seen(page.games()),
                model.games_of(player),
                "the games of player {player} after {step:?}"
            );
        }
        if matches!(step, Step::Prepare { .. } | Step::Redeliver { .. }) {
            assert_eq!(
                *locked(&self.expenses),
                model.expenses(),
                "the expense that the writers were allowed up to {step:?}"
            );
            self.check_asked(model, step).await;
        }
    }

    /// Checks that the store knows what each player was asked.
    async fn check_asked(&self, model: &Model, step: &Step) {
        for (player, words) in world::players_with_words() {
            let (player_id, keywords) = (world::player(player), world::keywords(words));
            let asked = call!(GameStore::asked(self.store, &player_id, &keywords)).expect_ok();
            assert_eq!(
                asked.iter().collect::<Vec<_>>(),
                model.asked(player, words),
                "what player {player} was asked about {:?} up to {step:?}",
                world::words(words)
            );
        }
    }

    async fn outcome(&mut self, step: &Step) -> Outcome {
        match step {
            Step::Start {
                player,
                key,
                words,
                limit,
            } => self.start(*player, *key, *words, *limit).await,
            Step::List {
                player,
                limit,
                resume,
            } => self.list(*player, *limit, *resume).await,
            Step::View(game_ref) => {
                let (player, game) = self.resolve(game_ref);
                let game = self.quiz.view(&player, &game).await?;
                Ok(Seen::Game(SeenGame::from(&game)))
            }
            Step::Questions(game_ref) => {
                let (player, game) = self.resolve(game_ref);
                let questions = self.quiz.questions(&player, &game).await?;
                Ok(Seen::Questions(
                    questions.into_iter().map(Into::into).collect(),
                ))
            }
            Step::Question(game_ref, number) => {
                let (player, game) = self.resolve(game_ref);
                let question = self.quiz.question(&player, &game, index(*number)).await?;
                Ok(Seen::Question(question.into()))
            }
            Step::Ask(game_ref) => self.ask(game_ref).await.map(Into::into),
            Step::Answer {
                game,
                named,
                choice,
            } => {
                let ((player, game), named) = (self.resolve(game), named.map(index));
                let kind = self.kind(&player, &game, named).await?;
                let response = world::response(kind, *choice);
                let answer = self.quiz.answer(&player, &game, named, response);
                answer.await.map(Into::into)
            }
            Step::Prepare { message, writer } => self.prepare(*message, *writer).await,
            Step::Redeliver { message, times } => {
                let mut outcome = Ok(Seen::Nothing);
                for _ in 0..*times {
                    outcome = self.prepare(*message, Writer::Unavailable).await;
                }
                outcome
            }
            Step::Wait(duration) => {
                self.clock.advance(*duration);
                Ok(Seen::Nothing)
            }
        }
    }

    /// Returns the kind of the question that a player answers, if there is one.
    async fn kind(
        &self,
        player: &PlayerId,
        game: &GameId,
        named: Option<QuestionIndex>,
    ) -> Result<Kind, Error> {
        let questions = self.quiz.questions(player, game).await?;
        let answered = questions.iter().find(|question| match named {
            Some(index) => question.index == index,
            None => question.answered.is_none(),
        });
        Ok(answered.map_or(Kind::Single, |question| question.kind))
    }

    fn resolve(&self, game_ref: &GameRef) -> (PlayerId, GameId) {
        let game = self.games.get(game_ref.game).copied();
        (
            world::player(game_ref.player),
            game.unwrap_or(world::UNKNOWN),
        )
    }

    async fn start(&mut self, player: usize, key: Option<u8>, words: usize, limit: u16) -> Outcome {
        let request = GameRequest::parse(world::words(words), Some(limit.into()))?;
        let request = request.with_kinds(world::kinds(words));
        let key = key.map(world::key);
        let started = self
            .quiz
            .start(&world::player(player), request, key.as_ref())
            .await?;
        let is_new = matches!(started, Started::New(_));
        if is_new {
            self.games.push(started.game().id());
        }
        let game = started.game().into();
        Ok(Seen::Started { is_new, game })
    }

    async fn list(&mut self, player: usize, limit: u16, resume: bool) -> Outcome {
        let limit = PageLimit::new(limit.into()).unwrap_or_default();
        let cursor = self.cursor.as_ref().filter(|_| resume);
        let page = self
            .quiz
            .list(&world::player(player), limit, cursor)
            .await?;
        let (games, is_last) = (seen(&page.games), page.next.is_none());
        self.cursor = page.next;
        Ok(Seen::Games { games, is_last })
    }

    /// Asks twice, which must return the same question with the same order of options.
    async fn ask(&self, game_ref: &GameRef) -> Result<Posed, Error> {
        let (player, game) = self.resolve(game_ref);
        let posed = self.quiz.ask(&player, &game).await?;
        let again = self.quiz.ask(&player, &game).await?;
        assert_eq!(
            posed, again,
            "asking again returns the same question and order"
        );
        Ok(posed)
    }

    async fn prepare(&mut self, message: usize, writer: Writer) -> Outcome {
        let Some(&work) = self.messages.get(message) else {
            return Ok(Seen::Nothing);
        };
        self.deliveries += 1;
        let writer = Delivered {
            writer,
            delivery: self.deliveries,
            expenses: Arc::clone(&self.expenses),
        };
        let (what, game) = match self.quiz.prepare(&work, &writer).await? {
            Prepared::Opened(game) => ("opened", Some(game)),
            Prepared::Failed(game) => ("failed", Some(game)),
            Prepared::NotPending => ("not pending", None),
            Prepared::Gone => ("gone", None),
        };
        let game = game.as_ref().map(Into::into);
        Ok(Seen::Prepared { what, game })
    }
}

fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

fn seen(games: &[Game]) -> Vec<SeenGame> {
    games.iter().map(Into::into).collect()
}

/// The writer of one delivery.
struct Delivered {
    writer: Writer,
    delivery: usize,
    expenses: Arc<Mutex<Vec<Expense>>>,
}

#[async_trait]
impl QuestionWriter for Delivered {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        locked(&self.expenses).push(brief.expense());
        match self.writer {
            _ if world::needs_lease(self.delivery) && brief.expense() == Expense::NeedsLease => {
                Err(WriteError::NeedsLease)
            }
            Writer::Unavailable => Err(WriteError::temporary(world::UNAVAILABLE)),
            Writer::Impossible => Err(WriteError::Impossible(world::failure())),
            Writer::Writes(count) => {
                let written = |n: u16| world::written(self.delivery, n.into(), brief.kinds());
                let drafts = (1..=count).map(|n| draft(&written(n)));
                Ok(Drafts::new(drafts.collect()).unwrap_or_else(|error| panic!("{error}")))
            }
        }
    }
}

fn draft(written: &world::Written) -> Draft {
    let prompt = Prompt::restore(written.prompt.as_str());
    let clarification = Clarification::restore(written.clarification.as_str());
    Draft::restore(prompt, task(written), clarification)
}

fn task(written: &world::Written) -> Task {
    let solution = written.solution;
    let mut options = world::rotated(solution).into_iter().map(Choice::restore);
    match written.kind {
        Kind::Number => {
            let value = i32::try_from(solution).unwrap_or_default();
            Estimate::restore(value.into(), Decimal::ZERO, 4.into()).into()
        }
        Kind::Text => {
            let solution = Choice::restore(CHOICES[solution]);
            ShortAnswer::restore(solution, Vec::new(), Accents::Ignored).into()
        }
        Kind::Multiple => {
            let right = options.by_ref().take(3).collect();
            MultipleChoice::restore(right, options.collect()).into()
        }
        Kind::Order => Sequence::restore(options.collect()).into(),
        _ => {
            let right = options.next().unwrap_or_else(|| Choice::restore(""));
            SingleChoice::restore(right, options.collect()).into()
        }
    }
}

fn index(number: u16) -> QuestionIndex {
    QuestionIndex::new(number.into()).unwrap_or(QuestionIndex::FIRST)
}
