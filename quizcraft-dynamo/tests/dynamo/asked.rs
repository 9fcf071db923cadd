//! What a player was asked before, by keywords.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_contract::block_on;
use quizcraft_core::gateway::{GameStore, PendingGames};
use quizcraft_core::{Asked, DraftFingerprint, GameId, GameRequest, Keywords, PlayerId, Prompt};

use crate::support::network::Fault;
use crate::support::{UseCase, World};

type Item = HashMap<String, AttributeValue>;

fn keywords() -> Keywords {
    World::request().keywords().clone()
}

fn prompts(numbers: &[u16]) -> Asked {
    let fingerprints = numbers.iter().map(|n| {
        let prompt = Prompt::new(format!("Question {n}?")).unwrap();
        DraftFingerprint::of_prompt(&prompt)
    });
    Asked::restore(fingerprints)
}

async fn asked(world: &World, keywords: &Keywords) -> Asked {
    let games = world.database.games();
    let asked = games.asked(&World::ADA, &keywords.fingerprint()).await;
    asked.unwrap()
}

async fn items(world: &World) -> Vec<Item> {
    let items = world.database.client.scan().table_name("Game").send().await;
    items.unwrap().items.unwrap()
}

fn id(item: &Item) -> &str {
    item["GameId"].as_s().unwrap()
}

