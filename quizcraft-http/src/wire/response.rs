use std::borrow::Cow;

use quizcraft_core::RawResponse;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A response to a question: a text, a number or a list of texts.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ResponseBody(pub(crate) RawResponse);

impl ToSchema for ResponseBody {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Response")
    }
}

impl PartialSchema for ResponseBody {
    fn schema() -> RefOr<Schema> {
        let string = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "`single`: one of the options, byte by byte. `text`: 1 to 200 characters; letter case, repeated \
                 white space and, unless the question says that they matter, accents mean nothing. `number`: a \
                 decimal number.",
            ));
        let number = ObjectBuilder::new()
            .schema_type(Type::Number)
            .description(Some("`number`: the number."));
        let list = ArrayBuilder::new()
            .items(ObjectBuilder::new().schema_type(Type::String))
            .min_items(Some(1))
            .unique_items(true)
            .description(Some(
                "`multiple`: the chosen options in any order. `order`: all items, each once.",
            ));
        let response = OneOfBuilder::new()
            .item(string)
            .item(number)
            .item(list)
            .description(Some(
                "A response, whose type depends on the kind of question.",
            ))
            .examples([json!("Corsica"), json!(8849), json!(["Io", "Europa"])]);
        response.into()
    }
}
