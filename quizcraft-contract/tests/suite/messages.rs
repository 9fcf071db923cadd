//! The messages of failed scenarios name the call that failed, and show differences as differences.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_contract::{GAME_STORE, Scenario, TOKEN_CACHE, block_on, state_machine};
use quizcraft_core::gateway::{
    Creation, ForwardingGameStore, GameStore, GatewayError, MockGameStore,
};
use quizcraft_core::{
    Clarification, Draft, GameId, Play, PlayerId, Question, Questions, Timestamp,
};
use quizcraft_identity::{KnownPlayer, TokenCache, TokenHash};

use crate::flawed::{Flaw, FlawedGames};
use crate::plain::PlainGames;

/// Returns a store that creates games, and whose other calls the test sets.
fn creating() -> MockGameStore {
    let mut store = MockGameStore::new();
    store.expect_create().returning(|_| Ok(Creation::Created));
    store
}

#[test]
fn a_failed_call_names_itself_with_the_causes() {
    let mut store = creating();
    let full = |_: &_| Err(GatewayError::Broken("the disk is full".into()));
    store.expect_open().returning(full);
    let message = message(GAME_STORE, "an_open_game_has_all_its_questions", store);
    assert_eq!(
        message,
        "GameStore::open failed: the gateway failed: the disk is full"
    );
}

#[test]
fn a_call_that_panics_names_itself() {
    let mut store = creating();
    let panics = |_: &_, _: &_| panic!("no such column");
    store.expect_load().returning(panics);
    let message = message(GAME_STORE, "a_new_game_is_stored_as_it_was_created", store);
    assert_eq!(message, "GameStore::load panicked: no such column");
}

#[test]
fn a_timeout_of_another_kind_names_its_call() {
    let store = FlawedGames::new(Flaw::IsBrokenPastTheDeadline);
    let name = "a_read_past_the_deadline_succeeds_or_is_unavailable";
    assert_eq!(
        message(GAME_STORE, name, store),
        "GameStore::find failed, but a transient error or a timeout is Unavailable: \
         the gateway failed: timeout"
    );
}

#[test]
fn a_failed_call_of_another_gateway_names_itself() {
    struct Down;

    #[async_trait]
    impl TokenCache for Down {
        async fn find(
            &self,
            _: &TokenHash,
            _: Timestamp,
        ) -> Result<Option<KnownPlayer>, GatewayError> {
            Err(GatewayError::Unavailable("connection refused".into()))
        }

        async fn remember(&self, _: &TokenHash, _: &KnownPlayer) -> Result<(), GatewayError> {
            Ok(())
        }
    }

    let scenario = named(TOKEN_CACHE, "an_unknown_token_has_no_player");
    let message = message_of(|| {
        block_on(scenario.run(&(Arc::new(Down) as Arc<dyn TokenCache>)));
    });
    assert_eq!(
        message,
        "TokenCache::find failed: the gateway is temporarily unavailable: connection refused"
    );
}

/// A store that changes one text of one question.
#[derive(Default)]
struct Rewording(PlainGames);

#[async_trait]
impl ForwardingGameStore for Rewording {
    fn inner(&self) -> &dyn GameStore {
        &self.0
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        let loaded = self.0.load(player, game).await?;
        Ok(loaded.map(|play| {
            let questions = play.questions().into_iter().flat_map(Questions::iter);
            let questions = Questions::restore(questions.map(reworded).collect()).unwrap();
            Play::new(play.game().clone(), questions).unwrap()
        }))
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}

/// Returns the question, with another clarification if it is the third.
fn reworded(question: &Question) -> Question {
    let draft = question.draft();
    let clarification = match question.index().get() {
        3 => Clarification::restore("It depends."),
        _ => draft.clarification().clone(),
    };
    let (prompt, solution) = (draft.prompt().clone(), draft.solution().clone());
    let draft = Draft::restore_single(prompt, solution, draft.wrong().to_vec(), clarification);
    Question::restore(question.index(), draft, question.response().cloned())
}

#[test]
fn games_that_differ_in_one_line_are_shown_as_that_line() {
    let name = "an_open_game_has_all_its_questions";
    let message = message(GAME_STORE, name, Rewording::default());
    let promise = "a game opens together with all its questions, in order";
    assert!(message.contains(promise), "{message}");
    assert!(message.contains("Differences (-left|+right):"), "{message}");
    let changed: Vec<_> = message
        .lines()
        .filter(|line| line.starts_with(['-', '+']))
        .collect();
    assert_eq!(changed.len(), 2, "{message}");
    assert!(changed[0].contains("It depends."), "{message}");
    assert!(
        changed[1].contains("The writer's question 3: because"),
        "{message}"
    );
    // The games have more than a hundred lines each.
    assert!(message.lines().count() < 30, "{message}");
    assert!(message.len() < 2_000, "{message}");
}

#[test]
fn a_failed_call_of_the_state_machine_names_itself() {
    let difference = state_machine::check(50, 1, || async {
        let mut store = creating();
        store
            .expect_find()
            .returning(|_, _| Err(GatewayError::Broken("no such table".into())));
        store.expect_load().returning(|_, _| Ok(None));
        store
            .expect_page()
            .returning(|_, _| Err(GatewayError::Broken("no such index".into())));
        Arc::new(store) as Arc<dyn GameStore>
    });
    let message = difference.unwrap_err().to_string();
    assert!(
        message.contains("GameStore::page failed: the gateway failed: no such index"),
        "{message}"
    );
}

#[test]
fn a_difference_from_the_model_is_shown_as_a_difference() {
    colourless();
    let difference = state_machine::check(150, 1, || async {
        Arc::new(FlawedGames::new(Flaw::NeverCounts)) as Arc<dyn GameStore>
    });
    let message = difference.unwrap_err().to_string();
    assert!(message.contains("Differences (-left|+right):"), "{message}");
    assert!(message.contains("+        answered: 1,"), "{message}");
}

/// Returns the message with which a scenario fails.
fn message(
    scenarios: &'static [Scenario<dyn GameStore>],
    name: &str,
    store: impl GameStore + 'static,
) -> String {
    let (scenario, store) = (
        named(scenarios, name),
        Arc::new(store) as Arc<dyn GameStore>,
    );
    message_of(|| block_on(scenario.run(&store)))
}

fn named<G: ?Sized>(scenarios: &'static [Scenario<G>], name: &str) -> &'static Scenario<G> {
    let scenario = scenarios.iter().find(|scenario| scenario.name() == name);
    scenario.unwrap_or_else(|| panic!("no scenario {name}"))
}

fn message_of(run: impl FnOnce()) -> String {
    colourless();
    let panic = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
    *panic.downcast::<String>().unwrap()
}

/// On a terminal, differences have colours.
fn colourless() {
    console::set_colors_enabled(false);
    console::set_colors_enabled_stderr(false);
}
