use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{ClientBuilder, Method, RequestBuilder};
use serde_json::Value;

use super::Reply;

/// An HTTP client of the server, with or without a token.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

impl Client {
    /// Creates a client without a token.
    pub(crate) fn of(base: &str) -> Self {
        Self {
            http: builder().build().unwrap(),
            base: base.to_owned(),
            token: None,
        }
    }

    /// Returns the same client with a connection pool of its own.
    pub(crate) fn with_new_connections(&self) -> Self {
        Self {
            http: Self::of(&self.base).http,
            ..self.clone()
        }
    }

    /// Returns the same client with a new connection for every request, because the server closes
    /// connections whose request bodies it did not read.
    pub(crate) fn unpooled(&self) -> Self {
        Self {
            http: builder().pool_max_idle_per_host(0).build().unwrap(),
            ..self.clone()
        }
    }

    /// Returns the same client for routes below a base path.
    pub(crate) fn under(&self, mount: &str) -> Self {
        Self {
            base: format!("{}{mount}", self.base),
            ..self.clone()
        }
    }

    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    pub(crate) fn token(&self) -> &str {
        self.token.as_deref().expect("the client has a token")
    }

    /// Returns a request builder with the token.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        Reply::to(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        Reply::to(self.request(Method::POST, path).json(body)).await
    }

    /// Sends a POST request without a body, as the deployed client does to ask a question.
    pub(crate) async fn post_nothing(&self, path: &str) -> Reply {
        Reply::to(self.request(Method::POST, path)).await
    }
}

fn builder() -> ClientBuilder {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .timeout(Duration::from_secs(30))
}
