use serde_json::{Value, json};

use crate::support::{App, Call, NOW, clarification, prompt, right, wrong};

/// Asks for the next question of a game.
async fn ask(app: &App, game: &str) -> Value {
    let path = format!("/quiz/v1/games/{game}/questions/ask");
    app.send(Call::post(&path).by("ada")).await.expect(200)
}

/// A summary of a question that is not answered.
fn open(n: u16) -> Value {
    json!({
        "index": n,
        "prompt": prompt(n),
        "is_answered": false,
        "choice": null,
        "result": null,
        "solution": null,
        "clarification": null,
        "kind": "single",
        "response": null,
        "score": null,
        "correct": null,
        "source": null,
    })
}

/// A summary of a question that is answered.
fn answered(n: u16, choice: &str) -> Value {
    json!({
        "index": n,
        "prompt": prompt(n),
        "is_answered": true,
        "choice": choice,
        "result": choice == right(n),
        "solution": right(n),
        "clarification": clarification(n),
        "kind": "single",
        "response": choice,
        "score": u8::from(choice == right(n)),
        "correct": right(n),
        "source": null,
    })
}

/// The feedback on an answer to the n-th question.
fn feedback(n: u16, choice: &str) -> Value {
    json!({
        "index": n,
        "result": choice == right(n),
        "solution": right(n),
        "clarification": clarification(n),
        "score": u8::from(choice == right(n)),
        "correct": right(n),
        "source": null,
    })
}

#[tokio::test]
async fn a_game_is_played_from_its_keywords_to_its_end() {
    let app = App::new();
    let body = json!({"keywords": ["history", "Napoleon", "art"], "questions_limit": 5});

    // A new game is pending.
    let created = app.post("ada", "/quiz/v1/games", &body).await.expect(201);
    let id = created["id"].as_str().unwrap().to_owned();
    let game = |status: &str, limit: u16, answered: u16, correct: u16| {
        json!({
            "id": id,
            "status": status,
            "keywords": ["Napoleon", "art", "history"],
            "questions_answered": answered,
            "questions_limit": limit,
            "questions_correct": correct,
            "creation_time": NOW * 1000,
            "failure": null,
            "kinds": ["single"],
            "score": correct,
            "suggestions": [],
        })
    };
    assert_eq!(created, game("PENDING", 5, 0, 0));
    let path = format!("/quiz/v1/games/{id}");
    let questions = format!("{path}/questions");
    assert_eq!(app.get("ada", &path).await.expect(200), created);
    let none = app.get("ada", &questions).await.expect(200);
    assert_eq!(none, json!({"questions": []}));

    // When the game is ready, its limit is its number of questions.
    app.work(&crate::support::Script::Writes(2)).await;
    let ready = app.get("ada", &path).await.expect(200);
    assert_eq!(ready, game("READY", 2, 0, 0));
    let list = app.get("ada", &questions).await.expect(200);
    assert_eq!(list, json!({"questions": [open(1), open(2)]}));

    // A wrong answer, by the question's number.
    assert_eq!(ask(&app, &id).await["prompt"], prompt(1));
    let answer = json!({"choice": wrong(1), "question": 1});
    let told = app.answer("ada", &id, &answer).await.expect(200);
    assert_eq!(told, feedback(1, &wrong(1)));
    assert_eq!(
        app.get("ada", &path).await.expect(200),
        game("READY", 2, 1, 0)
    );
    let list = app.get("ada", &questions).await.expect(200);
    assert_eq!(
        list,
        json!({"questions": [answered(1, &wrong(1)), open(2)]})
    );

    // The correct answer to the last question, without a number, as the deployed client sends it.
    assert_eq!(ask(&app, &id).await["prompt"], prompt(2));
    let told = app.answer("ada", &id, &json!({"choice": right(2)})).await;
    assert_eq!(told.expect(200), feedback(2, &right(2)));

    // It is finished by its last answer.
    let finished = app.get("ada", &path).await.expect(200);
    assert_eq!(finished, game("FINISHED", 2, 2, 1));
    let list = app.get("ada", "/quiz/v1/games").await.expect(200);
    assert_eq!(list, json!({"games": [finished], "next": null}));
    let list = app.get("ada", &questions).await.expect(200);
    let both = [answered(1, &wrong(1)), answered(2, &right(2))];
    assert_eq!(list, json!({"questions": both}));
    let second = app.get("ada", &format!("{questions}/2")).await.expect(200);
    assert_eq!(second, both[1]);
}

