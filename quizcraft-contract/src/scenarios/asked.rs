//! What a player was asked before is read again for the same player and keywords.

use std::sync::Arc;

use super::fixtures::{NOW, ada, bob, drafts, game_id, open_game_with, request};
use super::race::{RACERS, run_concurrently};
use super::steps::{Store, create};
use quizcraft_core::gateway::Transition;
use quizcraft_core::{
    Asked, DraftFingerprint, Game, GameRequest, Keywords, KeywordsFingerprint, OpenGame, PlayerId,
};

/// A player was asked nothing before the first game opens.
pub async fn nothing_was_asked_at_first(store: &Store) {
    let game = started(store, 1, rome()).await;
    assert_eq!(read(store, &game).await, Asked::default());
}

/// An opening stores what the player was asked.
pub async fn an_opening_stores_what_was_asked(store: &Store) {
    let game = started(store, 1, rome()).await;
    let command = opening(&game, "The writer", &facts(3));
    open(store, &command).await;
    assert_eq!(Some(&read(store, &game).await), command.asked());
}

/// Keywords that differ by letter case and order only are the same keywords.
pub async fn keywords_in_another_letter_case_are_the_same_keywords(store: &Store) {
    let game = started(store, 1, request(&["CAESAR", "ROME"], 5)).await;
    let command = opening(&game, "The writer", &facts(3));
    open(store, &command).await;
    let asked = asked(store, &ada(), &fingerprint(&["rome", "Caesar"])).await;
    assert_eq!(Some(&asked), command.asked());
}

/// What one player was asked is not read for another player.
pub async fn another_player_was_asked_nothing(store: &Store) {
    let game = started(store, 1, rome()).await;
    open(store, &opening(&game, "The writer", &facts(3))).await;
    let keywords = game.keywords().fingerprint();
    assert_eq!(asked(store, &bob(), &keywords).await, Asked::default());
}

/// What the player was asked about some keywords is not read for others, even if they have one in common.
pub async fn nothing_was_asked_about_other_keywords(store: &Store) {
    let game = started(store, 1, rome()).await;
    open(store, &opening(&game, "The writer", &facts(3))).await;
    for other in [
        &["Rome"][..],
        &["Caesar", "Troy"],
        &["Rome", "Caesar", "Troy"],
    ] {
        let asked = asked(store, &ada(), &fingerprint(other)).await;
        assert_eq!(asked, Asked::default(), "{other:?}");
    }
}

/// The opening of a later game with the same keywords replaces what is stored.
pub async fn a_later_opening_replaces_what_was_asked(store: &Store) {
    let first = started(store, 1, rome()).await;
    open(store, &opening(&first, "The writer", &facts(3))).await;
    let second = started(store, 2, rome()).await;
    let command = opening(&second, "Another writer", &read(store, &first).await);
    open(store, &command).await;
    assert_eq!(Some(&read(store, &second).await), command.asked());
}

/// An opening that carries no update leaves what is stored.
pub async fn an_opening_without_an_update_leaves_what_was_asked(store: &Store) {
    let first = started(store, 1, rome()).await;
    let command = opening(&first, "The writer", &facts(3));
    open(store, &command).await;
    let second = started(store, 2, rome()).await;
    open(store, &open_game_with(&second, drafts("Another writer", 2))).await;
    assert_eq!(Some(&read(store, &second).await), command.asked());
}

/// An opening that misses changes nothing, as if its writer had not been called.
pub async fn a_missed_opening_does_not_change_what_was_asked(store: &Store) {
    let game = started(store, 1, rome()).await;
    let command = opening(&game, "The writer", &facts(3));
    open(store, &command).await;
    let late = opening(&game, "A late writer", &facts(5));
    let missed = call!(GameStore::open(store, &late)).expect_ok();
    assert_eq!(missed, Transition::Missed, "a game opens once");
    assert_eq!(Some(&read(store, &game).await), command.asked());
}

/// Of concurrent openings with the same keywords, updates may be lost, but every game opens.
pub async fn concurrent_openings_with_the_same_keywords_all_succeed(store: &Store) {
    for round in 0..4 {
        let mut commands = Vec::new();
        for n in (0..).take(RACERS) {
            let game = started(store, round * 100 + n, rome()).await;
            commands.push(opening(&game, &format!("Writer {n}"), &facts(3)));
        }
        run_concurrently(|racer| {
            let (store, command) = (Arc::clone(store), commands[racer].clone());
            async move { open(&store, &command).await }
        })
        .await;
        let stored = asked(store, &ada(), &fingerprint(&["Rome", "Caesar"])).await;
        assert!(
            commands
                .iter()
                .any(|command| command.asked() == Some(&stored)),
            "one of the updates is stored as a whole"
        );
    }
}

/// The maximum number of fingerprints is kept in order.
pub async fn the_most_fingerprints_are_kept(store: &Store) {
    let game = started(store, 1, rome()).await;
    let command = opening(&game, "The writer", &facts(Asked::MAX));
    open(store, &command).await;
    let stored = read(store, &game).await;
    assert_eq!(stored.iter().len(), Asked::MAX);
    assert!(
        Some(&stored) == command.asked(),
        "fingerprints are kept in order"
    );
}

/// Returns a request with the keywords of most scenarios.
fn rome() -> GameRequest {
    request(&["Rome", "Caesar"], 5)
}

/// Creates Ada's `n`th game.
async fn started(store: &Store, n: u32, request: GameRequest) -> Game {
    create(store, &request.begin(game_id(n), ada(), NOW)).await
}

/// Returns the command that opens a game and adds its questions to what was asked before.
pub(super) fn opening(game: &Game, author: &str, before: &Asked) -> OpenGame {
    open_game_with(game, drafts(author, 2)).asked_after(before)
}

/// Returns so many fingerprints that no scenario's question has.
pub(super) fn facts(count: usize) -> Asked {
    let facts = (0..count).map(|n| DraftFingerprint::of(&["fact", &n.to_string()]));
    Asked::restore(facts)
}

async fn open(store: &Store, command: &OpenGame) {
    let opened = call!(GameStore::open(store, command)).expect_ok();
    assert_eq!(opened, Transition::Made, "a pending game opens");
}

/// Returns what the game's player was asked about its keywords.
pub(super) async fn read(store: &Store, game: &Game) -> Asked {
    asked(store, &game.player(), &game.keywords().fingerprint()).await
}

async fn asked(store: &Store, player: &PlayerId, keywords: &KeywordsFingerprint) -> Asked {
    call!(GameStore::asked(store, player, keywords)).expect_ok()
}

fn fingerprint(keywords: &[&str]) -> KeywordsFingerprint {
    let keywords = Keywords::new(keywords).unwrap_or_else(|error| panic!("{error}"));
    keywords.fingerprint()
}
