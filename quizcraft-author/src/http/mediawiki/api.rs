use std::time::Duration;

use reqwest::header::{HeaderMap, USER_AGENT};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use crate::http::response::Response;
use crate::http::{BaseUrl, Contact, HttpClient, HttpError};

/// The two APIs of a wiki: actions (`api.php`) and REST (`rest.php`).
#[derive(Debug)]
pub(super) struct Api {
    client: HttpClient,
    wiki: BaseUrl,
    contact: Contact,
}

/// The parameters of every action. `maxlag` has the server reject a request while its database lags by five seconds.
const COMMON: [(&str, &str); 3] = [("format", "json"), ("formatversion", "2"), ("maxlag", "5")];

/// The response of an action, or an error, whose status is usually 200.
#[derive(Deserialize)]
#[serde(untagged)]
enum Outcome<T> {
    Error { error: Fault },
    Success(T),
}

#[derive(Deserialize)]
struct Fault {
    code: String,
}

impl Api {
    /// Returns the URL of the wiki, without a slash at its end.
    pub(super) fn url(&self) -> &str {
        self.wiki.as_str()
    }

    pub(super) const fn new(client: HttpClient, wiki: BaseUrl, contact: Contact) -> Self {
        Self {
            client,
            wiki,
            contact,
        }
    }

    /// Sends a request to a path of REST.
    pub(super) async fn rest<T: DeserializeOwned>(
        &self,
        path: &[&str],
        parameters: &[(&str, &str)],
        max: usize,
    ) -> Result<T, HttpError> {
        let root = ["rest.php", "v1"];
        let mut url = self.wiki.join(root.iter().chain(path).copied());
        url.query_pairs_mut().extend_pairs(parameters);
        self.get(url).await?.success()?.json(max).await
    }

    /// Sends a request for an action. Returns `None` if the page or revision does not exist.
    pub(super) async fn action<T: DeserializeOwned>(
        &self,
        parameters: &[(&str, &str)],
        max: usize,
    ) -> Result<Option<T>, HttpError> {
        let mut url = self.wiki.join(["api.php"]);
        url.query_pairs_mut()
            .extend_pairs(parameters)
            .extend_pairs(COMMON);
        let response = self.get(url).await?.success()?;
        let retry_after = response.retry_after();
        match response.json(max).await? {
            Outcome::Success(success) => Ok(Some(success)),
            Outcome::Error { error } if error.is_absence() => Ok(None),
            Outcome::Error { error } => Err(error.into_error(retry_after)),
        }
    }

    async fn get(&self, url: Url) -> Result<Response, HttpError> {
        let headers = HeaderMap::from_iter([(USER_AGENT, self.contact.user_agent())]);
        self.client.get(url, headers).await
    }
}

impl Fault {
    /// Returns whether the page or revision does not exist.
    fn is_absence(&self) -> bool {
        matches!(
            self.code.as_str(),
            "missingtitle" | "nosuchpageid" | "nosuchrevid"
        )
    }

    fn into_error(self, retry_after: Option<Duration>) -> HttpError {
        let code = self.code.as_str();
        let is_transient = matches!(code, "maxlag" | "ratelimited" | "readonly")
            || code.starts_with("internal_api_error");
        if is_transient {
            HttpError::Overloaded { retry_after }
        } else {
            HttpError::Rejected
        }
    }
}
