use std::ops::Deref;

use serde_json::{Value, json};

use super::{Client, Reply, assert_game, assert_posed, eventually};

/// A client that plays games.
#[derive(Clone)]
pub(crate) struct Player(pub(crate) Client);

impl Deref for Player {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.0
    }
}

impl Player {
    /// Starts a game of at most `limit` questions, and returns its id.
    pub(crate) async fn start(&self, keywords: &[&str], limit: u64) -> String {
        let request = json!({"keywords": keywords, "questions_limit": limit});
        let reply = self.post("/games", &request).await.is(201);
        reply.body["id"].as_str().unwrap().to_owned()
    }

    /// Starts a game, waits until it is ready, and returns its id.
    pub(crate) async fn ready(&self, keywords: &[&str], limit: u64) -> String {
        let id = self.start(keywords, limit).await;
        assert_eq!(self.prepared(&id).await["status"], "READY");
        id
    }

    pub(crate) async fn game(&self, id: &str) -> Value {
        let reply = self.get(&format!("/games/{id}")).await.is(200);
        assert_game(&reply.body);
        reply.body
    }

    /// Waits until the game is no longer pending, and returns it.
    pub(crate) async fn prepared(&self, id: &str) -> Value {
        let poll = async || Some(self.game(id).await).filter(|game| game["status"] != "PENDING");
        eventually("the game is prepared", poll).await
    }

    pub(crate) async fn games(&self) -> Vec<Value> {
        let reply = self.get("/games").await.is(200);
        let games = reply.body["games"].as_array().unwrap().clone();
        games.iter().for_each(assert_game);
        games
    }

    pub(crate) async fn ask(&self, id: &str) -> Reply {
        self.post_nothing(&format!("/games/{id}/questions/ask"))
            .await
    }

    /// Asks the next question.
    pub(crate) async fn next_question(&self, id: &str) -> Value {
        let reply = self.ask(id).await.is(200);
        assert_posed(&reply.body);
        reply.body
    }

    pub(crate) async fn answer(&self, id: &str, answer: &Value) -> Reply {
        self.post(&format!("/games/{id}/questions/answer"), answer)
            .await
    }

    pub(crate) async fn questions(&self, id: &str) -> Vec<Value> {
        let reply = self.get(&format!("/games/{id}/questions")).await.is(200);
        reply.body["questions"].as_array().unwrap().clone()
    }

    pub(crate) async fn question(&self, id: &str, index: u64) -> Value {
        let path = format!("/games/{id}/questions/{index}");
        self.get(&path).await.is(200).body
    }

    /// Answers all remaining questions with their first options.
    pub(crate) async fn finish(&self, id: &str) {
        while self.game(id).await["status"] != "FINISHED" {
            let posed = self.next_question(id).await;
            self.answer(id, &choice(&posed, 0)).await.is(200);
        }
    }
}

/// Returns the options of a posed question.
pub(crate) fn options(posed: &Value) -> Vec<String> {
    let options = posed["options"].as_array().unwrap().iter();
    options.map(|o| o.as_str().unwrap().to_owned()).collect()
}

pub(crate) fn index(posed: &Value) -> u64 {
    posed["index"].as_u64().unwrap()
}

/// Returns the answer to a posed question with the option at this place.
pub(crate) fn choice(posed: &Value, place: usize) -> Value {
    json!({"question": index(posed), "choice": posed["options"][place]})
}
