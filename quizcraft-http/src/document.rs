use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi, SecurityRequirement, Server};
use utoipa::{Modify, OpenApi as _};

use crate::route_name::MOUNT;
use crate::routes::Documented;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "QuizCraft",
        description = "A quiz game: name a few keywords, get a game of questions made for them, answer one by one, see what was right and why."
    ),
    tags(
        (name = "games", description = "Games, from their keywords on."),
        (name = "questions", description = "The questions of a game, asked and answered in order."),
    ),
)]
struct Document;

/// Returns the OpenAPI document (3.1) of the API, made from its handlers.
///
/// It is checked in as `openapi.json`; a test holds the two together.
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

/// Where the API is mounted.
struct Mounted;

impl Modify for Mounted {
    fn modify(&self, document: &mut OpenApi) {
        document.servers = Some(vec![Server::new("/"), Server::new(MOUNT)]);
    }
}

/// Every route asks for a bearer token.
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
