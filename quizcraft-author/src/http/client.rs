use std::fmt;
use std::sync::Arc;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Method, Request};
use serde::Serialize;
use tokio::sync::OnceCell;
use url::Url;

use super::base_url::is_loopback_http;
#[cfg(feature = "public-roots")]
use super::public_roots;
use super::response::Response;
use super::{HttpError, Timeouts};

/// The name and version in the header `User-Agent`.
pub(super) const PRODUCT: &str = concat!("quizcraft/", env!("CARGO_PKG_VERSION"));

/// An HTTP client with time-outs and bounded responses. Clones share its connections.
///
/// It follows no redirects, because they could send a key to another server. Requests to http on loopback never go
/// to a proxy.
///
/// ```
/// use std::time::Duration;
///
/// use quizcraft_author::{BaseUrl, HttpClient, ModelName, OpenAiChat, Timeouts};
///
/// let client = HttpClient::new(Timeouts::new(Duration::from_secs(1), Duration::from_mins(2))?);
/// let server = BaseUrl::parse("http://127.0.0.1:8080/v1")?;
/// let model = OpenAiChat::new(client, server, ModelName::new("smollm2")?);
/// # drop(model);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct HttpClient(Arc<Clients>);

/// The clients, each created with its first request, because creating one is slow.
struct Clients {
    timeouts: Timeouts,
    roots: Roots,
    loopback: OnceCell<Client>,
    remote: OnceCell<Client>,
}

/// The root certificates that are trusted.
#[derive(Clone, Copy)]
enum Roots {
    System,
    #[cfg(feature = "public-roots")]
    SystemAndPublic,
}

impl HttpClient {
    /// Creates a client that trusts the certificates of the system's trust store. Sends no request.
    #[must_use]
    pub fn new(timeouts: Timeouts) -> Self {
        Self::with_roots(timeouts, Roots::System)
    }

    /// Trusts the certificates of public certificate authorities, in addition to the system's trust store.
    ///
    /// Without it, a system without a trust store, such as a minimal container, cannot connect to a server over
    /// https. The root certificates are those of Mozilla, which are compiled into the program.
    #[cfg(feature = "public-roots")]
    #[must_use]
    pub fn with_public_roots(self) -> Self {
        Self::with_roots(self.0.timeouts, Roots::SystemAndPublic)
    }

    /// Returns the time-outs of its requests.
    #[must_use]
    pub fn timeouts(&self) -> Timeouts {
        self.0.timeouts
    }

    fn with_roots(timeouts: Timeouts, roots: Roots) -> Self {
        Self(Arc::new(Clients {
            timeouts,
            roots,
            loopback: OnceCell::new(),
            remote: OnceCell::new(),
        }))
    }

    /// Sends a GET request.
    pub(super) async fn get(&self, url: Url, headers: HeaderMap) -> Result<Response, HttpError> {
        self.send(Request::new(Method::GET, url), headers).await
    }

    /// Sends a POST request with a JSON body.
    pub(super) async fn post(
        &self,
        url: Url,
        headers: HeaderMap,
        body: &(impl Serialize + Sync),
    ) -> Result<Response, HttpError> {
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        let body = serde_json::to_vec(body);
        let body = body.map_err(|_| HttpError::Request("the body cannot be written as JSON"))?;
        let mut request = Request::new(Method::POST, url);
        *request.body_mut() = Some(body.into());
        request.headers_mut().insert(CONTENT_TYPE, JSON);
        request.headers_mut().insert(ACCEPT, JSON);
        self.send(request, headers).await
    }

    async fn send(&self, mut request: Request, headers: HeaderMap) -> Result<Response, HttpError> {
        let product = HeaderValue::from_static(PRODUCT);
        request.headers_mut().insert(USER_AGENT, product);
        request.headers_mut().extend(headers);
        let client = self.client_for(request.url()).await?;
        let response = client.execute(request).await;
        response.map(Response::of).map_err(HttpError::of)
    }

    async fn client_for(&self, url: &Url) -> Result<&Client, HttpError> {
        let client = if is_loopback_http(url) {
            let create = async || self.0.new_loopback();
            self.0.loopback.get_or_try_init(create).await
        } else {
            let create = async || self.0.new_remote();
            self.0.remote.get_or_try_init(create).await
        };
        client.map_err(HttpError::Client)
    }
}

impl Clients {
    fn builder(&self) -> ClientBuilder {
        Client::builder()
            .connect_timeout(self.timeouts.connect())
            .timeout(self.timeouts.total())
            .redirect(Policy::none())
    }

    fn new_loopback(&self) -> Result<Client, reqwest::Error> {
        // It sends no request over https, so it need not load certificates, which is slow.
        self.builder().no_proxy().tls_certs_only([]).build()
    }

    fn new_remote(&self) -> Result<Client, reqwest::Error> {
        let builder = self.builder().https_only(true);
        let builder = match self.roots {
            Roots::System => builder,
            #[cfg(feature = "public-roots")]
            Roots::SystemAndPublic => builder.tls_certs_merge(public_roots::certificates()?),
        };
        builder.build()
    }
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpClient({:?})", self.0.timeouts)
    }
}
