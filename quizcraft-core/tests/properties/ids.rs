//! Ids in work messages, and game ids derived from idempotency keys.

use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_core::gateway::Work;
use serde_json::{Value, json};

proptest! {
    #[test]
    fn work_serialises_to_the_deployed_message_and_back(work in strategies::work()) {
        let message = json!({
            "game_id": work.game().to_string(),
            "player_id": work.player().to_string(),
        });
        prop_assert_eq!(&serde_json::to_value(work).unwrap(), &message);
        let received: Work = serde_json::from_value(message).unwrap();
        prop_assert_eq!(received, work);
        prop_assert_eq!(received.keywords(), None, "they are sent beside the body");
    }

    #[test]
    fn a_game_id_depends_on_both_the_key_and_the_player(
        player in strategies::player_id(),
        other in strategies::player_id(),
        key in strategies::idempotency_key(),
        other_key in strategies::idempotency_key(),
    ) {
        let id = key.game_id(&player);
        prop_assert_eq!(key.game_id(&player), id);
        prop_assert_ne!(key.game_id(&other), id);
        prop_assert_eq!(other_key.game_id(&player) == id, key == other_key);
    }
}

#[test]
fn work_with_a_malformed_id_is_rejected() {
    let id = "0f".repeat(32);
    assert!(read(&json!({"game_id": id, "player_id": id})));
    for wrong in [
        String::new(),
        id.to_uppercase(),
        format!("{id}0f"),
        "x".repeat(64),
    ] {
        assert!(
            !read(&json!({"game_id": wrong, "player_id": id})),
            "{wrong}"
        );
        assert!(
            !read(&json!({"game_id": id, "player_id": wrong})),
            "{wrong}"
        );
    }
    assert!(!read(&json!({"game_id": id})));
    assert!(!read(&json!({"game_id": 1, "player_id": id})));
}

fn read(message: &Value) -> bool {
    serde_json::from_str::<Work>(&message.to_string()).is_ok()
}
