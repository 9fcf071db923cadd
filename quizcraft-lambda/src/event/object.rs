use std::borrow::Cow;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::InvalidEvent;

/// A JSON object whose values are parsed on access, so that unused ones may have any type. A value
/// of null counts as absent. Of several fields with one name, the last one counts.
///
/// The fields are sorted by name, and each name is unique. They borrow from the event, since every
/// request reads several objects.
#[derive(Default)]
pub(crate) struct Object<'e>(Vec<Field<'e>>);

struct Field<'e> {
    name: Name<'e>,
    value: &'e RawValue,
}

/// The name of a field. It is owned only if it contains an escape.
#[derive(PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Name<'e>(#[serde(borrow)] Cow<'e, str>);

impl<'e> Object<'e> {
    /// Parses an object, or returns `None` for any other value.
    pub(crate) fn read(value: &'e RawValue) -> Option<Self> {
        serde_json::from_str(value.get()).ok()
    }

    /// Returns whether the field is present.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Returns the value of a field, or `None` if the field is absent or has another type.
    pub(crate) fn value<T: Deserialize<'e>>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.get(name)?.get()).ok()
    }

    /// Returns the object in a field. It is empty if the field is absent or has another type.
    pub(crate) fn object(&self, name: &str) -> Self {
        self.value(name).unwrap_or_default()
    }

    /// Returns the value of an optional field.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidEvent::Malformed`] if the field is present with another type.
    pub(crate) fn typed<T: Deserialize<'e>>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, InvalidEvent> {
        let read = |value: &'e RawValue| serde_json::from_str(value.get());
        let value = self.get(name).map(read).transpose();
        value.map_err(|_| InvalidEvent::Malformed(name))
    }

    /// Returns the names of all fields whose value is a string, a number or a boolean, with the value as
    /// text.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, String)> {
        let fields = self.0.iter();
        fields.filter_map(|field| Some((&*field.name.0, scalar(field.value)?)))
    }

    /// Returns all fields as JSON values. A value that [`Value`] cannot represent, such as a number with
    /// an exponent of four digits, becomes an empty object, so that it does not count as absent.
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
        // The sort is stable: of fields with one name, the last stays the last.
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        fields.dedup_by(|later, kept| {
            let is_duplicate = later.name == kept.name;
            if is_duplicate {
                kept.value = later.value;
            }
            is_duplicate
        });
        Ok(Object(fields))
    }
}

/// Returns a string, a number or a boolean as text, or `None` for any other value.
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
    use crate::event::parse;

    fn object(text: &str) -> Object<'_> {
        Object::read(parse(text.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn an_unused_field_may_be_any_json() {
        let deep = format!("{}{}", "[".repeat(9_000), "]".repeat(9_000));
        let text = format!(r#"{{"a": 1e9999, "b": {deep}, "c": "\ud800", "d": 1, "d": "x"}}"#);
        let object = object(&text);
        assert_eq!(object.typed::<String>("d"), Ok(Some("x".to_owned())));
        assert_eq!(
            object.typed::<String>("c"),
            Err(InvalidEvent::Malformed("c"))
        );
        assert_eq!(object.values()["a"], json!({}), "it is present and empty");
    }

    #[test]
    fn a_field_of_null_is_absent() {
        let object = object(r#"{"a": null}"#);
        assert!(!object.has("a") && !object.has("b"));
        assert_eq!(object.typed::<bool>("a"), Ok(None));
    }

    #[test]
    fn scalars_have_a_text_and_lists_and_objects_have_none() {
        let object = object(r#"{"a": "é\n", "b": 1.50, "c": true, "d": null, "e": [], "f": {}}"#);
        let texts: Vec<_> = object.texts().map(|(_, text)| text).collect();
        assert_eq!(texts, ["é\n", "1.50", "true"]);
    }
}
