//! Names of domains in texts.

/// The last parts of names of domains that texts advertise.
const TOP_LEVELS: [&str; 18] = [
    "app", "biz", "click", "co", "com", "dev", "info", "io", "link", "me", "net", "online", "org",
    "shop", "site", "top", "tv", "xyz",
];

/// Returns whether a text in small letters contains the name of a domain: "example.com", "example.org/news".
pub(super) fn has_domain(lower: &str) -> bool {
    let is_within = |c: char| c.is_alphanumeric() || "-./".contains(c);
    lower.split(|c: char| !is_within(c)).any(is_domain)
}

fn is_domain(word: &str) -> bool {
    let host = word.split('/').next().unwrap_or(word);
    let Some((name, top_level)) = host.trim_end_matches('.').rsplit_once('.') else {
        return false;
    };
    name.ends_with(char::is_alphanumeric) && TOP_LEVELS.contains(&top_level)
}
