//! The OpenAPI document is current, complete and correct.

use std::collections::BTreeSet;

use http::Method;
use quizcraft_http::Readiness;
use quizcraft_memory::Memory;
use serde_json::{Value, json};

use crate::support::{Answer, App, Call, Script, right, wrong};

fn document() -> Value {
    serde_json::to_value(quizcraft_http::openapi()).unwrap()
}

#[test]
fn checked_in_document_is_current() {
    let checked_in = include_str!("../../../openapi.json");
    let current = format!("{}\n", quizcraft_http::openapi().to_pretty_json().unwrap());
    assert!(
        checked_in == current,
        "openapi.json is not what the handlers say; write it anew by\n\n    \
         cargo run -p quizcraft-http --example openapi > openapi.json\n"
    );
}

#[test]
fn document_has_version_servers_and_security() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    assert_eq!(document["info"]["title"], "QuizCraft");
    assert_eq!(
        document["servers"],
        json!([{"url": "/"}, {"url": "/quiz/v1"}])
    );
    assert_eq!(document["security"], json!([{"bearer": []}]));
    let scheme = &document["components"]["securitySchemes"]["bearer"];
    assert_eq!(scheme["scheme"], "bearer");
}

/// The statements about retries. Tests of lost responses check that they hold.
#[test]
fn document_states_which_requests_are_safe_to_retry() {
    let document = document();
    let retry_text = |path: &str, method: &str| {
        let answers = &document["paths"][path][method]["responses"];
        answers["503"]["description"].as_str().unwrap().to_owned()
    };
    assert!(retry_text("/games", "post").contains("with the same `Idempotency-Key`"));
    let answer = retry_text("/games/{game}/questions/answer", "post");
    assert!(answer.contains("with the same `question`"));
    for (path, method) in [
        ("/games", "get"),
        ("/games/{game}", "get"),
        ("/games/{game}/questions", "get"),
        ("/games/{game}/questions/ask", "post"),
        ("/games/{game}/questions/{question}", "get"),
    ] {
        assert!(retry_text(path, method).contains("safe"), "{method} {path}");
    }
}

