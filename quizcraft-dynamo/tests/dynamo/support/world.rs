use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_contract::{CollectingQueue, ManualClock, ScriptedWriter, SeededRandomness};
use quizcraft_core::gateway::{GameStore, WriteError};
use quizcraft_core::{
    Asked, Choice, Clarification, Draft, Drafts, ExpensiveGamesPerHour, Failure, FinishedGamesKept,
    Game, GameId, GameRequest, GamesPerHour, GamesPerPlayer, Gateways, IdempotencyKey, Kinds,
    PageRequest, Play, PlayerId, Prompt, Quiz, Retention, Task, Timestamp,
};
use quizcraft_identity::TokenCache;
use quizcraft_identity::{KnownPlayer, TokenHash};

use super::Database;

/// A quiz over a database, with a clock and a queue that the test controls.
pub(crate) struct World {
    pub(crate) database: Database,
    pub(crate) quiz: Quiz,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) queue: Arc<CollectingQueue>,
}

impl World {
    pub(crate) const ADA: PlayerId = PlayerId::from_bytes([0xAD; 32]);

    pub(crate) async fn new() -> Self {
        Self::over(Database::new().await)
    }

    /// Creates a world whose client has short timeouts.
    pub(crate) async fn with_short_timeouts() -> Self {
        Self::over(Database::with_short_timeouts().await)
    }

