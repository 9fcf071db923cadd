//! Converts JSON to and from the type of the SDK.

use aws_smithy_types::{Document, Number};
use serde_json::Value;

/// Returns the document of a JSON value. Integers stay integers.
pub(super) fn document(value: &Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(value) => Document::Bool(*value),
        Value::Number(number) => number_document(number),
        Value::String(text) => Document::String(text.clone()),
        Value::Array(values) => Document::Array(values.iter().map(document).collect()),
        Value::Object(fields) => {
            let fields = fields.iter();
            let fields = fields.map(|(name, value)| (name.clone(), document(value)));
            Document::Object(fields.collect())
        }
    }
}

fn number_document(number: &serde_json::Number) -> Document {
    let positive = number.as_u64().map(Number::PosInt);
    let integer = positive.or_else(|| number.as_i64().map(Number::NegInt));
    let number = integer.or_else(|| number.as_f64().map(Number::Float));
    number.map_or(Document::Null, Document::Number)
}

/// Returns the JSON value of a document. A number that JSON cannot express becomes null.
pub(super) fn json(document: &Document) -> Value {
    match document {
        Document::Null => Value::Null,
        Document::Bool(value) => Value::Bool(*value),
        Document::Number(Number::PosInt(number)) => Value::from(*number),
        Document::Number(Number::NegInt(number)) => Value::from(*number),
        Document::Number(Number::Float(number)) => Value::from(*number),
        Document::String(text) => Value::String(text.clone()),
        Document::Array(values) => Value::Array(values.iter().map(json).collect()),
        Document::Object(fields) => {
            let fields = fields.iter();
            let fields = fields.map(|(name, value)| (name.clone(), json(value)));
            Value::Object(fields.collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            let fields = prop::collection::btree_map(any::<String>(), inner.clone(), 0..4);
            prop_oneof![
                prop::collection::vec(inner, 0..4).prop_map(Value::from),
                fields.prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_json_value_survives_the_conversion(value in any_json()) {
            prop_assert_eq!(json(&document(&value)), value);
        }
    }

    #[test]
    fn integers_stay_integers() {
        let number = |value: Value| document(&value);
        assert_eq!(
            number(u64::MAX.into()),
            Document::Number(Number::PosInt(u64::MAX))
        );
        assert_eq!(
            number(i64::MIN.into()),
            Document::Number(Number::NegInt(i64::MIN))
        );
        assert_eq!(number(1.5.into()), Document::Number(Number::Float(1.5)));
        let infinite = Document::Number(Number::Float(f64::INFINITY));
        assert_eq!(json(&infinite), Value::Null);
    }
}
