use quizcraft_core::Source;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where the fact of a question was read.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Source)]
pub(crate) struct SourceBody {
    /// The title.
    #[schema(example = "Napoleon")]
    title: String,
    /// An http or https URL, if there is one.
    #[schema(
        required,
        format = "uri",
        example = "https://en.wikipedia.org/wiki/Napoleon"
    )]
    url: Option<String>,
    /// The license, if it is known.
    #[schema(required, example = "CC BY-SA 4.0")]
    license: Option<String>,
}

impl From<&Source> for SourceBody {
    fn from(source: &Source) -> Self {
        Self {
            title: source.title().to_string(),
            url: source.url().map(|url| url.as_str().to_owned()),
            license: source.license().map(ToString::to_string),
        }
    }
}
