//! The gateways together, as an application uses them.

use std::collections::HashSet;

use quizcraft_contract::block_on;
use quizcraft_core::gateway::{Clock, Randomness};
use quizcraft_core::{Error, GameRequest, PageLimit, PlayError, PlayerId, Timestamp};
use quizcraft_identity::TokenCache;
use quizcraft_identity::{KnownPlayer, TokenHash};
use quizcraft_memory::{Memory, MemoryTokens, OsRandomness, SystemClock};

const ADA: PlayerId = PlayerId::from_bytes([1; 32]);

#[test]
fn starting_a_game_stores_it_and_sends_its_work() {
    let memory = Memory::default();
    let quiz = memory.quiz();
    block_on(async {
        let request = GameRequest::parse(["Rome"], None).unwrap();
        let started = quiz.start(&ADA, request, None).await.unwrap();
        let games = quiz.list(&ADA, PageLimit::default(), None).await.unwrap();
        assert_eq!(games.games, [started.game().clone()]);

        let delivery = memory.queue().receive().unwrap();
        assert_eq!(delivery.work().game(), started.game().id());
        let asked = quiz.ask(&ADA, &started.game().id()).await;
        assert!(
            matches!(asked, Err(Error::Play(PlayError::Pending))),
            "{asked:?}"
        );
    });
}

#[test]
fn quizzes_of_one_memory_share_games() {
    let memory = Memory::new();
    block_on(async {
        let request = GameRequest::parse(["Rome"], None).unwrap();
        let started = memory.quiz().start(&ADA, request, None).await.unwrap();
        let seen = memory
            .quiz()
            .view(&ADA, &started.game().id())
            .await
            .unwrap();
        assert_eq!(seen, *started.game());
    });
}

#[test]
fn the_token_cache_is_bounded() {
    let tokens = MemoryTokens::with_capacity(10);
    block_on(async {
        let known = KnownPlayer::new(ADA, Timestamp::from_secs(100));
        let hashes: Vec<_> = (0..1_000).map(|n| TokenHash::of(&n.to_string())).collect();
        for hash in &hashes {
            tokens.remember(hash, &known).await.unwrap();
        }
        let mut kept = 0;
        for hash in &hashes {
            let found = tokens.find(hash, Timestamp::from_secs(1)).await.unwrap();
            kept += usize::from(found.is_some());
        }
        assert!((1..=20).contains(&kept), "{kept} of 1,000 tokens are kept");
    });
}

#[test]
fn the_system_provides_time_and_randomness() {
    let year_2026 = Timestamp::from_secs(1_767_225_600);
    assert!(SystemClock.now() > year_2026);
    let drawn: HashSet<_> = (0..100).map(|_| OsRandomness.bytes()).collect();
    assert_eq!(drawn.len(), 100, "all draws are different");
}
