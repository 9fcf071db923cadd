use quizcraft_core::FieldError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The body of every error.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Errors)]
pub(crate) struct ErrorsBody {
    /// What is wrong: one entry, or one for each field.
    errors: Vec<ErrorBody>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Error)]
pub(crate) struct ErrorBody {
    /// What it is, for a program.
    #[schema(example = "invalid_game")]
    code: String,
    /// What it is, for a person.
    #[schema(example = "at least one keyword is needed")]
    message: String,
    /// The field of the request that it is about, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "keywords")]
    field: Option<String>,
}

impl ErrorsBody {
    pub(crate) const fn new(errors: Vec<ErrorBody>) -> Self {
        Self { errors }
    }
}

impl ErrorBody {
    pub(crate) fn new(code: &str, message: String) -> Self {
        Self {
            code: code.to_owned(),
            message,
            field: None,
        }
    }

    pub(crate) fn on_field(code: &str, error: &FieldError) -> Self {
        let field = Some(error.field().to_owned());
        Self {
            code: code.to_owned(),
            message: error.to_string(),
            field,
        }
    }
}
