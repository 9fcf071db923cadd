pub(crate) mod examples;

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::NestedPathRejection;
use axum::extract::{NestedPath, State};
use utoipa::OpenApi as _;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi, SecurityRequirement, Server};

use crate::api::Api;
use crate::description::{Description, Mounts, SchemeName};
use crate::route_name::MOUNT;
use crate::routes::Documented;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "QuizCraft",
        description = "A quiz game. A player names a few keywords, gets a game with questions about them, answers one after the other, and sees the solutions with explanations."
    ),
    tags(
        (name = "games", description = "Starting, listing and viewing games."),
        (name = "questions", description = "The questions of a game. They are asked and answered in order."),
        (name = "health", description = "Probes of a server that is configured with them. They require no token, and the deployed functions do not have them."),
    ),
)]
struct Document;

/// Returns the OpenAPI document (3.1) of the API as the functions and the server mount it, generated
/// from its handlers. [`Api::openapi_at`](crate::Api::openapi_at) returns the document of a router that is
/// nested in an application.
///
/// It is checked in as `openapi.json`; a test checks that the two are equal.
///
/// ```
/// let document = quizcraft_http::openapi();
/// assert!(document.paths.paths.contains_key("/games/{game}"));
/// ```
///
/// A service that mounts the router elsewhere publishes its own servers:
///
/// ```
/// use utoipa::openapi::Server;
///
/// let mut document = quizcraft_http::openapi();
/// document.servers = Some(vec![Server::new("https://example.org/arcade")]);
/// let json = document.to_json()?;
/// assert!(json.contains("https://example.org/arcade"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn openapi() -> OpenApi {
    document(&Description::default(), "")
}

impl Api {
    /// Returns the OpenAPI document of this API, for an application that nests the router at `path`:
    /// `/trivia`, or an empty text for the root.
    ///
    /// ```
    /// # fn document(api: quizcraft_http::Api) {
    /// use quizcraft_http::Mounts;
    ///
    /// let document = api.with_mounts(Mounts::Root).openapi_at("/trivia");
    /// let servers = document.servers.unwrap_or_default();
    /// assert_eq!(servers[0].url, "/trivia");
    /// # }
    /// ```
    #[must_use]
    pub fn openapi_at(&self, path: &str) -> OpenApi {
        document(&self.description, path)
    }
}

/// Serves the document of an API, with the path where the application nests the router.
pub(crate) async fn serve(
    nested: Result<NestedPath, NestedPathRejection>,
    State(api): State<Arc<Api>>,
) -> Json<OpenApi> {
    Json(api.openapi_at(nested.as_ref().map_or("", NestedPath::as_str)))
}

/// Returns the document of a router that is nested at `path`.
fn document(description: &Description, path: &str) -> OpenApi {
    let mut document = Documented::openapi();
    let base = Document::openapi();
    document.info = base.info;
    document.tags = base.tags;
    document.servers = Some(servers(description.mounts, path.trim_end_matches('/')));
    examples::add(&mut document);
    secure(&mut document, description);
    document
}

/// Returns the paths where the API is mounted.
fn servers(mounts: Mounts, path: &str) -> Vec<Server> {
    let root = Server::new(if path.is_empty() { "/" } else { path });
    match mounts {
        Mounts::RootAndVersion1 => vec![root, Server::new(format!("{path}{MOUNT}"))],
        Mounts::Root => vec![root],
    }
}

/// Adds the security scheme that every route requires.
fn secure(document: &mut OpenApi, description: &Description) {
    let (name, scheme) = match &description.scheme {
        Some((SchemeName(name), scheme)) => (name.clone(), scheme.clone()),
        None => ("bearer".to_owned(), bearer_token()),
    };
    document.security = Some(vec![SecurityRequirement::new(&name, [""; 0])]);
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(name, scheme);
}

fn bearer_token() -> SecurityScheme {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT");
    SecurityScheme::Http(bearer.build())
}
