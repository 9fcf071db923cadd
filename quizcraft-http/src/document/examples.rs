//! An example of each kind of question: as it is posed, answered and told about.

use quizcraft_core::Kind;
use serde_json::{Value, json};
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Content, OpenApi, RefOr};

/// A question of one kind, and a response to it.
pub(crate) struct KindExample {
    pub(crate) kind: Kind,
    pub(crate) posed: Value,
    pub(crate) response: Value,
    pub(crate) feedback: Value,
}

/// Returns one example per kind.
pub(crate) fn examples() -> Vec<KindExample> {
    vec![single(), multiple(), number(), text(), order()]
}

fn single() -> KindExample {
    KindExample {
        kind: Kind::Single,
        posed: json!({
            "index": 1,
            "prompt": "On which island was Napoleon born?",
            "options": ["Elba", "Corsica", "Malta", "Sardinia"],
            "kind": "single",
            "unit": null,
        }),
        response: json!("Corsica"),
        feedback: json!({
            "index": 1,
            "result": true,
            "solution": "Corsica",
            "clarification": "He was born in Ajaccio in 1769, the year after France took the island.",
            "score": 1,
            "correct": "Corsica",
            "source": {
                "title": "Napoleon",
                "url": "https://en.wikipedia.org/wiki/Napoleon",
                "license": "CC BY-SA 4.0",
            },
        }),
    }
}

fn multiple() -> KindExample {
    KindExample {
        kind: Kind::Multiple,
        posed: json!({
            "index": 2,
            "prompt": "Which of these are moons of Jupiter?",
            "options": ["Titan", "Europa", "Triton", "Io"],
            "kind": "multiple",
            "unit": null,
        }),
        response: json!(["Europa"]),
        feedback: json!({
            "index": 2,
            "result": false,
            "solution": "Io, Europa",
            "clarification": "Titan is a moon of Saturn, and Triton one of Neptune.",
            "score": 0.5,
            "correct": ["Europa", "Io"],
            "source": null,
        }),
    }
}

fn number() -> KindExample {
    KindExample {
        kind: Kind::Number,
        posed: json!({
            "index": 3,
            "prompt": "How high is Mount Everest?",
            "options": [],
            "kind": "number",
            "unit": "m",
        }),
        response: json!(8500),
        feedback: json!({
            "index": 3,
            "result": false,
            "solution": "8848.86 m",
            "clarification": "China and Nepal announced this height in 2020.",
            "score": 0.701,
            "correct": 8848.86,
            "source": null,
        }),
    }
}

fn text() -> KindExample {
    KindExample {
        kind: Kind::Text,
        posed: json!({
            "index": 4,
            "prompt": "What is the largest city of Brazil?",
            "options": [],
            "kind": "text",
            "unit": null,
        }),
        response: json!("sao paulo"),
        feedback: json!({
            "index": 4,
            "result": true,
            "solution": "São Paulo",
            "clarification": "More than eleven million people live there.",
            "score": 1,
            "correct": "São Paulo",
            "source": null,
        }),
    }
}

fn order() -> KindExample {
    KindExample {
        kind: Kind::Order,
        posed: json!({
            "index": 5,
            "prompt": "Sort these planets by their distance from the Sun.",
            "options": ["Earth", "Mercury", "Venus"],
            "kind": "order",
            "unit": null,
        }),
        response: json!(["Venus", "Mercury", "Earth"]),
        feedback: json!({
            "index": 5,
            "result": false,
            "solution": "Mercury, Venus, Earth",
            "clarification": "They are 58, 108 and 150 million kilometres from the Sun.",
            "score": 0.667,
            "correct": ["Mercury", "Venus", "Earth"],
            "source": null,
        }),
    }
}

impl KindExample {
    /// Returns the body of the request that answers the question. A single choice has the older name.
    pub(crate) fn answer(&self) -> Value {
        let name = match self.kind {
            Kind::Single => "choice",
            _ => "response",
        };
        json!({name: self.response, "question": self.feedback.get("index")})
    }

