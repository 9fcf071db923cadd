use http::StatusCode;
use quizcraft_core::{Cursor, GameId, PlayerId, Position, Timestamp};

use crate::NOW;
use crate::service::{PLAYER, Service};

/// The length of a position in bytes: its second and the id of its game.
const POSITION: usize = 8 + 32;

/// The query of a client that continues a list.
pub enum CursorInput<'a> {
    /// A text instead of a cursor.
    Text(&'a str),
    /// A valid cursor of the player, with some bits of its text changed.
    Changed {
        /// The position of the cursor.
        position: [u8; POSITION],
        /// The mask that is combined with the text by exclusive or.
        mask: &'a [u8],
    },
    /// A whole query.
    Query(&'a str),
}

impl<'a> CursorInput<'a> {
    /// Parses `t` and a text; `c`, a position and a mask; or `q` and a query.
    #[must_use]
    pub fn read(input: &'a [u8]) -> Option<Self> {
        let (kind, rest) = input.split_first()?;
        match kind {
            b't' => str::from_utf8(rest).ok().map(Self::Text),
            b'q' => str::from_utf8(rest).ok().map(Self::Query),
            b'c' => {
                let (position, mask) = rest.split_first_chunk()?;
                let position = *position;
                Some(Self::Changed { position, mask })
            }
            _ => None,
        }
    }

    /// Asserts that only unchanged cursors of the player are accepted.
    pub fn check(&self) {
        match self {
            Self::Text(text) => check_text(text),
            Self::Changed { position, mask } => check_changed(position, mask),
            Self::Query(query) => check_query(query),
        }
    }
}

/// Asserts that an accepted text is exactly the cursor of its position, and valid for this player
/// only.
fn check_text(text: &str) {
    let cursor = Cursor::received(text);
    if let Ok(position) = cursor.position(&PLAYER) {
        assert_eq!(Cursor::new(&PLAYER, position).to_string(), text);
        let stranger = PlayerId::from_bytes([2; 32]);
        assert!(cursor.position(&stranger).is_err());
    }
}

fn check_changed(position: &[u8; POSITION], mask: &[u8]) {
    let position = read_position(position);
    let genuine = Cursor::new(&PLAYER, position).to_string();
    let masks = mask.iter().copied().chain(std::iter::repeat(0));
    let changed: Vec<u8> = genuine.bytes().zip(masks).map(|(b, m)| b ^ m).collect();
    let Ok(changed) = String::from_utf8(changed) else {
        return;
    };
    let read = Cursor::received(changed.as_str()).position(&PLAYER).ok();
    assert_eq!(read, (changed == genuine).then_some(position));
}

fn read_position(bytes: &[u8; POSITION]) -> Position {
    let (second, game) = bytes.split_first_chunk().expect("eight bytes");
    let game = game.try_into().expect("32 bytes");
    let second = Timestamp::from_secs(u64::from_be_bytes(*second));
    Position::new(second, GameId::from_bytes(game))
}

/// Asserts that a query returns a page of the player's games within the limit, or an error.
fn check_query(query: &str) {
    let service = Service::new();
    let games: Vec<_> = (0..3).map(|_| service.start().to_string()).collect();
    let Some(answer) = service.get(&format!("/games?{query}")) else {
        return;
    };
    if answer.status != StatusCode::OK {
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.body);
        return assert_eq!(answer.codes(), ["invalid_request"]);
    }
    let page = answer.body["games"].as_array().expect("games");
    let page: Vec<_> = page
        .iter()
        .map(|game| game["id"].as_str().expect("an id"))
        .collect();
    let newest_first: Vec<_> = games.iter().rev().map(String::as_str).collect();
    let place = newest_first.windows(page.len()).any(|part| part == page);
    assert!(page.is_empty() || place, "{page:?}");
    if let Some(next) = answer.body["next"].as_str() {
        let last = page.last().expect("a page with a cursor has a game");
        let last = Position::new(Timestamp::from_secs(NOW), last.parse().expect("an id"));
        assert_eq!(next, Cursor::new(&PLAYER, last).to_string());
    }
}
