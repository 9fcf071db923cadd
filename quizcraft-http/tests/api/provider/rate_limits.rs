use std::time::Duration;

use crate::support::{Document, Reply, TestProvider, list, pass};
use crate::tokens::Issuer;

#[tokio::test]
async fn retry_after_of_the_provider_is_respected_within_limits() {
    let issuer = Issuer::ed("ed-1");
    for document in [Document::Configuration, Document::Keys, Document::Userinfo] {
        for status in [429, 500, 502, 503, 504] {
            for (said, told) in [(Some("17"), "17"), (None, "2")] {
                let provider = TestProvider::with(&[&issuer]);
                let limited = Reply::status(status);
                let limited = said
                    .iter()
                    .fold(limited, |limited, said| limited.with("retry-after", said));
                provider.set(document, limited);
                let answer = list(&provider.service(), &provider.token(&issuer)).await;
                answer.expect_unavailable(told);
            }
        }
    }
}

#[tokio::test]
async fn retry_after_in_seconds_is_forwarded() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    for (said, told) in [
        ("1", "1"),
        (" 17 ", "17"),
        ("86400", "86400"),
        ("864000", "86400"),
        ("0", "1"),
        ("-1", "2"),
        ("1.5", "2"),
        ("soon", "2"),
        ("", "2"),
    ] {
        let limited = Reply::status(429).with("retry-after", said);
        provider.set(Document::Userinfo, limited);
        let answer = list(&service, &provider.token(&issuer)).await;
        answer.expect_unavailable(told);
    }
}

#[tokio::test]
async fn retry_after_as_a_date_is_forwarded() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    for (now, then, told) in [
        (
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:54 GMT",
            "17",
        ),
        (
            "Tue, 31 Dec 2199 23:59:50 GMT",
            "Wed, 01 Jan 2200 00:00:00 GMT",
            "10",
        ),
        (
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "1",
        ),
        (
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sat, 05 Nov 1994 08:49:37 GMT",
            "1",
        ),
        (
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Tue, 31 Dec 2199 23:59:50 GMT",
            "86400",
        ),
        ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994", "2"),
    ] {
        let limited = Reply::status(429).with("date", now);
        provider.set(Document::Userinfo, limited.with("retry-after", then));
        let answer = list(&service, &provider.token(&issuer)).await;
        answer.expect_unavailable(told);
    }
}

#[tokio::test]
async fn unknown_key_forwards_retry_after() {
    // given
    let (old, new) = (Issuer::ed("ed-1"), Issuer::ed("ed-2"));
    let provider = TestProvider::with(&[&old]);
    let service = provider.service();
    list(&service, &provider.token(&old)).await.expect(200);

    // when
    let limited = Reply::status(429).with("retry-after", "17");
    provider.set(Document::Keys, limited);
    for _ in 0..20 {
        let answer = list(&service, &provider.token(&new)).await;
        answer.expect_unavailable("17");
    }

    // then
    assert_eq!(provider.asked(Document::Keys), 2);
    list(&service, &provider.token(&old)).await.expect(200);
    provider.publish(&[&new]);
    pass(Duration::from_secs(10)).await;
    list(&service, &provider.token(&new)).await.expect(200);
}
