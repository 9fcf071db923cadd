//! Tokens of an identity provider.

mod outage;
mod provider;
mod userinfo;
