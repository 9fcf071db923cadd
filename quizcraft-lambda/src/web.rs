use url::Url;

/// Returns a URL of the web, without a user, a query or a fragment.
pub(crate) fn url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let web = matches!(url.scheme(), "https" | "http");
    let user = !url.username().is_empty() || url.password().is_some();
    let more = url.query().is_some() || url.fragment().is_some();
    (web && !user && !more).then_some(url)
}
