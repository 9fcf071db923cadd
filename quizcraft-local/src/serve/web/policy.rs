//! The headers that limit what the page may do, and what other pages may do with it.

use std::convert::Infallible;

use axum::http::header::{
    CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponseParts, ResponseParts};

/// The [content security policy](https://www.w3.org/TR/CSP3/) without connections to other origins. It allows no
/// inline script or style, no frame around the page, and no text that a script inserts as markup.
const OWN_ORIGIN_ONLY: &str = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
     object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The security headers of a response.
pub(in crate::serve) struct Policy {
    /// The content security policy, if browsers may show the response as a document.
    content: Option<HeaderValue>,
}

impl Default for Policy {
    fn default() -> Self {
        Self::of_document(HeaderValue::from_static(OWN_ORIGIN_ONLY))
    }
}

impl Policy {
    /// Returns the policy of the documentation of the API, which has inline styles.
    pub(in crate::serve) const fn of_documentation() -> Self {
        Self::of_document(HeaderValue::from_static(
            "base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
        ))
    }

    /// Returns the policy of a page that also sends requests to another origin. An origin that is no valid header
    /// value is not allowed.
    pub(super) fn with_connections_to(origin: &str) -> Self {
        let content = format!("{OWN_ORIGIN_ONLY}; connect-src 'self' {origin}");
        HeaderValue::try_from(content).map_or_else(|_| Self::default(), Self::of_document)
    }

    /// Returns the policy of a script or a style. The policy of the page that loads it applies to it.
    pub(super) const fn of_part() -> Self {
        Self { content: None }
    }

    const fn of_document(content: HeaderValue) -> Self {
        Self {
            content: Some(content),
        }
    }
}

const OF_EVERY_RESPONSE: [(HeaderName, &str); 2] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

const OF_DOCUMENTS: [(HeaderName, &str); 3] = [
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

impl IntoResponseParts for Policy {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        let headers = parts.headers_mut();
        add(headers, OF_EVERY_RESPONSE);
        if let Some(content) = self.content {
            add(headers, OF_DOCUMENTS);
            headers.insert(CONTENT_SECURITY_POLICY, content);
        }
        Ok(parts)
    }
}

fn add<const N: usize>(headers: &mut HeaderMap, fixed: [(HeaderName, &'static str); N]) {
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