#[tokio::test]
async fn question_is_the_same_each_time_it_is_asked() {
    // given
    let app = App::new();
    let game = app.ready("ada", 1).await;

    // when
    let posed = ask(&app, &game).await;

    // then
    let fields: Vec<_> = posed.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["index", "kind", "options", "prompt", "unit"]);
    assert_eq!(
        (&posed["index"], &posed["prompt"]),
        (&json!(1), &json!(prompt(1)))
    );
    let mut options: Vec<_> = posed["options"].as_array().unwrap().iter().collect();
    options.sort_unstable_by_key(|option| option.as_str());
    assert_eq!(
        options,
        [&json!(wrong(1)), &json!("myth-1"), &json!(right(1))]
    );
    for _ in 0..5 {
        assert_eq!(ask(&app, &game).await, posed);
    }
}

#[tokio::test]
async fn position_of_an_option_does_not_reveal_the_solution() {
    // given
    let app = App::new();
    let mut places = std::collections::BTreeSet::new();

    // when
    for _ in 0..40 {
        let game = app.ready("ada", 1).await;
        let options = ask(&app, &game).await["options"].clone();
        let place = options
            .as_array()
            .unwrap()
            .iter()
            .position(|o| *o == right(1));
        places.insert(place.unwrap());
    }

    // then: the probability that one of three positions never occurs is one in four million.
    assert_eq!(places.into_iter().collect::<Vec<_>>(), [0, 1, 2]);
}

#[tokio::test]
async fn solutions_are_hidden_until_answered() {
    // given
    let app = App::new();
    let game = app.ready("ada", 3).await;
    let own = |path: &str| format!("/games/{game}{path}");
    let told_early =
        |text: &str, n: u16| text.contains(&right(n)) || text.contains(&clarification(n));

    for n in 1..=3 {
        // when
        let mut seen = vec![
            app.get("ada", "/games").await,
            app.get("ada", &own("")).await,
            app.get("ada", &own("/questions")).await,
            app.get("ada", &own(&format!("/questions/{n}"))).await,
        ];
        for refused in [
            json!({"choice": "nonsense"}),
            json!({"choice": "nonsense", "question": n}),
            json!({"choice": wrong(3), "question": 3 + n}),
        ] {
            seen.push(app.answer("ada", &game, &refused).await);
        }
        if n < 3 {
            let early = json!({"choice": wrong(3), "question": 3});
            seen.push(app.answer("ada", &game, &early).await);
        }
        let posed = ask(&app, &game).await;

        // then
        assert!(!posed.to_string().contains(&clarification(n)), "{posed}");
        for (answer, open) in seen.iter().flat_map(|s| (n..=3).map(move |open| (s, open))) {
            assert!(!told_early(&format!("{answer:?}"), open), "{answer:?}");
        }
        let feedback = app.answer("ada", &game, &json!({"choice": wrong(n)})).await;
        assert!(told_early(&feedback.text, n), "and then it is told");
        assert!((n + 1..=3).all(|open| !told_early(&feedback.text, open)));
    }
}

#[tokio::test]
async fn failed_game_has_the_status_finished() {
    // given
    let app = App::new();
    let reason = "There is no fact about Rome.";

    // when
    let game = app.failed("ada", reason).await;

    // then
    let seen = app.get("ada", &format!("/games/{game}")).await.expect(200);
    assert_eq!(
        seen,
        json!({
            "id": game,
            "status": "FINISHED",
            "keywords": ["Rome"],
            "questions_answered": 0,
            "questions_limit": 0,
            "questions_correct": 0,
            "creation_time": NOW * 1000,
            "failure": format!("{reason} Try Space or \u{2068}Café\u{2069}."),
            "kinds": ["single"],
            "score": 0,
            "suggestions": ["Space", "Café"],
        })
    );
    let list = app.get("ada", "/games").await.expect(200);
    assert_eq!(list["games"], json!([seen]));
    let questions = app.get("ada", &format!("/games/{game}/questions")).await;
    assert_eq!(questions.expect(200), json!({"questions": []}));
}

#[tokio::test]
async fn overdue_game_fails_in_the_end() {
    // given: no worker runs.
    let app = App::new();
    let game = app.pending("ada").await;
    let path = format!("/games/{game}");

    // when: its player views it every six minutes.
    let mut looks = Vec::new();
    for _ in 0..4 {
        app.pass(360);
        looks.push(app.get("ada", &path).await.expect(200)["status"].clone());
    }

    // then
    assert_eq!(looks, ["PENDING", "PENDING", "PENDING", "FINISHED"]);
    let seen = app.get("ada", &path).await.expect(200);
    assert!(
        seen["failure"]
            .as_str()
            .is_some_and(|reason| !reason.is_empty())
    );
    assert_eq!(seen["creation_time"], NOW * 1000);
}
