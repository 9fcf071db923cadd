//! The listen address: an IP address or a host name, and a port.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::IntErrorKind;
use std::str::FromStr;

use tokio::net::lookup_host;

/// A host and a port to listen on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListenAddr {
    host: Host,
    port: u16,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Host {
    Ip(IpAddr),
    Name(String),
}

/// The text is not a host and a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidAddr {
    #[error("the port is missing: expected HOST:PORT, such as localhost:8080 or [::1]:8080")]
    NoPort,
    #[error("the port is not a number: expected HOST:PORT, such as localhost:8080")]
    PortNotANumber,
    #[error("the port is out of range: expected a number from 0 to 65535")]
    PortOutOfRange,
    #[error("the host is missing: expected HOST:PORT, such as localhost:8080 or 0.0.0.0:8080")]
    NoHost,
    #[error("an IPv6 address needs brackets, such as [::1]:8080")]
    Brackets,
    #[error("the host is neither an IP address nor a host name, such as localhost")]
    InvalidHost,
}

impl ListenAddr {
    /// Resolves the host. Returns its addresses with the port, without duplicates.
    ///
    /// # Errors
    ///
    /// Returns an error if the host cannot be resolved or has no address.
    pub(crate) async fn resolve(&self) -> io::Result<Vec<SocketAddr>> {
        let name = match &self.host {
            Host::Ip(ip) => return Ok(vec![SocketAddr::new(*ip, self.port)]),
            Host::Name(name) => name.as_str(),
        };
        let mut addrs = Vec::new();
        for addr in lookup_host((name, self.port)).await? {
            // A resolver may return an address once per socket type.
            if !addrs.contains(&addr) {
                addrs.push(addr);
            }
        }
        if addrs.is_empty() {
            let error = "the host has no address";
            return Err(io::Error::new(io::ErrorKind::NotFound, error));
        }
        Ok(addrs)
    }
}

impl FromStr for ListenAddr {
    type Err = InvalidAddr;

    fn from_str(text: &str) -> Result<Self, InvalidAddr> {
        if text.parse::<Ipv6Addr>().is_ok() {
            return Err(InvalidAddr::Brackets);
        }
        let (host, port) = text.rsplit_once(':').ok_or(InvalidAddr::NoPort)?;
        if host.starts_with('[') && !host.ends_with(']') {
            return Err(InvalidAddr::NoPort);
        }
        Ok(Self {
            host: host.parse()?,
            port: self::port(port)?,
        })
    }
}

impl FromStr for Host {
    type Err = InvalidAddr;

    fn from_str(text: &str) -> Result<Self, InvalidAddr> {
        if text.is_empty() {
            return Err(InvalidAddr::NoHost);
        }
        let bracketed = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        if let Some(ip) = bracketed {
            let ip: Ipv6Addr = ip.parse().map_err(|_| InvalidAddr::InvalidHost)?;
            return Ok(Self::Ip(ip.into()));
        }
        match text.parse() {
            Ok(IpAddr::V4(ip)) => Ok(Self::Ip(ip.into())),
            Ok(IpAddr::V6(_)) => Err(InvalidAddr::Brackets),
            Err(_) if is_name(text) => Ok(Self::Name(text.to_owned())),
            Err(_) => Err(InvalidAddr::InvalidHost),
        }
    }
}

fn port(text: &str) -> Result<u16, InvalidAddr> {
    // `u16::from_str` accepts a plus sign.
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidAddr::PortNotANumber);
    }
    text.parse()
        .map_err(|error: std::num::ParseIntError| match error.kind() {
            IntErrorKind::Empty => InvalidAddr::NoPort,
            _ => InvalidAddr::PortOutOfRange,
        })
}

/// Returns whether the text is a valid host name: labels of letters, digits, `-` and `_` (for names of
/// containers). If the last label is a number, the text is a malformed IPv4 address.
fn is_name(text: &str) -> bool {
    let labels = text.strip_suffix('.').unwrap_or(text).split('.');
    let is_label_character = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(is_label_character);
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    let is_numeric = labels.clone().next_back().is_some_and(is_number);
    text.len() <= 253 && labels.clone().all(is_label) && !is_numeric
}

impl fmt::Display for ListenAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Ip(ip) => SocketAddr::new(*ip, self.port).fmt(f),
            Host::Name(name) => write!(f, "{name}:{}", self.port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parsing_and_displaying_are_inverse() {
        for text in [
            "127.0.0.1:8080",
            "[::1]:0",
            "[::]:65535",
            "localhost:8080",
            "quiz_1.example.org:80",
            "quiz.example.org.:80",
            "1password.internal:1",
        ] {
            assert_eq!(text.parse::<ListenAddr>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn the_error_says_what_is_wrong_with_the_address() {
        use InvalidAddr as E;
        for (text, error) in [
            ("", E::NoPort),
            ("localhost", E::NoPort),
            ("127.0.0.1", E::NoPort),
            ("localhost:", E::NoPort),
            ("[::1]", E::NoPort),
            (":8080", E::NoHost),
            ("localhost:http", E::PortNotANumber),
            ("localhost:-1", E::PortNotANumber),
            ("localhost:+1", E::PortNotANumber),
            ("localhost:80 ", E::PortNotANumber),
            ("localhost:65536", E::PortOutOfRange),
            ("127.0.0.1:99999999999999999999", E::PortOutOfRange),
            ("::1", E::Brackets),
            ("::1:8080", E::Brackets),
            ("1:2:3:4:5:6:7:8:80", E::Brackets),
            ("[127.0.0.1]:80", E::InvalidHost),
            ("[localhost]:80", E::InvalidHost),
            ("http://localhost:80", E::InvalidHost),
            ("you@localhost:80", E::InvalidHost),
            ("two words:80", E::InvalidHost),
            ("127.0.0.256:80", E::InvalidHost),
            ("127.1:80", E::InvalidHost),
            ("a..b:80", E::InvalidHost),
            ("*:80", E::InvalidHost),
        ] {
            assert_eq!(text.parse::<ListenAddr>(), Err(error), "{text}");
        }
    }

    #[tokio::test]
    async fn a_host_resolves_to_unique_addresses_with_the_port() {
        for text in ["127.0.0.1:80", "[::1]:80", "localhost:80"] {
            let addrs = text.parse::<ListenAddr>().unwrap().resolve().await.unwrap();
            assert!(!addrs.is_empty());
            for addr in &addrs {
                assert!(addr.ip().is_loopback() && addr.port() == 80, "{addr}");
                assert_eq!(addrs.iter().filter(|other| *other == addr).count(), 1);
            }
        }
    }
}
