//! The schema of a new game's keywords.

use serde_json::json;
use utoipa::openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type};

/// Matches a keyword: no control characters, and at least one character that is neither whitespace nor
/// default-ignorable in Unicode.
const KEYWORD: &str = r"^\P{Cc}*[^\s\p{Cc}\p{Default_Ignorable_Code_Point}]\P{Cc}*$";

/// Returns the schema of 1 to 10 keywords.
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
            "1 to 10 different keywords of 1 to 50 characters, each with at least one visible \
             character and without control characters.",
        ))
        .examples([json!(["Napoleon", "history"])])
        .build()
}
