use http::StatusCode;
use serde_json::Value;

use crate::service::{Answer, OPTIONS, QUESTIONS, Service};
use crate::token::parse_unambiguous_json;

/// A request with a body that any client can send.
pub enum BodyRequest<'a> {
    /// Starts a game.
    Start(&'a [u8]),
    /// Answers a question of a ready game.
    Answer(&'a [u8]),
}

impl<'a> BodyRequest<'a> {
    /// Parses `s` and the body of a request for a new game, or `a` and the body of an answer.
    #[must_use]
    pub fn read(input: &'a [u8]) -> Option<Self> {
        match input.split_first()? {
            (b's', body) => Some(Self::Start(body)),
            (b'a', body) => Some(Self::Answer(body)),
            _ => None,
        }
    }

    /// Sends the request, and checks the response and the stored state.
    pub fn check(&self) {
        match self {
            Self::Start(body) => check_start(body),
            Self::Answer(body) => check_answer(body),
        }
    }
}

fn check_start(body: &[u8]) {
    let service = Service::new();
    let answer = service.post("/games", Some("a-key"), body);
    match answer.status {
        StatusCode::CREATED => {
            check_game(&answer.body, body);
            let again = service.post("/games", Some("a-key"), body);
            assert_eq!(again.status, StatusCode::OK, "{}", again.body);
            assert_eq!(again.body, answer.body);
            assert_eq!(games(&service), 1);
        }
        StatusCode::BAD_REQUEST => {
            let codes = answer.codes();
            let first = codes[0];
            assert!(matches!(first, "invalid_request" | "invalid_game"));
            assert!(codes.iter().all(|code| *code == first), "{codes:?}");
            assert!(!is_plain(body), "a valid request is rejected: {codes:?}");
            assert_eq!(games(&service), 0);
        }
        other => panic!("{other}: {}", answer.body),
    }
}

/// Returns the number of games of the player.
fn games(service: &Service) -> usize {
    let list = service.get("/games").expect("a request");
    list.body["games"].as_array().expect("a list").len()
}

/// Checks a new game against the documented limits, and against the request if it is unambiguous.
fn check_game(game: &Value, body: &[u8]) {
    let keywords: Vec<&str> = texts(&game["keywords"]).expect("keywords");
    assert!((1..=10).contains(&keywords.len()), "{keywords:?}");
    assert!(keywords.is_sorted(), "{keywords:?}");
    for keyword in &keywords {
        assert_eq!(keyword.trim(), *keyword);
        assert!((1..=50).contains(&keyword.chars().count()), "{keyword:?}");
        assert!(!keyword.contains(char::is_control), "{keyword:?}");
    }
    let mut folded: Vec<_> = keywords.iter().map(|word| word.to_lowercase()).collect();
    folded.sort_unstable();
    folded.dedup();
    assert_eq!(folded.len(), keywords.len(), "{keywords:?}");
    let limit = game["questions_limit"].as_u64().expect("a limit");
    assert!((1..=50).contains(&limit));
    if let Some(asked) =
        parse_unambiguous_json(body).and_then(|body| body.get("questions_limit")?.as_u64())
    {
        assert_eq!(limit, asked);
    }
    assert_eq!(game["status"], "PENDING");
}

/// Returns whether the body is certainly a request within the limits.
fn is_plain(body: &[u8]) -> bool {
    let Some(body) = parse_unambiguous_json(body) else {
        return false;
    };
    let plain = |word: &&str| {
        let fits = (1..=50).contains(&word.len());
        let visible = word.contains(|c: char| c.is_ascii_alphanumeric());
        let ascii = |c: char| c == ' ' || c.is_ascii_graphic();
        fits && visible && word.chars().all(ascii)
    };
    let keywords = body.get("keywords").and_then(texts);
    let keywords =
        keywords.is_some_and(|words| (1..=10).contains(&words.len()) && words.iter().all(plain));
    let limit = body.get("questions_limit");
    let limit = limit.is_none_or(|limit| limit.as_u64().is_some_and(|n| (1..=50).contains(&n)));
    let is_kind = |kind: &Value| {
        matches!(
            kind.as_str(),
            Some("single" | "multiple" | "number" | "text" | "order")
        )
    };
    let kinds = body.get("kinds").is_none_or(|kinds| {
        let kinds = kinds.as_array();
        kinds.is_some_and(|kinds| !kinds.is_empty() && kinds.iter().all(is_kind))
    });
    keywords && limit && kinds
}

fn check_answer(body: &[u8]) {
    let service = Service::new();
    let path = format!("/games/{}/questions", service.start());
    service.prepare();
    let answer = service.post(&format!("{path}/answer"), None, body);
    let question = service.get(&format!("{path}/1")).expect("a request").body;
    if answer.status == StatusCode::OK {
        check_feedback(&answer.body, &question, body);
        let again = service.post(&format!("{path}/answer"), None, body);
        if parse_unambiguous_json(body)
            .is_some_and(|body| body.get("question") == Some(&Value::from(1)))
        {
            assert_eq!((again.status, &again.body), (answer.status, &answer.body));
        }
    } else {
        check_rejected_answer(&answer, body);
        assert_eq!(question["is_answered"], false, "{question}");
    }
}

fn check_feedback(feedback: &Value, question: &Value, body: &[u8]) {
    let choice = question["choice"].as_str().expect("a recorded choice");
    assert!(OPTIONS.contains(&choice), "{choice:?}");
    assert_eq!(feedback["result"], choice == OPTIONS[0]);
    assert_eq!(feedback["solution"], OPTIONS[0]);
    assert_eq!(question["result"], feedback["result"]);
    if let Some(body) = parse_unambiguous_json(body) {
        assert_eq!(response(&body), Some(&Value::from(choice)));
    }
}

fn check_rejected_answer(answer: &Answer, body: &[u8]) {
    let codes = answer.codes();
    let expected = match answer.status {
        StatusCode::BAD_REQUEST => ["invalid_request", "invalid_answer"].as_slice(),
        StatusCode::NOT_FOUND => &["no_such_question"],
        StatusCode::CONFLICT => &["out_of_order"],
        other => panic!("{other}: {}", answer.body),
    };
    assert!(
        codes.len() == 1 && expected.contains(&codes[0]),
        "{codes:?}"
    );
    let Some(body) = parse_unambiguous_json(body) else {
        return;
    };
    let Some(response) = response(&body) else {
        return assert_eq!(codes, ["invalid_request"]);
    };
    let Some(choice) = response.as_str() else {
        let expected = ["invalid_request", "no_such_question"];
        return assert!(expected.contains(&codes[0]), "{codes:?}");
    };
    let expected = match body.get("question") {
        None => "invalid_answer",
        Some(number) => match number.as_u64() {
            Some(1) => "invalid_answer",
            Some(number) if number == 0 || number > QUESTIONS => "no_such_question",
            Some(_) if !OPTIONS.contains(&choice) => "invalid_answer",
            Some(_) => "out_of_order",
            None => return,
        },
    };
    assert_eq!(codes, [expected]);
}

/// Returns the response, if the body has exactly one, under either name.
fn response(body: &Value) -> Option<&Value> {
    let sent = |name| body.get(name).filter(|value| !value.is_null());
    match (sent("choice"), sent("response")) {
        (Some(response), None) | (None, Some(response)) => Some(response),
        _ => None,
    }
}

fn texts(list: &Value) -> Option<Vec<&str>> {
    list.as_array()?.iter().map(Value::as_str).collect()
}
