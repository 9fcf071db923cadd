//! Keys, URLs, contacts and time-outs.

use std::time::Duration;

use quizcraft_author::{
    ApiKey, BaseUrl, Contact, InvalidBaseUrl, InvalidContact, InvalidTimeouts, Timeouts,
};

#[test]
fn http_is_accepted_on_loopback_only() {
    for accepted in [
        "https://models.example.org",
        "http://127.0.0.1:8080/v1",
        "http://[::1]:8080",
        "http://localhost",
    ] {
        assert!(BaseUrl::parse(accepted).is_ok(), "{accepted}");
    }
    for refused in [
        "http://models.example.org",
        "http://10.0.0.1",
        "http://localhost.example.org",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "127.0.0.1",
        "",
    ] {
        assert_eq!(
            BaseUrl::parse(refused),
            Err(InvalidBaseUrl::Insecure),
            "{refused}"
        );
    }
}

#[test]
fn a_base_url_has_no_user_query_or_fragment() {
    for refused in [
        "https://me@example.org",
        "https://me:secret@example.org",
        "https://example.org/?key=secret",
        "https://example.org/#v1",
    ] {
        assert_eq!(
            BaseUrl::parse(refused),
            Err(InvalidBaseUrl::ExtraComponents),
            "{refused}"
        );
    }
}

#[test]
fn a_key_is_visible_ascii() {
    assert!(ApiKey::new(" sk-1 \r\n").is_ok());
    let long = "x".repeat(ApiKey::MAX_CHARS + 1);
    for refused in ["", " \n", "a b", "a\nb", "ключ", &long] {
        let error = ApiKey::new(refused).unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected an API key of 1 to 1000 visible ASCII characters"
        );
    }
}

#[test]
fn a_contact_is_an_email_address_or_an_https_url() {
    for accepted in [
        "host@example.org",
        "a.b+c@mail.example.org",
        "https://example.org/quiz",
    ] {
        assert!(Contact::new(accepted).is_ok(), "{accepted}");
    }
    let long = format!("https://example.org/{}", "x".repeat(Contact::MAX_CHARS));
    for refused in [
        "",
        "host",
        "@example.org",
        "host@localhost",
        "host@example..org",
        "a@b@example.org",
        "http://example.org",
        "https://",
        "host@example.org (me)",
        "host@example.org\r\nX: 1",
        "https://example.org/(quiz)",
        &long,
    ] {
        assert_eq!(
            Contact::new(refused).unwrap_err(),
            InvalidContact,
            "{refused}"
        );
    }
}

#[test]
fn a_contact_is_not_printed() {
    let contact = Contact::new("host@example.org").unwrap();
    assert_eq!(format!("{contact:?}"), "Contact(…)");
}

#[test]
fn a_connection_may_not_take_longer_than_a_request() {
    let (one, two) = (Duration::from_secs(1), Duration::from_secs(2));
    assert!(Timeouts::new(one, two).is_ok());
    assert!(Timeouts::new(two, two).is_ok());
    assert_eq!(Timeouts::new(two, one), Err(InvalidTimeouts));
    assert_eq!(Timeouts::new(Duration::ZERO, one), Err(InvalidTimeouts));
}
