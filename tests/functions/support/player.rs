use serde_json::{Value, json};

use super::{Function, HttpEvent, Reply};

/// A player who sends requests as events.
#[derive(Clone, Copy)]
pub(crate) struct Player<'a> {
    function: &'a Function,
    name: &'a str,
}

impl<'a> Player<'a> {
    pub(crate) fn of(function: &'a Function, name: &'a str) -> Self {
        Self { function, name }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        HttpEvent::new("GET", path, self.name)
            .to(self.function)
            .await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        let event = HttpEvent::new("POST", path, self.name).with_body(body);
        event.to(self.function).await
    }

    /// Starts a game with this maximum number of questions. Returns its id.
    pub(crate) async fn start(&self, keywords: &[&str], limit: u64) -> String {
        let request = json!({"keywords": keywords, "questions_limit": limit});
        let reply = self.post("/games", &request).await.is(201);
        assert_eq!(reply.body["status"], "PENDING");
        reply.body["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn game(&self, id: &str) -> Value {
        self.get(&format!("/games/{id}")).await.is(200).body
    }

    pub(crate) async fn games(&self) -> Vec<Value> {
        let reply = self.get("/games").await.is(200);
        reply.body["games"].as_array().unwrap().clone()
    }

    pub(crate) async fn questions(&self, id: &str) -> Vec<Value> {
        let reply = self.get(&format!("/games/{id}/questions")).await.is(200);
        reply.body["questions"].as_array().unwrap().clone()
    }

    /// Asks for the next question, without a body, as the deployed client does.
    pub(crate) async fn posed(&self, id: &str) -> Value {
        let path = format!("/games/{id}/questions/ask");
        let event = HttpEvent::new("POST", &path, self.name);
        event.to(self.function).await.is(200).body
    }

    /// Answers a question with the option at this index. Returns the feedback.
    pub(crate) async fn answers(&self, id: &str, posed: &Value, place: usize) -> Value {
        let answer = json!({"question": posed["index"], "choice": posed["options"][place]});
        let path = format!("/games/{id}/questions/answer");
        self.post(&path, &answer).await.is(200).body
    }
}
