use std::borrow::Cow;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::InvalidEvent;

/// A JSON object whose values are looked at when they are needed: one that is not needed may have
/// any type. A value that is null counts as absent, and of several with one name the last counts.
///
/// The fields are sorted by name, each name once. They borrow from the event, since every request
/// reads several objects.
#[derive(Default)]
pub(crate) struct Object<'e>(Vec<Field<'e>>);

struct Field<'e> {
    name: Name<'e>,
    value: &'e RawValue,
}

/// A name, which is owned only if it is escaped.
#[derive(PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Name<'e>(#[serde(borrow)] Cow<'e, str>);

impl<'e> Object<'e> {
    /// Reads an object; nothing, if the value is something else.
    pub(crate) fn read(value: &'e RawValue) -> Option<Self> {
        serde_json::from_str(value.get()).ok()
    }

    /// Returns whether there is such a field.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Returns a field that is of use only if it has this type.
    pub(crate) fn value<T: Deserialize<'e>>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.get(name)?.get()).ok()
    }

    /// Returns an object in this one; an empty one, if the field is absent or something else.
    pub(crate) fn object(&self, name: &str) -> Self {
        self.value(name).unwrap_or_default()
    }

    /// Returns a field that must have this type if it is there.
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

    /// Returns the fields that have one value which can be written as text, with that text.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, String)> {
        let fields = self.0.iter();
        fields.filter_map(|field| Some((&*field.name.0, scalar(field.value)?)))
    }

    /// Returns all fields as JSON values. One that is JSON but cannot be represented, such as a
    /// number with an exponent of four digits, becomes an empty object, so that it does not count
    /// as absent.
    pub(crate) fn values(self) -> Map<String, Value> {
        let value = |raw: &RawValue| {
            let value = serde_json::from_str(raw.get());
            value.unwrap_or_else(|_| Value::Object(Map::new()))
        };
        let fields = self.0.into_iter();
        fields
            .map(|field| (field.name.0.into_owned(), value(field.value)))
            .collect()
    }

    fn get(&self, name: &str) -> Option<&'e RawValue> {
        let found = self.0.binary_search_by(|field| (*field.name.0).cmp(name));
        let field = self.0.get(found.ok()?)?;
        Some(field.value).filter(|value| value.get() != "null")
    }
}

impl<'de: 'e, 'e> Deserialize<'de> for Object<'e> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

/// Collects the fields of an object.
struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
        let mut fields = Vec::new();
        while let Some((name, value)) = map.next_entry()? {
            fields.push(Field { name, value });
        }
        // Stable, so that the last one of a name stays the last.
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        fields.dedup_by(|later, kept| {
            let repeats = later.name == kept.name;
            if repeats {
                kept.value = later.value;
            }
            repeats
        });
        Ok(Object(fields))
    }
}

/// Returns the text of a string, a number or a boolean.
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
