use std::time::{Duration, SystemTime};

use httpdate::parse_http_date;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// The upper limit of `Retry-After`.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(24);

/// Returns how long the server asks to wait: the value of `retry-after-ms`, which some models send in addition,
/// or of `Retry-After` ([RFC 9110, 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)). Clients of other models
/// can use it, too.
#[must_use]
pub fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let wait = milliseconds(headers).or_else(|| seconds_or_date(headers))?;
    Some(wait.min(MAX_RETRY_AFTER))
}

fn milliseconds(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get("retry-after-ms")?.to_str().ok()?;
    let milliseconds: f64 = value.trim().parse().ok()?;
    Duration::try_from_secs_f64(milliseconds / 1_000.0).ok()
}

/// A date is compared to the server's own clock in `Date`.
fn seconds_or_date(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name)?.to_str().ok();
    let value = text(RETRY_AFTER)?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = parse_http_date(value).ok()?;
    let now = text(DATE).and_then(|now| parse_http_date(now).ok());
    let now = now.unwrap_or_else(SystemTime::now);
    Some(date.duration_since(now).unwrap_or_default())
}
