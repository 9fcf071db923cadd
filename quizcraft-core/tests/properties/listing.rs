//! A cursor is valid only unchanged, and only for the player who received it.

use proptest::prelude::*;
use proptest::sample::Index;
use quizcraft_contract::strategies;
use quizcraft_core::{Cursor, InvalidCursor, PageLimit};

proptest! {
    #[test]
    fn a_cursor_returns_its_position_to_its_player(
        player in strategies::player_id(),
        position in strategies::position(),
    ) {
        let sent = Cursor::new(&player, position).to_string();
        prop_assert!(sent.bytes().all(|byte| byte.is_ascii_alphanumeric()), "a cursor needs no escaping in a URL");
        prop_assert_eq!(Cursor::received(sent).position(&player), Ok(position));
    }

    #[test]
    fn a_cursor_of_another_player_is_rejected(
        player in strategies::player_id(),
        other in strategies::player_id(),
        position in strategies::position(),
    ) {
        let cursor = Cursor::new(&player, position);
        prop_assert_eq!(cursor.position(&other), Err(InvalidCursor));
    }

    #[test]
    fn a_cursor_with_any_character_changed_is_rejected(
        player in strategies::player_id(),
        position in strategies::position(),
        at in any::<Index>(),
        character in "[0-9a-zA-Z%~]",
    ) {
        let given = Cursor::new(&player, position).to_string();
        let at = at.index(given.len());
        let changed = format!("{}{character}{}", &given[..at], &given[at + 1..]);
        prop_assume!(changed != given);
        prop_assert_eq!(Cursor::received(changed).position(&player), Err(InvalidCursor));
    }

    #[test]
    fn a_truncated_extended_or_uppercase_cursor_is_rejected(
        player in strategies::player_id(),
        position in strategies::position(),
        at in any::<Index>(),
    ) {
        let given = Cursor::new(&player, position).to_string();
        for text in [given[..at.index(given.len())].to_owned(), format!("{given}00"), given.to_uppercase()] {
            prop_assume!(text != given);
            prop_assert_eq!(Cursor::received(text).position(&player), Err(InvalidCursor));
        }
    }

    #[test]
    fn arbitrary_text_is_rejected_as_a_cursor(
        player in strategies::player_id(),
        text in "\\PC{0,100}|([0-9a-f]{2}){40,50}",
    ) {
        prop_assert_eq!(Cursor::received(text).position(&player), Err(InvalidCursor));
    }
}

#[test]
fn a_page_limit_is_between_1_and_100() {
    for wrong in [i64::MIN, -1, 0, 101, 257, i64::MAX] {
        assert!(PageLimit::new(wrong).is_err(), "{wrong}");
    }
    assert_eq!(PageLimit::new(1).map(PageLimit::get), Ok(1));
    assert_eq!(PageLimit::new(100).map(PageLimit::get), Ok(100));
    assert_eq!(PageLimit::default().get(), 100);
}
