//! Ended games and their questions expire, and games beyond the limit of a player are deleted.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_contract::block_on;
use quizcraft_core::gateway::GameStore;
use quizcraft_core::{Error, FinishedGamesKept, GameId, PageRequest, Timestamp};

use crate::support::{UseCase, World};

/// The expiry of a game that ends at the time of the world's clock.
const EXPIRY: u64 = 1_700_000_100;

type Item = HashMap<String, AttributeValue>;

/// Returns the games or the questions, without the item of what the player was asked.
async fn scan(world: &World, table: &str) -> Vec<Item> {
    let found = world.database.client.scan().table_name(table).send().await;
    let mut items = found.unwrap().items.unwrap_or_default();
    items.retain(|item| !item.contains_key("Asked"));
    items
}

fn expiry(item: &Item) -> Option<&str> {
    let expiry = item.get("ExpirationEpoch")?;
    Some(expiry.as_n().unwrap())
}

async fn delete_question(world: &World, game: &GameId, number: u16) {
    let delete = world.database.client.delete_item().table_name("Question");
    let delete = delete
        .key("GameId", AttributeValue::S(game.to_string()))
        .key("QuestionId", AttributeValue::N(number.to_string()));
    delete.send().await.unwrap();
}

async fn finished(world: &World) -> GameId {
    let id = UseCase::LastAnswerExpiring.set_up(world).await;
    let answered = UseCase::LastAnswerExpiring.run(world, id).await;
    drop(answered.unwrap());
    id.unwrap()
}

#[test]
fn the_last_answer_writes_the_expiry_of_the_game_and_all_its_questions() {
    block_on(async {
        let world = World::new().await;
        finished(&world).await;
        let expected = EXPIRY.to_string();
        for (table, count) in [("Game", 1), ("Question", 3)] {
            let items = scan(&world, table).await;
            assert_eq!(items.len(), count, "{table}");
            assert!(
                items.iter().all(|item| expiry(item) == Some(&expected)),
                "{items:?}"
            );
        }
    });
}

#[test]
fn no_other_answer_writes_an_expiry() {
    block_on(async {
        let world = World::new().await;
        let id = world.open().await;
        let answered = world
            .retaining_quiz()
            .answer(&World::ADA, &id, None, "right 1")
            .await;
        answered.unwrap();
        for table in ["Game", "Question"] {
            let items = scan(&world, table).await;
            assert!(items.iter().all(|item| expiry(item).is_none()), "{items:?}");
        }
    });
}

#[test]
fn a_failure_writes_the_expiry_of_the_game() {
    block_on(async {
        let world = World::new().await;
        let id = UseCase::PrepareImpossibleExpiring.set_up(&world).await;
        let failed = UseCase::PrepareImpossibleExpiring.run(&world, id).await;
        drop(failed.unwrap());
        let items = scan(&world, "Game").await;
        assert_eq!(expiry(&items[0]), Some(&*EXPIRY.to_string()));
    });
}

/// Without a retention, the requests have no part of it.
#[test]
fn without_a_retention_no_request_names_an_expiry() {
    for use_case in [
        UseCase::LastAnswer,
        UseCase::PrepareImpossible,
        UseCase::Prepare,
    ] {
        block_on(async {
            let world = World::new().await;
            let game = use_case.set_up(&world).await;
            world.database.network.clear_calls();
            drop(use_case.run(&world, game).await.unwrap());
            for call in world.database.network.calls() {
                let body = call.body.to_string();
                assert!(!body.contains("xpir"), "{use_case:?}: {body}");
            }
        });
    }
}

