use std::borrow::Cow;

use quizcraft_core::Kind;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A kind of question, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KindBody(pub(crate) Kind);

impl Serialize for KindBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

impl<'de> Deserialize<'de> for KindBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map(Self).map_err(de::Error::custom)
    }
}

impl ToSchema for KindBody {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Kind")
    }
}

impl PartialSchema for KindBody {
    fn schema() -> RefOr<Schema> {
        let kind = ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(Kind::ALL.iter().map(|kind| kind.as_str())))
            .description(Some(
                "A kind of question: `single`, choose the right one of several options; `multiple`, choose all \
                 right ones; `number`, estimate a number; `text`, write a short text; `order`, put all items \
                 into the right order.",
            ));
        kind.into()
    }
}

/// Returns the schema of the requested kinds. Unknown ones get the error of an invalid value.
pub(super) fn requested_kinds() -> ArrayBuilder {
    ArrayBuilder::new()
        .items(utoipa::openapi::Ref::from_schema_name("Kind"))
        .min_items(Some(1))
        .default(Some(serde_json::json!(["single"])))
        .description(Some(
            "The kinds of questions that the game may contain, at least one; single choice by default. The \
             game contains no other kind, and may lack a kind that was requested.",
        ))
        .examples([serde_json::json!(["single", "multiple", "number"])])
}
