use http::Method;

use crate::support::{App, Call};

const ID: &str = "5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e";

#[tokio::test]
async fn unknown_path_is_not_found() {
    let app = App::new();
    for path in [
        "/",
        "/game",
        "/games/",
        "/Games",
        "/games//",
        &format!("/games/{ID}/"),
        &format!("/games/{ID}/questions/"),
        &format!("/games/{ID}/questions/1/"),
        &format!("/games/{ID}/answers"),
        &format!("/games/{ID}/questions/ask/now"),
        "/%67ame",
        "/*",
    ] {
        let answer = app.get("ada", path).await;
        answer.expect_error(404, "not_found");
        let anonymous = app.send(Call::post(path)).await;
        anonymous.expect_error(404, "not_found");
    }
}

#[tokio::test]
async fn unsupported_method_lists_the_allowed_ones() {
    let app = App::new();
    for (method, path, allowed) in [
        (Method::DELETE, "/games".to_owned(), "GET,HEAD,POST"),
        (Method::PUT, "/games".to_owned(), "GET,HEAD,POST"),
        (Method::OPTIONS, "/games".to_owned(), "GET,HEAD,POST"),
        (Method::POST, format!("/games/{ID}"), "GET,HEAD"),
        (Method::PATCH, format!("/games/{ID}/questions"), "GET,HEAD"),
        (Method::GET, format!("/games/{ID}/questions/ask"), "POST"),
        (Method::HEAD, format!("/games/{ID}/questions/ask"), "POST"),
        (Method::GET, format!("/games/{ID}/questions/answer"), "POST"),
        (Method::POST, format!("/games/{ID}/questions/1"), "GET,HEAD"),
        (Method::TRACE, "/quiz/v1/games".to_owned(), "GET,HEAD,POST"),
    ] {
        let answer = app.send(Call::new(method.clone(), &path)).await;
        assert_eq!(answer.status, 405, "{method} {path}");
        assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}");
        if method != Method::HEAD {
            answer.expect_error(405, "method_not_allowed");
        }
    }
}

#[tokio::test]
async fn head_returns_the_headers_of_get() {
    // given
    let app = App::new();
    let game = app.pending("ada").await;
    let head = |path: &str| Call::new(Method::HEAD, path);

    // when
    let found = app.send(head(&format!("/games/{game}")).by("ada")).await;
    let missing = app.send(head(&format!("/games/{ID}")).by("ada")).await;
    let anonymous = app.send(head("/games")).await;

    // then
    assert_eq!((found.status.as_u16(), found.text.as_str()), (200, ""));
    assert_eq!((missing.status.as_u16(), missing.text.as_str()), (404, ""));
    assert_eq!(anonymous.status, 401);
    assert_eq!(anonymous.header("www-authenticate"), Some("Bearer"));
}

#[tokio::test]
async fn malformed_game_id_is_not_found() {
    let app = App::new();
    let game = app.pending("ada").await;
    for name in [
        ID.to_owned(),
        game.to_uppercase(),
        format!("{game}0"),
        game.get(1..).unwrap().to_owned(),
        "1".to_owned(),
        "%20".to_owned(),
        "%FF".to_owned(),
        "%zz".to_owned(),
        "%".to_owned(),
        "%00".to_owned(),
        "..%2f..%2fgames".to_owned(),
        "%F0%9F%8E%B2".to_owned(),
        "x".repeat(8_000),
    ] {
        let view = app.get("ada", &format!("/games/{name}")).await;
        view.expect_error(404, "no_such_game");
        let questions = app.get("ada", &format!("/games/{name}/questions")).await;
        questions.expect_error(404, "no_such_game");
        let ask = Call::post(&format!("/games/{name}/questions/ask")).by("ada");
        app.send(ask).await.expect_error(404, "no_such_game");
    }
}

#[tokio::test]
async fn malformed_question_number_is_not_found() {
    let app = App::new();
    let game = app.ready("ada", 2).await;
    for name in [
        "0",
        "3",
        "65535",
        "65536",
        "-1",
        "+1",
        "01",
        "1.0",
        "1e0",
        "one",
        "%31x",
        "١",
        "99999999999999999999",
    ] {
        let path = format!("/games/{game}/questions/{}", name.replace('١', "%D9%A1"));
        let answer = app.get("ada", &path).await;
        answer.expect_error(404, "no_such_question");
    }
    let no_text = app
        .get("ada", &format!("/games/{game}/questions/%FF"))
        .await;
    assert_eq!(no_text.status, 404);
}

#[tokio::test]
async fn percent_encoded_path_is_decoded() {
    let app = App::new();
    let game = app.ready("ada", 1).await;
    let question = app
        .get("ada", &format!("/games/{game}/questions/%31"))
        .await;
    assert_eq!(question.expect(200)["index"], 1);
}

#[tokio::test]
async fn request_id_of_the_client_is_kept() {
    // given
    let app = App::new();
    let named = || Call::get("/nowhere").header("x-request-id", "from-the-gateway-7");

    // when
    let answers = [
        app.send(named()).await,
        app.send(Call::get("/nowhere")).await,
        app.send(Call::get("/nowhere")).await,
    ];

    // then
    let ids = answers
        .each_ref()
        .map(|answer| answer.header("x-request-id"));
    assert_eq!(ids[0], Some("from-the-gateway-7"));
    assert_ne!(ids[1], ids[2], "each request without one gets its own");
}

#[tokio::test]
async fn unusable_request_id_is_replaced() {
    let app = App::new();
    for id in ["", "two words", "naïve", "ada@example.org", &"x".repeat(65)] {
        let answer = app
            .send(Call::get("/nowhere").header("x-request-id", id))
            .await;
        let given = answer.header("x-request-id").unwrap();
        assert_eq!(given.len(), 36, "{id:?} became {given:?}");
    }
}
