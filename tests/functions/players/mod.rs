//! Authentication of players: the claims from the authorizer, and the provider's userinfo endpoint.

mod claims;
mod userinfo;
