use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    AnswerBody, ErrorBody, ErrorsBody, FeedbackBody, GameBody, GamesBody, HealthBody, NewGameBody,
    PosedBody, QuestionsBody, SummaryBody,
};
use crate::wire::game::StatusBody;

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
        "NewGame" => round_trip::<NewGameBody>,
        "Posed" => round_trip::<PosedBody>,
        "Questions" => round_trip::<QuestionsBody>,
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
        let example = example(&document, schema);
        let again = by_name(name)(example.clone());

        // then
        assert_eq!(again, example, "{name}");
    }
}
