//! What joins the log lines of a request with those of the work that it caused.

use std::fmt;
use std::str::FromStr;

/// The request that caused a unit of work: its id, and its place in a distributed trace. Both are optional,
/// and have no effect on how work is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Correlation {
    request: Option<RequestId>,
    trace: Option<TraceParent>,
}

impl Correlation {
    /// Combines the id of a request and its trace.
    #[must_use]
    pub const fn new(request: Option<RequestId>, trace: Option<TraceParent>) -> Self {
        Self { request, trace }
    }

    /// Returns the id of the request.
    #[must_use]
    pub const fn request(&self) -> Option<&RequestId> {
        self.request.as_ref()
    }

    /// Returns the trace.
    #[must_use]
    pub const fn trace(&self) -> Option<&TraceParent> {
        self.trace.as_ref()
    }
}

/// The id of a request in the log: 1 to 64 letters and digits in ASCII, and `-_.:;=+/`.
///
/// An id that a client chose may be logged, since an email address or a line break is not an id.
///
/// ```
/// use quizcraft_core::RequestId;
///
/// let id: RequestId = "Root=1-67891233-abcdef".parse()?;
/// assert_eq!(id.as_str(), "Root=1-67891233-abcdef");
/// assert!("you@example.org".parse::<RequestId>().is_err());
/// # Ok::<(), quizcraft_core::InvalidRequestId>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RequestId {
    /// The text, padded with zeros, so that work is cheap to copy.
    bytes: [u8; RequestId::MAX_LEN],
    length: usize,
}

/// The text is not 1 to 64 letters and digits in ASCII, or `-_.:;=+/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not 1 to 64 letters and digits in ASCII, or -_.:;=+/")]
pub struct InvalidRequestId;

impl RequestId {
    /// The maximum length, in bytes.
    pub const MAX_LEN: usize = 64;

    /// Returns the id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..self.length).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    const fn is_allowed(byte: u8) -> bool {
        matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z')
            || matches!(byte, b'-' | b'_' | b'.' | b':' | b';' | b'=' | b'+' | b'/')
    }
}

impl FromStr for RequestId {
    type Err = InvalidRequestId;

    fn from_str(text: &str) -> Result<Self, InvalidRequestId> {
        let mut bytes = [0; Self::MAX_LEN];
        let length = text.len();
        let is_valid = !text.is_empty() && text.bytes().all(Self::is_allowed);
        let target = bytes.get_mut(..length).filter(|_| is_valid);
        target
            .ok_or(InvalidRequestId)?
            .copy_from_slice(text.as_bytes());
        Ok(Self { bytes, length })
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestId({})", self.as_str())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A place in a distributed trace: the value of the header `traceparent` of
/// [W3C Trace Context](https://www.w3.org/TR/trace-context/#traceparent-header).
///
/// A value of a later version is read as version 00, as the specification requires.
///
/// ```
/// use quizcraft_core::TraceParent;
///
/// let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
/// let trace: TraceParent = text.parse()?;
/// assert_eq!(trace.to_string(), text);
/// assert_eq!(trace.trace_id().to_string(), "0af7651916cd43dd8448eb211c80319c");
/// # Ok::<(), quizcraft_core::InvalidTraceParent>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TraceParent {
    trace: TraceId,
    parent: [u8; 8],
    flags: u8,
}

/// The id of a distributed trace, displayed as 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TraceId([u8; 16]);

/// The text is not a `traceparent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a traceparent")]
pub struct InvalidTraceParent;

impl TraceParent {
    /// The length of version 00, in bytes.
    const LEN: usize = 55;

    /// Returns the id of the trace.
    #[must_use]
    pub const fn trace_id(&self) -> TraceId {
        self.trace
    }
}

impl FromStr for TraceParent {
    type Err = InvalidTraceParent;

    fn from_str(text: &str) -> Result<Self, InvalidTraceParent> {
        let mut parts = text.get(..Self::LEN).ok_or(InvalidTraceParent)?.split('-');
        let [version] = hex(parts.next())?;
        let parsed = Self {
            trace: TraceId(hex(parts.next())?),
            parent: hex(parts.next())?,
            flags: u8::from_be_bytes(hex(parts.next())?),
        };
        let rest = text.get(Self::LEN..).unwrap_or_default();
        let is_complete = match version {
            0 => rest.is_empty(),
            0xff => false,
            _ => rest.is_empty() || rest.starts_with('-'),
        };
        let is_set = parsed.trace != TraceId([0; 16]) && parsed.parent != [0; 8];
        if is_complete && is_set && parts.next().is_none() {
            Ok(parsed)
        } else {
            Err(InvalidTraceParent)
        }
    }
}

/// Parses lower-case hexadecimal digits.
fn hex<const N: usize>(text: Option<&str>) -> Result<[u8; N], InvalidTraceParent> {
    let text = text.ok_or(InvalidTraceParent)?;
    let mut bytes = [0; N];
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(InvalidTraceParent);
    }
    hex::decode_to_slice(text, &mut bytes).map_err(|_| InvalidTraceParent)?;
    Ok(bytes)
}

impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{}-", self.trace)?;
        write_hex(&self.parent, f)?;
        write!(f, "-{:02x}", self.flags)
    }
}

impl fmt::Debug for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TraceParent({self})")
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TraceId({self})")
    }
}

fn write_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_request_id_has_1_to_64_harmless_characters() {
        let longest = "x".repeat(64);
        for text in ["a", "A-Z_0.9:;=+/", &longest] {
            let id: RequestId = text.parse().unwrap();
            assert_eq!(id.as_str(), text);
        }
        let too_long = "x".repeat(65);
        for text in ["", "a b", "a@b", "a\nb", "\u{e9}", "a\0", &too_long] {
            assert_eq!(text.parse::<RequestId>(), Err(InvalidRequestId), "{text:?}");
        }
    }

    #[test]
    fn a_later_version_is_read_as_version_00() {
        let expected: TraceParent = format!("00-{TRACE}").parse().unwrap();
        for text in [format!("01-{TRACE}"), format!("cc-{TRACE}-what-follows")] {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_malformed_traceparent_is_rejected() {
        for text in [
            String::new(),
            TRACE.to_owned(),
            format!("ff-{TRACE}"),
            format!("00-{TRACE}-more"),
            format!("01-{TRACE}more"),
            format!("00-{}", TRACE.to_uppercase()),
            format!(
                "00-{}",
                TRACE.replace("0af7651916cd43dd8448eb211c80319c", &"0".repeat(32))
            ),
            format!("00-{}", TRACE.replace("b7ad6b7169203331", &"0".repeat(16))),
            format!("00-{}", TRACE.replace('-', "_")),
            format!("00-{}", TRACE.replace('7', "g")),
            format!("0-0{TRACE}"),
            "\u{e9}".repeat(28),
        ] {
            assert_eq!(
                text.parse::<TraceParent>(),
                Err(InvalidTraceParent),
                "{text}"
            );
        }
    }
}
