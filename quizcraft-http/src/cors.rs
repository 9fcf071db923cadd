//! CORS headers and preflight responses ([the Fetch standard](https://fetch.spec.whatwg.org/#http-cors-protocol)).

use axum::body::Body;
use axum::response::Response;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderValue};

use crate::origin::Origin;

const ALLOWED_METHODS: HeaderValue = HeaderValue::from_static("GET,POST,PUT");
const ALLOWED_HEADERS: HeaderValue =
    HeaderValue::from_static("authorization,content-type,idempotency-key");
const EXPOSED_HEADERS: HeaderValue =
    HeaderValue::from_static("location,retry-after,www-authenticate,x-request-id");

/// The origin whose pages may call the API.
pub(crate) struct Cors(Origin);

/// The CORS headers of a response.
pub(crate) struct CorsHeaders {
    allowed: Option<HeaderValue>,
    /// Whether the headers depend on the request's origin.
    varies: bool,
}

impl Cors {
    pub(crate) const fn new(origin: Origin) -> Self {
        Self(origin)
    }

    /// Returns the CORS headers for a request. The response to another origin does not reveal the allowed
    /// one.
    pub(crate) fn headers(&self, request: &HeaderMap) -> CorsHeaders {
        let Self(origin) = self;
        let (allowed, varies) = (origin.as_header(), !origin.is_any());
        let is_allowed = !varies || request.get(ORIGIN) == Some(allowed);
        CorsHeaders {
            allowed: is_allowed.then(|| allowed.clone()),
            varies,
        }
    }

    /// Returns the response to a preflight request.
    pub(crate) fn preflight(&self, request: &HeaderMap) -> Response {
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        self.headers(request).add_to_preflight(headers);
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, ALLOWED_METHODS);
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
        response
    }
}

impl CorsHeaders {
    /// Adds the headers to a response that is not a preflight response.
    pub(crate) fn add_to(self, headers: &mut HeaderMap) {
        if self.allowed.is_some() {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_HEADERS);
        }
        self.add_to_preflight(headers);
    }

    /// Adds the headers that a preflight response has, too.
    fn add_to_preflight(self, headers: &mut HeaderMap) {
        if self.varies {
            // Appended, because the route may have set `Vary`, too.
            headers.append(VARY, HeaderValue::from_static("origin"));
        }
        if let Some(allowed) = self.allowed {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        }
    }
}