/// A game of 50 questions, the maximum, finishes in one transaction of 51 items.
#[test]
fn the_largest_game_expires_in_one_transaction() {
    block_on(async {
        let world = World::new().await;
        let id = world.open_largest().await;
        let quiz = world.retaining_quiz();
        for _ in 0..50 {
            let posed = quiz.ask(&World::ADA, &id).await.unwrap();
            let choice = posed.options[0].as_str();
            quiz.answer(&World::ADA, &id, Some(posed.index), choice)
                .await
                .unwrap();
        }
        let questions = scan(&world, "Question").await;
        assert_eq!(questions.len(), 50);
        assert!(questions.iter().all(|item| expiry(item).is_some()));
    });
}

/// TTL deletes the items of a game in any order.
#[test]
fn an_expired_game_that_lost_a_question_is_not_found_when_its_questions_are_read() {
    for lost in 1..=3 {
        block_on(async {
            let world = World::new().await;
            let id = finished(&world).await;
            delete_question(&world, &id, lost).await;
            let loaded = world.database.games().load(&World::ADA, &id).await;
            assert_eq!(loaded.unwrap(), None);
            for outcome in [
                world.quiz.ask(&World::ADA, &id).await.map(drop),
                world.quiz.questions(&World::ADA, &id).await.map(drop),
                world
                    .quiz
                    .answer(&World::ADA, &id, None, "right 1")
                    .await
                    .map(drop),
            ] {
                assert!(matches!(outcome, Err(Error::NoSuchGame)), "{outcome:?}");
            }
        });
    }
}

/// A finished game without an expiry does not lose questions by TTL.
#[test]
fn a_game_without_an_expiry_that_lost_a_question_is_malformed() {
    block_on(async {
        let world = World::new().await;
        let id = world.open().await;
        world.answer(&id, 3).await;
        delete_question(&world, &id, 2).await;
        let loaded = world.database.games().load(&World::ADA, &id).await;
        assert!(loaded.is_err(), "{loaded:?}");
    });
}

#[test]
fn questions_without_their_expired_game_are_not_found_and_expire_too() {
    block_on(async {
        let world = World::new().await;
        let id = finished(&world).await;
        let game = &scan(&world, "Game").await[0];
        let delete = world.database.client.delete_item().table_name("Game");
        let delete = delete
            .key("PlayerId", game["PlayerId"].clone())
            .key("GameId", game["GameId"].clone());
        delete.send().await.unwrap();
        let loaded = world.database.games().load(&World::ADA, &id).await;
        assert_eq!(loaded.unwrap(), None);
        assert_eq!(world.database.sweep(Timestamp::from_secs(EXPIRY)), 3);
    });
}

/// A player who starts a game again under the key of one that expired gets a new one, which has none of
/// the expiries.
#[test]
fn a_new_game_under_the_key_of_an_expired_one_has_no_expiry() {
    block_on(async {
        let world = World::new().await;
        let id = finished(&world).await;
        let game = &scan(&world, "Game").await[0];
        let delete = world.database.client.delete_item().table_name("Game");
        let delete = delete
            .key("PlayerId", game["PlayerId"].clone())
            .key("GameId", game["GameId"].clone());
        delete.send().await.unwrap();
        assert_eq!(world.open().await, id);
        for table in ["Game", "Question"] {
            let items = scan(&world, table).await;
            assert!(items.iter().all(|item| expiry(item).is_none()), "{items:?}");
        }
    });
}

#[test]
fn games_beyond_the_limit_are_deleted_with_their_questions() {
    block_on(async {
        let world = World::new().await;
        let id = UseCase::PrepareAndTrim.set_up(&world).await;
        assert_eq!(scan(&world, "Question").await.len(), 6);
        drop(UseCase::PrepareAndTrim.run(&world, id).await.unwrap());
        let games = scan(&world, "Game").await;
        assert_eq!(games.len(), 1);
        let id = AttributeValue::S(id.unwrap().to_string());
        assert_eq!(games[0]["GameId"], id);
        let questions = scan(&world, "Question").await;
        assert_eq!(questions.len(), 3);
        assert!(questions.iter().all(|question| question["GameId"] == id));
    });
}