    pub(crate) fn over(database: Database) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp::from_secs(1_700_000_000)));
        let queue = Arc::new(CollectingQueue::default());
        let quiz = Quiz::new(Gateways::new(
            Arc::new(database.games()),
            queue.clone(),
            clock.clone(),
            Arc::new(SeededRandomness::new(1)),
        ));
        Self {
            database,
            quiz,
            clock,
            queue,
        }
    }

    pub(crate) fn request() -> GameRequest {
        GameRequest::parse(["Rome", "Caesar"], Some(3)).unwrap()
    }

    pub(crate) fn key() -> IdempotencyKey {
        IdempotencyKey::new("the-same-again").unwrap()
    }

    /// Returns a writer that writes three questions.
    pub(crate) fn writer() -> ScriptedWriter {
        Self::writer_of(3)
    }

    fn writer_of(count: u16) -> ScriptedWriter {
        let drafts = (1..=count).map(|n| {
            let choice = |text: &str| Choice::new(format!("{text} {n}")).unwrap();
            Draft::single(
                Prompt::new(format!("Question {n}?")).unwrap(),
                choice("right"),
                vec![choice("wrong"), choice("worse"), choice("worst")],
                Clarification::new(format!("Because of {n}.")).unwrap(),
            )
            .unwrap()
        });
        ScriptedWriter::default().then(Ok(Drafts::new(drafts.collect()).unwrap()))
    }

    /// Returns a writer that refuses every brief.
    pub(crate) fn failing_writer() -> ScriptedWriter {
        let reason = Failure::new("I know nothing about that.").unwrap();
        ScriptedWriter::default().then(Err(WriteError::Impossible(reason)))
    }

    /// Starts a game, and removes its message from the queue.
    pub(crate) async fn start(&self) -> GameId {
        let key = Self::key();
        let started = self
            .quiz
            .start(&Self::ADA, Self::request(), Some(&key))
            .await;
        self.queue.take_all();
        started.unwrap().game().id()
    }

    /// Returns the quiz with a limit of one new game per hour.
    pub(crate) fn counting_quiz(&self) -> Quiz {
        let limit = GamesPerHour::new(1).unwrap();
        self.quiz.clone().with_games_per_hour(limit)
    }

    /// Returns the quiz with a limit of one expensive game per hour.
    pub(crate) fn expensive_quiz(&self) -> Quiz {
        let limit = ExpensiveGamesPerHour::new(1).unwrap();
        self.quiz.clone().with_expensive_games_per_hour(limit)
    }

    /// Returns the quiz with a limit of one game per player, which keeps ended games for 100 seconds.
    pub(crate) fn retaining_quiz(&self) -> Quiz {
        let kept = FinishedGamesKept::new(Duration::from_secs(100)).unwrap();
        let retention = Retention::default()
            .with_finished_games_kept(kept)
            .with_games_per_player(GamesPerPlayer::new(1).unwrap());
        self.quiz.clone().with_retention(retention)
    }

    /// Removes all games of Ada beyond one, and returns their number.
    pub(crate) async fn trim(&self) -> usize {
        let limit = GamesPerPlayer::new(1).unwrap();
        let removed = self.database.games().trim(&Self::ADA, limit).await;
        removed.unwrap()
    }

    /// Starts a game that counts towards the limit, and removes its message from the queue.
    pub(crate) async fn start_counted(&self) -> GameId {
        let key = Self::key();
        let quiz = self.counting_quiz();
        let started = quiz.start(&Self::ADA, Self::request(), Some(&key)).await;
        self.queue.take_all();
        started.unwrap().game().id()
    }

    /// Returns the numbers of started games, or of expensive ones if none was counted, by key and expiry.
    pub(crate) async fn counters(&self) -> Vec<(String, String, String)> {
        let games = self.database.client.scan().table_name("Game").send().await;
        let items = games.unwrap().items.unwrap_or_default();
        let counters = items.into_iter().filter_map(|item| {
            let number = |name| item.get(name)?.as_n().ok().cloned();
            let id = item.get("GameId")?.as_s().ok().cloned();
            let counted = number("Started").or(number("Expensive"));
            Some((id?, counted?, number("ExpirationEpoch")?))
        });
        counters.collect()
    }

    /// Returns the attributes of all items of an hour's numbers.
    pub(crate) async fn hours(&self) -> Vec<HashMap<String, AttributeValue>> {
        let games = self.database.client.scan().table_name("Game").send().await;
        let items = games.unwrap().items.unwrap_or_default();
        let is_hour = |item: &HashMap<String, AttributeValue>| {
            let id = item["GameId"].as_s();
            id.is_ok_and(|id| id.starts_with("started#"))
        };
        items.into_iter().filter(is_hour).collect()
    }

    /// Starts a game and opens it.
    pub(crate) async fn open(&self) -> GameId {
        let id = self.start().await;
        let game = self.quiz.view(&Self::ADA, &id).await.unwrap();
        let work = quizcraft_core::gateway::Work::on(&game);
        let _ = self.quiz.prepare(&work, &Self::writer()).await.unwrap();
        id
    }

    /// Starts a game of any kind of question, and opens it with a draft of this task.
    pub(crate) async fn open_with(&self, task: Task) -> GameId {
        self.open_drafts(vec![super::kinds::draft(task)]).await
    }

    /// Starts a game of any kind of question, and opens it with these drafts.
    pub(crate) async fn open_drafts(&self, drafts: Vec<Draft>) -> GameId {
        let request = Self::request().with_kinds(Kinds::ALL);
        let started = self.quiz.start(&Self::ADA, request, None).await.unwrap();
        self.queue.take_all();
        let work = quizcraft_core::gateway::Work::on(started.game());
        let drafts = Drafts::new(drafts).unwrap();
        let writer = ScriptedWriter::default().then(Ok(drafts));
        let _ = self.quiz.prepare(&work, &writer).await.unwrap();
        started.game().id()
    }

    /// Returns what Ada was asked, by keywords.
    pub(crate) async fn asked(&self) -> Vec<(String, Asked)> {
        let games = self.database.client.scan().table_name("Game").send().await;
        let items = games.unwrap().items.unwrap_or_default();
        let asked = items.into_iter().filter_map(|item| {
            let bytes = item.get("Asked")?.as_b().ok()?;
            let id = item.get("GameId")?.as_s().ok().cloned();
            Some((id?, Asked::from_bytes(bytes.as_ref())))
        });
        asked.collect()
    }

    /// Starts a game of 50 questions, and opens it.
    pub(crate) async fn open_largest(&self) -> GameId {
        let request = GameRequest::parse(["Rome"], Some(50)).unwrap();
        let started = self.quiz.start(&Self::ADA, request, None).await.unwrap();
        let work = quizcraft_core::gateway::Work::on(started.game());
        let _ = self
            .quiz
            .prepare(&work, &Self::writer_of(50))
            .await
            .unwrap();
        started.game().id()
    }

    /// Starts another game, and removes its message from the queue.
    pub(crate) async fn start_another(&self) -> Game {
        let started = self.quiz.start(&Self::ADA, Self::request(), None).await;
        self.queue.take_all();
        started.unwrap().game().clone()
    }

    /// Starts another game and opens it.
    pub(crate) async fn open_another(&self) {
        let work = quizcraft_core::gateway::Work::on(&self.start_another().await);
        let _ = self.quiz.prepare(&work, &Self::writer()).await.unwrap();
    }

    /// Removes the counters from every game, as the deployed service stored it.
    pub(crate) async fn remove_counters(&self) {
        let client = &self.database.client;
        let games = client.scan().table_name("Game").send().await.unwrap();
        for mut item in games.items.unwrap_or_default() {
            item.retain(|name, _| {
                !["QuestionsAnswered", "QuestionsCorrect", "Score"].contains(&name.as_str())
            });
            let put = client.put_item().table_name("Game").set_item(Some(item));
            put.send().await.unwrap();
        }
    }

    /// Returns the cached player of the token that the use cases use.
    pub(crate) async fn token(&self) -> Option<KnownPlayer> {
        let token = TokenHash::of("a.b.c");
        let found = self
            .database
            .tokens()
            .find(&token, Timestamp::from_secs(1))
            .await;
        found.unwrap()
    }

    /// Answers the first `count` questions of a game correctly.
    pub(crate) async fn answer(&self, id: &GameId, count: usize) {
        for n in 1..=count {
            let choice = format!("right {n}");
            self.quiz
                .answer(&Self::ADA, id, None, choice.as_str())
                .await
                .unwrap();
        }
    }

    /// Advances the clock until pending games are overdue.
    pub(crate) fn wait_until_overdue(&self) {
        self.clock.advance(Duration::from_secs(301));
    }

    /// Returns all games of Ada with their questions. Checks that all read methods of the store agree.
    pub(crate) async fn all_games(&self) -> Vec<Play> {
        let store = self.database.games();
        let page = store.page(&Self::ADA, &PageRequest::default()).await;
        let mut plays = Vec::new();
        for game in page.unwrap().into_parts().0 {
            let id = game.id();
            let found = store.find(&Self::ADA, &id).await.unwrap().unwrap();
            assert_eq!(found, game, "page and find agree");
            let play = store.load(&Self::ADA, &id).await.unwrap().unwrap();
            assert_eq!(*play.game(), found, "load and find agree");
            plays.push(play);
        }
        plays
    }
}