#[test]
fn one_item_per_player_and_keywords_has_what_was_asked() {
    block_on(async {
        let world = World::new().await;
        assert!(asked(&world, &keywords()).await.is_empty());
        world.open().await;
        let expected = prompts(&[3, 2, 1]);
        assert_eq!(asked(&world, &keywords()).await, expected);
        let spelled = Keywords::new(["CAESAR", "rome"]).unwrap();
        assert_eq!(asked(&world, &spelled).await, expected);
        let other = Keywords::new(["Rome"]).unwrap();
        assert!(asked(&world, &other).await.is_empty());
        let games = world.database.games();
        let eve = PlayerId::from_bytes([0xE; 32]);
        let of_eve = games.asked(&eve, &keywords().fingerprint()).await;
        assert!(of_eve.unwrap().is_empty());

        world.open_another().await;
        let items = items(&world).await;
        let key = format!("asked#{}", keywords().fingerprint());
        let found: Vec<_> = items.iter().filter(|item| id(item) == key).collect();
        let [item] = found.as_slice() else {
            panic!("{items:?}");
        };
        let attributes: Item = [
            ("PlayerId", AttributeValue::S(World::ADA.to_string())),
            ("GameId", AttributeValue::S(key)),
            ("Asked", AttributeValue::B(Blob::new(expected.to_bytes()))),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        assert_eq!(**item, attributes);
    });
}

/// The index contains items with a `CreationTime` only, a scan for pending games those with a status, and a
/// game is looked up by a valid id only.
#[test]
fn the_item_is_neither_listed_nor_pending_nor_trimmed_nor_a_game() {
    block_on(async {
        let world = World::new().await;
        for _ in 0..3 {
            world.open_another().await;
            world.clock.advance(Duration::from_secs(1));
        }
        world.start().await;
        assert_eq!(world.all_games().await.len(), 4);
        let pending = world.database.games().pending(None).await.unwrap();
        assert_eq!(pending.into_parts().0.len(), 1);
        assert_eq!(world.trim().await, 2);
        assert_eq!(world.all_games().await.len(), 2);

        let before = asked(&world, &keywords()).await;
        assert_eq!(
            before,
            prompts(&[3, 2, 1]),
            "it stays when games are removed"
        );
        for item in items(&world).await {
            let is_game = id(&item).parse::<GameId>().is_ok();
            assert_ne!(is_game, id(&item).starts_with("asked#"));
        }
    });
}

#[test]
fn a_malformed_item_is_ignored_and_replaced() {
    block_on(async {
        let world = World::new().await;
        let key = format!("asked#{}", keywords().fingerprint());
        for malformed in [None, Some(AttributeValue::S("no bytes".to_owned()))] {
            let put = world.database.client.put_item().table_name("Game");
            let mut put = put
                .item("PlayerId", AttributeValue::S(World::ADA.to_string()))
                .item("GameId", AttributeValue::S(key.clone()));
            if let Some(malformed) = malformed {
                put = put.item("Asked", malformed);
            }
            put.send().await.unwrap();
            assert!(asked(&world, &keywords()).await.is_empty());
            world.open_another().await;
            assert_eq!(asked(&world, &keywords()).await, prompts(&[3, 2, 1]));
        }
    });
}

/// A worker that prepares another game of the same player and keywords writes the item at the same time.
#[test]
fn conflicts_on_the_item_are_retried_and_never_fail_an_opening() {
    block_on(async {
        let world = World::new().await;
        let game = UseCase::Prepare.set_up(&world).await;
        let network = &world.database.network;
        network.clear_calls();
        network.fail_once(2, Fault::AskedConflict);
        UseCase::Prepare.run(&world, game).await.unwrap();
        network.clear_fault();
        assert_eq!(network.calls().len(), 4, "one retry");
        assert_eq!(asked(&world, &keywords()).await, prompts(&[3, 2, 1]));

        let world = World::new().await;
        let game = UseCase::Prepare.set_up(&world).await;
        let network = &world.database.network;
        network.clear_calls();
        network.fail_from(0, Fault::AskedConflict);
        UseCase::Prepare.run(&world, game).await.unwrap();
        let writes = network.calls().into_iter();
        let writes = writes.filter(|call| call.operation == "TransactWriteItems");
        let tokens = writes.map(|call| call.body["ClientRequestToken"].to_string());
        let tokens: Vec<_> = tokens.collect();
        let [first, second, third, last] = tokens.as_slice() else {
            panic!("{tokens:?}");
        };
        assert!(first == second && second == third && third != last);
        assert!(asked(&world, &keywords()).await.is_empty(), "it is lost");
        let opened = world.all_games().await;
        assert!(opened.iter().all(|play| play.questions().is_some()));
    });
}

#[test]
fn concurrent_workers_of_one_player_open_all_games() {
    const GAMES: usize = 6;
    block_on(async {
        let world = World::new().await;
        let mut games = Vec::new();
        for _ in 0..GAMES {
            games.push(world.start_another().await);
        }
        let prepared = games.iter().map(|game| async {
            let work = quizcraft_core::gateway::Work::on(game);
            world.quiz.prepare(&work, &World::writer()).await
        });
        for prepared in futures_util::future::join_all(prepared).await {
            let _ = prepared.unwrap();
        }
        let opened = world.all_games().await;
        assert_eq!(opened.len(), GAMES);
        assert!(opened.iter().all(|play| play.questions().is_some()));
        assert_eq!(asked(&world, &keywords()).await, prompts(&[3, 2, 1]));
    });
}

/// The largest item is far below the limit of DynamoDB, and is written beside fifty questions.
#[test]
fn the_largest_item_is_kept() {
    block_on(async {
        let world = World::new().await;
        let rome = Keywords::new(["Rome"]).unwrap();
        let many = (0..Asked::MAX).map(|n| DraftFingerprint::of(&[&n.to_string()]));
        let many = Asked::restore(many);
        let put = world.database.client.put_item().table_name("Game");
        let put = put
            .item("PlayerId", AttributeValue::S(World::ADA.to_string()))
            .item(
                "GameId",
                AttributeValue::S(format!("asked#{}", rome.fingerprint())),
            )
            .item("Asked", AttributeValue::B(Blob::new(many.to_bytes())));
        put.send().await.unwrap();
        assert_eq!(asked(&world, &rome).await, many);
        world.open_largest().await;
        let after = asked(&world, &rome).await;
        assert_eq!(after.iter().len(), Asked::MAX);
        let newest = DraftFingerprint::of_prompt(&Prompt::new("Question 50?").unwrap());
        assert_eq!(after.iter().next(), Some(newest));
        let request = GameRequest::parse(["Rome"], Some(50)).unwrap();
        assert_eq!(request.keywords().fingerprint(), rome.fingerprint());
    });
}
