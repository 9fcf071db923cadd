use quizcraft_core::License;

/// Returns a license by its URL and its name. A Creative Commons license gets its usual short name.
pub(super) fn license(url: &str, name: &str) -> Option<License> {
    let short = creative_commons(url);
    let candidates = [short.as_deref().unwrap_or_default(), name.trim(), url];
    let mut present = candidates.into_iter().filter(|text| !text.is_empty());
    present.find_map(|text| License::new(text).ok())
}

/// Returns the short name of the license at a URL such as `https://creativecommons.org/licenses/by-sa/4.0/`.
fn creative_commons(url: &str) -> Option<String> {
    let (_, path) = url.split_once("creativecommons.org/")?;
    let mut segments = path.split('/');
    let (kind, code) = (segments.next()?, segments.next()?);
    let version = segments.next().filter(|version| !version.is_empty())?;
    match (kind, code) {
        ("licenses", code) => Some(format!("CC {} {version}", code.to_ascii_uppercase())),
        ("publicdomain", "zero") => Some(format!("CC0 {version}")),
        _ => None,
    }
}