    /// Returns the summary of the answered question.
    pub(crate) fn summary(&self) -> Value {
        let is_text = matches!(self.kind, Kind::Single | Kind::Text);
        let choice = is_text.then_some(&self.response);
        let mut summary = self.feedback.clone();
        let further = json!({
            "prompt": self.posed.get("prompt"),
            "kind": self.kind.as_str(),
            "is_answered": true,
            "choice": choice,
            "response": self.response,
        });
        if let (Some(summary), Value::Object(further)) = (summary.as_object_mut(), further) {
            summary.extend(further);
        }
        summary
    }
}

/// Adds the examples to the operations that show a game, pose a question, answer it and tell about it.
pub(super) fn add(document: &mut OpenApi) {
    let paths = &mut document.paths.paths;
    if let Some(view) = paths.get_mut("/games/{game}") {
        add_named(response_of(view.get.as_mut()), games());
    }
    if let Some(ask) = paths.get_mut("/games/{game}/questions/ask") {
        let posed = |example: &KindExample| example.posed.clone();
        add_to(response_of(ask.post.as_mut()), posed);
    }
    if let Some(answer) = paths.get_mut("/games/{game}/questions/answer") {
        add_to(request_of(answer.post.as_mut()), KindExample::answer);
        let feedback = |example: &KindExample| example.feedback.clone();
        add_to(response_of(answer.post.as_mut()), feedback);
    }
    if let Some(view) = paths.get_mut("/games/{game}/questions/{question}") {
        add_to(response_of(view.get.as_mut()), KindExample::summary);
    }
}

const JSON: &str = "application/json";

fn request_of(operation: Option<&mut Operation>) -> Option<&mut Content> {
    match operation?.request_body.as_mut()? {
        RefOr::T(body) => body.content.get_mut(JSON).and_then(inline),
        RefOr::Ref(_) => None,
    }
}

fn response_of(operation: Option<&mut Operation>) -> Option<&mut Content> {
    match operation?.responses.responses.get_mut("200")? {
        RefOr::T(response) => response.content.get_mut(JSON).and_then(inline),
        RefOr::Ref(_) => None,
    }
}

fn inline(content: &mut RefOr<Content>) -> Option<&mut Content> {
    match content {
        RefOr::T(content) => Some(content),
        RefOr::Ref(_) => None,
    }
}

fn add_to(content: Option<&mut Content>, value: impl Fn(&KindExample) -> Value) {
    let named = examples().into_iter();
    add_named(
        content,
        named.map(|example| (example.kind.to_string(), value(&example))),
    );
}

fn add_named(content: Option<&mut Content>, values: impl IntoIterator<Item = (String, Value)>) {
    if let Some(content) = content {
        let named = values.into_iter().map(|(name, value)| {
            let shown = ExampleBuilder::new().value(Some(value));
            (name, shown.build().into())
        });
        content.examples.extend(named);
    }
}

/// Returns a game that is played, and one that failed.
fn games() -> [(String, Value); 2] {
    let played = json!({
        "id": "5f1d8c0e".repeat(8),
        "status": "READY",
        "keywords": ["Napoleon", "history"],
        "questions_answered": 3,
        "questions_limit": 15,
        "questions_correct": 2,
        "creation_time": 1_700_000_000_000_u64,
        "failure": null,
        "kinds": ["single"],
        "score": 2,
        "suggestions": [],
    });
    let failed = json!({
        "id": "0ec8d1f5".repeat(8),
        "status": "FINISHED",
        "keywords": ["xqzvwkj"],
        "questions_answered": 0,
        "questions_limit": 0,
        "questions_correct": 0,
        "creation_time": 1_700_000_000_000_u64,
        "failure": "No questions are available for “xqzvwkj”. Try countries, history or music.",
        "kinds": ["single"],
        "score": 0,
        "suggestions": ["countries", "history", "music"],
    });
    [("played".to_owned(), played), ("failed".to_owned(), failed)]
}
