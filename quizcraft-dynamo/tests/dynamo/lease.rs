//! The lease on a pending game.

use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_contract::block_on;
use quizcraft_core::gateway::{Causes, GameStore, GatewayError, Leasing, Transition};
use quizcraft_core::{
    Failure, Game, GameId, Lease, LeaseHolder, PlayerId, Stage, TakeLease, Timestamp,
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
            let client = &world.database.client;
            let items = client.scan().table_name("Game").send().await.unwrap();
            let items = items.items.unwrap();
            let id = AttributeValue::S(game.id().to_string());
            let stored = items.into_iter().find(|item| item["GameId"] == id);
            let mut item = stored.unwrap();
            item.extend(holder.map(|value| ("LeaseHolder".to_owned(), value)));
            item.extend(until.map(|value| ("LeaseUntil".to_owned(), value)));
            let put = client.put_item().table_name("Game").set_item(Some(item));
            put.send().await.unwrap();

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
