//! A player who never pauses.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use crate::server::{Connection, Server};

/// What the players ask for, in turn.
const KEYWORDS: [&str; 8] = [
    "Napoleon",
    "chemistry",
    "countries",
    "music",
    "animals",
    "space",
    "films",
    "history",
];

/// The pause before a player looks again whether a game is ready.
const POLL: Duration = Duration::from_millis(2);

/// What all players did.
#[derive(Default)]
pub(crate) struct Counts {
    requests: AtomicU64,
    games: AtomicU64,
}

impl Counts {
    /// Returns the number of requests, and of games that were finished.
    pub(crate) fn get(&self) -> (u64, u64) {
        let requests = self.requests.load(Ordering::Relaxed);
        (requests, self.games.load(Ordering::Relaxed))
    }
}

pub(crate) struct Player {
    connection: Connection,
    number: usize,
}

impl Player {
    pub(crate) fn new(server: &Server, number: usize) -> Self {
        let connection = server.connect_player(&format!("player{number}"));
        Self { connection, number }
    }

    /// Plays until it is stopped, and returns the number of its games in the end.
    pub(crate) fn play(mut self, counts: &Counts, stopped: &AtomicBool) -> usize {
        while !stopped.load(Ordering::Relaxed) {
            let keyword = KEYWORDS[self.number % KEYWORDS.len()];
            self.number += 1;
            self.play_game(keyword, counts);
            counts.games.fetch_add(1, Ordering::Relaxed);
        }
        self.list(counts)
    }

    fn play_game(&mut self, keyword: &str, counts: &Counts) {
        let game = json!({"keywords": [keyword], "questions_limit": 5}).to_string();
        let started = self.call(counts, "POST", "/games", &game, 201);
        let path = format!("/games/{}", started["id"].as_str().expect("an id"));
        while self.call(counts, "GET", &path, "", 200)["status"] == "PENDING" {
            sleep(POLL);
        }
        let mut status = Value::Null;
        while status != "FINISHED" {
            let posed = self.call(counts, "POST", &format!("{path}/questions/ask"), "", 200);
            let answer = json!({"question": posed["index"], "choice": posed["options"][0]});
            let answers = format!("{path}/questions/answer");
            self.call(counts, "POST", &answers, &answer.to_string(), 200);
            status = self.call(counts, "GET", &path, "", 200)["status"].take();
        }
    }

    /// Returns the number of the player's games.
    fn list(&mut self, counts: &Counts) -> usize {
        let list = self.call(counts, "GET", "/games?limit=100", "", 200);
        list["games"].as_array().expect("games").len()
    }

    #[track_caller]
    fn call(
        &mut self,
        counts: &Counts,
        method: &str,
        path: &str,
        body: &str,
        expected: u16,
    ) -> Value {
        let (status, body) = self.connection.call(method, path, body);
        assert_eq!(status, expected, "{method} {path}: {body}");
        counts.requests.fetch_add(1, Ordering::Relaxed);
        body
    }
}
