//! Games of every kind of question.

use serde_json::{Value, json};

use crate::support::{App, Call, SOURCE};

const KINDS: [&str; 5] = ["single", "multiple", "number", "text", "order"];

async fn ready(app: &App) -> String {
    app.ready_with_kinds("ada", &json!(KINDS)).await
}

async fn ask(app: &App, game: &str) -> Value {
    let path = format!("/games/{game}/questions/ask");
    app.send(Call::post(&path).by("ada")).await.expect(200)
}

/// Responds to a question of a game.
async fn respond(app: &App, game: &str, index: usize, response: &Value) -> crate::support::Answer {
    let body = json!({"response": response, "question": index});
    app.answer("ada", game, &body).await
}

fn source() -> Value {
    json!({"title": SOURCE, "url": "https://example.org/atlas", "license": null})
}

/// A response to each question, with its score and the solution: as a text, and as a response.
fn responses() -> [(Value, Value, &'static str, Value); 5] {
    [
        (json!("yes"), json!(1), "yes", json!("yes")),
        (
            json!(["3", "2"]),
            json!(0.667),
            "2, 3, 5",
            json!(["2", "3", "5"]),
        ),
        (json!("110.0"), json!(0.75), "100 km", json!(100)),
        (json!("Rio"), json!(0), "São Paulo", json!("São Paulo")),
        (
            json!(["two", "one", "three"]),
            json!(0.667),
            "one, two, three",
            json!(["one", "two", "three"]),
        ),
    ]
}

/// The response as the summary shows it.
fn recorded(response: &Value) -> Value {
    match response {
        Value::String(number) if number == "110.0" => json!(110),
        Value::Array(chosen) if chosen.len() == 2 => json!(["2", "3"]),
        other => other.clone(),
    }
}

#[tokio::test]
async fn a_game_of_all_kinds_is_played_with_partial_credit() {
    // given
    let app = App::new();
    let game = ready(&app).await;
    let path = format!("/games/{game}");
    let started = app.get("ada", &path).await.expect(200);
    assert_eq!(started["kinds"], json!(KINDS));
    assert_eq!(
        (&started["score"], &started["questions_limit"]),
        (&json!(0), &json!(5))
    );
    let totals = [
        json!(1),
        json!(1.667),
        json!(2.417),
        json!(2.417),
        json!(3.084),
    ];
    let mut correct = 0;

    for ((n, (response, score, solution, right)), total) in (1..).zip(responses()).zip(totals) {
        // when
        let posed = ask(&app, &game).await;
        let feedback = respond(&app, &game, n, &response).await.expect(200);

        // then
        let kind = KINDS[n - 1];
        assert_eq!(posed["kind"], kind);
        assert_eq!(
            posed["unit"],
            if kind == "number" {
                json!("km")
            } else {
                json!(null)
            }
        );
        let is_right = score == json!(1);
        let clarification = format!("Because it is so, of the kind {kind}.");
        assert_eq!(
            feedback,
            json!({
                "index": n,
                "result": is_right,
                "solution": solution,
                "clarification": clarification,
                "score": score,
                "correct": right,
                "source": source(),
            })
        );
        let summary = app
            .get("ada", &format!("{path}/questions/{n}"))
            .await
            .expect(200);
        let is_text = matches!(kind, "single" | "text");
        assert_eq!(
            summary,
            json!({
                "index": n,
                "prompt": format!("What is it, of the kind {kind}?"),
                "is_answered": true,
                "choice": if is_text { response.clone() } else { json!(null) },
                "result": is_right,
                "solution": solution,
                "clarification": clarification,
                "kind": kind,
                "response": recorded(&response),
                "score": score,
                "correct": right,
                "source": source(),
            })
        );
        correct += u8::from(is_right);
        let seen = app.get("ada", &path).await.expect(200);
        assert_eq!(seen["score"], total);
        assert_eq!(
            (&seen["questions_answered"], &seen["questions_correct"]),
            (&json!(n), &json!(correct))
        );
    }
    let finished = app.get("ada", &path).await;
    assert_eq!(finished.expect(200)["status"], "FINISHED");
    assert!(
        finished.text.contains(r#""score":3.084"#),
        "{}",
        finished.text
    );
}

#[tokio::test]
async fn options_are_posed_for_the_kinds_that_have_them() {
    let app = App::new();
    let game = ready(&app).await;
    for (n, expected) in (1..).zip([
        json!(["no", "yes"]),
        json!(["2", "3", "4", "5", "6"]),
        json!([]),
        json!([]),
        json!(["one", "three", "two"]),
    ]) {
        let posed = ask(&app, &game).await;
        let mut options: Vec<_> = posed["options"].as_array().unwrap().clone();
        options.sort_unstable_by_key(ToString::to_string);
        assert_eq!(json!(options), expected);
        assert_eq!(ask(&app, &game).await, posed);
        let (response, ..) = responses()[n - 1].clone();
        respond(&app, &game, n, &response).await.expect(200);
    }
}

#[tokio::test]
async fn a_response_that_means_the_same_gets_the_same_feedback() {
    let app = App::new();
    let game = ready(&app).await;
    for (n, (first, same, other)) in (1..).zip([
        (json!("yes"), vec![json!("yes")], json!("no")),
        (json!(["2", "3"]), vec![json!(["3", "2"])], json!(["2"])),
        (
            json!(90),
            vec![json!(90.0), json!("90"), json!(" 90.000 "), json!("+90")],
            json!(90.5),
        ),
        (
            json!("  sampa"),
            vec![json!("SAMPA"), json!("Sámpa "), json!("Ｓampa")],
            json!("São Paulo"),
        ),
        (
            json!(["two", "one", "three"]),
            vec![json!(["two", "one", "three"])],
            json!(["one", "two", "three"]),
        ),
    ]) {
        // given
        let told = respond(&app, &game, n, &first).await;
        told.expect(200);

        // when
        let other = respond(&app, &game, n, &other).await;

        // then
        other.expect_error(409, "already_answered");
        for same in same {
            let again = respond(&app, &game, n, &same).await;
            assert_eq!(again.status, 200, "{same}: {}", again.text);
            assert_eq!(again.text, told.text, "{same}");
        }
    }
}

#[tokio::test]
async fn responses_have_the_type_of_the_kind() {
    let app = App::new();
    let game = ready(&app).await;
    for (n, (malformed, invalid)) in (1..).zip([
        (
            vec![json!(1), json!(["yes"])],
            vec![json!("maybe"), json!("YES"), json!("")],
        ),
        (
            vec![json!("2"), json!(2)],
            vec![json!([]), json!(["2", "2"]), json!(["2", "7"])],
        ),
        (
            vec![json!(["90"]), json!([])],
            vec![json!("ninety"), json!("9e1"), json!(""), json!(1e300)],
        ),
        (
            vec![json!(7), json!(["Sampa"])],
            vec![
                json!(""),
                json!(" "),
                json!("x".repeat(201)),
                json!("a\u{7}b"),
            ],
        ),
        (
            vec![json!("two"), json!(2)],
            vec![
                json!([]),
                json!(["one", "two"]),
                json!(["one", "two", "two"]),
                json!(["one", "two", "four"]),
            ],
        ),
    ]) {
        for response in malformed {
            let answer = respond(&app, &game, n, &response).await;
            assert_eq!(answer.status, 400, "{response}");
            answer.expect_error(400, "invalid_request");
            assert!(
                answer.message().contains(KINDS[n - 1]),
                "{}",
                answer.message()
            );
        }
        for response in invalid {
            let answer = respond(&app, &game, n, &response).await;
            assert_eq!(answer.status, 400, "{response}");
            answer.expect_error(400, "invalid_answer");
        }
        let (response, ..) = responses()[n - 1].clone();
        respond(&app, &game, n, &response).await.expect(200);
    }
}

#[tokio::test]
async fn a_choice_is_a_response_to_single_and_text() {
    let app = App::new();
    let game = app
        .ready_with_kinds("ada", &json!(["single", "text", "order"]))
        .await;
    for (n, choice) in [(1, "yes"), (2, "são paulo")] {
        let body = json!({"choice": choice, "question": n});
        let told = app.answer("ada", &game, &body).await.expect(200);
        assert_eq!(told["score"], 1);
        let again = respond(&app, &game, n, &json!(choice)).await.expect(200);
        assert_eq!(again, told);
    }
    let body = json!({"choice": "one, two, three", "question": 3});
    let answer = app.answer("ada", &game, &body).await;
    answer.expect_error(400, "invalid_request");
}

#[tokio::test]
async fn a_game_has_no_kind_that_was_not_requested() {
    let app = App::new();
    let game = app
        .ready_with_kinds("ada", &json!(["text", "number"]))
        .await;
    let seen = app.get("ada", &format!("/games/{game}")).await.expect(200);
    assert_eq!(seen["kinds"], json!(["number", "text"]));
    assert_eq!(seen["questions_limit"], 2);
    let questions = app
        .get("ada", &format!("/games/{game}/questions"))
        .await
        .expect(200);
    let kinds = questions["questions"].as_array().unwrap().iter();
    let kinds: Vec<_> = kinds.map(|question| &question["kind"]).collect();
    assert_eq!(kinds, ["number", "text"]);

    let game = app.ready_with_kinds("ada", &json!(null)).await;
    assert_eq!(ask(&app, &game).await["kind"], "single");
    let seen = app.get("ada", &format!("/games/{game}")).await.expect(200);
    assert_eq!(seen["questions_limit"], 1);
}

#[tokio::test]
async fn solutions_scores_and_sources_are_hidden_until_answered() {
    // given
    let app = App::new();
    let game = ready(&app).await;
    let path = format!("/games/{game}");

    for (n, (response, _, _, _)) in (1..).zip(responses()) {
        // when
        let posed = ask(&app, &game).await;
        let question = app
            .get("ada", &format!("{path}/questions/{n}"))
            .await
            .expect(200);
        let refused = respond(&app, &game, n, &json!(["none of these"])).await;

        // then
        let fields: Vec<_> = posed.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["index", "kind", "options", "prompt", "unit"]);
        let texts = [posed.to_string(), question.to_string(), refused.text];
        for text in texts {
            for hidden in [
                SOURCE,
                "example.org",
                "Because",
                "Sampa",
                "Paulo",
                "100",
                "25",
            ] {
                assert!(!text.contains(hidden), "{hidden} in {text}");
            }
        }
        for (name, value) in question.as_object().unwrap() {
            let is_shown = matches!(name.as_str(), "index" | "prompt" | "kind" | "is_answered");
            assert!(is_shown || value.is_null(), "{name}: {value}");
        }
        respond(&app, &game, n, &response).await.expect(200);
    }
}
