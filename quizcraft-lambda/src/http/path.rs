use http::Uri;
use http::uri::PathAndQuery;

/// The path of a request without the stage of API Gateway in front of it.
///
/// What the gateway sends as the path differs by how the API is reached, and the library puts a
/// named stage in front wherever it is missing. So it stands there once, and is taken away once.
pub(super) fn without_stage(uri: &Uri, stage: &str) -> Uri {
    if stage.is_empty() || stage == "$default" {
        return uri.clone();
    }
    let path = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let rest = path
        .strip_prefix('/')
        .and_then(|path| path.strip_prefix(stage))
        .filter(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    let Some(rest) = rest else {
        return uri.clone();
    };
    let rest = match rest.strip_prefix('/') {
        Some(_) => rest.to_owned(),
        None => format!("/{rest}"),
    };
    rest.parse().unwrap_or_else(|_| uri.clone())
}

/// Whether a request came to a domain of the API's own, and not to the one that API Gateway gives.
pub(super) fn is_on_own_domain(domain: Option<&str>) -> bool {
    domain.is_some_and(|domain| !domain.contains(".execute-api."))
}

#[cfg(test)]
mod tests {
    use http::Uri;

    use super::{is_on_own_domain, without_stage};

    #[test]
    fn a_named_stage_is_taken_away_once() {
        for (path, stage, expected) in [
            ("/games", "$default", "/games"),
            ("/default/games", "$default", "/default/games"),
            ("/default/games?limit=2", "default", "/games?limit=2"),
            ("/default/default/games", "default", "/default/games"),
            ("/default/quiz/v1/games", "default", "/quiz/v1/games"),
            ("/quiz/v1/games", "default", "/quiz/v1/games"),
            ("/defaults/games", "default", "/defaults/games"),
            ("/default", "default", "/"),
            ("/default?a=b", "default", "/?a=b"),
            ("/games", "", "/games"),
            ("https://api.example.org/default/games", "default", "/games"),
        ] {
            let uri: Uri = path.parse().unwrap();
            assert_eq!(without_stage(&uri, stage), expected, "{path} {stage}");
        }
    }

    #[test]
    fn the_gateways_domain_is_not_ones_own() {
        let given = "a1b2c3.execute-api.eu-west-1.amazonaws.com";
        assert!(!is_on_own_domain(Some(given)));
        assert!(!is_on_own_domain(None));
        assert!(is_on_own_domain(Some("api.dev.example.org")));
    }
}
