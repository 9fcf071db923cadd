//! Numbers of any size and in every JSON notation.

use crate::support::{App, Call};

/// Valid JSON numbers that are out of range.
fn numbers_out_of_range() -> Vec<String> {
    let far = [
        "0",
        "-0",
        "0.0",
        "-1",
        "-1.0",
        "65537",
        "1e5",
        "9223372036854775808",
        "99999999999999999999",
        "-99999999999999999999",
        "1e400",
        "-1e999",
        "1E+400",
        "1e99999999999999999999",
    ];
    let long = "9".repeat(400);
    let long = [
        format!("-{long}"),
        format!("{long}.000"),
        format!("{long}0e-1"),
        long,
    ];
    far.map(str::to_owned).into_iter().chain(long).collect()
}

#[tokio::test]
async fn numbers_of_any_size_are_accepted() {
    let app = App::new();
    let game = app.ready("ada", 1).await;
    for number in numbers_out_of_range() {
        let body = format!(r#"{{"keywords": ["Rome"], "questions_limit": {number}}}"#);
        let answer = app.send(Call::post("/games").by("ada").raw_json(body));
        let answer = answer.await;
        answer.expect_error(400, "invalid_game");
        assert_eq!(answer.json()["errors"][0]["field"], "questions_limit");

        let path = format!("/games/{game}/questions/answer");
        let body = format!(r#"{{"choice": "truth-1", "question": {number}}}"#);
        let answer = app.send(Call::post(&path).by("ada").raw_json(body));
        answer.await.expect_error(404, "no_such_question");
    }
}

#[tokio::test]
async fn whole_numbers_are_accepted_in_every_notation() {
    let app = App::new();
    for (n, number) in ["5", "5.0", "5e0", "0.5e1", "50E-1"]
        .into_iter()
        .enumerate()
    {
        let body = format!(r#"{{"keywords": ["Rome"], "questions_limit": {number}}}"#);
        let call = Call::post("/games").by("ada").raw_json(body);
        let game = app.send(call.header("idempotency-key", "k-1")).await;
        let game = game.expect(if n == 0 { 201 } else { 200 });
        assert_eq!(game["questions_limit"], 5, "{number}");
    }
    let game = app.ready("ada", 1).await;
    let path = format!("/games/{game}/questions/answer");
    for number in ["1", "1.0", "10e-1"] {
        let body = format!(r#"{{"choice": "truth-1", "question": {number}}}"#);
        let answer = app.send(Call::post(&path).by("ada").raw_json(body)).await;
        assert_eq!(answer.expect(200)["index"], 1, "{number}");
    }
}

#[tokio::test]
async fn numbers_of_any_size_are_accepted_in_path_and_query() {
    let app = App::new();
    let game = app.ready("ada", 1).await;
    let long = "9".repeat(400);
    for number in ["0", "65536", "9223372036854775808", "-1", &long] {
        let path = format!("/games/{game}/questions/{number}");
        let answer = app.get("ada", &path).await;
        answer.expect_error(404, "no_such_question");
    }
    for number in [
        "101",
        "-1",
        "9223372036854775808",
        "-9223372036854775809",
        &long,
    ] {
        let answer = app.get("ada", &format!("/games?limit={number}")).await;
        answer.expect_error(400, "invalid_request");
        assert!(answer.message().contains("1 to 100 games"), "{number}");
    }
}
