//! Cursors: they come back as they were given, to the player they were given to.

use proptest::prelude::*;
use proptest::sample::Index;
use quizcraft_contract::strategies;
use quizcraft_core::{Cursor, InvalidCursor, PageLimit};

proptest! {
    #[test]
    fn a_cursor_leads_its_player_back_to_where_it_was_given(
        player in strategies::player_id(),
        position in strategies::position(),
    ) {
        let sent = Cursor::new(&player, position).to_string();
        prop_assert!(sent.bytes().all(|byte| byte.is_ascii_alphanumeric()), "it is safe in a URL");
        prop_assert_eq!(Cursor::received(sent).position(&player), Ok(position));
    }

    #[test]
    fn a_cursor_leads_nobody_else_anywhere(
        player in strategies::player_id(),
        other in strategies::player_id(),
        position in strategies::position(),
    ) {
        let cursor = Cursor::new(&player, position);
        prop_assert_eq!(cursor.position(&other), Err(InvalidCursor));
    }

    #[test]
    fn a_cursor_with_any_character_changed_is_refused(
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
    fn a_cursor_cut_short_or_drawn_out_is_refused(
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
    fn no_text_that_was_not_given_is_a_cursor(
        player in strategies::player_id(),
        text in "\\PC{0,100}|([0-9a-f]{2}){40,50}",
    ) {
        prop_assert_eq!(Cursor::received(text).position(&player), Err(InvalidCursor));
    }
}

#[test]
fn a_page_has_one_to_a_hundred_games() {
    for wrong in [i64::MIN, -1, 0, 101, 257, i64::MAX] {
        assert!(PageLimit::new(wrong).is_err(), "{wrong}");
    }
    assert_eq!(PageLimit::new(1).map(PageLimit::get), Ok(1));
    assert_eq!(PageLimit::new(100).map(PageLimit::get), Ok(100));
    assert_eq!(PageLimit::default().get(), 100);
}
