use url::Url;

/// The endpoints of the authorization code flow ([OpenID Connect,
/// 3.1](https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth)), to which a web page sends a player. Each is
/// an https URL, or an http URL on loopback if the issuer is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInEndpoints {
    pub(super) authorization: Url,
    pub(super) token: Url,
    pub(super) end_session: Option<Url>,
}

impl SignInEndpoints {
    /// Returns the URL to which a browser is redirected to sign in.
    #[must_use]
    pub fn authorization(&self) -> &str {
        self.authorization.as_str()
    }

    /// Returns the URL that exchanges a code for tokens.
    #[must_use]
    pub fn token(&self) -> &str {
        self.token.as_str()
    }

    /// Returns the URL to which a browser is redirected to sign out, if the provider has one.
    #[must_use]
    pub fn end_session(&self) -> Option<&str> {
        self.end_session.as_ref().map(Url::as_str)
    }

    /// Returns the origin of the URL that exchanges a code for tokens, such as `https://id.example.org`. A page with a
    /// content security policy must be allowed to connect to it.
    #[must_use]
    pub fn token_origin(&self) -> String {
        self.token.origin().ascii_serialization()
    }
}
