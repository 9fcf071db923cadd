//! Whole games, played as the deployed web client does.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::support::{
    Player, Reply, Server, assert_feedback, assert_game, assert_posed, assert_summary, choice,
    keys, options,
};

/// The responses before a question is answered, which must not contain its clarification.
#[derive(Default)]
struct Sent(Vec<String>);

impl Sent {
    fn keep(&mut self, reply: Reply) -> Value {
        self.0.push(reply.text);
        reply.body
    }

    fn assert_hides(&self, clarification: &str) {
        let clarification = json!(clarification).to_string();
        let clarification = clarification.trim_matches('"');
        assert!(!self.0.iter().any(|text| text.contains(clarification)));
    }
}

#[tokio::test]
async fn a_game_about_napoleon_can_be_played_to_the_end() {
    plays_a_whole_game(&["Napoleon", "history"]).await;
}

#[tokio::test]
async fn a_game_about_capitals_can_be_played_to_the_end() {
    plays_a_whole_game(&["capitals", "Europe"]).await;
}

#[tokio::test]
async fn a_game_about_chemistry_can_be_played_to_the_end() {
    plays_a_whole_game(&["chemistry"]).await;
}

async fn plays_a_whole_game(keywords: &[&str]) {
    let server = Server::start().await;
    let player = server.player("ada").await;
    for mount in ["/quiz/v1", ""] {
        let client = Player(player.under(mount));
        let id = start_game(&client, keywords, mount).await;
        let limit = wait_until_ready(&client, &id).await;
        let correct = answer_all(&client, &id, limit).await;
        assert_finished(&client, &id, limit, correct).await;
    }
    assert_eq!(
        player.games().await.len(),
        2,
        "both base paths list both games"
    );
}

/// Starts a game with keywords only, as the client does.
async fn start_game(client: &Player, keywords: &[&str], mount: &str) -> String {
    let reply = client.post("/games", &json!({"keywords": keywords})).await;
    let reply = reply.is(201);
    let game = &reply.body;
    assert_game(game);
    let id = game["id"].as_str().unwrap();
    assert_eq!(reply.header("location"), format!("{mount}/games/{id}"));
    assert_eq!(game["status"], "PENDING");
    let mut sorted = keywords.to_vec();
    sorted.sort_unstable();
    assert_eq!(game["keywords"], json!(sorted));
    assert_eq!(game["questions_limit"], 15);
    assert_eq!(game["questions_answered"], 0);
    assert_eq!(game["failure"], Value::Null);
    let created = Duration::from_millis(game["creation_time"].as_u64().unwrap());
    let age = SystemTime::now().duration_since(UNIX_EPOCH + created);
    assert!(age.is_ok_and(|age| age < Duration::from_mins(1)));
    id.to_owned()
}

/// Waits until the game is ready, and returns its limit, which then is its number of questions.
async fn wait_until_ready(client: &Player, id: &str) -> u64 {
    let game = client.prepared(id).await;
    assert_eq!(game["status"], "READY");
    let limit = game["questions_limit"].as_u64().unwrap();
    let questions = client.questions(id).await;
    assert_eq!(questions.len() as u64, limit);
    assert!((1..=15).contains(&limit));
    limit
}

/// Asks and answers until all questions are answered. Returns the number of correct answers.
async fn answer_all(client: &Player, id: &str, limit: u64) -> u64 {
    let (mut correct, mut answered) = (0, 0);
    while answered < limit {
        let right = answer_next(client, id, answered + 1).await;
        correct += u64::from(right);
        let game = client.game(id).await;
        answered = game["questions_answered"].as_u64().unwrap();
        assert_eq!(game["questions_correct"], correct);
        assert_eq!(game["questions_limit"], limit);
    }
    correct
}

/// Plays one question, and asserts that no response reveals its clarification before the answer.
async fn answer_next(client: &Player, id: &str, index: u64) -> bool {
    let mut sent = Sent::default();
    let posed = sent.keep(client.ask(id).await.is(200));
    assert_posed(&posed);
    assert_eq!(posed["index"], index);
    let again = sent.keep(client.ask(id).await.is(200));
    assert_eq!(
        again, posed,
        "asking twice returns the same question with the same order of options"
    );
    let list = sent.keep(client.get(&format!("/games/{id}/questions")).await.is(200));
    let view = sent.keep(
        client
            .get(&format!("/games/{id}/questions/{index}"))
            .await
            .is(200),
    );
    assert_eq!(list["questions"][usize::try_from(index - 1).unwrap()], view);
    assert_summary(&view);
    assert_eq!(view["is_answered"], false);

    let place = usize::try_from(index).unwrap() % options(&posed).len();
    let answer = json!({"choice": posed["options"][place]});
    let feedback = client.answer(id, &answer).await.is(200).body;
    assert_feedback(&feedback);
    assert_eq!(feedback["index"], index);
    let solution = feedback["solution"].as_str().unwrap().to_owned();
    assert!(options(&posed).contains(&solution));
    assert_eq!(feedback["result"], answer["choice"] == feedback["solution"]);
    sent.assert_hides(feedback["clarification"].as_str().unwrap());
    feedback["result"].as_bool().unwrap()
}

