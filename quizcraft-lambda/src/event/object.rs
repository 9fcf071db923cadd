use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::InvalidEvent;

/// A JSON object whose values are looked at when they are needed: one that is not needed may have
/// any type. A value that is null counts as absent, and of several with one name the last counts.
#[derive(Default, Deserialize)]
pub(crate) struct Object<'e>(#[serde(borrow)] BTreeMap<String, &'e RawValue>);

impl<'e> Object<'e> {
    /// Reads an object; nothing, if the value is something else.
    pub(crate) fn read(value: &'e RawValue) -> Option<Self> {
        serde_json::from_str(value.get()).ok()
    }

    /// Whether there is such a field.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A field that is of use only if it has this type.
    pub(crate) fn value<T: Deserialize<'e>>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.get(name)?.get()).ok()
    }

    /// An object in this one; an empty one, if the field is absent or something else.
    pub(crate) fn object(&self, name: &str) -> Self {
        self.value(name).unwrap_or_default()
    }

    /// A field that must have this type if it is there.
    ///
    /// # Errors
    ///
    /// [`InvalidEvent::Malformed`] if it has another.
    pub(crate) fn typed<T: Deserialize<'e>>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, InvalidEvent> {
        let read = |value: &'e RawValue| serde_json::from_str(value.get());
        let value = self.get(name).map(read).transpose();
        value.map_err(|_| InvalidEvent::Malformed(name))
    }

    /// The fields that have one value which can be written as text, with that text.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, String)> {
        let fields = self.0.iter();
        fields.filter_map(|(name, value)| Some((name.as_str(), scalar(value)?)))
    }

    /// All fields as JSON values. One that is JSON but cannot be represented, such as a number with
    /// an exponent of four digits, becomes an empty object, so that it does not count as absent.
    pub(crate) fn values(&self) -> Map<String, Value> {
        let value = |raw: &RawValue| {
            let value = serde_json::from_str(raw.get());
            value.unwrap_or_else(|_| Value::Object(Map::new()))
        };
        let fields = self.0.iter();
        fields
            .map(|(name, raw)| (name.clone(), value(raw)))
            .collect()
    }

    fn get(&self, name: &str) -> Option<&'e RawValue> {
        let value = self.0.get(name).copied();
        value.filter(|value| value.get() != "null")
    }
}

/// The text of a string, a number or a boolean.
pub(crate) fn scalar(value: &RawValue) -> Option<String> {
    let text = value.get();
    match text.as_bytes().first() {
        Some(b'"') => serde_json::from_str(text).ok(),
        None | Some(b'{' | b'[' | b'n') => None,
        Some(_) => Some(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::event::raw;

    fn object(text: &str) -> Object<'_> {
        Object::read(raw(text.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn what_is_not_needed_may_be_any_json() {
        let deep = format!("{}{}", "[".repeat(9_000), "]".repeat(9_000));
        let text = format!(r#"{{"a": 1e9999, "b": {deep}, "c": "\ud800", "d": 1, "d": "x"}}"#);
        let object = object(&text);
        assert_eq!(object.typed::<String>("d"), Ok(Some("x".to_owned())));
        assert_eq!(
            object.typed::<String>("c"),
            Err(InvalidEvent::Malformed("c"))
        );
        assert_eq!(object.values()["a"], json!({}), "it is there, and nothing");
    }

    #[test]
    fn a_field_that_is_null_is_absent() {
        let object = object(r#"{"a": null}"#);
        assert!(!object.has("a") && !object.has("b"));
        assert_eq!(object.typed::<bool>("a"), Ok(None));
    }

    #[test]
    fn one_value_has_a_text_and_several_have_none() {
        let object = object(r#"{"a": "é\n", "b": 1.50, "c": true, "d": null, "e": [], "f": {}}"#);
        let texts: Vec<_> = object.texts().map(|(_, text)| text).collect();
        assert_eq!(texts, ["é\n", "1.50", "true"]);
    }
}
