//! The lease on a pending game.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_contract::block_on;
use quizcraft_core::gateway::{
    Causes, GameStore, GatewayError, Leasing, RefusedExpense, Transition,
};
use quizcraft_core::{
    ExpensiveGamesPerHour, Failure, Game, GameId, Lease, LeaseHolder, PlayerId, Stage, TakeLease,
    Timestamp,
};

use crate::support::network::Fault;
use crate::support::{UseCase, World};

fn at(secs: u64) -> Timestamp {
    Timestamp::from_secs(secs)
}

/// Returns the lease of a holder from one second until another.
fn take(game: &Game, holder: u8, now: u64, until: u64) -> TakeLease {
    let lease = Lease {
        holder: LeaseHolder::from_bytes([holder; LeaseHolder::BYTES]),
        until: at(until),
    };
    game.lease(lease, at(now)).unwrap()
}

async fn started(world: &World) -> Game {
    let id = world.start().await;
    world.quiz.view(&World::ADA, &id).await.unwrap()
}

async fn lease(world: &World, command: &TakeLease) -> Leasing {
    world.database.games().lease(command).await.unwrap()
}

async fn stored_lease(world: &World, game: &Game) -> Option<Lease> {
    let found = world.database.games().find(&World::ADA, &game.id()).await;
    match found.unwrap().unwrap().stage() {
        Stage::Pending(pending) => pending.lease(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lease_is_held_until_it_expires() {
    block_on(async {
        let world = World::new().await;
        let game = started(&world).await;
        assert_eq!(stored_lease(&world, &game).await, None);
        let first = take(&game, 1, 10, 90);
        assert_eq!(lease(&world, &first).await, Leasing::Taken);
        assert_eq!(stored_lease(&world, &game).await, Some(first.lease()));
        assert_eq!(lease(&world, &first).await, Leasing::Taken, "again");

        let other = take(&game, 2, 89, 200);
        assert_eq!(lease(&world, &other).await, Leasing::Held(at(90)));
        assert_eq!(stored_lease(&world, &game).await, Some(first.lease()));
        let later = take(&game, 2, 90, 200);
        assert_eq!(
            lease(&world, &later).await,
            Leasing::Taken,
            "it has expired"
        );
        assert_eq!(lease(&world, &first).await, Leasing::Held(at(200)));

        let released = take(&game, 2, 100, 100);
        assert_eq!(lease(&world, &released).await, Leasing::Taken, "released");
        let next = take(&game, 3, 100, 300);
        assert_eq!(lease(&world, &next).await, Leasing::Taken);
        // All ways to read a game agree.
        assert_eq!(world.all_games().await.len(), 1);
    });
}

#[test]
fn a_missing_game_and_an_ended_one_cannot_be_leased() {
    block_on(async {
        let world = World::new().await;
        let game = started(&world).await;
        let eve = PlayerId::from_bytes([0xE; 32]);
        let begin = |id, player| World::request().begin(id, player, at(0));
        for missing in [
            begin(game.id(), eve),
            begin(GameId::from_bytes([9; 32]), World::ADA),
        ] {
            let command = take(missing.game(), 1, 10, 90);
            assert_eq!(lease(&world, &command).await, Leasing::Missed);
        }
        let command = take(&game, 1, 10, 90);
        assert_eq!(lease(&world, &command).await, Leasing::Taken);
        let reason = Failure::new("Nothing is known.").unwrap();
        let fail = game.fail(reason).unwrap();
        let failed = world.database.games().fail(&fail).await.unwrap();
        assert_eq!(failed, Transition::Made);
        let other = take(&game, 2, 100, 190);
        for command in [&command, &other] {
            assert_eq!(lease(&world, command).await, Leasing::Missed);
        }
    });
}

#[test]
fn a_leased_game_opens_with_any_worker() {
    block_on(async {
        let world = World::new().await;
        let game = started(&world).await;
        let command = take(&game, 1, 10, 90);
        assert_eq!(lease(&world, &command).await, Leasing::Taken);
        let id = Some(game.id());
        drop(UseCase::Prepare.run(&world, id).await.unwrap());
        assert_eq!(lease(&world, &command).await, Leasing::Missed);
        assert!(world.all_games().await[0].questions().is_some());
    });
}

#[test]
fn of_concurrent_workers_one_takes_the_lease() {
    block_on(async {
        let world = World::new().await;
        let game = started(&world).await;
        let commands: Vec<_> = (1..=5).map(|holder| take(&game, holder, 10, 90)).collect();
        let leases = commands.iter().map(|command| lease(&world, command));
        let outcomes = futures_util::future::join_all(leases).await;
        let taken = outcomes.iter().filter(|&&o| o == Leasing::Taken).count();
        let held = outcomes
            .iter()
            .filter(|&&o| o == Leasing::Held(at(90)))
            .count();
        assert_eq!((taken, held), (1, 4));
    });
}

#[test]
fn the_lease_is_taken_if_its_response_is_lost() {
    block_on(async {
        for fault in [Fault::ResponseLost, Fault::Slow, Fault::Conflict] {
            let world = World::with_short_timeouts().await;
            let game = started(&world).await;
            world.database.network.fail_once(0, fault);
            let command = take(&game, 1, 10, 90);
            assert_eq!(lease(&world, &command).await, Leasing::Taken, "{fault:?}");
            world.database.network.fail_from(0, Fault::ResponseLost);
            let lost = world.database.games().lease(&take(&game, 1, 11, 91)).await;
            assert!(matches!(lost, Err(GatewayError::Unavailable(_))));
            world.database.network.clear_fault();
            let again = take(&game, 1, 11, 91);
            assert_eq!(lease(&world, &again).await, Leasing::Taken, "{fault:?}");
        }
    });
}

#[test]
fn a_lost_response_counts_one_attempt_and_one_game() {
    block_on(async {
        for fault in [Fault::ResponseLost, Fault::Slow, Fault::Conflict] {
            let world = World::with_short_timeouts().await;
            let game = started(&world).await;
            world.database.network.fail_once(0, fault);
            let command = limited(take(&game, 1, 10, 90), 5);
            assert_eq!(lease(&world, &command).await, Leasing::Taken, "{fault:?}");
            let counts = (attempts(&world, &game).await, expensive(&world).await);
            assert_eq!(counts, (1, vec!["1".to_owned()]), "{fault:?}");
        }
    });
}

/// A transaction that takes effect although its worker gives up is recognised by its holder.
#[test]
fn a_worker_that_takes_its_lease_again_counts_nothing() {
    block_on(async {
        let world = World::with_short_timeouts().await;
        let game = started(&world).await;
        let command = limited(take(&game, 1, 10, 90), 1);
        world.database.network.fail_from(0, Fault::ResponseLost);
        let lost = world.database.games().lease(&command).await;
        assert!(matches!(lost, Err(GatewayError::Unavailable(_))));
        world.database.network.clear_fault();
        assert_eq!(attempts(&world, &game).await, 1, "it took effect");
        assert_eq!(lease(&world, &command).await, Leasing::Taken);
        let counts = (attempts(&world, &game).await, expensive(&world).await);
        assert_eq!(counts, (1, vec!["1".to_owned()]));
    });
}

#[test]
fn the_numbers_of_an_hour_are_one_item() {
    block_on(async {
        let world = World::new().await;
        let id = world.start_counted().await;
        let game = world.quiz.view(&World::ADA, &id).await.unwrap();
        let now = game.created().as_secs();
        let command = limited(take(&game, 1, now, now + 90), 1);
        assert_eq!(lease(&world, &command).await, Leasing::Taken);
        let hours = world.hours().await;
        assert_eq!(hours.len(), 1);
        let mut names: Vec<_> = hours[0].keys().map(String::as_str).collect();
        names.sort_unstable();
        let expected = [
            "Expensive",
            "ExpirationEpoch",
            "GameId",
            "PlayerId",
            "Started",
        ];
        assert_eq!(names, expected);
        let expiry = (command.now().hour().get() + 4) * 3_600;
        let expiry = AttributeValue::N(expiry.to_string());
        assert_eq!(hours[0]["ExpirationEpoch"], expiry);
    });
}

/// A worker usually knows the game as it is stored.
#[test]
fn a_lease_is_one_request_and_two_if_the_game_changed_since_it_was_read() {
    block_on(async {
        let world = World::new().await;
        let game = started(&world).await;
        let first = limited(take(&game, 1, 10, 90), 5);
        let released = take(first.game(), 1, 20, 20);
        let second = limited(take(released.game(), 2, 20, 80), 5);
        for command in [&first, &released, &second] {
            world.database.network.clear_calls();
            assert_eq!(lease(&world, command).await, Leasing::Taken);
            assert_eq!(world.database.network.calls().len(), 1);
        }
        let stale = limited(take(&game, 3, 80, 90), 5);
        world.database.network.clear_calls();
        assert_eq!(lease(&world, &stale).await, Leasing::Taken);
        assert_eq!(world.database.network.calls().len(), 2);
        assert_eq!(attempts(&world, &game).await, 3);
        let refused = Leasing::Refused(RefusedExpense::Attempts);
        world.database.network.clear_calls();
        assert_eq!(lease(&world, &take(&game, 4, 90, 99)).await, refused);
        assert_eq!(world.database.network.calls().len(), 1);
    });
}

/// Versions without attempts stored leases.
#[test]
fn a_lease_without_attempts_counts_none() {
    block_on(async {
        let world = World::new().await;
        let game = started(&world).await;
        let mut item = stored_item(&world, &game).await;
        let holder = AttributeValue::B(vec![9; LeaseHolder::BYTES].into());
        item.insert("LeaseHolder".to_owned(), holder);
        item.insert("LeaseUntil".to_owned(), AttributeValue::N("50".to_owned()));
        put(&world, item).await;
        assert_eq!(attempts(&world, &game).await, 0);
        let early = limited(take(&game, 1, 49, 90), 1);
        assert_eq!(lease(&world, &early).await, Leasing::Held(at(50)));
        let command = limited(take(&game, 1, 50, 90), 1);
        assert_eq!(lease(&world, &command).await, Leasing::Taken);
        let counts = (attempts(&world, &game).await, expensive(&world).await);
        assert_eq!(counts, (1, vec!["1".to_owned()]));
    });
}

#[test]
fn malformed_attempts_are_an_error_for_their_game_alone() {
    block_on(async {
        let world = World::new().await;
        let game = started(&world).await;
        let other = world.start_another().await;
        for malformed in ["-1", "256", "0.5"] {
            let mut item = stored_item(&world, &game).await;
            let number = AttributeValue::N(malformed.to_owned());
            item.insert("LeaseAttempts".to_owned(), number);
            put(&world, item).await;
            let taken = world.database.games().lease(&take(&game, 1, 10, 90)).await;
            let error = taken.unwrap_err();
            let text = Causes(&error).to_string();
            assert!(matches!(error, GatewayError::Unreadable { .. }), "{text}");
            assert!(text.contains("LeaseAttempts"), "{text}");
            assert_eq!(world.all_games().await[0].game().id(), other.id());
        }
    });
}

fn limited(command: TakeLease, limit: u32) -> TakeLease {
    command.with_expensive_games_per_hour(ExpensiveGamesPerHour::new(limit).unwrap())
}

/// Returns the stored number of attempts.
async fn attempts(world: &World, game: &Game) -> u8 {
    let found = world.database.games().find(&World::ADA, &game.id()).await;
    match found.unwrap().unwrap().stage() {
        Stage::Pending(pending) => pending.attempts(),
        other => panic!("{other:?}"),
    }
}

/// Returns the numbers of expensive games, by hour.
async fn expensive(world: &World) -> Vec<String> {
    let hours = world.hours().await;
    let numbers = hours.iter().map(|hour| hour["Expensive"].as_n().unwrap());
    numbers.cloned().collect()
}

async fn stored_item(world: &World, game: &Game) -> HashMap<String, AttributeValue> {
    let items = world.database.client.scan().table_name("Game").send().await;
    let id = AttributeValue::S(game.id().to_string());
    let mut items = items.unwrap().items.unwrap().into_iter();
    items.find(|item| item["GameId"] == id).unwrap()
}

async fn put(world: &World, item: HashMap<String, AttributeValue>) {
    let put = world.database.client.put_item().table_name("Game");
    put.set_item(Some(item)).send().await.unwrap();
}

#[test]
fn a_malformed_lease_is_an_error_for_its_game_alone() {
    block_on(async {
        let world = World::new().await;
        let game = started(&world).await;
        let other = world.start_another().await;
        let text = || AttributeValue::S("no lease".to_owned());
        for (holder, until) in [
            (Some(text()), None),
            (Some(AttributeValue::B(vec![1; 3].into())), None),
            (Some(AttributeValue::B(vec![1; 16].into())), None),
            (Some(AttributeValue::B(vec![1; 16].into())), Some(text())),
        ] {
            let mut item = stored_item(&world, &game).await;
            item.extend(holder.map(|value| ("LeaseHolder".to_owned(), value)));
            item.extend(until.map(|value| ("LeaseUntil".to_owned(), value)));
            put(&world, item).await;

            let games = world.database.games();
            let error = games.find(&World::ADA, &game.id()).await.unwrap_err();
            let text = Causes(&error).to_string();
            assert!(matches!(error, GatewayError::Unreadable { .. }), "{text}");
            assert!(text.contains(&game.id().to_string()), "{text}");
            assert!(text.contains("Lease"), "{text}");
            assert_eq!(world.all_games().await[0].game().id(), other.id());
        }
    });
}
