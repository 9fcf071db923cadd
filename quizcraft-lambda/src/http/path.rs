use http::Uri;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::event::InvalidEvent;

/// What cannot stand in a path as it is ([RFC 3986, 3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3)).
/// The gateway may have decoded it; a percent sign is taken for what is left of that.
const NOT_IN_A_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What cannot stand in a query as it is, however it came there
/// ([URL, 1.3](https://url.spec.whatwg.org/#query-percent-encode-set)).
const NOT_IN_A_QUERY: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>');

/// Returns the name of a stage that may stand in front of a path: not that of the one without a
/// name.
pub(super) fn named(stage: Option<&str>) -> Option<&str> {
    stage.filter(|stage| !stage.is_empty() && *stage != "$default")
}

/// Returns a path without the stage of API Gateway in front of it. Whether it stands there differs
/// by how the API is reached.
pub(super) fn without_stage<'a>(path: &'a str, stage: Option<&str>) -> &'a str {
    stage.map_or(path, |stage| below(path, stage))
}

/// Returns what is below this in a path; the path itself, if this does not stand in front.
pub(super) fn below<'a>(path: &'a str, front: &str) -> &'a str {
    let below = path.strip_prefix('/');
    match below.and_then(|path| path.strip_prefix(front)) {
        Some("") => "/",
        Some(below) if below.starts_with('/') => below,
        _ => path,
    }
}

/// Returns whether a request came to a domain of the API's own, and not to the one that API Gateway
/// gives.
pub(super) fn is_on_own_domain(domain: Option<&str>) -> bool {
    domain.is_some_and(|domain| !domain.contains(".execute-api."))
}

/// Returns a path and a query, to the letter.
pub(super) fn uri(path: &str, query: &str) -> Result<Uri, InvalidEvent> {
    if !path.starts_with('/') {
        return Err(InvalidEvent::Malformed("rawPath"));
    }
    let mut uri = String::with_capacity(path.len().saturating_add(query.len()).saturating_add(1));
    uri.extend(utf8_percent_encode(path, NOT_IN_A_PATH));
    if !query.is_empty() {
        uri.push('?');
        uri.extend(utf8_percent_encode(query, NOT_IN_A_QUERY));
    }
    Uri::try_from(uri).map_err(|_| InvalidEvent::TooLong)
}

#[cfg(test)]
mod tests {
    use super::{is_on_own_domain, named, uri, without_stage};

    #[test]
    fn a_named_stage_is_taken_away_once() {
        for (path, stage, expected) in [
            ("/games", "$default", "/games"),
            ("/default/games", "$default", "/default/games"),
            ("/default/games", "default", "/games"),
            ("/default/default/games", "default", "/default/games"),
            ("/default/quiz/v1/games", "default", "/quiz/v1/games"),
            ("/quiz/v1/games", "default", "/quiz/v1/games"),
            ("/defaults/games", "default", "/defaults/games"),
            ("/default", "default", "/"),
            ("/games", "", "/games"),
            ("", "default", ""),
        ] {
            let found = without_stage(path, named(Some(stage)));
            assert_eq!(found, expected, "{path} {stage}");
        }
    }

    #[test]
    fn a_path_is_taken_to_the_letter() {
        for (path, query, expected) in [
            ("/games", "", "/games"),
            ("/games", "limit=2", "/games?limit=2"),
            ("/games?limit=1", "", "/games%3Flimit=1"),
            ("/games#top", "a=b", "/games%23top?a=b"),
            ("/elsewhere/../games", "", "/elsewhere/../games"),
            ("/quiz\\v1\\games", "", "/quiz%5Cv1%5Cgames"),
            ("/games/é", "", "/games/%C3%A9"),
            ("/games/%20", "", "/games/%20"),
            (
                "/games",
                "a=b c&d=<é>#e",
                "/games?a=b%20c&d=%3C%C3%A9%3E%23e",
            ),
            ("/games", "a=%20+\n", "/games?a=%20+%0A"),
        ] {
            assert_eq!(uri(path, query).unwrap(), expected, "{path} {query}");
        }
        for path in ["", "games", "https://quiz.example.org/games"] {
            assert!(uri(path, "").is_err(), "{path}");
        }
        assert!(uri(&format!("/{}", "x".repeat(70_000)), "").is_err());
    }

    #[test]
    fn the_gateways_domain_is_not_ones_own() {
        let given = "a1b2c3.execute-api.eu-west-1.amazonaws.com";
        assert!(!is_on_own_domain(Some(given)));
        assert!(!is_on_own_domain(None));
        assert!(is_on_own_domain(Some("api.dev.example.org")));
    }
}
