use http::Uri;

/// A URL of the web that names a host and nobody who asks it.
pub(crate) fn url(text: &str) -> Option<Uri> {
    let uri: Uri = text.parse().ok()?;
    let web = matches!(uri.scheme_str(), Some("https" | "http"));
    let named = uri.host().is_some_and(|host| !host.is_empty());
    let asked_by = uri
        .authority()
        .is_some_and(|all| all.as_str().contains('@'));
    (web && named && !asked_by).then_some(uri)
}
