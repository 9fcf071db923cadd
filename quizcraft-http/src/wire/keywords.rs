//! How the document describes the keywords of a new game.

use serde_json::json;
use utoipa::openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type};

/// A keyword has no control characters, and a character that shows: none of white space, and none that
/// Unicode calls default-ignorable.
const KEYWORD: &str = r"^\P{Cc}*[^\s\p{Cc}\p{Default_Ignorable_Code_Point}]\P{Cc}*$";

/// 1 to 10 of them.
pub(super) fn keywords() -> Array {
    let keyword = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(50))
        .pattern(Some(KEYWORD));
    ArrayBuilder::new()
        .items(keyword)
        .min_items(Some(1))
        .max_items(Some(10))
        .description(Some(
            "What it is to be about: 1 to 10 different keywords of 1 to 50 characters, each with a \
             visible character and without control characters.",
        ))
        .examples([json!(["Napoleon", "history"])])
        .build()
}
