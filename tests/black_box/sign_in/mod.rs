//! Players who sign in at an identity provider.

mod outage;
mod provider;
mod userinfo;
