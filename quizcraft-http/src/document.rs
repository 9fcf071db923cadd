use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi, SecurityRequirement, Server};
use utoipa::{Modify, OpenApi as _};

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
    ),
)]
struct Document;

/// Returns the OpenAPI document (3.1) of the API, generated from its handlers.
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
    let mut document = Documented::openapi();
    let base = Document::openapi();
    document.info = base.info;
    document.tags = base.tags;
    Mounted.modify(&mut document);
    Secured.modify(&mut document);
    document
}

/// Adds the servers: the paths where the API is mounted.
struct Mounted;

impl Modify for Mounted {
    fn modify(&self, document: &mut OpenApi) {
        document.servers = Some(vec![Server::new("/"), Server::new(MOUNT)]);
    }
}

/// Adds the bearer token that every route requires.
struct Secured;

impl Modify for Secured {
    fn modify(&self, document: &mut OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        document.security = Some(vec![SecurityRequirement::new("bearer", [""; 0])]);
    }
}
