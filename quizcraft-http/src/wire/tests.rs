use std::collections::BTreeSet;

use quizcraft_core::{
    Accents, Choice, Decimal, Estimate, Kind, MultipleChoice, RawResponse, Sequence, ShortAnswer,
    SingleChoice, Task, Unit,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{
    AnswerBody, ErrorBody, ErrorsBody, FeedbackBody, GameBody, GamesBody, HealthBody, NewGameBody,
    PosedBody, QuestionsBody, SummaryBody,
};
use crate::document::examples::{KindExample, examples};
use crate::wire::game::StatusBody;
use crate::wire::kind::KindBody;
use crate::wire::response::ResponseBody;
use crate::wire::source::SourceBody;

/// Decodes an example as one of the bodies, and encodes it again.
fn round_trip<T: DeserializeOwned + Serialize>(example: Value) -> Value {
    let body: T = serde_json::from_value(example).unwrap();
    serde_json::to_value(body).unwrap()
}

/// Returns the way there and back for the schema of this name.
fn by_name(name: &str) -> fn(Value) -> Value {
    match name {
        "Answer" => round_trip::<AnswerBody>,
        "Error" => round_trip::<ErrorBody>,
        "Errors" => round_trip::<ErrorsBody>,
        "Feedback" => round_trip::<FeedbackBody>,
        "Game" => round_trip::<GameBody>,
        "Games" => round_trip::<GamesBody>,
        "Health" => round_trip::<HealthBody>,
        "Kind" => round_trip::<KindBody>,
        "NewGame" => round_trip::<NewGameBody>,
        "Posed" => round_trip::<PosedBody>,
        "Questions" => round_trip::<QuestionsBody>,
        "Response" => round_trip::<ResponseBody>,
        "Source" => round_trip::<SourceBody>,
        "Status" => round_trip::<StatusBody>,
        "Summary" => round_trip::<SummaryBody>,
        other => panic!("{other} is a schema of no body that is known here"),
    }
}

/// Returns the example of a schema: its own, or one that is put together from those of its parts.
fn example(document: &Value, schema: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        return example(
            document,
            document.pointer(name.trim_start_matches('#')).unwrap(),
        );
    }
    let own = schema.get("example").or(schema.pointer("/examples/0"));
    if let Some(own) = own {
        return own.clone();
    }
    if let Some(union) = schema["oneOf"].as_array() {
        return example(document, &union[0]);
    }
    match (schema["type"].as_str(), &schema["enum"]) {
        (_, Value::Array(values)) => values[0].clone(),
        (Some("array"), _) => vec![example(document, &schema["items"])].into(),
        (Some("object"), _) => {
            let fields = schema["properties"].as_object().unwrap().iter();
            let examples = fields.map(|(name, field)| (name.clone(), example(document, field)));
            examples.collect::<Map<_, _>>().into()
        }
        _ => panic!("there is no example for {schema}"),
    }
}

#[test]
fn every_example_of_the_document_is_a_body() {
    // given
    let document = serde_json::to_value(crate::openapi()).unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    assert!(!schemas.is_empty());

    for (name, schema) in schemas {
        // when
        let mut example = example(&document, schema);
        if name == "Answer" {
            // An answer has a choice or a response.
            example.as_object_mut().unwrap().remove("response");
        }
        let again = by_name(name)(example.clone());

        // then
        assert_eq!(again, example, "{name}");
    }
}

/// Returns the task of the example of a kind.
fn task(kind: Kind) -> Task {
    let choices = |texts: &[&str]| {
        texts
            .iter()
            .map(|&text| Choice::restore(text))
            .collect::<Vec<_>>()
    };
    match kind {
        Kind::Single => {
            let wrong = choices(&["Elba", "Malta", "Sardinia"]);
            SingleChoice::new(Choice::restore("Corsica"), wrong)
                .unwrap()
                .into()
        }
        Kind::Multiple => {
            let (right, wrong) = (choices(&["Io", "Europa"]), choices(&["Titan", "Triton"]));
            MultipleChoice::new(right, wrong).unwrap().into()
        }
        Kind::Number => {
            let (tolerance, span) = (Decimal::from(50), Decimal::from(1050));
            let height = Estimate::new("8848.86".parse().unwrap(), tolerance, span).unwrap();
            height.with_unit(Unit::new("m").unwrap()).into()
        }
        Kind::Text => ShortAnswer::new(choices(&["São Paulo"]), Accents::Ignored)
            .unwrap()
            .into(),
        Kind::Order => Sequence::new(choices(&["Mercury", "Venus", "Earth"]))
            .unwrap()
            .into(),
        other => panic!("{other} has no task"),
    }
}

/// Asserts that the example poses the task, and that its feedback is that of the response.
fn assert_truthful(example: &KindExample) {
    let task = task(example.kind);
    let options: BTreeSet<_> = task.options().map(Choice::as_str).collect();
    let posed = example.posed["options"].as_array().unwrap().iter();
    assert_eq!(
        posed
            .map(|option| option.as_str().unwrap())
            .collect::<BTreeSet<_>>(),
        options
    );
    assert_eq!(example.posed["unit"], json!(task.unit().map(Unit::as_str)));

    let raw: RawResponse = serde_json::from_value(example.response.clone()).unwrap();
    let score = task.score(&task.parse(&raw).unwrap());
    assert_eq!(example.feedback["score"].to_string(), score.to_string());
    assert_eq!(example.feedback["result"], score.thousandths() == 1000);
    assert_eq!(example.feedback["correct"], json!(task.correct().to_raw()));
}

#[test]
fn every_kind_has_an_example_that_is_a_body() {
    let kinds: Vec<_> = examples().iter().map(|example| example.kind).collect();
    assert_eq!(kinds, Kind::ALL);
    for example in examples() {
        let kind = example.kind;
        assert_eq!(example.posed["kind"], kind.as_str());
        let (answer, summary) = (example.answer(), example.summary());
        assert_eq!(
            round_trip::<PosedBody>(example.posed.clone()),
            example.posed,
            "{kind}"
        );
        let feedback = example.feedback.clone();
        assert_eq!(
            round_trip::<FeedbackBody>(feedback),
            example.feedback,
            "{kind}"
        );
        assert_eq!(round_trip::<AnswerBody>(answer.clone()), answer, "{kind}");
        assert_eq!(
            round_trip::<SummaryBody>(summary.clone()),
            summary,
            "{kind}"
        );
        let body: AnswerBody = serde_json::from_value(answer).unwrap();
        let response = body.into_raw().unwrap();
        assert_eq!(json!(response), example.response, "{kind}");
        assert_truthful(&example);
    }
}

#[test]
fn an_answer_has_exactly_one_response() {
    let response_of = |body: Value| {
        serde_json::from_value::<AnswerBody>(body)
            .unwrap()
            .into_raw()
    };
    for one in [
        json!({"choice": "a"}),
        json!({"response": "a"}),
        json!({"choice": "a", "response": null}),
        json!({"choice": null, "response": "a"}),
    ] {
        assert_eq!(response_of(one.clone()).unwrap(), "a".into(), "{one}");
    }
    for other in [
        json!({}),
        json!({"choice": "a", "response": "a"}),
        json!({"response": null}),
    ] {
        let error = response_of(other.clone()).unwrap_err().to_string();
        assert_eq!(
            error, "the body must contain either `choice` or `response`",
            "{other}"
        );
    }
}
