use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The state of a server.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Health)]
pub(crate) struct HealthBody {
    /// Always `ok`.
    #[schema(example = "ok")]
    status: String,
    /// The version of QuizCraft.
    #[schema(example = "0.1.0")]
    version: String,
}

impl HealthBody {
    pub(crate) fn ok() -> Self {
        Self {
            status: "ok".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}