async fn assert_finished(client: &Player, id: &str, limit: u64, correct: u64) {
    let game = client.game(id).await;
    assert_eq!(game["status"], "FINISHED");
    assert_eq!(game["failure"], Value::Null);
    let list = client.get(&format!("/games/{id}/questions")).await.is(200);
    assert_eq!(keys(&list.body), ["questions"]);
    let questions = client.questions(id).await;
    questions.iter().for_each(assert_summary);
    assert!(questions.iter().all(|q| q["is_answered"] == true));
    let right = questions.iter().filter(|q| q["result"] == true).count();
    assert_eq!(right as u64, correct);
    let games = client.get("/games").await.is(200).body;
    assert_eq!(keys(&games), ["games", "next"]);
    assert!(games["games"].as_array().unwrap().contains(&game));
    let over = client.ask(id).await;
    let over = over.fails(400, "questions_limit_reached");
    let message = format!("Game {id} has reached questions limit of {limit}");
    assert_eq!(over.message(), message);
}

#[tokio::test]
async fn an_unfinished_game_continues_after_the_player_signs_in_again() {
    // Given a player who leaves after two questions,
    let server = Server::start().await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 4).await;
    for _ in 0..2 {
        let posed = player.next_question(&id).await;
        player.answer(&id, &choice(&posed, 1)).await.is(200);
    }
    let third = player.next_question(&id).await;

    // when the player signs in again, with the address in another case,
    let back = Player(server.player("ADA").await.with_new_connections());

    // then the game is listed unchanged, and continues with the same question.
    let games = back.games().await;
    assert_eq!(games.len(), 1);
    assert_eq!(games[0]["status"], "READY");
    assert_eq!(games[0]["questions_answered"], 2);
    assert_eq!(back.next_question(&id).await, third);
    back.finish(&id).await;
    assert_eq!(player.game(&id).await["status"], "FINISHED");
}

#[tokio::test]
async fn the_solution_is_not_always_at_the_same_place() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 30).await;
    let mut places = vec![0_u32; 8];
    let mut questions: u32 = 0;
    while player.game(&id).await["status"] == "READY" {
        let posed = player.next_question(&id).await;
        let feedback = player.answer(&id, &choice(&posed, 0)).await.is(200).body;
        let place = options(&posed)
            .iter()
            .position(|option| feedback["solution"] == option.as_str());
        places[place.unwrap()] += 1;
        questions += 1;
    }
    // With four options, the expected share of each place is a quarter; 70 % would show a bias.
    assert!(questions >= 20, "enough questions for the statistics");
    assert!(
        places.iter().all(|&times| times * 10 < questions * 7),
        "{places:?}"
    );
}

#[tokio::test]
async fn the_limit_is_the_number_of_questions_of_a_ready_game() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    for (keyword, limit) in [("chemistry", 1), ("Napoleon", 50), ("Europe", 7)] {
        let id = player.ready(&[keyword], limit).await;
        let questions = player.questions(&id).await.len() as u64;
        assert_eq!(questions, limit);
        assert_eq!(player.game(&id).await["questions_limit"], questions);
        player.finish(&id).await;
        assert_eq!(player.game(&id).await["questions_answered"], questions);
    }
}

#[tokio::test]
async fn repeated_requests_under_one_key_return_the_same_game() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let start = async |key: &str| {
        let request = player
            .request(reqwest::Method::POST, "/games")
            .header("idempotency-key", key);
        Reply::to(request.json(&json!({"keywords": ["chemistry"]}))).await
    };
    let longest = "~".repeat(64);
    for key in ["!", "550e8400-e29b-41d4-a716-446655440000", &longest] {
        let first = start(key).await.is(201).body;
        let id = first["id"].as_str().unwrap();
        player.prepared(id).await;
        player.finish(id).await;
        assert_eq!(start(key).await.is(200).body, player.game(id).await);
    }
    let twice = player.request(reqwest::Method::POST, "/games");
    let twice = twice
        .header("idempotency-key", "a")
        .header("idempotency-key", "b");
    let twice = Reply::to(twice.json(&json!({"keywords": ["chemistry"]}))).await;
    twice.fails(400, "invalid_request");
    assert_eq!(player.games().await.len(), 3);
}