#[test]
fn document_lists_exactly_the_routes() {
    // given
    let document = document();

    // when
    let paths = document["paths"].as_object().unwrap();
    let routes: BTreeSet<_> = paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();

    // then
    let expected = [
        "GET /games",
        "GET /games/{game}",
        "GET /games/{game}/questions",
        "GET /games/{game}/questions/{question}",
        "GET /livez",
        "GET /readyz",
        "POST /games",
        "POST /games/{game}/questions/answer",
        "POST /games/{game}/questions/ask",
    ];
    assert_eq!(routes.iter().collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn served_methods_match_the_document() {
    let app = App::with_readiness(Readiness::new(Memory::new().games()));
    for (path, item) in document()["paths"].as_object().unwrap() {
        // A path that is served names its methods in the response to any other.
        let answer = app.send(Call::new(Method::DELETE, path)).await;
        let served = answer.header("allow").unwrap_or_default();
        let served = served.split(',').filter(|method| *method != "HEAD");
        let documented = item.as_object().unwrap().keys();
        assert_eq!(
            served.map(str::to_lowercase).collect::<BTreeSet<_>>(),
            documented.cloned().collect(),
            "{path}"
        );
    }
}

#[test]
fn operation_ids_are_unique() {
    let document = document();
    let paths = document["paths"].as_object().unwrap().values();
    let operations: Vec<_> = paths
        .flat_map(|item| item.as_object().unwrap().values())
        .collect();
    let names: BTreeSet<_> = operations
        .iter()
        .map(|o| o["operationId"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), operations.len());
}

#[test]
fn nullable_fields_are_required() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    for name in [
        "Game",
        "Games",
        "Posed",
        "Feedback",
        "Source",
        "Summary",
        "Questions",
        "Errors",
    ] {
        let fields = schemas[name]["properties"].as_object().unwrap();
        let fields: BTreeSet<_> = fields.keys().map(String::as_str).collect();
        let required = schemas[name]["required"].as_array().unwrap().iter();
        let required: BTreeSet<_> = required.filter_map(Value::as_str).collect();
        assert_eq!(required, fields, "{name}");
    }
    for (name, field) in [
        ("Game", "failure"),
        ("Games", "next"),
        ("Summary", "solution"),
        ("Summary", "result"),
    ] {
        let schema = &schemas[name]["properties"][field];
        assert!(types(schema).contains(&"null"), "{name}.{field}");
    }
}

/// Checks responses against the document of their operation.
struct Checked(App, Value);

impl Checked {
    /// Sends a call to `{path}`, with the game and the question filled in.
    async fn send(&self, method: Method, path: &str, game: &str, body: Option<Value>) -> Answer {
        let filled = path.replace("{game}", game).replace("{question}", "1");
        let call = Call::new(method.clone(), &filled).by("ada");
        let call = match &body {
            Some(body) => call.json(body),
            None => call,
        };
        let answer = self.0.send(call).await;
        self.check(&method, path, &answer);
        answer
    }

    fn check(&self, method: &Method, path: &str, answer: &Answer) {
        let path = path.split('?').next().unwrap();
        let operation = &self.1["paths"][path][method.as_str().to_lowercase()];
        let response = &operation["responses"][answer.status.as_str()];
        assert!(response.is_object(), "{method} {path}: {}", answer.status);
        let schema = &response["content"]["application/json"]["schema"];
        self.conforms(schema, &answer.json(), path);
        let headers = response["headers"].as_object();
        for name in headers.into_iter().flatten().map(|(name, _)| name) {
            assert!(
                answer.header(name).is_some() || answer.status == 409,
                "{name}"
            );
        }
    }

    /// Returns whether a value has a type of the schema.
    fn has_type(&self, schema: &Value, value: &Value) -> bool {
        if let Some(name) = schema["$ref"].as_str() {
            let schema = self.1.pointer(name.trim_start_matches('#')).unwrap();
            return self.has_type(schema, value);
        }
        if let Some(union) = schema["oneOf"].as_array() {
            return union.iter().any(|schema| self.has_type(schema, value));
        }
        let is_integer = value.is_u64() || value.is_i64();
        types(schema).iter().any(|name| match *name {
            "number" => value.is_number(),
            "integer" => is_integer,
            name => !value.is_number() && name == type_of(value),
        })
    }

    /// Checks a value by its schema: its type, all its fields, and that it has no others.
    fn conforms(&self, schema: &Value, value: &Value, at: &str) {
        if let Some(name) = schema["$ref"].as_str() {
            let schema = self.1.pointer(name.trim_start_matches('#')).unwrap();
            return self.conforms(schema, value, at);
        }
        if let Some(union) = schema["oneOf"].as_array() {
            let fitting = union.iter().filter(|schema| self.has_type(schema, value));
            let fitting: Vec<_> = fitting.collect();
            assert_eq!(fitting.len(), 1, "{at}: {value}");
            return self.conforms(fitting[0], value, at);
        }
        assert!(self.has_type(schema, value), "{at}: {value}");
        if let Some(allowed) = schema["enum"].as_array() {
            assert!(allowed.contains(value), "{at}: {value}");
        }
        for item in value.as_array().into_iter().flatten() {
            self.conforms(&schema["items"], item, at);
        }
        for (name, field) in value.as_object().into_iter().flatten() {
            self.conforms(&schema["properties"][name], field, &format!("{at}.{name}"));
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            let name = name.as_str().unwrap();
            assert!(value.is_null() || value.get(name).is_some(), "{at}.{name}");
        }
    }
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

const GAMES: &str = "/games";
const GAME: &str = "/games/{game}";
const QUESTIONS: &str = "/games/{game}/questions";
const QUESTION: &str = "/games/{game}/questions/{question}";
const ASK: &str = "/games/{game}/questions/ask";
const ANSWER: &str = "/games/{game}/questions/answer";

/// Sends every request about a game, in any state.
async fn look_at(checked: &Checked, game: &str) {
    for path in [GAMES, GAME, QUESTIONS, QUESTION] {
        checked.send(Method::GET, path, game, None).await;
    }
    checked.send(Method::POST, ASK, game, None).await;
}

#[tokio::test]
async fn responses_about_every_kind_match_the_document() {
    // given
    let checked = Checked(App::new(), document());
    let kinds = json!(["single", "multiple", "number", "text", "order"]);
    let game = checked.0.ready_with_kinds("ada", &kinds).await;

    for response in [
        json!("yes"),
        json!(["2"]),
        json!(90.5),
        json!("Rio"),
        json!(["two", "one", "three"]),
    ] {
        // when
        look_at(&checked, &game).await;
        let answer = json!({"response": response});
        let told = checked
            .send(Method::POST, ANSWER, &game, Some(answer))
            .await;

        // then
        let number = told.expect(200)["index"].to_string();
        let summary = checked
            .0
            .get("ada", &format!("/games/{game}/questions/{number}"))
            .await;
        checked.check(&Method::GET, QUESTION, &summary);
        assert_eq!(summary.json()["response"], response);
    }
    look_at(&checked, &game).await;
}

#[tokio::test]
async fn the_examples_of_games_match_their_schema_and_a_failed_one_has_suggestions() {
    let checked = Checked(App::new(), document());
    let content = "/paths/~1games~1{game}/get/responses/200/content/application~1json";
    let content = checked.1.pointer(content).unwrap();
    let example = |name: &str| &content["examples"][name]["value"];
    for name in ["played", "failed"] {
        checked.conforms(&content["schema"], example(name), name);
    }

    let failed = example("failed");
    let suggestions = failed["suggestions"].as_array().unwrap();
    assert!(!suggestions.is_empty());
    for suggestion in suggestions {
        let (failure, suggestion) = (failed["failure"].as_str(), suggestion.as_str());
        assert!(failure.unwrap().contains(suggestion.unwrap()), "{failed}");
    }
}

#[tokio::test]
async fn a_refused_game_matches_the_example_of_the_document() {
    // given
    let checked = Checked(App::with_games_per_hour(1), document());
    let rome = json!({"keywords": ["Rome"]});
    let first = checked.send(Method::POST, GAMES, "", Some(rome.clone()));
    first.await.expect(201);

    // when
    let refused = checked.send(Method::POST, GAMES, "", Some(rome)).await;

    // then
    let documented = &checked.1["paths"][GAMES]["post"]["responses"]["429"];
    let example = &documented["content"]["application/json"]["example"];
    assert_eq!(refused.expect(429), *example);
}

#[tokio::test]
async fn responses_match_the_document() {
    // given
    let checked = Checked(App::new(), document());
    let app = &checked.0;
    let rome = json!({"keywords": ["Rome"], "questions_limit": 2});

    // then: in every state of a game,
    let started = checked
        .send(Method::POST, GAMES, "", Some(rome.clone()))
        .await;
    let id = started.expect(201)["id"].as_str().unwrap().to_owned();
    look_at(&checked, &id).await;
    app.work(&Script::Writes(2)).await;
    look_at(&checked, &id).await;
    for choice in [wrong(1), right(2)] {
        let answer = json!({"choice": choice});
        checked
            .send(Method::POST, ANSWER, &id, Some(answer))
            .await
            .expect(200);
        look_at(&checked, &id).await;
    }
    let failed = app.failed("ada", "No such fact.").await;
    look_at(&checked, &failed).await;
    look_at(&checked, &"0".repeat(64)).await;

    // of pages,
    let first = checked.send(Method::GET, "/games?limit=1", "", None).await;
    assert!(first.expect(200)["next"].is_string());

    // and of malformed requests.
    for body in [json!({}), json!({"keywords": [], "questions_limit": 0})] {
        checked
            .send(Method::POST, GAMES, "", Some(body))
            .await
            .expect(400);
    }
    checked
        .send(Method::POST, GAMES, "", None)
        .await
        .expect(415);
    checked
        .send(Method::GET, "/games?limit=0", "", None)
        .await
        .expect(400);
    let other = json!({"choice": right(1), "question": 1});
    checked
        .send(Method::POST, ANSWER, &id, Some(other))
        .await
        .expect(409);
    let anonymous = app.send(Call::get(GAMES)).await;
    checked.check(&Method::GET, GAMES, &anonymous);
}
