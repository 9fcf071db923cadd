use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{ClientBuilder, Method, RequestBuilder};
use serde_json::Value;

use super::Reply;

/// Speaks HTTP with a server, as the player of its token.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

impl Client {
    /// A client with connections of its own and without a token.
    pub(crate) fn of(base: &str) -> Self {
        Self {
            http: builder().build().unwrap(),
            base: base.to_owned(),
            token: None,
        }
    }

    /// The same with connections of its own.
    pub(crate) fn anew(&self) -> Self {
        Self {
            http: Self::of(&self.base).http,
            ..self.clone()
        }
    }

    /// The same with a new connection for every request: one whose body the server does not care
    /// to read is closed.
    pub(crate) fn unpooled(&self) -> Self {
        Self {
            http: builder().pool_max_idle_per_host(0).build().unwrap(),
            ..self.clone()
        }
    }

    /// The same below a path of the server.
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
        self.token.as_deref().expect("this client has a token")
    }

    /// A request that is still to be added to.
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

    /// Posts nothing, as the deployed client asks for a question.
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