/// A game that is read, removed by another worker, and started again under its key is another game.
#[test]
fn a_new_game_under_the_id_of_a_removed_one_is_not_deleted() {
    block_on(async {
        let world = World::new().await;
        let id = world.open().await;
        world.clock.advance(Duration::from_secs(1));
        world.open_another().await;
        // The index is read, then the game is replaced by a newer one, and then the deletion arrives.
        let store = world.database.games();
        let page = store
            .page(&World::ADA, &PageRequest::default())
            .await
            .unwrap();
        assert_eq!(page.games().len(), 2);
        world.database.network.clear_calls();
        assert_eq!(world.trim().await, 1);
        let calls = world.database.network.calls();
        let deletion = calls
            .iter()
            .find(|call| call.operation == "TransactWriteItems");
        let deletion = deletion.unwrap().body.clone();
        world.clock.advance(Duration::from_secs(1));
        assert_eq!(world.open().await, id);
        let before = (scan(&world, "Game").await, scan(&world, "Question").await);
        let replayed = world.database.replay(&deletion);
        assert!(replayed.contains("ConditionalCheckFailed"), "{replayed}");
        let after = (scan(&world, "Game").await, scan(&world, "Question").await);
        assert_eq!(before.0.len(), after.0.len());
        assert_eq!(before.1.len(), after.1.len());
    });
}

/// One call deletes at most 25 games, all at the same time.
#[test]
fn a_call_removes_25_games_at_most() {
    block_on(async {
        let world = World::new().await;
        for _ in 0..30 {
            let game = world.start_another().await;
            let failing = game
                .fail(quizcraft_core::Failure::restore("No use."))
                .unwrap();
            let _made = world.database.games().fail(&failing).await.unwrap();
        }
        assert_eq!(world.trim().await, 25);
        assert_eq!(world.trim().await, 4);
        assert_eq!(world.trim().await, 0);
    });
}

#[test]
fn a_malformed_game_is_neither_counted_nor_deleted() {
    block_on(async {
        let world = World::new().await;
        world.open().await;
        world.open_another().await;
        let mut items = scan(&world, "Game").await;
        items[0].insert(
            "QuestionsLimit".to_owned(),
            AttributeValue::S("many".to_owned()),
        );
        let put = world.database.client.put_item().table_name("Game");
        put.set_item(Some(items.remove(0))).send().await.unwrap();
        assert_eq!(world.trim().await, 0);
        assert_eq!(scan(&world, "Game").await.len(), 2);
    });
}

/// Games of the deployed service have no counters, so that their stage follows from their questions.
#[test]
fn games_without_counters_are_deleted_by_the_stage_of_their_questions() {
    block_on(async {
        let world = World::new().await;
        let over = world.open().await;
        world.answer(&over, 3).await;
        world.open_another().await;
        world.remove_counters().await;
        assert_eq!(world.trim().await, 1);
        let found = world.database.games().find(&World::ADA, &over).await;
        assert_eq!(found.unwrap(), None, "the finished game is deleted");
        assert_eq!(scan(&world, "Question").await.len(), 3);
    });
}

#[test]
fn games_are_kept_for_the_whole_range_of_durations() {
    for days in [1, 36_500, u32::MAX] {
        block_on(async {
            let world = World::new().await;
            let id = world.start().await;
            let game = world.quiz.view(&World::ADA, &id).await.unwrap();
            let kept = FinishedGamesKept::days(days).unwrap();
            let now = Timestamp::from_secs(1_700_000_000);
            let failing = game
                .fail(quizcraft_core::Failure::restore("No use."))
                .unwrap();
            let failing = failing.kept_for(kept, now);
            let _made = world.database.games().fail(&failing).await.unwrap();
            let expected = now.plus(kept.get()).as_secs().to_string();
            assert_eq!(expiry(&scan(&world, "Game").await[0]), Some(&*expected));
        });
    }
}
