//! What the OpenAPI document says that depends on the application.

use utoipa::openapi::security::SecurityScheme;

#[derive(Clone, Default)]
pub(crate) struct Description {
    pub(crate) mounts: Mounts,
    /// The security scheme; `None` is a bearer token.
    pub(crate) scheme: Option<(SchemeName, SecurityScheme)>,
}

/// The name of a security scheme.
#[derive(Clone)]
pub(crate) struct SchemeName(pub(crate) String);

/// The paths where a router serves the API, relative to the path where the application nests it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mounts {
    /// At the root, and under `/quiz/v1`, where the deployed web client expects it.
    #[default]
    RootAndVersion1,
    /// At the root only.
    Root,
}
