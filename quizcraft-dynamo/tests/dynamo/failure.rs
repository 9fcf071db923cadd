//! Failed games in the table, those of earlier builds included.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_contract::{ScriptedWriter, block_on};
use quizcraft_core::gateway::{Causes, GameStore, GatewayError, Work, WriteError};
use quizcraft_core::{Failure, Game, Keyword, PageLimit};

use crate::support::World;

type Item = HashMap<String, AttributeValue>;

fn suggesting(words: &[&str]) -> Failure {
    let words = words.iter().map(|word| Keyword::new(word).unwrap());
    Failure::restore("There is no fact about that.").with_suggestions(words)
}

fn list(words: &[&str]) -> AttributeValue {
    AttributeValue::L(words.iter().map(|word| text(word)).collect())
}

fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

/// Starts a game that fails.
async fn failed(world: &World, failure: Failure) -> Game {
    let game = world.start_another().await;
    let writer = ScriptedWriter::default().then(Err(WriteError::Impossible(failure)));
    let _ = world.quiz.prepare(&Work::on(&game), &writer).await.unwrap();
    world.quiz.view(&World::ADA, &game.id()).await.unwrap()
}

async fn item_of(world: &World, game: &Game) -> Item {
    let games = world.database.client.scan().table_name("Game").send().await;
    let mut items = games.unwrap().items.unwrap_or_default().into_iter();
    let item = items.find(|item| item["GameId"] == text(&game.id().to_string()));
    item.unwrap()
}

async fn put(world: &World, item: Item) {
    let put = world.database.client.put_item().table_name("Game");
    put.set_item(Some(item)).send().await.unwrap();
}

async fn listed(world: &World) -> Vec<Game> {
    let page = world.quiz.list(&World::ADA, PageLimit::default(), None);
    page.await.unwrap().games
}

#[test]
fn suggestions_are_a_list_beside_the_reason() {
    block_on(async {
        let world = World::new().await;
        let failure = suggesting(&["Space", "Café"]);
        let game = failed(&world, failure.clone()).await;
        assert_eq!(game.failure(), Some(&failure));
        let item = item_of(&world, &game).await;
        assert_eq!(item["Failure"], text("There is no fact about that."));
        assert_eq!(item["Suggestions"], list(&["Space", "Café"]));

        let without = failed(&world, suggesting(&[])).await;
        assert!(!item_of(&world, &without).await.contains_key("Suggestions"));
    });
}

#[test]
fn the_reason_of_an_earlier_build_contains_the_suggestions() {
    block_on(async {
        let world = World::new().await;
        let game = failed(&world, suggesting(&["Space"])).await;
        let mut item = item_of(&world, &game).await;
        item.remove("Suggestions");
        let whole = "There is no fact about that. Try Space.";
        item.insert("Failure".to_owned(), text(whole));
        put(&world, item).await;
        let seen = world.quiz.view(&World::ADA, &game.id()).await.unwrap();
        assert_eq!(seen.failure(), Some(&Failure::restore(whole)));
        assert_eq!(listed(&world).await, [seen]);
        assert_eq!(
            game.failure().unwrap().to_string(),
            whole,
            "as a new one is shown"
        );
    });
}

#[test]
fn malformed_suggestions_are_an_error_for_this_game_alone() {
    block_on(async {
        let world = World::new().await;
        let intact = failed(&world, suggesting(&["Space"])).await;
        let game = failed(&world, suggesting(&["Space"])).await;
        for malformed in [
            text("Space"),
            AttributeValue::Ss(vec!["Space".to_owned()]),
            AttributeValue::L(vec![text("Space"), AttributeValue::N("1".to_owned())]),
            list(&["Space", " "]),
            list(&["two\nlines"]),
            list(&[&"x".repeat(51)]),
        ] {
            let mut item = item_of(&world, &game).await;
            item.insert("Suggestions".to_owned(), malformed.clone());
            put(&world, item).await;
            let error = world.database.games().find(&World::ADA, &game.id()).await;
            let error = error.expect_err(&format!("{malformed:?}"));
            assert!(matches!(error, GatewayError::Unreadable { .. }));
            let shown = Causes(&error).to_string();
            assert!(shown.contains("Suggestions"), "{shown}");
            assert!(shown.contains(&game.id().to_string()), "{shown}");
            assert_eq!(listed(&world).await, std::slice::from_ref(&intact));
        }
    });
}
