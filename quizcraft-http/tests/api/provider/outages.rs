use std::time::Duration;

use quizcraft_identity::TokenFault;

use crate::support::{Document, Reply, TestProvider, list, list_all, pass};
use crate::tokens::Issuer;

#[tokio::test]
async fn unreachable_provider_is_unavailable_until_it_responds() {
    // given
    let issuer = Issuer::ed("ed-1");
    let mut provider = TestProvider::away_with(&[&issuer]);
    let service = provider.service();

    // when
    let token = provider.token(&issuer);
    for answer in list_all(&service, &vec![token.clone(); 20]).await {
        answer.expect_unavailable("2");
    }
    provider.come_back();

    // then
    pass(Duration::from_secs(1)).await;
    list(&service, &token).await.expect(200);
}

#[tokio::test]
async fn failing_provider_is_queried_once_per_second() {
    // given
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    provider.set(Document::Keys, Reply::status(500));

    for times in 1..4 {
        // when
        let token = provider.token(&issuer);
        list(&service, &token).await.expect_unavailable("2");
        tokio::time::pause();
        for _ in 0..10 {
            list(&service, &token).await.expect_unavailable("2");
        }
        tokio::time::resume();

        // then
        assert_eq!(provider.asked(Document::Keys), times);
        pass(Duration::from_secs(1)).await;
    }
}

#[tokio::test]
async fn empty_key_set_is_refreshed() {
    // given
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[]);
    let service = provider.service();
    let refused = list(&service, &provider.token(&issuer)).await;
    refused.expect_refused(&TokenFault::UnknownKey.to_string());

    // when
    provider.publish(&[&issuer]);
    pass(Duration::from_secs(10)).await;

    // then
    list(&service, &provider.token(&issuer)).await.expect(200);
}

#[tokio::test]
async fn malformed_documents_are_unavailable_until_they_are_repaired() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    for nonsense in [
        Reply::text("<html>"),
        Reply::text("[]"),
        Reply::text(r#"{"keys": [1]}"#),
        Reply::status(404),
        Reply::status(302).with("location", "/userinfo"),
        Reply::text(" ".repeat(300 * 1024)),
    ] {
        for document in [Document::Keys, Document::Configuration] {
            // given
            let service = provider.service();
            let token = provider.token(&issuer);

            // when
            provider.set(document, nonsense.clone());
            list(&service, &token).await.expect_unavailable("2");
            provider.publish(&[&issuer]);
            provider.set(Document::Configuration, Reply::json(&provider.right()));

            // then
            pass(Duration::from_secs(1)).await;
            list(&service, &token).await.expect(200);
        }
    }
}

#[tokio::test]
async fn cached_keys_are_used_during_an_outage() {
    // given
    let issuer = Issuer::ed("ed-1");
    let mut provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    list(&service, &provider.token(&issuer)).await.expect(200);
    let claims = crate::tokens::claims_with("iss", &serde_json::json!(provider.url()));
    let good = |id: usize| {
        let mut claims = claims.clone();
        claims["jti"] = serde_json::json!(format!("known-{id}"));
        issuer.token(&claims)
    };

    // when
    provider.leave().await;

    // then
    for (id, minutes) in [0, 9, 11, 30, 61, 60, 24 * 60].into_iter().enumerate() {
        pass(Duration::from_mins(minutes)).await;
        list(&service, &good(id)).await.expect(200);
        list(&service, &good(100 + id)).await.expect(200);
    }
}

#[tokio::test]
async fn unknown_key_is_unavailable_during_an_outage() {
    // given
    let (old, new) = (Issuer::ed("ed-1"), Issuer::ed("ed-2"));
    let mut provider = TestProvider::with(&[&old]);
    let service = provider.service();
    list(&service, &provider.token(&old)).await.expect(200);

    // when
    provider.publish(&[&old, &new]);
    provider.leave().await;
    let token = provider.token(&new);
    for answer in list_all(&service, &vec![token.clone(); 20]).await {
        answer.expect_unavailable("2");
    }
    list(&service, &token).await.expect_unavailable("2");

    // then
    provider.come_back();
    pass(Duration::from_secs(10)).await;
    list(&service, &token).await.expect(200);
    assert_eq!(provider.asked(Document::Keys), 2);
}

#[tokio::test]
async fn failing_userinfo_is_unavailable() {
    // given
    let issuer = Issuer::ed("ed-1");
    let mut provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    let (known, new) = (provider.token(&issuer), provider.token(&issuer));
    list(&service, &known).await.expect(200);

    // when
    provider.leave().await;

    // then
    list(&service, &known).await.expect(200);
    list(&service, &new).await.expect_unavailable("2");
    provider.come_back();
    list(&service, &new).await.expect(200);
}
