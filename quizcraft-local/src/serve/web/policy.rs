//! The headers that limit what the page may do, and what other pages may do with it.

use std::convert::Infallible;

use axum::http::header::{
    CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponseParts, ResponseParts};

/// The [content security policy](https://www.w3.org/TR/CSP3/) without connections to other origins. It allows no
/// inline script or style, no frame around the page, and no text that a script inserts as markup.
const OWN_ORIGIN_ONLY: &str = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
     object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The security headers of a response.
pub(in crate::serve) struct Policy {
    content: HeaderValue,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            content: HeaderValue::from_static(OWN_ORIGIN_ONLY),
        }
    }
}

impl Policy {
    /// Returns the policy of the documentation of the API, which has inline styles.
    pub(in crate::serve) fn of_documentation() -> Self {
        Self {
            content: HeaderValue::from_static(
                "base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
            ),
        }
    }

    /// Returns the policy of a page that also sends requests to another origin. An origin that is no valid header
    /// value is not allowed.
    pub(super) fn with_connections_to(origin: &str) -> Self {
        let content = format!("{OWN_ORIGIN_ONLY}; connect-src 'self' {origin}");
        HeaderValue::try_from(content).map_or_else(|_| Self::default(), |content| Self { content })
    }
}

impl IntoResponseParts for Policy {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        let fixed = [
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (X_FRAME_OPTIONS, "DENY"),
            (REFERRER_POLICY, "no-referrer"),
            (
                HeaderName::from_static("cross-origin-opener-policy"),
                "same-origin",
            ),
            (
                HeaderName::from_static("cross-origin-resource-policy"),
                "same-origin",
            ),
        ];
        let headers = parts.headers_mut();
        for (name, value) in fixed {
            headers.insert(name, HeaderValue::from_static(value));
        }
        headers.insert(CONTENT_SECURITY_POLICY, self.content);
        Ok(parts)
    }
}
