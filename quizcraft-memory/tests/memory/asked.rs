//! The store forgets the oldest of what a player was asked.

#![expect(
    clippy::unwrap_used,
    reason = "a panic fails the test with its location"
)]

use quizcraft_contract::block_on;
use quizcraft_core::gateway::{Creation, GameStore, Transition};
use quizcraft_core::{
    Asked, Choice, Clarification, Draft, Drafts, Game, GameId, GameRequest, PlayerId, Prompt,
    Timestamp,
};
use quizcraft_memory::MemoryGames;

const ADA: PlayerId = PlayerId::from_bytes([1; 32]);

#[test]
fn what_a_player_was_asked_is_kept_for_the_latest_100_sets_of_keywords() {
    block_on(async {
        let games = MemoryGames::new();
        for number in 0..=100 {
            open(&games, number, &format!("keyword {number}")).await;
        }
        assert_eq!(asked(&games, "keyword 0").await, Asked::default());
        assert_ne!(asked(&games, "keyword 1").await, Asked::default());

        // An update makes its keywords the latest ones.
        open(&games, 101, "keyword 1").await;
        open(&games, 102, "keyword 102").await;
        assert_eq!(asked(&games, "keyword 2").await, Asked::default());
        for kept in ["keyword 1", "keyword 3", "keyword 102"] {
            assert_ne!(asked(&games, kept).await, Asked::default(), "{kept}");
        }
    });
}

/// Opens a game about this keyword.
async fn open(games: &MemoryGames, number: u8, keyword: &str) {
    let id = GameId::from_bytes([number; 32]);
    let request = GameRequest::parse([keyword], Some(1)).unwrap();
    let new = request.begin(id, ADA, Timestamp::from_secs(0));
    assert_eq!(games.create(&new).await.unwrap(), Creation::Created);
    let command = opened(new.game());
    assert_eq!(games.open(&command).await.unwrap(), Transition::Made);
}

fn opened(game: &Game) -> quizcraft_core::OpenGame {
    let draft = Draft::single(
        Prompt::new("Which city lies on the Tiber?").unwrap(),
        Choice::new("Rome").unwrap(),
        vec![Choice::new("Oslo").unwrap()],
        Clarification::new("Rome lies on the Tiber.").unwrap(),
    );
    let drafts = Drafts::new(vec![draft.unwrap()]).unwrap();
    game.open(drafts).unwrap().asked_after(&Asked::default())
}

async fn asked(games: &MemoryGames, keyword: &str) -> Asked {
    let keywords = quizcraft_core::Keywords::new([keyword]).unwrap();
    games.asked(&ADA, &keywords.fingerprint()).await.unwrap()
}
