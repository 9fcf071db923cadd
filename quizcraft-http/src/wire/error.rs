use quizcraft_core::FieldError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The body of every error response.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Errors)]
pub(crate) struct ErrorsBody {
    /// One entry, or one per invalid field.
    errors: Vec<ErrorBody>,
}

/// One error.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Error)]
pub(crate) struct ErrorBody {
    /// A code for programs.
    #[schema(example = "invalid_game")]
    code: String,
    /// A message for people.
    #[schema(example = "at least one keyword is needed")]
    message: String,
    /// The invalid field of the request, if the error concerns one.
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
