//! Who plays: what the authorizer says, and what the provider adds to it.

mod claims;
mod userinfo;
