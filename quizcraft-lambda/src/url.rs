use url::Url;

/// Parses an http or https URL that has no user, query or fragment.
pub(crate) fn http_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_http = matches!(url.scheme(), "https" | "http");
    let has_user = !url.username().is_empty() || url.password().is_some();
    let has_more = url.query().is_some() || url.fragment().is_some();
    (is_http && !has_user && !has_more).then_some(url)
}
