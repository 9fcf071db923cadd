//! The mount points of the routes: the root and `/quiz/v1`.

use axum::Router;
use quizcraft_http::{Api, Mounts};
use serde_json::json;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};

use crate::support::{App, Call, oneshot, right};

fn rome(path: &str) -> Call {
    let call = Call::post(path).by("ada");
    call.json(&json!({"keywords": ["Rome"]}))
}

#[tokio::test]
async fn games_can_be_played_under_both_mount_points() {
    // given
    let app = App::new();
    let game = app.ready("ada", 2).await;

    // then
    for at in ["/games", "/quiz/v1/games"] {
        let own = |path: &str| format!("{at}/{game}{path}");
        let list = app.get("ada", at).await.expect(200);
        assert_eq!(list["games"][0]["id"], game);
        let seen = app.get("ada", &own("")).await.expect(200);
        assert_eq!(seen["id"], game);
        let ask = Call::post(&own("/questions/ask")).by("ada");
        let posed = app.send(ask).await.expect(200);
        let choice = right(u16::try_from(posed["index"].as_u64().unwrap()).unwrap());
        let answer = json!({"choice": choice});
        let feedback = app.post("ada", &own("/questions/answer"), &answer).await;
        assert_eq!(feedback.expect(200)["result"], true);
        let questions = app.get("ada", &own("/questions")).await.expect(200);
        assert_eq!(questions["questions"].as_array().unwrap().len(), 2);
        let one = app.get("ada", &own("/questions/1")).await.expect(200);
        assert_eq!(one, questions["questions"][0]);
    }
}

#[tokio::test]
async fn both_mount_points_return_the_same_errors() {
    let app = App::new();
    for (path, status, code) in [
        ("/nothing", 404, "not_found"),
        ("/games/1", 404, "no_such_game"),
        ("/games?limit=0", 400, "invalid_request"),
        ("/games/1/questions/ask", 405, "method_not_allowed"),
    ] {
        let root = app.get("ada", path).await;
        let mounted = app.get("ada", &format!("/quiz/v1{path}")).await;
        root.expect_error(status, code);
        mounted.expect_error(status, code);
        assert_eq!(root.text, mounted.text);
        assert_eq!(root.header("allow"), mounted.header("allow"));
    }
}

#[tokio::test]
async fn location_has_the_mount_point_of_the_request() {
    let app = App::new();
    for (path, at) in [
        ("/games", "/games"),
        ("/quiz/v1/games", "/quiz/v1/games"),
        ("/games?from=here", "/games"),
    ] {
        let answer = app.send(rome(path)).await;
        let id = answer.expect(201)["id"].as_str().unwrap().to_owned();
        let location = answer.header("location").unwrap();
        assert_eq!(location, format!("{at}/{id}"));
        app.get("ada", location).await.expect(200);
    }
}

#[tokio::test]
async fn router_can_be_nested() {
    // given
    let app = App::new();
    let outer = Router::new().nest("/ours/today", app.router());

    // then
    for at in ["/ours/today/games", "/ours/today/quiz/v1/games"] {
        let answer = oneshot(&outer, rome(at)).await;
        let id = answer.expect(201)["id"].as_str().unwrap().to_owned();
        let location = answer.header("location").unwrap();
        assert_eq!(location, format!("{at}/{id}"));
        let seen = oneshot(&outer, Call::get(location).by("ada")).await;
        assert_eq!(seen.expect(200)["id"], id);
    }
    let missing = oneshot(&outer, Call::get("/ours/today/nothing")).await;
    missing.expect_error(404, "not_found");
}

#[tokio::test]
async fn second_mount_can_be_left_out() {
    let app = App::configured(|api| api.with_mounts(Mounts::Root));
    app.get("ada", "/games").await.expect(200);
    let second = app.get("ada", "/quiz/v1/games").await;
    second.expect_error(404, "not_found");
}

#[tokio::test]
async fn document_names_the_path_where_the_router_is_nested() {
    let both = App::configured(Api::with_openapi_route);
    let root = App::configured(|api| api.with_mounts(Mounts::Root).with_openapi_route());
    for (app, at, servers) in [
        (&both, "", json!([{"url": "/"}, {"url": "/quiz/v1"}])),
        (
            &both,
            "/trivia",
            json!([{"url": "/trivia"}, {"url": "/trivia/quiz/v1"}]),
        ),
        (&root, "", json!([{"url": "/"}])),
        (&root, "/our/trivia", json!([{"url": "/our/trivia"}])),
    ] {
        let outer = match at {
            "" => app.router(),
            at => Router::new().nest(at, app.router()),
        };
        let served = oneshot(&outer, Call::get(&format!("{at}/openapi.json"))).await;
        assert_eq!(served.expect(200)["servers"], servers, "{at}");
    }
}

#[tokio::test]
async fn document_is_not_served_without_the_option() {
    let answer = App::new().get("ada", "/openapi.json").await;
    answer.expect_error(404, "not_found");
}

#[tokio::test]
async fn document_names_the_scheme_of_the_authenticator() {
    let header = SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("x-api-key")));
    let app = App::configured(|api| {
        let api = api.with_security_scheme("api_key", header);
        api.with_openapi_route()
    });
    let served = app.get("ada", "/openapi.json").await;
    let document = served.expect(200);
    assert_eq!(document["security"], json!([{"api_key": []}]));
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!(schemes["api_key"]["name"], "x-api-key");
    assert_eq!(schemes["bearer"], json!(null));
}

#[tokio::test]
async fn additional_routes_get_the_same_layers() {
    // given
    let api = Api::new(
        quizcraft_memory::Memory::new().quiz(),
        std::sync::Arc::new(crate::support::Names),
    );
    let panics = axum::routing::get(async || -> &'static str { panic!("the secret of ours") });
    let greets = axum::routing::get(async || "hello");
    let ours = Router::new()
        .route("/panics", panics)
        .route("/hello", greets);

    // when
    let router = quizcraft_http::router_with(api, ours);

    // then
    let panicked = oneshot(&router, Call::get("/panics")).await;
    panicked.expect_error(500, "internal");
    assert!(!panicked.text.contains("secret"));
    let wrong = oneshot(&router, Call::post("/hello")).await;
    wrong.expect_error(405, "method_not_allowed");
    assert_eq!(wrong.header("allow"), Some("GET,HEAD"));
    assert_eq!(oneshot(&router, Call::get("/hello")).await.text, "hello");
    oneshot(&router, Call::get("/games").by("ada"))
        .await
        .expect(200);
}

#[tokio::test]
async fn other_prefixes_are_not_found() {
    let app = App::new();
    for path in [
        "/quiz",
        "/quiz/",
        "/quiz/v1",
        "/quiz/v1/",
        "/quiz/games",
        "/quiz/v1/games/",
        "/quiz/v2/games",
        "/v1/games",
        "/default/games",
        "/quiz/v1/quiz/v1/games",
        "/games/games",
        "//games",
        "/quiz/v1//games",
        "/quiz//v1/games",
        "/./games",
        "/x/../games",
        "/QUIZ/V1/games",
        "/quiz%2Fv1/games",
        "/games;a=b",
    ] {
        let answer = app.get("ada", path).await;
        assert_eq!(answer.status, 404, "{path}");
        let created = app.send(rome(path)).await;
        assert!(
            matches!(created.status.as_u16(), 404 | 405),
            "{path}: {}",
            created.status
        );
    }
    let list = app.get("ada", "/games").await.expect(200);
    assert_eq!(list["games"], json!([]));
}
