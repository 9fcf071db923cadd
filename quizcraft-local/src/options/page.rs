//! The options of the page to play on.

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};

#[derive(Debug, Clone, Args)]
pub(super) struct PageArgs {
    /// Serve no page to play on at /
    #[arg(long, env = "QUIZCRAFT_NO_WEB")]
    no_web: bool,
    /// The client id of the page to play on at the OpenID Connect provider, which must accept the page's address as
    /// redirect URI and allow its origin; without one, there is no page if there is an issuer
    #[arg(long, env = "QUIZCRAFT_WEB_CLIENT_ID", value_name = "ID", requires = "issuer", value_parser = NonEmptyStringValueParser::new())]
    web_client_id: Option<String>,
    /// The scopes that the page requests of the OpenID Connect provider, separated by spaces
    #[arg(long, env = "QUIZCRAFT_WEB_SCOPE", value_name = "SCOPES", default_value = "openid email", requires = "web_client_id", value_parser = NonEmptyStringValueParser::new())]
    web_scope: String,
    /// The token that the page sends to the API: the access token, or the ID token, whose audience is the client id
    #[arg(long, env = "QUIZCRAFT_WEB_TOKEN", value_name = "TOKEN", value_enum, default_value_t = WebToken::Access, requires = "web_client_id")]
    web_token: WebToken,
}

/// Whether a server has a page to play on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PageOptions<'a> {
    None,
    Served {
        /// The page as a client of the identity provider.
        client_id: Option<&'a str>,
        /// The scopes that the page requests of the provider.
        scope: &'a str,
        /// Which token of the provider the page sends to the API.
        token: WebToken,
    },
}

/// A token that a page receives from an identity provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WebToken {
    /// The access token
    Access,
    /// The ID token
    Id,
}

impl PageArgs {
    /// Returns whether the server has a page to play on.
    pub(super) fn options(&self) -> PageOptions<'_> {
        if self.no_web {
            return PageOptions::None;
        }
        PageOptions::Served {
            client_id: self.web_client_id.as_deref(),
            scope: &self.web_scope,
            token: self.web_token,
        }
    }
}
