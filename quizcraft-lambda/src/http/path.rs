use http::Uri;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::event::InvalidEvent;

/// The characters that are percent-encoded in a path
/// ([RFC 3986, 3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3)), since API Gateway may have
/// decoded them. A percent sign is kept: it belongs to what API Gateway did not decode.
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

/// The characters that are percent-encoded in a query
/// ([URL, 1.3](https://url.spec.whatwg.org/#query-percent-encode-set)).
const NOT_IN_A_QUERY: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>');

/// Returns the stage, unless it is `$default`, which is never part of a path.
pub(super) fn named_stage(stage: Option<&str>) -> Option<&str> {
    stage.filter(|stage| !stage.is_empty() && *stage != "$default")
}

/// Returns a path without the stage, if it starts with it. That depends on the domain of the request.
pub(super) fn without_stage<'a>(path: &'a str, stage: Option<&str>) -> &'a str {
    stage.map_or(path, |stage| strip_prefix(path, stage))
}

/// Removes leading segments of a path, if it starts with them.
pub(super) fn strip_prefix<'a>(path: &'a str, prefix: &str) -> &'a str {
    let relative = path.strip_prefix('/');
    match relative.and_then(|path| path.strip_prefix(prefix)) {
        Some("") => "/",
        Some(rest) if rest.starts_with('/') => rest,
        _ => path,
    }
}

/// Returns a URI with this path and query, without resolving dot segments.
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
    use super::{named_stage, uri, without_stage};

    #[test]
    fn a_named_stage_is_stripped_once() {
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
            let found = without_stage(path, named_stage(Some(stage)));
            assert_eq!(found, expected, "{path} {stage}");
        }
    }

    #[test]
    fn a_path_is_encoded_and_not_resolved() {
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
}
