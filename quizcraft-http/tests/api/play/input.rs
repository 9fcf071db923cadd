use serde_json::{Value, json};

use crate::support::{Answer, App};

async fn start(app: &App, keywords: Value, limit: Value) -> Answer {
    let body = json!({"keywords": keywords, "questions_limit": limit});
    app.post("ada", "/games", &body).await
}

/// The invalid fields in a response.
fn fields(answer: &Answer) -> Vec<String> {
    answer.expect_error(400, "invalid_game");
    let body = answer.json();
    let errors = body["errors"].as_array().unwrap().iter();
    errors
        .map(|error| error["field"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_game_has_1_to_50_questions() {
    let app = App::new();
    for (limit, told) in [
        (json!(1), 1),
        (json!(50), 50),
        (json!(null), 15),
        (json!(15), 15),
    ] {
        let game = start(&app, json!(["Rome"]), limit).await.expect(201);
        assert_eq!(game["questions_limit"], told);
    }
    let without = app
        .post("ada", "/games", &json!({"keywords": ["Rome"]}))
        .await;
    assert_eq!(without.expect(201)["questions_limit"], 15);
    for limit in [0, 51, -1, 65_537, i64::MAX, i64::MIN] {
        let answer = start(&app, json!(["Rome"]), json!(limit)).await;
        assert_eq!(fields(&answer), ["questions_limit"]);
        let message = format!("a game has 1 to 50 questions, not {limit}");
        assert_eq!(answer.message(), message);
    }
}

#[tokio::test]
async fn keywords_are_sorted_and_deduplicated() {
    let app = App::new();
    let e_acute = ("caf\u{e9}", "cafe\u{301}");
    let family = "👨\u{200d}👩\u{200d}👧";
    for (given, told) in [
        (json!(["b", "a", "C"]), json!(["C", "a", "b"])),
        (json!(["Rome", "rome", "ROME"]), json!(["Rome"])),
        (json!(["ROME", "Rome"]), json!(["ROME"])),
        (json!(["  Rome\t", "Rome"]), json!(["Rome"])),
        (json!([e_acute.1, e_acute.0]), json!([e_acute.0])),
        (json!(["CAFE\u{301}", e_acute.0]), json!(["CAF\u{c9}"])),
        (json!(["Roman law"]), json!(["Roman law"])),
        (json!(["日本"]), json!(["日本"])),
        (json!(["space", "spa\u{ad}ce"]), json!(["space"])),
        (json!(["\u{202e}Rome", "Rome"]), json!(["\u{202e}Rome"])),
        (
            json!([family, "می\u{200c}خواهم"]),
            json!(["می\u{200c}خواهم", family]),
        ),
    ] {
        let game = start(&app, given, json!(null)).await.expect(201);
        assert_eq!(game["keywords"], told);
    }
}

#[tokio::test]
async fn there_are_1_to_10_different_keywords_of_1_to_50_characters() {
    let app = App::new();
    let numbered = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>();
    let mut repeated = numbered(10);
    repeated.extend(numbered(10));
    let accents = "e\u{301}".repeat(50);
    for good in [
        json!(numbered(10)),
        json!(repeated),
        json!(["x".repeat(50)]),
        json!(["🎲".repeat(50)]),
        json!([format!("  {}  ", "x".repeat(50))]),
        json!([accents]),
    ] {
        start(&app, good, json!(5)).await.expect(201);
    }
    for bad in [
        json!([]),
        json!(numbered(11)),
        json!([""]),
        json!(["Rome", " \t "]),
        json!(["\u{feff}"]),
        json!(["Rome", "\u{200b} \u{3164}\u{fe0f}"]),
        json!(["x".repeat(51)]),
        json!(["🎲".repeat(51)]),
        json!(["two\nlines"]),
        json!(["bell\u{7}"]),
        json!(["nul\u{0}"]),
        json!(["del\u{7f}"]),
        json!(["c1\u{85}x"]),
    ] {
        let answer = start(&app, bad, json!(5)).await;
        assert_eq!(fields(&answer), ["keywords"]);
    }
}

#[tokio::test]
async fn every_invalid_field_is_reported() {
    let app = App::new();
    let answer = start(&app, json!([]), json!(0)).await;
    assert_eq!(fields(&answer), ["keywords", "questions_limit"]);
    assert_eq!(
        answer.json(),
        json!({"errors": [
            {"code": "invalid_game", "field": "keywords", "message": "at least one keyword is needed"},
            {"code": "invalid_game", "field": "questions_limit", "message": "a game has 1 to 50 questions, not 0"},
        ]})
    );
}

#[tokio::test]
async fn kinds_are_a_set_of_known_names() {
    let app = App::new();
    let start = async |kinds: Value| {
        let body = json!({"keywords": ["Rome"], "kinds": kinds});
        app.post("ada", "/games", &body).await
    };
    let all = ["single", "multiple", "number", "text", "order"];
    for (given, told) in [
        (json!(null), json!(["single"])),
        (json!(["single"]), json!(["single"])),
        (
            json!(["order", "single", "order"]),
            json!(["single", "order"]),
        ),
        (json!(all), json!(all)),
    ] {
        let game = start(given).await.expect(201);
        assert_eq!(game["kinds"], told);
    }
    for (bad, message) in [
        (json!([]), "at least one kind is needed"),
        (
            json!(["single", "essay"]),
            "unknown kind: expected single, multiple, number, text or order",
        ),
        (
            json!(["Single"]),
            "unknown kind: expected single, multiple, number, text or order",
        ),
    ] {
        let answer = start(bad).await;
        assert_eq!(fields(&answer), ["kinds"]);
        assert_eq!(answer.message(), message);
    }
    let body = json!({"keywords": [], "questions_limit": 0, "kinds": []});
    let answer = app.post("ada", "/games", &body).await;
    assert_eq!(fields(&answer), ["keywords", "questions_limit", "kinds"]);
}
