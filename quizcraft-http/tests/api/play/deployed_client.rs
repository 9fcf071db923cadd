//! Games of the deployed client: the bodies that it decodes are unchanged up to their end, where newer fields
//! follow.

use serde_json::json;

use crate::support::{Answer, App, Call, NOW, clarification, prompt, right, wrong};

/// Asserts that the body is the old one, with further fields at the end.
#[track_caller]
fn assert_extended(answer: &Answer, old: &str, further: &str) {
    answer.expect(200);
    let old = old.strip_suffix('}').unwrap();
    assert_eq!(answer.text, format!("{old},{further}}}"));
}

#[tokio::test]
async fn bodies_of_a_game_keep_their_fields() {
    let app = App::new();
    let game = app.ready("ada", 1).await;
    let (path, now) = (format!("/quiz/v1/games/{game}"), NOW * 1000);
    let at = |status: &str, answered: u8| {
        format!(
            r#"{{"id":"{game}","status":"{status}","keywords":["Rome"],"questions_answered":{answered},"questions_limit":1,"questions_correct":0,"creation_time":{now},"failure":null}}"#
        )
    };
    let more = r#""kinds":["single"],"score":0,"suggestions":[]"#;

    // The game,
    assert_extended(&app.get("ada", &path).await, &at("READY", 0), more);

    // the question,
    let asked = app
        .send(Call::post(&format!("{path}/questions/ask")).by("ada"))
        .await;
    let options = asked.expect(200)["options"].to_string();
    let posed = format!(
        r#"{{"index":1,"prompt":"{}","options":{options}}}"#,
        prompt(1)
    );
    assert_extended(&asked, &posed, r#""kind":"single","unit":null"#);
    let question = format!("{path}/questions/1");
    let open = format!(
        r#"{{"index":1,"prompt":"{}","is_answered":false,"choice":null,"result":null,"solution":null,"clarification":null}}"#,
        prompt(1)
    );
    let nothing = r#""kind":"single","response":null,"score":null,"correct":null,"source":null"#;
    assert_extended(&app.get("ada", &question).await, &open, nothing);

    // the feedback on an answer,
    let told = app.answer("ada", &game, &json!({"choice": wrong(1)})).await;
    let feedback = format!(
        r#"{{"index":1,"result":false,"solution":"{}","clarification":"{}"}}"#,
        right(1),
        clarification(1)
    );
    let correct = format!(r#""score":0,"correct":"{}","source":null"#, right(1));
    assert_extended(&told, &feedback, &correct);

    // and the answered question in the finished game.
    let answered = format!(
        r#"{{"index":1,"prompt":"{}","is_answered":true,"choice":"{}","result":false,"solution":"{}","clarification":"{}"}}"#,
        prompt(1),
        wrong(1),
        right(1),
        clarification(1)
    );
    let all = format!(r#""kind":"single","response":"{}",{correct}"#, wrong(1));
    assert_extended(&app.get("ada", &question).await, &answered, &all);
    let finished = app.get("ada", &path).await;
    assert_extended(&finished, &at("FINISHED", 1), more);
    let list = app.get("ada", "/quiz/v1/games").await;
    assert_eq!(
        list.text,
        format!(r#"{{"games":[{}],"next":null}}"#, finished.text)
    );
}
